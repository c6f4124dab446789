using System.Text;

namespace LinRegPS.Plots.Terminal;

/// <summary>What a terminal can show.</summary>
/// <param name="Width">The columns of it.</param>
/// <param name="IsAscii">Whether it is to be given letters of ASCII alone.</param>
/// <param name="HasColor">Whether it understands the sequences that set colours.</param>
internal sealed record TextStyle(int Width, bool IsAscii = false, bool HasColor = false)
{
    /// <summary>The colour of what is no curve.</summary>
    public const int Plain = -1;

    private const string Reset = "\e[0m";

    // Of the terminal's own theme, so that they are seen on its background: blue, yellow, green, magenta, cyan, red.
    private static readonly string[] s_colors = ["\e[94m", "\e[33m", "\e[32m", "\e[35m", "\e[36m", "\e[31m"];

    /// <summary>A text in the colour of a curve.</summary>
    public string Colored(string text, int color) =>
        HasColor && color >= 0 ? s_colors[color % s_colors.Length] + text + Reset : text;

    /// <summary>A text on one line, without what a terminal takes for a command, and no longer than this.</summary>
    public string Line(string text, int longest)
    {
        var line = new StringBuilder();
        foreach (char letter in text)
            line.Append(char.IsControl(letter) || (IsAscii && letter > '~') ? '?' : letter);
        if (line.Length > Math.Max(longest, 1))
        {
            string end = IsAscii ? "~" : "…";
            line.Length = Math.Max(longest, 1) - 1;
            line.Append(end);
        }
        return line.ToString();
    }
}
