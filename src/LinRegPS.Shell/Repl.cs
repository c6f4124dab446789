using System.Management.Automation.Language;

namespace LinRegPS.Shell;

/// <summary>Reads commands at a prompt, or from redirected input without one, and runs each.</summary>
internal sealed class Repl(Session session, ShellHost host)
{
    public const string DefaultPrompt = "LinRegPS> ";
    private readonly List<string> _history = [];

    public int Run() => Terminal.IsInteractive ? RunPrompt() : RunInput();

    // Nothing but `exit` and Ctrl+D ends a prompt.
    private int RunPrompt()
    {
        host.UI.WriteLine("LinRegPS: 'Get-Command -Module LinRegPS' lists the commands, 'exit' leaves.");
        while (host.ExitCode is null)
        {
            try
            {
                if (ReadTyped() is not string command)
                {
                    return 0;
                }
                if (session.Run(command, remember: true) == Outcome.Stopped)
                {
                    host.UI.WriteLine("^C");
                }
            }
            catch (OperationCanceledException)
            {
                // Ctrl+C gave the command up: ask for another one.
            }
        }
        return host.ExitCode.Value;
    }

    private int RunInput()
    {
        Outcome last = Outcome.Completed;
        while (host.ExitCode is null && last != Outcome.Stopped && ReadBlock() is string command)
        {
            last = session.Run(command);
        }
        return Session.ExitCode(last, host);
    }

    // As many lines as make a command.
    private string? ReadTyped()
    {
        string command = "";
        do
        {
            host.UI.Write(command is "" ? session.Prompt() : ">> ");
            if (host.UI.Edit(_history) is not string line)
            {
                return null;
            }
            if (!string.IsNullOrWhiteSpace(line))
            {
                _history.Add(line);
            }
            command = command is "" ? line : $"{command}\n{line}";
        }
        while (string.IsNullOrWhiteSpace(command) || IsIncomplete(command));
        return command;
    }

    // A command on one line, or a block up to an empty line: after its } may come an `else`.
    private static string? ReadBlock()
    {
        string? command = null;
        while (Console.In.ReadLine() is string line)
        {
            bool isFirst = string.IsNullOrWhiteSpace(command);
            command = isFirst ? line : $"{command}\n{line}";
            bool mayEnd = isFirst != string.IsNullOrWhiteSpace(line);
            if (mayEnd && !IsIncomplete(command))
            {
                return command;
            }
        }
        return command;
    }

    private static bool IsIncomplete(string command)
    {
        Parser.ParseInput(command, out _, out ParseError[] errors);
        return errors.Any(error => error.IncompleteInput);
    }
}
