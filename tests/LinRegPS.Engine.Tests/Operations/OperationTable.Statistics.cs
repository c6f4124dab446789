namespace LinRegPS.Engine.Tests.Operations;

// Variances, products, norms, running sums, and distances.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Statistics =>
    [
        new("amax", (x, a) => x[0].Amax(a.Ints("dim") ?? [], a.Flag("keepdim")), Reducing("[0, 2]")),
        new("amin", (x, a) => x[0].Amin(a.Ints("dim") ?? [], a.Flag("keepdim")), Reducing("[0, 2]")),
        new("var", (x, a) => x[0].Var(a.Ints("dim") ?? [], Correction(a), a.Flag("keepdim")), Spreading),
        new("std", (x, a) => x[0].Std(a.Ints("dim") ?? [], Correction(a), a.Flag("keepdim")), Spreading),
        new("var_mean", (x, _) => Tensor.Stack([x[0].VarMean([0]).Var, x[0].VarMean([0]).Mean]), new Sample([[4, 3]])),
        new("std_mean", (x, _) => Tensor.Stack([x[0].StdMean([0]).Std, x[0].StdMean([0]).Mean]), new Sample([[4, 3]])),
        new("trapezoid", (x, a) => x.Length > 1 ? x[0].Trapezoid(x[1], a.Int("dim")) : x[0].Trapezoid(a.Number("dx"), a.Int("dim")),
            new([[3, 4]], """{"dx": 0.5, "dim": -1}"""), new([[4, 3], [4]], """{"dim": 0}"""), new([[2, 4], [2, 4]], """{"dim": -1}""")),
        new("logsumexp", (x, a) => x[0].LogSumExp(a.Ints("dim") ?? [], a.Flag("keepdim")), [.. Reducing("[0, 2]"), new([[2, 19]], """{"dim": 1}""")]),
        new("prod", (x, a) => a.Ints("dim") is { } d ? x[0].Prod(d[0], a.Flag("keepdim")) : x[0].Prod(),
            [.. Reducing("1"), new([[2, 7]], """{"dim": 1}""")]),
        new("norm", (x, a) => x[0].Norm(a.OrderOfNorm("ord"), a.Ints("dim") ?? [], a.Flag("keepdim")),
        [
            .. new[] { "0", "0.5", "1", "1.5", "2", "3", "\"Infinity\"", "\"-Infinity\"" }.SelectMany(p =>
                new[] { Reducing("[0, 2]")[0], Reducing("[0, 2]")[4] }.Select(s => s with { Attributes = $$"""{"ord": {{p}}, {{s.Attributes[1..].TrimEnd('}')}} } """.Replace(",  }", "}") })),
        ]),
        new("cumsum", (x, a) => x[0].CumSum(a.Int("dim")), s_alongOne),
        new("cumprod", (x, a) => x[0].CumProd(a.Int("dim")), s_alongOne[..^1]),
        new("logcumsumexp", (x, a) => x[0].LogCumSumExp(a.Int("dim")), s_alongOne),
        new("cummax", (x, a) => x[0].CumMax(a.Int("dim")), s_alongOne),
        new("cummin", (x, a) => x[0].CumMin(a.Int("dim")), s_alongOne),
        new("diff", (x, a) => x[0].Diff(a.Int("n"), a.Int("dim")), new([[3, 4]], """{"n": 1, "dim": -1}"""), new([[4, 3]], """{"n": 2, "dim": 0}""")),
        new("quantile", (x, a) => a.Ints("dim") is { } d ? x[0].Quantile(a.Number("q"), d[0], a.Flag("keepdim")) : x[0].Quantile(a.Number("q")),
            new([[3, 4]], """{"q": 0.3}"""), new([[3, 4]], """{"q": 0.75, "dim": 1, "keepdim": true}"""), new([[]], """{"q": 0.5}"""), new([[3, 4]], """{"q": 1, "dim": 0}""")),
        new("nansum", (x, a) => a.Ints("dim") is { } d ? x[0].NanSum(d[0]) : x[0].NanSum(), new([[3, 4]]), new([[3, 4]], """{"dim": 1}""")),
        new("nanmean", (x, a) => a.Ints("dim") is { } d ? x[0].NanMean(d[0]) : x[0].NanMean(), new([[3, 4]]), new([[3, 4]], """{"dim": 1}""")),
        new("softmin", (x, a) => x[0].Softmin(a.Int("dim")), s_alongOne),
        new("normalize", (x, a) => x[0].Normalize(a.Number("p"), a.Int("dim")),
            new([[3, 4]], """{"p": 2, "dim": 1}"""), new([[3, 4]], """{"p": 1, "dim": 0}""")),
        new("cosine_similarity", (x, a) => Tensor.CosineSimilarity(x[0], x[1], a.Int("dim")), new([[3, 4], [3, 4]], """{"dim": 1}"""), new([[3, 4], [4]], """{"dim": -1}""")),
        new("pairwise_distance", (x, _) => Tensor.PairwiseDistance(x[0], x[1]), s_same),
        new("cdist", (x, a) => Tensor.Cdist(x[0], x[1], a.Number("p")), new([[3, 4], [2, 4]], """{"p": 2}"""), new([[2, 3, 2], [2, 2]], """{"p": 1}""")),
    ];

    private static Sample[] Spreading =>
    [
        new([[3, 4]]), new([[3, 4]], """{"dim": 0, "unbiased": false}"""), new([[2, 3, 4]], """{"dim": [0, 2], "keepdim": true}"""),
        new([[19]], """{"dim": -1, "correction": 3}"""),
    ];

    private static int Correction(Attributes a) =>
        a.OptionalNumber("correction") is { } correction ? (int)correction : !a.Has("unbiased") || a.Flag("unbiased") ? 1 : 0;
}
