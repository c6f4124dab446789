using LinRegPS.Diagnosis.Lint.Rules;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>
/// What rounding does to a squared error: predictions of size M are a few eps M off, whatever is left of them after the target
/// is taken away. Given as the root of a loss, to which it is added.
/// </summary>
internal static class LossNoise
{
    // Each of a product, a sum and a difference rounds, and so does the target's own conversion.
    private const double Roundings = 4.0 / (1 << 24);

    /// <summary>The noise; 0 where the graph ends in no comparison that is known.</summary>
    public static double Of(LossGraph graph)
    {
        if (graph.Head is not { } head || graph.Result.Numel != 1 || head.Prediction.Numel != head.Target.Numel)
            return 0;
        double size = Math.Max(Greatest(head.Prediction), Greatest(head.Target)), error = 0;
        // Terms that cancel are rounded at their own size: what is below the comparison, and the product within a layer.
        foreach (var node in graph.Nodes.SkipWhile(node => node != head.Node).Skip(1))
        {
            if (graph.Output(node) is { } output)
                size = Math.Max(size, Greatest(output));
            if (Affine.Weight(node) is { } weight && node.Inputs[0].Tensor is { } input && node.Inputs[1].Tensor is { } other)
                size = Math.Max(size, Greatest(weight) * Greatest(ReferenceEquals(input, weight) ? other : input));
        }
        ReadOnlySpan<float> prediction = head.Prediction.Data, target = head.Target.Data;
        for (int i = 0; i < prediction.Length; i++)
            error += ((double)prediction[i] - target[i]) * ((double)prediction[i] - target[i]) / prediction.Length;
        // Sums, halves and scales of a loss are scales of its noise.
        double scale = error > 0 ? Math.Abs(graph.Result.Data[0]) / error : 1;
        double noise = Roundings * size * Math.Sqrt(scale);
        return double.IsFinite(noise) ? noise : 0;
    }

    private static double Greatest(Tensor tensor)
    {
        float greatest = 0;
        foreach (float x in tensor.Data)
            greatest = Math.Max(greatest, Math.Abs(x));
        return greatest;
    }
}
