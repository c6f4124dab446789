namespace LinRegPS.Shell;

/// <summary>What the shell was asked to do.</summary>
internal enum Mode
{
    Prompt,
    Script,
    Help,
    Version,
}

/// <summary>The command line: a mode and, where something is to be run, its PowerShell text.</summary>
internal sealed record Options(Mode Mode, string Script = "")
{
    public const string Help = """
        A PowerShell prompt with the LinRegPS module loaded.

        Usage: LinRegPS.Shell [script.ps1 [arguments...]]
               LinRegPS.Shell -File script.ps1 [arguments...]
               LinRegPS.Shell -Command text

          (nothing)       opens a prompt, or runs the commands that standard input holds
          -File, -f       runs a script; what follows is the script's: -Name value, -Switch, values
          -Command, -c    runs the rest of the line as PowerShell
          -Version, -v    shows the versions
          -Help, -h, -?   shows this

        The exit code is the one given to 'exit', else 1 after an error that ended the script, else 0;
        130 after Ctrl+C, and 64 when the command line makes no sense.
        """;

    public static Options Parse(string[] arguments)
    {
        if (arguments is [] or ["-"])
        {
            return new Options(Mode.Prompt);
        }
        string first = arguments[0];
        string[] rest = arguments[1..];
        switch (first.ToLowerInvariant())
        {
            case "-help" or "--help" or "-h" or "-?" or "/?":
                return new Options(Mode.Help);
            case "-version" or "--version" or "-v":
                return new Options(Mode.Version);
            case "-command" or "-c" when rest is ["-"]:
                return new Options(Mode.Prompt);
            case "-command" or "-c" when rest is not []:
                return new Options(Mode.Script, string.Join(' ', rest));
            case "-file" or "-f" when rest is not []:
                return new Options(Mode.Script, ScriptFile.Call(rest[0], rest[1..]));
            case "-command" or "-c" or "-file" or "-f":
                throw new UsageException($"{first} needs a value; see -Help.");
            case ['-', ..]:
                throw new UsageException($"{first} is not an option; see -Help.");
            default:
                return new Options(Mode.Script, ScriptFile.Call(first, rest));
        }
    }
}

/// <summary>A command line that makes no sense.</summary>
internal sealed class UsageException(string message) : Exception(message);
