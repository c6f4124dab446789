using System.Text;

namespace LinRegPS.Shell;

/// <summary>
/// One line as it is typed at the terminal: edited with the usual keys, recalled from the history with the arrows.
/// </summary>
/// <remarks>
/// Not <see cref="Console.ReadLine"/>, which keeps what was typed before Ctrl+C and puts it before the next line.
/// The line stays on its row and scrolls sideways, so that backspaces are all that is needed to move in it.
/// </remarks>
internal sealed class LineEditor(int column, IReadOnlyList<string> history)
{
    private readonly StringBuilder _text = new();
    private int _cursor;
    private int _recalled = history.Count;

    // What the row shows: where in the text it begins, its length, and the cursor's place in it.
    private int _start;
    private int _shown;
    private int _offset;

    /// <summary>The line; null for Ctrl+D.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C was pressed.</exception>
    public string? Read()
    {
        Console.TreatControlCAsInput = true;
        try
        {
            while (true)
            {
                ConsoleKeyInfo key = Console.ReadKey(intercept: true);
                switch (key)
                {
                    case { Key: ConsoleKey.Enter }:
                        return _text.ToString();
                    case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                        throw new OperationCanceledException();
                    case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when _text.Length == 0:
                        return null;
                }
                Apply(key);
                // Pasted text is drawn once.
                if (!Console.KeyAvailable)
                {
                    Draw();
                }
            }
        }
        finally
        {
            _cursor = _text.Length;
            Draw();
            Console.TreatControlCAsInput = false;
        }
    }

    private void Apply(ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow:
                _cursor = Math.Max(_cursor - 1, 0);
                break;
            case ConsoleKey.RightArrow:
                _cursor = Math.Min(_cursor + 1, _text.Length);
                break;
            case ConsoleKey.Home:
                _cursor = 0;
                break;
            case ConsoleKey.End:
                _cursor = _text.Length;
                break;
            case ConsoleKey.UpArrow:
                Recall(_recalled - 1);
                break;
            case ConsoleKey.DownArrow:
                Recall(_recalled + 1);
                break;
            case ConsoleKey.Backspace when _cursor > 0:
                _text.Remove(--_cursor, 1);
                break;
            case ConsoleKey.Delete when _cursor < _text.Length:
                _text.Remove(_cursor, 1);
                break;
            case ConsoleKey.Tab:
                Insert(' ');
                break;
            default:
                if (!char.IsControl(key.KeyChar))
                {
                    Insert(key.KeyChar);
                }
                break;
        }
    }

    private void Insert(char character) => _text.Insert(_cursor++, character);

    // Past the newest line lies an empty one.
    private void Recall(int index)
    {
        if (index >= 0 && index <= history.Count)
        {
            _recalled = index;
            _text.Clear().Append(index < history.Count ? history[index] : "");
            _cursor = _text.Length;
        }
    }

    private void Draw()
    {
        int room = Math.Max(Terminal.Width - 1 - column, 10);
        _start = Math.Clamp(_start, Math.Max(_cursor - room, 0), _cursor);
        string row = _text.ToString(_start, Math.Min(room, _text.Length - _start));
        int width = Math.Max(row.Length, _shown);
        Console.Write(Back(_offset) + row.PadRight(width) + Back(width - (_cursor - _start)));
        _offset = _cursor - _start;
        _shown = row.Length;
    }

    private static string Back(int count) => new('\b', count);
}
