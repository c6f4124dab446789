using System.Diagnostics;
using System.Management.Automation;

namespace LinRegPS.Shell;

/// <summary>Shows the latest progress record as the terminal's last line, drawn on standard error.</summary>
internal sealed class ProgressLine
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private bool _isShown;
    private long _drawnAt;

    public void Show(ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            Erase();
        }
        else if (Terminal.HasProgress && Stopwatch.GetElapsedTime(_drawnAt) >= _pause)
        {
            Draw(Describe(record));
            _isShown = true;
            _drawnAt = Stopwatch.GetTimestamp();
        }
    }

    public void Erase()
    {
        if (_isShown)
        {
            Draw("");
            _isShown = false;
        }
    }

    // Over the whole line, and one short of it: a full line would wrap.
    private static void Draw(string text)
    {
        int width = Terminal.Width - 1;
        string line = text.Length > width ? text[..width] : text.PadRight(width);
        Console.Error.Write($"\r{line}\r");
    }

    private static string Describe(ProgressRecord record)
    {
        string text = $"{record.Activity}: {record.StatusDescription}";
        if (record.PercentComplete >= 0)
        {
            text += $"  {record.PercentComplete}%";
        }
        if (record.SecondsRemaining >= 0)
        {
            text += $"  {TimeSpan.FromSeconds(record.SecondsRemaining):g} left";
        }
        if (!string.IsNullOrEmpty(record.CurrentOperation))
        {
            text += $"  {record.CurrentOperation}";
        }
        return text.ReplaceLineEndings(" ");
    }
}
