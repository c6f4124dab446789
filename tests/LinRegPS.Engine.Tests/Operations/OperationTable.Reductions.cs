namespace LinRegPS.Engine.Tests.Operations;

// Sums, means, extremes, and what is normalized along dimensions.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Reductions =>
    [
        new("sum", (x, a) => a.Ints("dim") is { } d ? x[0].Sum(d, a.Flag("keepdim")) : x[0].Sum(), Reducing("[0, 2]")),
        new("mean", (x, a) => a.Ints("dim") is { } d ? x[0].Mean(d, a.Flag("keepdim")) : x[0].Mean(), Reducing("[0, 2]")),
        new("max", (x, a) => a.Ints("dim") is { } d ? x[0].Max(d[0], a.Flag("keepdim")) : x[0].Max(), Reducing("1")),
        new("min", (x, a) => a.Ints("dim") is { } d ? x[0].Min(d[0], a.Flag("keepdim")) : x[0].Min(), Reducing("1")),

        new("softmax", (x, a) => x[0].Softmax(a.Int("dim")), s_alongOne),
        new("log_softmax", (x, a) => x[0].LogSoftmax(a.Int("dim")), s_alongOne),
        new("layer_norm", (x, a) => x[0].LayerNorm(
            a.Ints("normalized_shape")!, x.ElementAtOrDefault(1), x.ElementAtOrDefault(2), a.Number("eps")),
            new([[3, 5], [5], [5]], """{"normalized_shape": [5], "eps": 1e-5}"""),
            new([[20, 5], [5]], """{"normalized_shape": [5], "eps": 0.1}"""),
            new([[2, 3, 4], [3, 4], [3, 4]], """{"normalized_shape": [3, 4], "eps": 1e-5}"""),
            new([[7]], """{"normalized_shape": [7], "eps": 0}""")),
    ];
}
