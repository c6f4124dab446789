namespace LinRegPS.Engine.Tests.Operations;

// Windows over sequences and images, and what is normalized by channels.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Windows =>
    [
        new("conv1d", (x, a) => x[0].Conv1d(x[1], x.ElementAtOrDefault(2), a.Ints("stride"), Padding(a), a.Ints("dilation"), Or(a, "groups", 1)),
            new([[2, 2, 6], [3, 2, 3], [3]]), new([[4, 7], [2, 2, 2]], """{"stride": 2, "padding": 1, "dilation": 2, "groups": 2}"""),
            new([[1, 2, 5], [2, 2, 4]], """{"padding": "same"}""")),
        new("conv2d", (x, a) => x[0].Conv2d(x[1], x.ElementAtOrDefault(2), a.Ints("stride"), Padding(a), a.Ints("dilation"), Or(a, "groups", 1)),
            new([[2, 2, 4, 5], [3, 2, 3, 2], [3]]), new([[1, 2, 5, 4], [2, 1, 2, 3]], """{"stride": [2, 1], "padding": [0, 1], "groups": 2}"""),
            new([[1, 3, 3], [2, 1, 1, 1], [2]]), new([[1, 1, 16, 20], [8, 1, 5, 8], [8]], """{"padding": "same"}""")),
        new("conv_transpose1d", (x, a) => x[0].ConvTranspose1d(
            x[1], x.ElementAtOrDefault(2), a.Ints("stride"), a.Ints("padding"), a.Ints("output_padding"), Or(a, "groups", 1), a.Ints("dilation")),
            new Sample([[2, 2, 4], [2, 3, 3], [3]], """{"stride": 2, "padding": 1, "output_padding": 1}""")),
        new("conv_transpose2d", (x, a) => x[0].ConvTranspose2d(
            x[1], x.ElementAtOrDefault(2), a.Ints("stride"), a.Ints("padding"), a.Ints("output_padding"), Or(a, "groups", 1), a.Ints("dilation")),
            new([[1, 2, 2, 3], [2, 2, 2, 2], [4]], """{"groups": 2}"""), new([[2, 2, 2], [2, 1, 2, 3]], """{"stride": [1, 2], "dilation": [2, 1]}""")),

        new("max_pool1d", (x, a) => x[0].MaxPool1d(
            a.Ints("kernel_size")!, a.Ints("stride"), a.Ints("padding"), a.Ints("dilation"), a.Flag("ceil_mode")),
            new Sample([[1, 1, 7]], """{"kernel_size": 3, "stride": 2, "padding": 1}""")),
        new("max_pool2d", (x, a) => x[0].MaxPool2d(
            a.Ints("kernel_size")!, a.Ints("stride"), a.Ints("padding"), a.Ints("dilation"), a.Flag("ceil_mode")),
            new([[1, 3, 4]], """{"kernel_size": 2, "stride": 1}"""), new([[2, 1, 2, 3]], """{"kernel_size": [2, 1], "stride": 2, "ceil_mode": true}""")),
        new("avg_pool1d", (x, a) => x[0].AvgPool1d(
            a.Ints("kernel_size")!, a.Ints("stride"), a.Ints("padding"), a.Flag("ceil_mode"), Or(a, "count_include_pad", true)),
            new Sample([[2, 2, 7]], """{"kernel_size": 3, "stride": 2, "padding": 1}""")),
        new("avg_pool2d", (x, a) => x[0].AvgPool2d(
            a.Ints("kernel_size")!, a.Ints("stride"), a.Ints("padding"), a.Flag("ceil_mode"), Or(a, "count_include_pad", true)),
            new Sample([[2, 4, 5]], """{"kernel_size": [2, 3], "stride": 2, "padding": 1, "count_include_pad": false}""")),
        new("adaptive_avg_pool1d", (x, a) => x[0].AdaptiveAvgPool1d(a.Ints("output_size")!), new Sample([[2, 2, 7]], """{"output_size": 3}""")),
        new("adaptive_avg_pool2d", (x, a) => x[0].AdaptiveAvgPool2d(a.Ints("output_size")!), new Sample([[2, 5, 4]], """{"output_size": [2, 3]}""")),
        new("interpolate", (x, a) => x[0].Interpolate(a.Ints("size"), Factors(a), Or(a, "mode", "nearest"), Or(a, "align_corners", false)),
            new([[1, 2, 3, 4]], """{"size": [5, 3]}"""), new([[1, 2, 3, 4]], """{"size": [5, 3], "mode": "bilinear"}"""),
            new([[2, 1, 5]], """{"scale_factor": [1.7], "mode": "linear", "align_corners": true}""")),
        new("adaptive_max_pool1d", (x, a) => x[0].AdaptiveMaxPool1d(a.Ints("output_size")!), new Sample([[1, 1, 7]], """{"output_size": 3}""")),
        new("adaptive_max_pool2d", (x, a) => x[0].AdaptiveMaxPool2d(a.Ints("output_size")!), new Sample([[1, 3, 4]], """{"output_size": [2, 3]}""")),
        new("renorm", (x, a) => x[0].Renorm(a.Number("p"), a.Int("dim"), a.Number("maxnorm")), new Sample([[3, 4]], """{"p": 2, "dim": 1, "maxnorm": 2.25}""")),
        new("local_response_norm", (x, a) => x[0].LocalResponseNorm(a.Int("size"), Or(a, "alpha", 1e-4), Or(a, "beta", 0.75), Or(a, "k", 1.0)),
            new Sample([[2, 3, 2]], """{"size": 2, "alpha": 0.5}""")),
        new("unfold", (x, a) => x[0].Unfold(a.Ints("kernel_size")!, a.Ints("dilation"), a.Ints("padding"), a.Ints("stride")),
            new Sample([[2, 4, 5]], """{"kernel_size": [2, 3], "padding": 1}""")),
        new("fold", (x, a) => x[0].Fold(a.Ints("output_size")!, a.Ints("kernel_size")!, a.Ints("dilation"), a.Ints("padding"), a.Ints("stride")),
            new Sample([[1, 8, 6]], """{"output_size": [3, 4], "kernel_size": 2}""")),

        new("batch_norm", BatchNorm, new([[6, 3], [3], [3]], """{"training": true, "eps": 1e-5}"""), new([[2, 3, 4], [3]], """{"training": true, "eps": 0.1}""")),
        new("group_norm", (x, a) => x[0].GroupNorm(a.Int("num_groups"), x.ElementAtOrDefault(1), x.ElementAtOrDefault(2), Or(a, "eps", 1e-5)),
            new([[2, 4, 3], [4], [4]], """{"num_groups": 2}"""), new([[3, 4]], """{"num_groups": 1}""")),
        new("instance_norm", (x, _) => x[0].InstanceNorm(x.ElementAtOrDefault(1), x.ElementAtOrDefault(2)), new Sample([[2, 2, 5], [2], [2]])),
        new("embedding", (x, a) => Numbers(x, a).Embedding(x[^1], a.Json.TryGetProperty("padding_idx", out var p) ? p.GetInt32() : null),
            new Sample([[5, 3]], """{"rows": [4, 0, 4, 1, 2, 3]}""")),
        new("attention", (x, a) => x[0].ScaledDotProductAttention(x[1], x[2], x.ElementAtOrDefault(3), a.Flag("is_causal")),
            new([[2, 3], [4, 3], [4, 2]]), new([[2, 3], [2, 3], [2, 2]], """{"is_causal": true}"""), new([[2, 3], [4, 3], [4, 2], [2, 4]])),
    ];

    private static Outcome BatchNorm(Tensor[] x, Attributes a) => a.Flag("training")
        ? x[0].BatchNorm(null, null, x.ElementAtOrDefault(1), x.ElementAtOrDefault(2), training: true, eps: a.Number("eps"))
        : x[0].BatchNorm(x[1], x[2], x[3], x[4], eps: a.Number("eps"));

    private static object? Padding(Attributes a) =>
        a.Json.TryGetProperty("padding", out var padding) && padding.ValueKind == System.Text.Json.JsonValueKind.String ? padding.GetString() : a.Ints("padding");

    // The numbers of rows are not drawn.
    private static Tensor Numbers(Tensor[] x, Attributes a) => x.Length > 1 ? x[0] : Tensor.From([.. a.Ints("rows")!.Select(row => (float)row)], 2, 3);

    private static double[]? Factors(Attributes a) =>
        a.Json.TryGetProperty("scale_factor", out var factors) ? [.. factors.EnumerateArray().Select(factor => factor.GetDouble())] : null;

    private static string Or(Attributes a, string name, string otherwise) => a.Json.TryGetProperty(name, out var value) ? value.GetString()! : otherwise;

    private static int Or(Attributes a, string name, int otherwise) => a.Json.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;

    private static double Or(Attributes a, string name, double otherwise) => a.Json.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;

    private static bool Or(Attributes a, string name, bool otherwise) => a.Json.TryGetProperty(name, out var value) ? value.GetBoolean() : otherwise;
}
