using System.Globalization;

namespace LinRegPS.Files.Models;

/// <summary>Tensors that are plainly those of linear layers in a row: each takes as many features as the one before gives, and at most one layer without tensors stands between two.</summary>
internal static class LinearStack
{
    /// <summary>The layers, with ReLU where one stands that the tensors do not tell: Linear 2 4; ReLU; Linear 4 1. Null where it is not plain.</summary>
    public static string? Describe(NamedTensors state)
    {
        var layers = new SortedDictionary<int, (Shape Weight, bool HasBias)>();
        foreach (var (name, weight) in state.Where(tensor => tensor.Key.EndsWith(".weight", StringComparison.Ordinal)))
        {
            string place = name[..^".weight".Length];
            if (weight.Rank != 2 || !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out int index))
                return null;
            bool hasBias = state.TryGetValue($"{place}.bias", out var bias);
            if (hasBias && (bias!.Rank != 1 || bias.Shape[0] != weight.Shape[0]))
                return null;
            if (!layers.TryAdd(index, (weight.Shape, hasBias)))
                return null;
        }
        // One alone may be an embedding.
        if (layers.Count < 2 || state.Count != layers.Sum(layer => layer.Value.HasBias ? 2 : 1))
            return null;
        var text = new List<string>();
        int? features = null;
        foreach (var (index, (weight, hasBias)) in layers)
        {
            if (index - text.Count is not (0 or 1) || (features is null && index > 0) || (features ?? weight[1]) != weight[1])
                return null;
            if (index > text.Count)
                text.Add("ReLU");
            text.Add(FormattableString.Invariant($"Linear {weight[1]} {weight[0]}{(hasBias ? string.Empty : " without bias")}"));
            features = weight[0];
        }
        return string.Join("; ", text);
    }
}
