using System.Text.Json;

namespace LinRegPS.Tests.Hosting;

/// <summary>What PyTorch draws for a seed (fixtures/op_reference.json, init.seeded).</summary>
internal static class PyTorchDraws
{
    /// <summary>The numbers of one draw; of a layer, its weight and then its bias.</summary>
    public static float[] Read(string draw)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "op_reference.json")));
        return [.. Numbers(file.RootElement.GetProperty("init").GetProperty("seeded").GetProperty(draw))];
    }

    private static IEnumerable<float> Numbers(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().SelectMany(Numbers)
        : [element.GetSingle()];
}
