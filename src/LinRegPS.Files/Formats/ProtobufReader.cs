using System.Buffers.Binary;

namespace LinRegPS.Files.Formats;

/// <summary>Reads a message of protocol buffers field by field; what is not asked for is stepped over.</summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;
    private ReadOnlySpan<byte> _rest = message;

    /// <summary>The field that was read.</summary>
    public int Field { get; private set; }

    /// <summary>Its number, where it is one: whole, or the bits of a float or a double.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its bytes: a message, a text, or numbers one behind the other.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its number as a float64.</summary>
    public readonly double Double => BitConverter.UInt64BitsToDouble(Number);

    /// <summary>Its number as a float32.</summary>
    public readonly float Single => BitConverter.UInt32BitsToSingle((uint)Number);

    /// <summary>Goes to the next field; false at the end.</summary>
    public bool Read()
    {
        if (_rest.IsEmpty)
            return false;
        ulong key = ReadVarint();
        (Field, Number) = ((int)Math.Min(key >> 3, int.MaxValue), 0);
        Bytes = default;
        switch (key & 7)
        {
            case Varint:
                Number = ReadVarint();
                break;
            case Fixed64:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                break;
            case Fixed32:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                break;
            case Delimited:
                Bytes = Take(ReadVarint());
                break;
            default:
                throw new UnreadableException($"field {key >> 3} of a message has the unknown kind {key & 7}");
        }
        return true;
    }

    /// <summary>The first of numbers that stand one behind the other, or the number itself.</summary>
    public readonly ulong FirstVarint() => Bytes.IsEmpty ? Number : new ProtobufReader(Bytes).ReadVarint();

    private ulong ReadVarint()
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte part = Take(1)[0];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return number;
        }
        throw new UnreadableException("a number of a message does not end");
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
            throw new UnreadableException("a message ends too early");
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
