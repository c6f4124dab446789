using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;

namespace LinRegPS.Shell;

/// <summary>Writes what PowerShell shows: errors to standard error, all else to standard output, as pwsh does.</summary>
internal sealed class ShellUI : PSHostUserInterface
{
    private readonly Lock _gate = new();
    private readonly ProgressLine _progress = new();
    private readonly Questions _questions;
    private int _column;
    private bool _writesErrors;

    public ShellUI() => _questions = new Questions(this);

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUI();

    public override bool SupportsVirtualTerminal => Terminal.OutputHasColour;

    public override void Write(string value) => Put(Console.Out, Styled(value, "", Terminal.OutputHasColour));

    public override void WriteLine(string value)
    {
        if (_writesErrors)
        {
            WriteErrorLine(value);
        }
        else
        {
            Write(value + Environment.NewLine);
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
        => Write(Paint(foregroundColor, PSStyle.MapForegroundColorToEscapeSequence)
            + Paint(backgroundColor, PSStyle.MapBackgroundColorToEscapeSequence) + value + PSStyle.Instance.Reset);

    public override void WriteErrorLine(string value)
    {
        // A formatted error ends with an empty line, which pwsh leaves out too.
        if (new StringDecorated(value).ContentLength > 0)
        {
            PutLine(Console.Error, Styled(value, PSStyle.Instance.Formatting.Error, Terminal.ErrorHasColour));
        }
    }

    public override void WriteWarningLine(string message)
        => WriteMessage($"WARNING: {message}", PSStyle.Instance.Formatting.Warning);

    public override void WriteVerboseLine(string message)
        => WriteMessage($"VERBOSE: {message}", PSStyle.Instance.Formatting.Verbose);

    public override void WriteDebugLine(string message)
        => WriteMessage($"DEBUG: {message}", PSStyle.Instance.Formatting.Debug);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
        {
            // The line is drawn from its first column: never over an unfinished line of output.
            if (_column == 0)
            {
                _progress.Show(record);
            }
        }
    }

    /// <summary>Erases the progress of what has ended without saying so.</summary>
    public void EndProgress()
    {
        lock (_gate)
        {
            _progress.Erase();
        }
    }

    /// <summary>The line that is typed after what was last written; null for Ctrl+D.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C was pressed.</exception>
    public string? Edit(IReadOnlyList<string> history)
    {
        try
        {
            return new LineEditor(_column, history).Read();
        }
        finally
        {
            WriteLine();
        }
    }

    /// <summary>Sends the lines that an action writes to standard error.</summary>
    public void WriteAsErrors(Action action)
    {
        _writesErrors = true;
        try
        {
            action();
        }
        finally
        {
            _writesErrors = false;
        }
    }

    public override string ReadLine() => _questions.Line();

    public override SecureString ReadLineAsSecureString() => _questions.Secret();

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
        => _questions.Fields(caption, message, descriptions);

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        => _questions.Choice(caption, message, choices, defaultChoice);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName)
        => _questions.Credential(caption, message, userName);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        => _questions.Credential(caption, message, userName);

    private void WriteMessage(string message, string style)
        => PutLine(Console.Out, Styled(message, style, Terminal.OutputHasColour));

    // Text that brings its own colours keeps them, where there is colour at all.
    private static string Styled(string text, string style, bool hasColour)
        => !hasColour ? new StringDecorated(text).ToString(OutputRendering.PlainText)
            : style is "" || text.Contains('\e') ? text
            : style + text + PSStyle.Instance.Reset;

    // A terminal that does not tell its colours says -1, which stands for the one it has.
    private static string Paint(ConsoleColor colour, Func<ConsoleColor, string> escape)
        => Enum.IsDefined(colour) ? escape(colour) : "";

    private void PutLine(TextWriter stream, string text) => Put(stream, text + Environment.NewLine);

    private void Put(TextWriter stream, string text)
    {
        lock (_gate)
        {
            _progress.Erase();
            stream.Write(text);
            int end = text.LastIndexOf('\n') + 1;
            _column = (end > 0 ? 0 : _column) + new StringDecorated(text[end..]).ContentLength;
        }
    }
}
