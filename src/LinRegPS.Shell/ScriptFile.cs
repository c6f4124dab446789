using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;

namespace LinRegPS.Shell;

/// <summary>Turns a script file and its command-line arguments into the PowerShell text that calls it.</summary>
internal static partial class ScriptFile
{
    public static string Call(string path, IEnumerable<string> arguments)
    {
        string file = Path.GetFullPath(path);
        if (!File.Exists(file))
        {
            throw new UsageException($"there is no script {path}.");
        }
        if (!file.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"{path} is not a script: its name must end in .ps1.");
        }
        var call = new StringBuilder($"& {Quote(file)}");
        bool valueIsDue = false;
        foreach (string argument in arguments)
        {
            Match parameter = Parameter.Match(argument);
            if (valueIsDue || !parameter.Success)
            {
                call.Append(' ').Append(Quote(argument));
                valueIsDue = false;
                continue;
            }
            string value = parameter.Groups["value"].Value;
            call.Append(' ').Append(parameter.Groups["name"].Value).Append(value is "" ? "" : Value(value));
            valueIsDue = argument.EndsWith(':') && value is "";
        }
        // A called script's `exit` ends only the script: pass its code on. No code: it could not be parsed or called.
        return call.Append("\nif (-not $?) { exit $LASTEXITCODE ?? 1 }").ToString();
    }

    private static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    private static string Value(string text)
        => bool.TryParse(text.TrimStart('$'), out bool truth) ? $"${truth}" : Quote(text);

    // -Name, -Name: and -Name:value. A number such as -0.5 is a value.
    [GeneratedRegex(@"^(?<name>-[\p{L}_]\w*:?)(?<value>(?<=:).+)?$", RegexOptions.Singleline)]
    private static partial Regex Parameter { get; }
}
