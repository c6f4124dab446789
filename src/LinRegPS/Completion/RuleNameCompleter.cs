using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LinRegPS.Diagnosis.Lint;

namespace LinRegPS.Completion;

/// <summary>Completes the ids of the rules of the training lint.</summary>
public sealed class RuleNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = new WildcardPattern(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return TrainingLint.RuleIds.Where(pattern.IsMatch).Select(id => new CompletionResult(id));
    }
}
