using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace LinRegPS.Files.Formats;

/// <summary>
/// Hugging Face's .safetensors: the length of a header, the header, which is JSON, and the elements. Its reader refuses, as
/// the reference does, elements that overlap or leave holes.
/// </summary>
internal static class Safetensors
{
    private const int LengthBytes = 8, MostHeaderBytes = 100_000_000, Alignment = 8;
    private const string MetadataKey = "__metadata__";

    private static readonly Dictionary<string, ElementKind> s_kinds = new()
    {
        ["BOOL"] = ElementKind.Bool,
        ["I8"] = ElementKind.Int8,
        ["U8"] = ElementKind.UInt8,
        ["I16"] = ElementKind.Int16,
        ["U16"] = ElementKind.UInt16,
        ["I32"] = ElementKind.Int32,
        ["U32"] = ElementKind.UInt32,
        ["I64"] = ElementKind.Int64,
        ["U64"] = ElementKind.UInt64,
        ["F16"] = ElementKind.Float16,
        ["BF16"] = ElementKind.BFloat16,
        ["F32"] = ElementKind.Float32,
        ["F64"] = ElementKind.Float64,
    };

    /// <summary>A tensor of the header: where its elements begin and end in the file.</summary>
    internal sealed record Entry(string Name, ElementKind Kind, List<long> Sizes, long Begin, long End);

    /// <summary>The tensors by name, in the order of the header, and what else it says.</summary>
    public static NamedTensors Read(Stream stream)
    {
        var (entries, metadata) = ReadEntries(stream);
        var tensors = new NamedTensors(metadata);
        foreach (var entry in entries)
        {
            try
            {
                stream.Position = entry.Begin;
                tensors.Add(entry.Name, StoredArray.Read(stream, entry.Kind, StoredArray.ShapeFor(entry.Sizes, entry.Kind, entry.End - entry.Begin)));
            }
            catch (UnreadableException error)
            {
                throw new UnreadableException($"'{entry.Name}': {error.Message}");
            }
        }
        return tensors;
    }

    /// <summary>What the header says, and where in the file the elements are.</summary>
    public static (List<Entry> Entries, Dictionary<string, string> Metadata) ReadEntries(Stream stream)
    {
        byte[] header = ReadHeader(stream);
        long start = LengthBytes + header.Length, data = stream.Length - start;
        var (entries, metadata) = ParseHeader(header);
        long end = 0;
        foreach (var entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != end)
                throw new UnreadableException($"the elements of '{entry.Name}' begin at {entry.Begin}, and not where others end, at {end}");
            end = entry.End >= entry.Begin ? entry.End : throw new UnreadableException($"the elements of '{entry.Name}' end before they begin");
        }
        if (end != data)
            throw new UnreadableException($"its tensors need {end} bytes, and there are {data}");
        return ([.. entries.Select(entry => entry with { Begin = start + entry.Begin, End = start + entry.End })], metadata);
    }

    /// <summary>Writes tensors in their order: float32, int64 or bool as their elements are.</summary>
    public static void Write(Stream stream, NamedTensors tensors)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            WriteMetadata(json, tensors.Metadata);
            long at = 0;
            foreach (var (name, tensor) in tensors)
                at = WriteEntry(json, name, tensor.DType, [.. tensor.Shape.Select(size => (long)size)], at);
            json.WriteEndObject();
        }
        header.Write(Encoding.ASCII.GetBytes(new string(' ', (int)((Alignment - (header.Length % Alignment)) % Alignment))));
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        header.WriteTo(stream);
        foreach (var tensor in tensors.Values)
            stream.Write(StoredArray.Bytes(tensor));
    }

    /// <summary>Writes what the header says of a tensor; gives where its elements end.</summary>
    internal static long WriteEntry(Utf8JsonWriter json, string name, DType type, long[] sizes, long at)
    {
        var kind = type switch { DType.Int64 => ElementKind.Int64, DType.Bool => ElementKind.Bool, _ => ElementKind.Float32 };
        long end = at + (sizes.Aggregate(1L, (product, size) => product * size) * StoredArray.Size(kind));
        json.WriteStartObject(name);
        json.WriteString("dtype", s_kinds.First(known => known.Value == kind).Key);
        WriteNumbers(json, "shape", sizes);
        WriteNumbers(json, "data_offsets", [at, end]);
        json.WriteEndObject();
        return end;
    }

    /// <summary>Writes what a header says besides.</summary>
    internal static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
            return;
        json.WriteStartObject(MetadataKey);
        foreach (var (name, value) in metadata)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static byte[] ReadHeader(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[LengthBytes];
        stream.ReadExactly(bytes);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > MostHeaderBytes || (long)length > stream.Length - LengthBytes)
            throw new UnreadableException($"its header of {length} bytes is longer than {(length > MostHeaderBytes ? $"{MostHeaderBytes}, the most that is allowed" : "the file")}");
        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return header;
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) ParseHeader(byte[] header)
    {
        var (entries, metadata) = (new List<Entry>(), new Dictionary<string, string>());
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var json = JsonDocument.Parse(header);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw new UnreadableException("its header is no JSON object");
        foreach (var property in json.RootElement.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw new UnreadableException($"it has two tensors of the name '{property.Name}'");
            if (property.Name != MetadataKey)
                entries.Add(ParseEntry(property));
            else if (property.Value.ValueKind == JsonValueKind.Object)
                ParseMetadata(property.Value, metadata);
            else
                throw new UnreadableException($"its {MetadataKey} is no JSON object");
        }
        return (entries, metadata);
    }

    private static void ParseMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        foreach (var item in element.EnumerateObject())
        {
            if (item.Value.ValueKind != JsonValueKind.String || !metadata.TryAdd(item.Name, item.Value.GetString()!))
                throw new UnreadableException($"its {MetadataKey} has '{item.Name}' twice, or not as text");
        }
    }

    private static Entry ParseEntry(JsonProperty property)
    {
        var value = property.Value;
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() != 3
            || !value.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out var shape) || !value.TryGetProperty("data_offsets", out var offsets))
            throw new UnreadableException($"its header says of '{property.Name}' something else than dtype, shape and data_offsets");
        if (!s_kinds.TryGetValue(type.GetString()!, out var kind))
            throw new UnreadableException($"'{property.Name}' is of the type {type.GetString()}, which is not one that becomes float32");
        var (sizes, ends) = (Numbers(property.Name, shape), Numbers(property.Name, offsets));
        return ends.Count == 2 ? new Entry(property.Name, kind, sizes, ends[0], ends[1]) : throw new UnreadableException($"'{property.Name}' has not two data_offsets");
    }

    private static List<long> Numbers(string name, JsonElement array)
    {
        if (array.ValueKind != JsonValueKind.Array)
            throw new UnreadableException($"shape or data_offsets of '{name}' are no array");
        return [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long number) && number >= 0
            ? number : throw new UnreadableException($"shape or data_offsets of '{name}' have {item}, which is no size"))];
    }
}
