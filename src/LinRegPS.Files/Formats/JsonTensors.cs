using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Files.Formats;

/// <summary>Tensors as JSON: a number, nested arrays of numbers, or an object of such by name.</summary>
internal static class JsonTensors
{
    /// <summary>The tensors by name; one alone without.</summary>
    public static NamedTensors Read(Stream stream)
    {
        if (stream.Length > Array.MaxLength)
            throw new UnreadableException("it is longer than a JSON text may be here");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var json = new Utf8JsonReader(bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsSpan(3) : bytes, new JsonReaderOptions { MaxDepth = Shape.MaxRank + 1 });
        var rounded = new RoundedNumbers();
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
            return new NamedTensors { Rounded = rounded, [string.Empty] = End(ref json, ReadTensor(ref json, "the tensor", rounded)) };
        var tensors = new NamedTensors { Rounded = rounded };
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string name = json.GetString()!;
            json.Read();
            if (!tensors.TryAdd(name, ReadTensor(ref json, $"'{name}'", rounded)))
                throw new UnreadableException($"it has two tensors of the name '{name}'");
        }
        return End(ref json, tensors);
    }

    /// <summary>Writes tensors by name, or one without; each number as the shortest text that is read as the same.</summary>
    public static void Write(string file, Stream stream, NamedTensors tensors)
    {
        using var json = new Utf8JsonWriter(stream);
        if (tensors.TryGetValue(string.Empty, out var alone) && tensors.Count == 1)
        {
            WriteTensor(file, json, string.Empty, alone);
            return;
        }
        json.WriteStartObject();
        foreach (var (name, tensor) in tensors)
        {
            json.WritePropertyName(name);
            WriteTensor(file, json, name, tensor);
        }
        json.WriteEndObject();
    }

    private static T End<T>(ref Utf8JsonReader json, T result) =>
        json.Read() ? throw new UnreadableException("something follows its end") : result;

    private static void WriteTensor(string file, Utf8JsonWriter json, string name, Tensor tensor)
    {
        // An empty array has no arrays in it, which would tell the sizes behind.
        if (tensor.Shape.SkipWhile(size => size > 0).Skip(1).Any())
            throw FileErrors.NoShapeInJson(file, name, tensor.Shape);
        long[]? whole = tensor.DType == DType.Int64 ? tensor.ToInt64Array() : null;
        float[] elements = whole is null ? tensor.Detach().ToArray() : [];
        int at = 0;
        Nest(0);

        void Nest(int dimension)
        {
            if (dimension == tensor.Rank && whole is not null)
            {
                json.WriteNumberValue(whole[at++]);
                return;
            }
            if (dimension == tensor.Rank)
            {
                float element = elements[at++];
                json.WriteNumberValue(float.IsFinite(element) ? element : throw FileErrors.NoNumberInJson(file, name, element));
                return;
            }
            json.WriteStartArray();
            for (int i = 0; i < tensor.Shape[dimension]; i++)
                Nest(dimension + 1);
            json.WriteEndArray();
        }
    }

    private static Tensor ReadTensor(ref Utf8JsonReader json, string name, RoundedNumbers rounded)
    {
        var found = new Nested(name, rounded);
        found.Read(ref json, 0);
        var tensor = new Tensor(found.Shape);
        CollectionsMarshal.AsSpan(found.Numbers).CopyTo(tensor.Data);
        return tensor;
    }

    /// <summary>Nested arrays: the first at each depth decides the size there, and all others must agree.</summary>
    private sealed class Nested(string name, RoundedNumbers rounded)
    {
        private readonly List<int> _sizes = [];
        private int _rank = -1;

        public List<float> Numbers { get; } = [];

        public Shape Shape => new([.. _sizes.Take(_rank)]);

        public void Read(ref Utf8JsonReader json, int depth)
        {
            if (json.TokenType == JsonTokenType.Number)
            {
                SetRank(depth);
                float number = json.GetSingle();
                Numbers.Add(float.IsFinite(number) ? number : throw new UnreadableException($"{name} has a number at byte {json.TokenStartIndex} that is beyond the largest float32"));
                if (FloatText.IsRounded(json.ValueSpan, number))
                    rounded.Add(rounded.Count == 0 ? $"{name}, byte {json.TokenStartIndex}: {Encoding.UTF8.GetString(json.ValueSpan)}" : null);
                return;
            }
            if (json.TokenType != JsonTokenType.StartArray)
                throw new UnreadableException($"{name} has a {json.TokenType} at byte {json.TokenStartIndex} where a number or an array is needed");
            if (depth == Shape.MaxRank)
                throw new UnreadableException($"{name} has more than {Shape.MaxRank} dimensions");
            if (depth == _sizes.Count)
                _sizes.Add(-1);
            int count = 0;
            for (; json.Read() && json.TokenType != JsonTokenType.EndArray; count++)
                Read(ref json, depth + 1);
            if (_sizes[depth] >= 0 && _sizes[depth] != count)
                throw Ragged();
            _sizes[depth] = count;
            if (count == 0)
                SetRank(depth + 1);
        }

        private void SetRank(int rank) => _rank = _rank < 0 || _rank == rank ? rank : throw Ragged();

        private UnreadableException Ragged() => new($"{name} is ragged: arrays at the same depth are not of the same length");
    }
}
