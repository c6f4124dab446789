using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LinRegPS.Conversion;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Completion;

/// <summary>Completes the columns of the table that -Path names on the same command line; its head alone is read.</summary>
public sealed class ColumnCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (Wrapping.Unwrap(fakeBoundParameters["Path"]) is not string path)
            return [];
        return PropertyCompleter.Matching(wordToComplete, Names(path, fakeBoundParameters));
    }

    private static IReadOnlyList<string> Names(string path, IDictionary parameters)
    {
        try
        {
            string full = ScriptBlock.Create("param($path) $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)").Invoke(path)[0].ToString();
            bool isTabbed = full.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase);
            char? delimiter = $"{Wrapping.Unwrap(parameters["Delimiter"])}" is [var given] ? given : isTabbed ? '\t' : null;
            return TensorFile.ReadColumns(full, new TableOptions { Delimiter = delimiter, HasHeader = parameters.Contains("NoHeader") ? false : null });
        }
        catch (Exception error) when (error is LinRegException or RuntimeException)
        {
            // No table there, or not yet: nothing to complete.
            return [];
        }
    }
}
