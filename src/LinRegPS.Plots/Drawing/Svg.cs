using System.Globalization;
using System.Text;

namespace LinRegPS.Plots.Drawing;

/// <summary>Writes the elements of an SVG picture: numbers to a hundredth of a pixel, in invariant form, and text that breaks nothing.</summary>
internal sealed class Svg
{
    // There is one for each of many points.
    private const int LongestTip = 200;

    private readonly StringBuilder _text = new();

    /// <summary>A number as it stands in an attribute.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Text as it stands between tags or in an attribute; what XML does not allow is a question mark.</summary>
    public static string Escaped(string text)
    {
        var safe = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            if (char.IsHighSurrogate(letter) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                safe.Append(letter).Append(text[++i]);
                continue;
            }
            safe.Append(letter switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ when char.IsControl(letter) || char.IsSurrogate(letter) || letter >= '\uFFFE' => "?",
                _ => letter.ToString(),
            });
        }
        return safe.ToString();
    }

    /// <summary>About how wide a text is, in letters of a size, by the widths of Helvetica and a little more, since others are wider.</summary>
    public static double Width(string text, double size)
    {
        double width = 0;
        foreach (char letter in text)
        {
            width += letter switch
            {
                >= '0' and <= '9' => 0.556,
                'i' or 'j' or 'l' or 'I' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or ' ' or 't' or 'f' or 'r' or '(' or ')' or '[' or ']' or '/' => 0.31,
                'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.87,
                >= 'A' and <= 'Z' => 0.7,
                > '\u1100' => 1,
                _ => 0.56,
            };
        }
        return 1.06 * width * size;
    }

    /// <summary>Adds markup as it is.</summary>
    public Svg Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>A line.</summary>
    public void Line(double x1, double y1, double x2, double y2, string look) =>
        _text.Append($"<line class=\"{look}\" x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\"/>\n");

    /// <summary>A rectangle, with what a pointer above it is told.</summary>
    public void Rectangle(double x, double y, double width, double height, string look, string? tip = null, double opacity = 1) => _text.Append(
        $"<rect class=\"{look}\" x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(Math.Max(width, 0))}\" height=\"{Number(Math.Max(height, 0))}\"{(opacity < 1 ? $" fill-opacity=\"{Number(opacity)}\"" : string.Empty)}{Closed("rect", tip)}");

    /// <summary>A dot, with what a pointer above it is told.</summary>
    public void Circle(double x, double y, double radius, string look, string? tip = null) => _text.Append(
        $"<circle class=\"{look}\" cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(radius)}\"{Closed("circle", tip)}");

    /// <summary>A path: null lifts the pen.</summary>
    public void Path(IEnumerable<(double X, double Y)?> points, string look, bool isClosed = false)
    {
        _text.Append($"<path class=\"{look}\" d=\"");
        bool isDown = false;
        foreach (var point in points)
        {
            if (point is { } at)
                _text.Append($"{(isDown ? 'L' : 'M')}{Number(at.X)} {Number(at.Y)}");
            isDown = point is not null;
        }
        _text.Append($"{(isClosed ? "Z" : string.Empty)}\"/>\n");
    }

    /// <summary>Text at a place, from its anchor: start, middle or end.</summary>
    public void Text(double x, double y, string text, string look, string anchor = "start", double rotation = 0) => Marked(x, y, Escaped(text), look, anchor, rotation);

    /// <summary>The label of a tick: a power of ten with its exponent raised.</summary>
    public void Label(double x, double y, Tick tick, string look, string anchor)
    {
        bool isPower = tick.Power is not null && tick.Label.Contains('E');
        Marked(x, y, isPower ? $"10<tspan dy=\"-4\" font-size=\"8\">{tick.Power!.Value.ToString(CultureInfo.InvariantCulture).Replace('-', '\u2212')}</tspan>" : Escaped(tick.Label.Replace('-', '\u2212')), look, anchor, 0);
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Marked(double x, double y, string markup, string look, string anchor, double rotation) => _text.Append(
        $"<text class=\"{look}\" x=\"{Number(x)}\" y=\"{Number(y)}\"{(anchor == "start" ? string.Empty : $" text-anchor=\"{anchor}\"")}{(rotation == 0 ? string.Empty : $" transform=\"rotate({Number(rotation)} {Number(x)} {Number(y)})\"")}>{markup}</text>\n");

    private static string Closed(string tag, string? tip) => tip is null ? "/>\n" : $"><title>{Escaped(tip.Length > LongestTip ? tip[..LongestTip] + "…" : tip)}</title></{tag}>\n";
}
