using System.Management.Automation;
using System.Management.Automation.Host;
using LinRegPS.Conversion;
using LinRegPS.Plots.Terminal;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that draws in the terminal: it writes lines of text.</summary>
public abstract class TerminalCmdlet : LinRegCmdlet
{
    private const int Unknown = 80, Least = 20, Most = 1000;

    /// <summary>The columns of the picture; those of the window where it is left out, or 80 where that is not known.</summary>
    [Parameter]
    [Number(typeof(int))]
    [ValidateRange(1, int.MaxValue)]
    public int Width { get; set; }

    /// <summary>Draws with letters of ASCII alone; where it is left out, for consoles that show no others.</summary>
    [Parameter]
    public SwitchParameter Ascii { get; set; }

    /// <summary>Draws in colours, or with -Color:$false without; where it is left out, in those that the terminal shows, unless $PSStyle.OutputRendering is PlainText or NO_COLOR is set.</summary>
    [Parameter]
    public SwitchParameter Color { get; set; }

    // A method: nothing of the plots is to be loaded for looking at a cmdlet's properties.
    private protected TextStyle Style() => new(
        Math.Clamp(IsBound(nameof(Width)) ? Width : WindowWidth(), Least, Most),
        IsBound(nameof(Ascii)) ? Ascii : !IsUnicode(),
        IsBound(nameof(Color)) ? Color : ShowsColors());

    private protected void Write(IEnumerable<string> lines)
    {
        foreach (string line in lines)
            WriteObject(line);
    }

    private int WindowWidth()
    {
        try
        {
            // The last column is left free: some terminals begin a line anew there.
            return Host?.UI?.RawUI?.WindowSize.Width is > 1 and { } width ? width - 1 : Unknown;
        }
        catch (Exception error) when (error is HostException or NotImplementedException or InvalidOperationException or IOException)
        {
            return Unknown;
        }
    }

    private bool ShowsColors() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Host?.UI?.SupportsVirtualTerminal == true
        && !(Unwrap(GetVariableValue("PSStyle")) is { } style && $"{PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value}" == "PlainText");

    private static bool IsUnicode()
    {
        try
        {
            return Console.OutputEncoding.CodePage is 65001 or 1200 or 1201 or 12000;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
