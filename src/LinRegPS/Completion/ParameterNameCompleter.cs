using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LinRegPS.Conversion;

namespace LinRegPS.Completion;

/// <summary>Completes the names of the parameters of the model given on the same command line.</summary>
public sealed class ParameterNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (Wrapping.Unwrap(fakeBoundParameters["Model"]) is not Module module)
            return [];
        var pattern = new WildcardPattern(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return module.NamedParameters()
            .Where(p => pattern.IsMatch(p.Name))
            .Select(p => new CompletionResult(p.Name, p.Name, CompletionResultType.ParameterValue, $"{p.Name} {p.Shape}"));
    }
}
