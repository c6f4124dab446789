namespace LinRegPS.Engine.Tests.Operations;

internal static partial class OperationTable
{
    private static string[] EachOfThem => ["mean", "sum", "none"];

    private static OperationUnderTest[] MoreLosses =>
    [
        new("l1_loss", (x, a) => Loss.L1(x[0], x[1], Reduced(a), allowBroadcast: true), EachReduction(s_same, s_scalars, s_row)),
        new("smooth_l1_loss", (x, a) => Loss.SmoothL1(x[0], x[1], Reduced(a), a.Number("beta"), allowBroadcast: true),
            With(EachReduction(s_same, s_row), "beta", "1.2175")),
        new("bce", (x, a) => Loss.BinaryCrossEntropy(a.Flag("scores") ? (x[0] / 5) + 0.5 : x[0], x[1], Reduced(a), Extra(x, a, "weight")),
            With(EachReduction(s_same, s_scalars), "scores", "true")),
        new("bce_with_logits", (x, a) => Loss.BinaryCrossEntropyWithLogits(x[0], x[1], Reduced(a), Extra(x, a, "weight"), Extra(x, a, "pos_weight")),
            [.. EachReduction(s_same, s_scalars), new([[3, 4], [3, 4], [4]], """{"reduction": "mean", "extra": ["pos_weight"]}""")]),
        new("kl_div", (x, a) => Loss.KlDiv(x[0], x[1], Reduced(a), a.Flag("log_target")),
        [
            .. EachReduction(s_same with { Positive = true }), new([[3, 4], [3, 4]], """{"reduction": "batchmean"}""", Positive: true),
            .. With(EachReduction(s_same, s_scalars), "log_target", "true"),
        ]),
        new("poisson_nll", (x, a) => Loss.PoissonNll(x[0], a.Flag("above_one") ? x[1] + 1 : x[1], Reduced(a), !a.Flag("rates"), a.Flag("full")),
        [
            .. EachReduction(s_same, s_scalars), .. With(EachReduction(s_same with { Positive = true }), "rates", "true"),
            new([[3, 4], [3, 4]], """{"reduction": "mean", "full": true, "above_one": true}""", Positive: true),
        ]),
        new("gaussian_nll", (x, a) => Loss.GaussianNll(x[0], x[1], x[2], Reduced(a), a.Flag("full")),
            new([[3, 4], [3, 4], [3, 4]], """{"reduction": "mean", "full": true}""", Positive: true),
            new([[3, 4], [3, 4], [3]], """{"reduction": "sum"}""", Positive: true),
            new([[3, 4], [3, 4], [3, 1]], """{"reduction": "none"}""", Positive: true)),
        new("soft_margin", (x, a) => Loss.SoftMargin(x[0], x[1], Reduced(a)), EachReduction(s_same, s_scalars)),
        new("hinge_embedding", (x, a) => Loss.HingeEmbedding(x[0], x.ElementAtOrDefault(1) ?? Signs(x[0].Shape), Reduced(a), a.Number("margin")),
            With(EachReduction(new Sample([[3, 4]])), "margin", "1.2175")),
        new("margin_ranking", (x, a) => Loss.MarginRanking(x[0], x[1], x[2], Reduced(a), a.Number("margin")),
            With(EachReduction(new Sample([[6], [6], [6]])), "margin", "0.0171")),
        new("cosine_embedding", (x, a) => Loss.CosineEmbedding(
            x[0], x[1], x.ElementAtOrDefault(2) ?? Signs(x[0].Shape.Without(x[0].Rank - 1)), Reduced(a), a.Number("margin")),
            With(EachReduction(s_same, new([[5], [5]])), "margin", "-0.3171")),

        new("triplet_margin", (x, a) => Loss.TripletMargin(x[0], x[1], x[2], Reduced(a), a.Number("margin"), a.Number("p"), swap: a.Flag("swap")),
            [.. With(With(EachReduction(new([[3, 4], [3, 4], [3, 4]]), new([[5], [5], [5]])), "margin", "3.0171"), "p", "2"), new([[3, 4], [3, 4], [3, 4]], """{"reduction": "sum", "margin": 3.0171, "p": 2, "swap": true}""")]),
        new("cross_entropy", (x, a) => Loss.CrossEntropy(
            x[0], Target(x, a), Reduced(a), x.ElementAtOrDefault(2), a.Json.TryGetProperty("ignore_index", out var i) ? i.GetInt32() : -100,
            a.Json.TryGetProperty("label_smoothing", out var s) ? s.GetDouble() : 0),
        [
            .. EachReduction(new([[4, 5]]), new([[1, 1]]), new([[11, 9]]), new([[5]]), new([[2, 3, 2, 2]])),
            .. With(EachReduction(new([[4, 5]]), new([[2, 3, 4]])), "label_smoothing", "0.25"),
            .. With(EachReduction(new Sample([[4, 5]])), "ignore_index", "2"),
            .. With(EachReduction(new([[4, 5], [4, 5]]), new([[2, 3, 4], [2, 3, 4]])), "label_smoothing", "0.25"),
        ]),
        new("nll_loss", (x, a) => Loss.Nll(
            x[0], Target(x, a), Reduced(a), x.ElementAtOrDefault(2), a.Json.TryGetProperty("ignore_index", out var i) ? i.GetInt32() : -100),
            [.. EachReduction(new([[4, 5]]), new([[2, 3, 4]])), .. With(EachReduction(new Sample([[4, 5]])), "ignore_index", "1")]),
        new("multi_margin", (x, a) => Loss.MultiMargin(x[0], Target(x, a), Reduced(a), a.Int("p"), a.Number("margin"), x.ElementAtOrDefault(2)),
            [.. With(With(EachReduction(new Sample([[3, 4]])), "p", "1"), "margin", "0.6471"), .. With(With(EachReduction(new Sample([[3, 4]])), "p", "2"), "margin", "0.6471")]),
    ];

    private static Reduction Reduced(Attributes a) => Enum.Parse<Reduction>(a.Text("reduction"), ignoreCase: true);

    private static Sample[] EachReduction(params Sample[] samples) =>
        [.. EachOfThem.SelectMany(reduction => With(samples, $$"""{"reduction": "{{reduction}}"}"""))];

    // One attribute more.
    private static Sample[] With(Sample[] samples, string name, string value) =>
        [.. samples.Select(s => s with { Attributes = s.Attributes[..^1] + $", \"{name}\": {value}}}" })];

    // What stands behind prediction and target; op_reference.json has a pos_weight there.
    private static Tensor? Extra(Tensor[] x, Attributes a, string name)
    {
        string?[] names = a.Json.TryGetProperty("extra", out var extra) ? [.. extra.EnumerateArray().Select(e => e.GetString())] : ["pos_weight"];
        int at = Array.IndexOf(names, name);
        return at < 0 ? null : x.ElementAtOrDefault(2 + at);
    }

    // The numbers of the classes are not drawn: without some the rows take their turns.
    private static Tensor Target(Tensor[] x, Attributes a)
    {
        if (x.Length > 1)
            return x[1];
        var scores = x[0].Shape;
        int dimension = scores.Rank == 1 ? 0 : 1;
        var places = scores.Without(dimension);
        return Tensor.From([.. Enumerable.Range(0, places.Numel).Select(i => (float)(i % scores[dimension]))], [.. places]);
    }

    private static Tensor Signs(Shape shape) =>
        Tensor.From([.. Enumerable.Range(0, shape.Numel).Select(i => i % 3 == 0 ? 1f : -1f)], [.. shape]);
}
