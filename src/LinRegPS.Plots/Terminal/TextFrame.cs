using LinRegPS.Plots.Drawing;

namespace LinRegPS.Plots.Terminal;

/// <summary>A canvas with axes, a head and notes, as lines of text.</summary>
internal sealed class TextFrame
{
    // Between labels of the axis below.
    private const int Gap = 2;
    private const int LeastColumns = 10;

    private readonly Axis _x, _y;
    private readonly TextStyle _style;
    private readonly Tick[] _yTicks;
    private readonly int _left;

    /// <summary>An empty frame for two axes.</summary>
    public TextFrame(Axis x, Axis y, int rows, TextStyle style)
    {
        (_x, _y, _style) = (x, y, style);
        _yTicks = y.Ticks(Math.Max(3, rows / 3));
        _left = Math.Min(_yTicks.Select(tick => tick.Label.Length).DefaultIfEmpty(0).Max(), Math.Max(style.Width / 3, 1));
        Canvas = new Canvas(Math.Max(style.Width - _left - 2, LeastColumns), rows, style);
    }

    /// <summary>What is drawn on.</summary>
    public Canvas Canvas { get; }

    /// <summary>The dot of a point; null where it has no place.</summary>
    public (int X, int Y)? Dot(double x, double y)
    {
        double across = _x.Place(x), up = _y.Place(y);
        return double.IsNaN(across) || double.IsNaN(up) ? null : ((int)Math.Round(across * (Canvas.Width - 1)), (int)Math.Round((1 - up) * (Canvas.Height - 1)));
    }

    /// <summary>The column of a number of the axis below.</summary>
    public int Column(double x) => (int)Math.Round(_x.Place(x) * (Canvas.Columns - 1));

    /// <summary>The lines: a head, the rows, the axis below, and notes.</summary>
    /// <param name="head">What stands above, in parts that are not divided, with their colours.</param>
    /// <param name="notes">What stands below.</param>
    public IEnumerable<string> Lines(IEnumerable<(string Text, int Color)> head, IEnumerable<string> notes)
    {
        foreach (string line in Wrapped(head))
            yield return line;
        var (corner, side, tick, foot, below) = _style.IsAscii ? ('+', '|', '+', '-', '+') : ('└', '│', '┤', '─', '┬');
        string[] labels = new string[Canvas.Rows];
        foreach (var at in _yTicks)
            labels[(int)Math.Round((1 - Math.Clamp(_y.Place(at.Value), 0, 1)) * (Canvas.Rows - 1))] ??= _style.Line(at.Label, _left);
        for (int row = 0; row < Canvas.Rows; row++)
            yield return $"{(labels[row] ?? string.Empty).PadLeft(_left)}{(labels[row] is null ? side : tick)}{Canvas.Row(row)}";
        char[] line0 = new string(foot, Canvas.Columns).ToCharArray();
        char[] line1 = new string(' ', Canvas.Columns + 1).ToCharArray();
        // The title at the right, where ticks leave it the room.
        string title = _style.Line(_x.Title, Canvas.Columns);
        int free = -Gap, end = Canvas.Columns + 1 - title.Length - Gap;
        foreach (var at in _x.Ticks(Math.Max(2, Canvas.Columns / 12)))
        {
            int column = Column(at.Value), start = Math.Clamp(column + 1 - (at.Label.Length / 2), 0, line1.Length);
            if (start < free + Gap && free >= 0 || start + at.Label.Length > end)
                continue;
            line0[column] = below;
            at.Label.CopyTo(line1.AsSpan(start));
            free = start + at.Label.Length;
        }
        title.CopyTo(line1.AsSpan(line1.Length - title.Length));
        yield return $"{new string(' ', _left)}{corner}{new string(line0)}";
        yield return new string(' ', _left) + new string(line1).TrimEnd();
        foreach (string note in notes)
        {
            foreach (string line in Folded(_style.Line(note, int.MaxValue)))
                yield return line;
        }
    }

    // A note is told whole, on lines that are not too long.
    private IEnumerable<string> Folded(string note)
    {
        while (note.Length >= _style.Width)
        {
            int end = note.LastIndexOf(' ', _style.Width - 1);
            if (end < _style.Width / 2)
                end = _style.Width - 1;
            yield return note[..end];
            note = "  " + note[end..].TrimStart();
        }
        yield return note;
    }

    private IEnumerable<string> Wrapped(IEnumerable<(string Text, int Color)> parts)
    {
        string line = string.Empty;
        int length = 0;
        foreach (var (part, color) in parts)
        {
            string text = _style.Line(part, _style.Width - 1);
            if (length > 0 && length + 3 + text.Length >= _style.Width)
            {
                yield return line;
                (line, length) = (string.Empty, 0);
            }
            line += (length > 0 ? "   " : string.Empty) + _style.Colored(text, color);
            length += text.Length + (length > 0 ? 3 : 0);
        }
        if (length > 0)
            yield return line;
    }
}
