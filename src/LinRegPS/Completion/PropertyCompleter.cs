using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LinRegPS.Conversion;

namespace LinRegPS.Completion;

/// <summary>
/// Completes the columns of the objects that are given on the same command line: in a variable, as -InputObject or down the
/// pipeline, or by Import-Csv from a file.
/// </summary>
public sealed class PropertyCompleter : IArgumentCompleter
{
    private static readonly HashSet<string> s_filters = new(StringComparer.OrdinalIgnoreCase) { "Where-Object", "where", "?", "Sort-Object", "sort" };

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        object? first = Records.In(fakeBoundParameters["InputObject"] ?? Piped(commandAst)).FirstOrDefault();
        if (Wrapping.Unwrap(first) is null or ValueType or string or Tensor or Module)
            return [];
        return Matching(wordToComplete, Records.Names(first));
    }

    /// <summary>The names that begin with a word, quoted where they need it.</summary>
    internal static IEnumerable<CompletionResult> Matching(string word, IEnumerable<string> names)
    {
        var pattern = new WildcardPattern(WildcardPattern.Escape(word.Trim('\'', '"')) + "*", WildcardOptions.IgnoreCase);
        return names.Where(pattern.IsMatch).Select(name => new CompletionResult(Quoted(name), name, CompletionResultType.ParameterValue, name));
    }

    private static string Quoted(string name) =>
        name.All(c => char.IsLetterOrDigit(c) || c == '_') ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";

    // What stands before the command, if it is a variable or reads a file: nothing else is run for a completion.
    private static object? Piped(CommandAst command)
    {
        if (command.Parent is not PipelineAst { PipelineElements: var elements } || elements[0] == command
            || !elements.Take(elements.IndexOf(command)).Skip(1).All(KeepsColumns))
        {
            return null;
        }
        return elements[0] switch
        {
            CommandExpressionAst { Expression: VariableExpressionAst variable } =>
                Run("param($name) , (Get-Variable -Name $name -ValueOnly -ErrorAction Ignore)", variable.VariablePath.UserPath),
            CommandAst import when import.GetCommandName() is { } name && name.Equals("Import-Csv", StringComparison.OrdinalIgnoreCase)
                && import.CommandElements.Skip(1).All(element => element is CommandParameterAst or StringConstantExpressionAst or VariableExpressionAst) =>
                Run("param($text) & ([scriptblock]::Create($text + ' | Select-Object -First 1'))", import.Extent.Text),
            _ => null,
        };
    }

    private static bool KeepsColumns(CommandBaseAst element) =>
        element is CommandAst filter && filter.GetCommandName() is { } name && s_filters.Contains(name);

    private static object? Run(string script, string argument)
    {
        try
        {
            return ScriptBlock.Create(script).Invoke(argument).FirstOrDefault();
        }
        catch (RuntimeException)
        {
            // No file, no column: there is nothing to complete.
            return null;
        }
    }
}
