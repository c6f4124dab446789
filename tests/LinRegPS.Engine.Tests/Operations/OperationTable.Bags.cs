using System.Text.Json;

namespace LinRegPS.Engine.Tests.Operations;

// Sequences of labels, bags of embeddings, pooling by norms, losses of several labels.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Bags =>
    [
        new("ctc_loss", Ctc,
            new([[4, 2, 3]], """{"targets": [[1, 2], [2, 2]], "reduction": "mean"}"""),
            new([[5, 2, 3]], """{"targets": [[0, 1], [1, 9]], "steps": [5, 4], "labels": [2, 1], "blank": 2, "reduction": "none"}"""),
            new([[3, 2, 3]], """{"targets": [[1, 1, 1], [1, 2, 1]], "reduction": "sum", "zero_infinity": true}"""),
            new([[4, 3]], """{"targets": [2, 2], "reduction": "sum"}"""), new([[2, 1, 2]], """{"targets": [[1]], "labels": [0], "reduction": "sum"}""")),
        new("embedding_bag", EmbeddingBag,
            new([[4, 3]], """{"numbers": [0, 2, 3, 3], "shape": [2, 2], "mode": "mean"}"""), new([[4, 3]], """{"numbers": [0, 2, 3, 3], "shape": [2, 2], "mode": "max"}"""),
            new([[4, 3], [5]], """{"numbers": [0, 2, 3, 3, 1], "shape": [5], "offsets": [0, 2, 2], "mode": "sum"}"""),
            new([[4, 2]], """{"numbers": [0, 2, 3, 3, 1], "shape": [5], "offsets": [0, 2, 5], "mode": "mean", "include_last_offset": true, "padding_idx": 3}""")),
        new("lp_pool1d", (x, a) => x[0].LpPool1d(a.Number("p"), a.Ints("kernel")!, a.Ints("stride"), a.Flag("ceil")),
            new([[1, 2, 6]], """{"p": 2, "kernel": [2]}"""), new([[1, 1, 6]], """{"p": 1.5, "kernel": [3], "stride": [2], "ceil": true}""", Positive: true)),
        new("lp_pool2d", (x, a) => x[0].LpPool2d(a.Number("p"), a.Ints("kernel")!, a.Ints("stride"), a.Flag("ceil")),
            new([[1, 1, 4, 4]], """{"p": 2, "kernel": [2]}"""), new([[1, 2, 3, 4]], """{"p": 3, "kernel": [2, 3], "stride": [1]}""", Positive: true)),
        new("multilabel_margin", (x, a) => Loss.MultiLabelMargin(x[0], Numbers(a, x[0].Shape.Rank), Reduced(a)),
            EachReduction(new Sample([[2, 3]])).Select(s => s with { Attributes = s.Attributes[..^1] + ", \"targets\": [[2, -1, 0], [0, 1, -1]]}" }).ToArray()),
        new("multilabel_soft_margin", (x, a) => Loss.MultiLabelSoftMargin(x[0], x[1], Reduced(a), x.ElementAtOrDefault(2)), EachReduction(s_same, new([[5], [5]]))),
        new("triplet_margin_with_distance", (x, a) => Loss.TripletMarginWithDistance(x[0], x[1], x[2], null, Reduced(a), a.Has("margin") ? a.Number("margin") : 2, a.Flag("swap")),
            With(EachReduction(new Sample([[3, 4], [3, 4], [3, 4]])), "margin", "3.0171")),
    ];

    private static Outcome Ctc(Tensor[] x, Attributes a) => Loss.Ctc(
        x[0].LogSoftmax(-1), Numbers(a, a.Json.GetProperty("targets")[0].ValueKind == JsonValueKind.Array ? 2 : 1), Vector(a, "steps"), Vector(a, "labels"), Reduced(a),
        (int)(a.OptionalNumber("blank") ?? 0), a.Flag("zero_infinity"));

    private static Outcome EmbeddingBag(Tensor[] x, Attributes a) => Vector(a, "numbers")!.Reshape(a.Ints("shape")!).EmbeddingBag(
        x[0], Vector(a, "offsets"), a.Text("mode"), x.ElementAtOrDefault(1), a.Flag("include_last_offset"), (int?)a.OptionalNumber("padding_idx"));

    private static Tensor? Vector(Attributes a, string name) =>
        a.Json.TryGetProperty(name, out var given) && given.ValueKind == JsonValueKind.Array ? Tensor.FromInt64(given.Deserialize<long[]>()!, given.GetArrayLength()) : null;

    private static Tensor Numbers(Attributes a, int rank)
    {
        var targets = a.Json.GetProperty("targets");
        long[][] rows = rank == 1 ? [targets.Deserialize<long[]>()!] : targets.Deserialize<long[][]>()!;
        var numbers = Tensor.FromInt64([.. rows.SelectMany(row => row)], rows.Length, rows[0].Length);
        return rank == 1 ? numbers.Squeeze(0) : numbers;
    }
}
