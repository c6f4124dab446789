using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace LinRegPS.Files.PyTorch;

/// <summary>
/// Reads Python's pickle, protocol 2, as far as it is data: numbers, text, tuples, lists and dictionaries. A pickle is a program,
/// and this runs none: what it would import or call is given to <paramref name="import"/> and <paramref name="call"/>, which
/// know a few names and refuse all others.
/// </summary>
/// <param name="bytes">The pickle.</param>
/// <param name="import">Gives what stands for a name of a Python module, or throws.</param>
/// <param name="call">Gives what such a thing makes of its arguments, or throws.</param>
/// <param name="load">Gives what a persistent id stands for.</param>
internal sealed class PickleReader(
    byte[] bytes, Func<string, string, PythonName> import, Func<PythonName, object?[], object?> call, Func<object?, object?> load)
{
    private const int MostIntegerBytes = 8;

    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<long, object?> _memo = [];
    private int _at;

    /// <summary>The object that the pickle makes.</summary>
    public object? Read()
    {
        while (true)
        {
            byte code = Take(1)[0];
            if (code == '.')
                return _at == bytes.Length ? Pop() : throw new UnreadableException("something follows the end of its pickle");
            Run(code);
        }
    }

    private void Run(byte code)
    {
        switch (code)
        {
            case 0x80:
                if (Take(1)[0] is not 2 and var protocol)
                    throw new UnreadableException($"its pickle is of protocol {protocol}; PyTorch writes 2");
                break;
            case (byte)'(':
                _marks.Push(_stack.Count);
                break;
            case (byte)'0':
                Pop();
                break;
            case (byte)'2':
                _stack.Add(_stack.Count > 0 ? _stack[^1] : throw Broken());
                break;
            case (byte)'1':
                PopToMark();
                break;
            case (byte)'c':
                _stack.Add(import(Line(), Line()));
                break;
            case (byte)'Q':
                _stack.Add(load(Pop()));
                break;
            case (byte)'R':
                var arguments = Pop<object?[]>();
                _stack.Add(call(Pop<PythonName>(), arguments));
                break;
            case (byte)'b':
                Build();
                break;
            case (byte)'q':
                Remember(Take(1)[0]);
                break;
            case (byte)'r':
                Remember(UInt32());
                break;
            case (byte)'h':
                Recall(Take(1)[0]);
                break;
            case (byte)'j':
                Recall(UInt32());
                break;
            default:
                if (!RunValue(code) && !RunCollection(code))
                    throw new UnreadableException($"its pickle has the instruction 0x{code:x2} at byte {_at - 1}, which data do not need");
                break;
        }
    }

    private bool RunValue(byte code)
    {
        switch (code)
        {
            case (byte)'N':
                _stack.Add(null);
                return true;
            case 0x88 or 0x89:
                _stack.Add(code == 0x88);
                return true;
            case (byte)'K':
                _stack.Add((long)Take(1)[0]);
                return true;
            case (byte)'M':
                _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)));
                return true;
            case (byte)'J':
                _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)));
                return true;
            case 0x8a:
                _stack.Add(Integer(Take(1)[0]));
                return true;
            case (byte)'G':
                _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                return true;
            case (byte)'X':
                _stack.Add(Encoding.UTF8.GetString(Take(UInt32())));
                return true;
            default:
                return false;
        }
    }

    private bool RunCollection(byte code)
    {
        switch (code)
        {
            case (byte)')':
                _stack.Add(Array.Empty<object?>());
                return true;
            case (byte)'t':
                _stack.Add(PopToMark());
                return true;
            case 0x85 or 0x86 or 0x87:
                int count = code - 0x84;
                object?[] items = new object?[count];
                for (int i = count - 1; i >= 0; i--)
                    items[i] = Pop();
                _stack.Add(items);
                return true;
            case (byte)']':
                _stack.Add(new List<object?>());
                return true;
            case (byte)'a':
                object? item = Pop();
                Top<List<object?>>().Add(item);
                return true;
            case (byte)'e':
                object?[] more = PopToMark();
                Top<List<object?>>().AddRange(more);
                return true;
            case (byte)'}':
                _stack.Add(new PythonDictionary());
                return true;
            case (byte)'s':
                object? value = Pop();
                Set(Pop(), value);
                return true;
            case (byte)'u':
                object?[] pairs = PopToMark();
                for (int i = 0; i < pairs.Length; i += 2)
                    Set(pairs[i], i + 1 < pairs.Length ? pairs[i + 1] : throw Broken());
                return true;
            default:
                return false;
        }
    }

    private void Set(object? key, object? value)
    {
        if (key is not (string or long or bool or double))
            throw new UnreadableException("a dictionary in its pickle has a key that is neither text nor a number");
        if (!Top<PythonDictionary>().TryAdd(key, value))
            throw new UnreadableException(FormattableString.Invariant($"a dictionary in its pickle has the key '{key}' twice"));
    }

    // Attributes: of an ordered dictionary alone, as state dictionaries have them (_metadata), which are not needed.
    private void Build()
    {
        Pop();
        Top<PythonDictionary>();
    }

    private long Integer(int length)
    {
        if (length > MostIntegerBytes)
            throw new UnreadableException($"its pickle has a whole number of {length} bytes");
        long value = 0;
        var digits = Take(length);
        for (int i = length - 1; i >= 0; i--)
            value = (value << 8) | (i == length - 1 ? (long)(sbyte)digits[i] : digits[i]);
        return value;
    }

    private string Line()
    {
        int end = bytes.AsSpan(_at).IndexOf((byte)'\n');
        string line = Encoding.UTF8.GetString(Take(end >= 0 ? (uint)end : throw Broken()));
        _at++;
        return line;
    }

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count > bytes.Length - _at)
            throw new UnreadableException("its pickle ends too early");
        _at += (int)count;
        return bytes.AsSpan(_at - (int)count, (int)count);
    }

    private void Remember(long number) => _memo[number] = _stack.Count > 0 ? _stack[^1] : throw Broken();

    private void Recall(long number) => _stack.Add(_memo.TryGetValue(number, out object? value) ? value : throw Broken());

    private object? Pop()
    {
        if (_stack.Count == 0 || (_marks.TryPeek(out int mark) && _stack.Count <= mark))
            throw Broken();
        object? value = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private T Pop<T>() => Pop() is T value ? value : throw Broken();

    private T Top<T>() => _stack.Count > 0 && _stack[^1] is T value ? value : throw Broken();

    private object?[] PopToMark()
    {
        if (!_marks.TryPop(out int mark) || mark > _stack.Count)
            throw Broken();
        object?[] items = [.. _stack.Skip(mark)];
        _stack.RemoveRange(mark, items.Length);
        return items;
    }

    private UnreadableException Broken() => new(string.Create(CultureInfo.InvariantCulture, $"its pickle is broken at byte {_at}"));
}
