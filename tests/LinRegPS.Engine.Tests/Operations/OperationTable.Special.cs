namespace LinRegPS.Engine.Tests.Operations;

// The gamma function and its kin, distances, what holds without NaN, and what chooses and replaces.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Special =>
    [
        new("lgamma", (x, _) => x[0].Lgamma(), s_positive),
        new("digamma", (x, _) => x[0].Digamma(), s_positive),
        new("polygamma", (x, a) => x[0].Polygamma(a.Int("n")), new([[7]], """{"n": 1}""", Positive: true), new([[3]], """{"n": 2}""", Positive: true)),
        new("erfinv", (x, _) => (x[0] / 4).Erfinv(), s_singles) { Reference = (x, _) => x[0].Erfinv() },
        new("dist", (x, a) => x[0].Dist(x[1], a.OrderOfNorm("p")), new([[3, 4], [3, 4]], """{"p": 2}"""), new([[3, 4], [4]], """{"p": 3}""")),
        new("pdist", (x, a) => x[0].Pdist(a.OrderOfNorm("p")), new([[3, 4]], """{"p": 2}"""), new([[3, 2]], """{"p": 1}""")),
        new("nanquantile", (x, a) => a.Ints("dim") is { } d ? x[0].NanQuantile(a.Number("q"), d[0], a.Flag("keepdim")) : x[0].NanQuantile(a.Number("q")),
            new([[3, 4]], """{"q": 0.3}"""), new([[3, 4]], """{"q": 0.75, "dim": 1, "keepdim": true}"""), new([[]], """{"q": 0.5}""")),
        new("nanmedian", (x, a) => a.Has("dim") ? x[0].NanMedian(a.Int("dim")) : x[0].NanMedian(), new([[3, 4]]), new([[3, 4]], """{"dim": 0}""")),
        new("mode", (x, a) => x[0].Mode(a.Int("dim")), new Sample([[3, 4]], """{"dim": 1}""")),
        new("ldexp", (x, _) => x[0].Ldexp(x[1]), s_same, s_row),
        new("fmax", (x, _) => x[0].Fmax(x[1]), s_same, s_row),
        new("fmin", (x, _) => x[0].Fmin(x[1]), s_same, s_row),
        new("copysign", (x, _) => x[0].Copysign(-1), s_singles),
        new("addr", (x, a) => x[0].Addr(x[1], x[2], a.Number("beta"), a.Number("alpha")), new Sample([[2, 3], [2], [3]], """{"beta": 0.5, "alpha": 2}""")),
        new("addbmm", (x, a) => x[0].Addbmm(x[1], x[2], a.Number("beta"), a.Number("alpha")), new Sample([[2, 2], [2, 2, 3], [2, 3, 2]], """{"beta": 1, "alpha": -1}""")),
        new("vander", (x, _) => x[0].Vander(), new Sample([[4]])),
        new("block_diag", (x, _) => Tensor.BlockDiag(x), new Sample([[2, 3], [3], []])),
        new("select_scatter", (x, _) => x[0].SelectScatter(x[1], 0, -1), new Sample([[2, 3], [3]])),
        new("cumulative_trapezoid", (x, _) => x[0].CumulativeTrapezoid(0.5), new Sample([[2, 4]])),
        new("function", (x, _) => new Function((a, b, _) => a * a * b!, (g, _, a, b, _) => new object?[] { g * 2 * a * b!, g * a * a }).Apply(x[0], x[1]), s_same),
        new("channel_shuffle", (x, _) => x[0].ChannelShuffle(2), new Sample([[1, 4, 2]])),
    ];
}
