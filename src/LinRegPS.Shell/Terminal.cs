using System.Runtime.InteropServices;

namespace LinRegPS.Shell;

/// <summary>What the terminal behind the standard streams can show.</summary>
internal static class Terminal
{
    private static readonly bool _wantsColour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") != "dumb";

    public static bool IsInteractive { get; } = !Console.IsInputRedirected;

    public static bool OutputHasColour { get; } = _wantsColour && !Console.IsOutputRedirected && TakesEscapes(-11);

    public static bool ErrorHasColour { get; } = _wantsColour && !Console.IsErrorRedirected && TakesEscapes(-12);

    public static bool HasProgress { get; } = !Console.IsOutputRedirected && !Console.IsErrorRedirected;

    public static int Width => Console.IsOutputRedirected || Console.WindowWidth <= 0 ? 120 : Console.WindowWidth;

    public static int Height => Console.IsOutputRedirected || Console.WindowHeight <= 0 ? 50 : Console.WindowHeight;

    // A Windows console understands escape sequences only once it is told to.
    private static bool TakesEscapes(int stream)
    {
        const uint virtualTerminal = 4;
        if (!OperatingSystem.IsWindows())
        {
            return true;
        }
        nint console = GetStdHandle(stream);
        return GetConsoleMode(console, out uint mode) && SetConsoleMode(console, mode | virtualTerminal);
    }

    [DllImport("kernel32")]
    private static extern nint GetStdHandle(int stream);

    [DllImport("kernel32")]
    private static extern bool GetConsoleMode(nint console, out uint mode);

    [DllImport("kernel32")]
    private static extern bool SetConsoleMode(nint console, uint mode);
}
