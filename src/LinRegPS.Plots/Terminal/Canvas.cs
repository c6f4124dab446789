using System.Text;

namespace LinRegPS.Plots.Terminal;

/// <summary>A rectangle of cells with dots in them: eight to a cell in braille, one in ASCII.</summary>
internal sealed class Canvas
{
    private const char Braille = '\u2800';

    private readonly TextStyle _style;
    private readonly byte[,] _dots;
    private readonly char[,] _marks;
    private readonly int[,] _colors;

    /// <summary>An empty one.</summary>
    public Canvas(int columns, int rows, TextStyle style)
    {
        (Columns, Rows, _style) = (columns, rows, style);
        (_dots, _marks, _colors) = (new byte[rows, columns], new char[rows, columns], new int[rows, columns]);
    }

    /// <summary>Cells in a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of cells.</summary>
    public int Rows { get; }

    /// <summary>Dots from left to right.</summary>
    public int Width => _style.IsAscii ? Columns : 2 * Columns;

    /// <summary>Dots from top to bottom.</summary>
    public int Height => _style.IsAscii ? Rows : 4 * Rows;

    /// <summary>Sets a dot; in ASCII its cell shows the letter.</summary>
    public void Dot(int x, int y, int color, char letter)
    {
        if (x < 0 || y < 0 || x >= Width || y >= Height)
            return;
        if (_style.IsAscii)
        {
            Mark(x, y, letter, color);
            return;
        }
        // The order of the dots' bits is that of old braille of six dots, and below them two more.
        int within = y % 4, bit = within == 3 ? 6 + (x % 2) : within + (3 * (x % 2));
        _dots[y / 4, x / 2] |= (byte)(1 << bit);
        _colors[y / 4, x / 2] = color;
    }

    /// <summary>Sets the dots from one to another; of a dotted line every third.</summary>
    public void Line((int X, int Y) from, (int X, int Y) to, int color, char letter, bool isDotted)
    {
        int steps = Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y));
        for (int i = 0; i <= steps; i++)
        {
            double along = steps == 0 ? 0 : i / (double)steps;
            int x = (int)Math.Round(from.X + (along * (to.X - from.X))), y = (int)Math.Round(from.Y + (along * (to.Y - from.Y)));
            if (!isDotted || (x + y) % 3 == 0)
                Dot(x, y, color, letter);
        }
    }

    /// <summary>Puts a letter in a cell, over its dots.</summary>
    public void Mark(int column, int row, char letter, int color)
    {
        if (column < 0 || row < 0 || column >= Columns || row >= Rows)
            return;
        (_marks[row, column], _colors[row, column]) = (letter, color);
    }

    /// <summary>Puts a point that is seen where a dot is.</summary>
    public void Point((int X, int Y) dot, int color) => Mark(dot.X * Columns / Width, dot.Y * Rows / Height, _style.IsAscii ? 'o' : '•', color);

    /// <summary>Whether a cell has a letter.</summary>
    public bool IsMarked(int column, int row) => _marks[row, column] != '\0';

    /// <summary>A row as text, with colours, without blanks at the end.</summary>
    public string Row(int row)
    {
        var text = new StringBuilder();
        int last = Columns - 1;
        while (last >= 0 && IsEmpty(row, last))
            last--;
        for (int start = 0, end; start <= last; start = end)
        {
            var part = new StringBuilder();
            int color = ColorOf(row, start);
            for (end = start; end <= last && ColorOf(row, end) == color; end++)
                part.Append(Letter(row, end));
            text.Append(_style.Colored(part.ToString(), color));
        }
        return text.ToString();
    }

    private bool IsEmpty(int row, int column) => _dots[row, column] == 0 && _marks[row, column] == '\0';

    private int ColorOf(int row, int column) => IsEmpty(row, column) ? TextStyle.Plain : _colors[row, column];

    private char Letter(int row, int column) =>
        _marks[row, column] is not '\0' and var mark ? mark : _dots[row, column] == 0 ? ' ' : (char)(Braille + _dots[row, column]);
}
