using System.Text.Json;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Operations;

/// <summary>The arguments of an operation that are not tensors, as op_reference.json writes them.</summary>
internal readonly record struct Attributes(JsonElement Json)
{
    public static Attributes Parse(string json) => new(JsonElement.Parse(json));

    public double Number(string name) => Json.GetProperty(name).GetDouble();

    public bool Has(string name) => Json.TryGetProperty(name, out _);

    /// <summary>A number, or one of JSON's names for what it has none for.</summary>
    public double OrderOfNorm(string name) => Json.GetProperty(name).Deserialize<double>(Fixture.Options);

    /// <summary>A number, or null where none is given.</summary>
    public double? OptionalNumber(string name) =>
        Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    public int Int(string name) => Json.GetProperty(name).GetInt32();

    public string Text(string name) => Json.GetProperty(name).GetString()!;

    public bool Flag(string name) => Json.TryGetProperty(name, out var value) && value.GetBoolean();

    /// <summary>A list of numbers, or one alone; null where none is given.</summary>
    public int[]? Ints(string name) => !Json.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Number => [value.GetInt32()],
        JsonValueKind.Array => value.Deserialize<int[]>(),
        _ => null,
    };

    /// <summary>Start, end and step for each sliced dimension; null for one that stays whole.</summary>
    public int[]?[] Slices() => Json.GetProperty("slices").Deserialize<int[]?[]>()!;
}
