namespace LinRegPS.Files.Formats;

/// <summary>The header of an .npy file: a Python dictionary with the keys descr, fortran_order and shape.</summary>
internal ref struct NpyHeader
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private NpyHeader(string text) => _text = text;

    /// <summary>What a header says.</summary>
    public static (ElementKind Kind, bool BigEndian, bool FortranOrder, List<long> Sizes) Parse(string text)
    {
        var header = new NpyHeader(text);
        string? type = null;
        bool? fortranOrder = null;
        List<long>? sizes = null;
        header.Expect('{');
        while (!header.Take('}'))
        {
            string key = header.Text();
            header.Expect(':');
            switch (key)
            {
                case "descr" when type is null:
                    type = header.Type();
                    break;
                case "fortran_order" when fortranOrder is null:
                    fortranOrder = header.Word() switch
                    {
                        "True" => true,
                        "False" => false,
                        var word => throw new UnreadableException($"its header says fortran_order {word}"),
                    };
                    break;
                case "shape" when sizes is null:
                    sizes = header.Sizes();
                    break;
                default:
                    throw new UnreadableException($"its header has the key '{key}' {(key is "descr" or "fortran_order" or "shape" ? "twice" : "that npy has not")}");
            }
            if (!header.Take(','))
            {
                header.Expect('}');
                break;
            }
        }
        if (type is null || fortranOrder is null || sizes is null)
            throw new UnreadableException("its header lacks descr, fortran_order or shape");
        header.Skip();
        if (header._at < header._text.Length)
            throw new UnreadableException("something follows the dictionary in its header");
        var (kind, bigEndian) = Element(type);
        return (kind, bigEndian, fortranOrder.Value, sizes);
    }

    private static (ElementKind Kind, bool BigEndian) Element(string type)
    {
        var kind = (type.Length > 1 ? type[1..] : type) switch
        {
            "b1" => ElementKind.Bool,
            "i1" => ElementKind.Int8,
            "u1" => ElementKind.UInt8,
            "i2" => ElementKind.Int16,
            "u2" => ElementKind.UInt16,
            "i4" => ElementKind.Int32,
            "u4" => ElementKind.UInt32,
            "i8" => ElementKind.Int64,
            "u8" => ElementKind.UInt64,
            "f2" => ElementKind.Float16,
            "f4" => ElementKind.Float32,
            "f8" => ElementKind.Float64,
            ['O', ..] => throw new UnreadableException("it holds Python objects, which can't be read without running what the file says; save numbers"),
            ['U' or 'S' or 'a', ..] => throw new UnreadableException($"it holds text ({type}), not numbers"),
            ['c', ..] => throw new UnreadableException($"it holds complex numbers ({type}); save their real and imaginary parts"),
            ['M' or 'm', ..] => throw new UnreadableException($"it holds dates or time spans ({type}); save them as numbers"),
            _ => throw new UnreadableException($"its elements are of the type '{type}', which is not one that becomes float32"),
        };
        return type[0] switch
        {
            '<' or '|' or '=' => (kind, false),
            '>' => (kind, true),
            _ => throw new UnreadableException($"its elements are of the type '{type}', whose byte order is not known"),
        };
    }

    private string Type()
    {
        Skip();
        return Peek() == '[' ? throw new UnreadableException("it is a structured array of named fields; save each field by itself") : Text();
    }

    private List<long> Sizes()
    {
        var sizes = new List<long>();
        Expect('(');
        while (!Take(')'))
        {
            string word = Word();
            // Python 2 wrote 3L.
            if (!long.TryParse(word.EndsWith('L') ? word[..^1] : word, out long size))
                throw new UnreadableException($"its header has the size '{word}'");
            sizes.Add(size);
            if (!Take(','))
            {
                Expect(')');
                break;
            }
        }
        return sizes;
    }

    private string Text()
    {
        Skip();
        char quote = Peek();
        int end = quote is '\'' or '"' ? _text[(_at + 1)..].IndexOf(quote) : -1;
        if (end < 0)
            throw new UnreadableException("its header is not the dictionary that npy has");
        string text = _text.Slice(_at + 1, end).ToString();
        _at += end + 2;
        return text;
    }

    private string Word()
    {
        Skip();
        int start = _at;
        while (char.IsAsciiLetterOrDigit(Peek()) || Peek() == '-')
            _at++;
        return _text[start.._at].ToString();
    }

    private void Expect(char expected)
    {
        if (!Take(expected))
            throw new UnreadableException("its header is not the dictionary that npy has");
    }

    private bool Take(char expected)
    {
        Skip();
        if (Peek() != expected)
            return false;
        _at++;
        return true;
    }

    private readonly char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private void Skip()
    {
        while (Peek() is ' ' or '\n' or '\t')
            _at++;
    }
}
