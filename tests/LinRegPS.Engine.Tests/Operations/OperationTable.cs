namespace LinRegPS.Engine.Tests.Operations;

/// <summary>
/// Every operation of the engine, once: the way into both checks. A new operation is registered here, under the name
/// that op_reference.json has for it, or its own where PyTorch's reference has no case.
/// </summary>
internal static class OperationTable
{
    private static readonly Sample s_same = new([[3, 4], [3, 4]]), s_row = new([[3, 4], [4]]);
    private static readonly Sample s_scalarRight = new([[3, 4], []]), s_scalarLeft = new([[], [3, 4]]);
    private static readonly Sample s_middle = new([[2, 1, 4], [5, 1]]), s_scalars = new([[], []]);
    private static readonly Sample[] s_pairs = [s_same, s_row, s_scalarRight, s_scalarLeft, s_middle, s_scalars];
    private static readonly Sample[] s_singles = [new([[3, 5]]), new([[]]), new([[17]])];
    private static readonly Sample[] s_positive = [.. s_singles.Select(s => s with { Positive = true })];

    private static readonly Sample[] s_alongOne =
    [
        new([[3, 5]], """{"dim": 1}"""), new([[3, 5]], """{"dim": 0}"""), new([[2, 3, 4]], """{"dim": -2}"""),
        new([[]], """{"dim": 0}"""), new([[17]], """{"dim": 0}"""),
    ];

    private static readonly OperationUnderTest[] s_all =
    [
        new("add", (x, _) => x[0] + x[1], s_pairs),
        new("sub", (x, _) => x[0] - x[1], s_pairs),
        new("mul", (x, _) => x[0] * x[1], s_pairs),
        new("div", (x, _) => x[0] / x[1], s_pairs),
        new("maximum", (x, _) => x[0].Maximum(x[1]), s_same, s_row, s_scalarRight, s_scalarLeft, s_scalars, new([[2, 1, 2], [3, 1]])),
        new("pow", (x, _) => x[0].Pow(x[1]), [.. s_pairs.Select(s => s with { Positive = true })]),
        new("atan2", (x, _) => x[0].Atan2(x[1]), s_pairs),
        new("hypot", (x, _) => x[0].Hypot(x[1]), s_pairs),

        new("add_scalar", (x, a) => x[0] + a.Number("other"), With(s_singles, """{"other": 2.5}""")),
        new("rsub_scalar", (x, a) => a.Number("other") - x[0], With(s_singles, """{"other": 2.5}""")),
        new("mul_scalar", (x, a) => x[0] * a.Number("other"), With(s_singles, """{"other": -1.75}""")),
        new("rdiv_scalar", (x, a) => a.Number("other") / x[0], With(s_singles, """{"other": 2.5}""")),
        new("rpow_scalar", (x, a) => Tensor.Scalar(a.Number("base")).Pow(x[0]), With(s_singles, """{"base": 2}""")),
        new("pow_scalar", (x, a) => x[0].Pow(a.Number("exponent")),
        [
            .. With(s_singles, """{"exponent": 1}"""), .. With(s_singles, """{"exponent": 2}"""),
            .. With(s_singles, """{"exponent": 3}"""), .. With(s_singles, """{"exponent": -1}"""),
            .. With(s_singles, """{"exponent": -2}"""), .. With(s_singles, """{"exponent": 5}"""),
            .. With(s_positive, """{"exponent": 0.5}"""), .. With(s_positive, """{"exponent": -0.5}"""),
            .. With(s_positive, """{"exponent": -1.5}"""),
        ]),

        new("neg", (x, _) => -x[0], s_singles),
        new("abs", (x, _) => x[0].Abs(), s_singles),
        new("square", (x, _) => x[0].Square(), s_singles),
        new("exp", (x, _) => x[0].Exp(), s_singles),
        new("tanh", (x, _) => x[0].Tanh(), s_singles),
        new("sigmoid", (x, _) => x[0].Sigmoid(), s_singles),
        new("relu", (x, _) => x[0].Relu(), s_singles),
        new("gelu", (x, _) => x[0].Gelu(), s_singles),
        new("gelu_tanh", (x, _) => x[0].Gelu(approximate: true), s_singles),
        new("softplus", (x, a) => x[0].Softplus(a.Number("beta"), a.Number("threshold")),
            [.. With(s_singles, """{"beta": 1, "threshold": 20}"""), .. With(s_singles, """{"beta": -1.5, "threshold": 0.5}""")]),
        new("log", (x, _) => x[0].Log(), s_positive),
        new("sqrt", (x, _) => x[0].Sqrt(), s_positive),
        new("reciprocal", (x, _) => x[0].Reciprocal(), s_singles),
        new("rsqrt", (x, _) => x[0].Rsqrt(), s_positive),
        new("cbrt", (x, _) => x[0].Cbrt(), s_singles),
        new("sin", (x, _) => x[0].Sin(), s_singles),
        new("cos", (x, _) => x[0].Cos(), s_singles),
        new("tan", (x, _) => (x[0] / 2).Tan(), s_singles),
        new("asin", (x, _) => (x[0] / 4).Asin(), s_singles),
        new("acos", (x, _) => (x[0] / 4).Acos(), s_singles),
        new("atan", (x, _) => x[0].Atan(), s_singles),
        new("sinh", (x, _) => x[0].Sinh(), s_singles),
        new("cosh", (x, _) => x[0].Cosh(), s_singles),
        new("asinh", (x, _) => x[0].Asinh(), s_singles),
        new("acosh", (x, _) => (x[0] + 2).Acosh(), s_positive),
        new("atanh", (x, _) => (x[0] / 4).Atanh(), s_singles),
        new("exp2", (x, _) => x[0].Exp2(), s_singles),
        new("expm1", (x, _) => x[0].Expm1(), s_singles),
        new("log2", (x, _) => x[0].Log2(), s_positive),
        new("log10", (x, _) => x[0].Log10(), s_positive),
        new("log1p", (x, _) => x[0].Log1p(), s_positive),
        new("erf", (x, _) => x[0].Erf(), s_singles),
        new("erfc", (x, _) => x[0].Erfc(), s_singles),
        new("floor", (x, _) => (x[0] / 4).Floor(), s_singles),
        new("ceil", (x, _) => (x[0] / 4).Ceil(), s_singles),
        new("round", (x, _) => (x[0] / 8).Round(), s_singles),
        new("trunc", (x, _) => (x[0] / 4).Trunc(), s_singles),
        new("clone", (x, _) => x[0].Clone(), s_singles),

        new("sum", (x, a) => a.Ints("dim") is { } d ? x[0].Sum(d, a.Flag("keepdim")) : x[0].Sum(), Reductions("[0, 2]")),
        new("mean", (x, a) => a.Ints("dim") is { } d ? x[0].Mean(d, a.Flag("keepdim")) : x[0].Mean(), Reductions("[0, 2]")),
        new("max", (x, a) => a.Ints("dim") is { } d ? x[0].Max(d[0], a.Flag("keepdim")) : x[0].Max(), Reductions("1")),
        new("min", (x, a) => a.Ints("dim") is { } d ? x[0].Min(d[0], a.Flag("keepdim")) : x[0].Min(), Reductions("1")),

        new("softmax", (x, a) => x[0].Softmax(a.Int("dim")), s_alongOne),
        new("log_softmax", (x, a) => x[0].LogSoftmax(a.Int("dim")), s_alongOne),
        new("layer_norm", (x, a) => x[0].LayerNorm(
            a.Ints("normalized_shape")!, x.ElementAtOrDefault(1), x.ElementAtOrDefault(2), a.Number("eps")),
            new([[3, 5], [5], [5]], """{"normalized_shape": [5], "eps": 1e-5}"""),
            new([[20, 5], [5]], """{"normalized_shape": [5], "eps": 0.1}"""),
            new([[2, 3, 4], [3, 4], [3, 4]], """{"normalized_shape": [3, 4], "eps": 1e-5}"""),
            new([[7]], """{"normalized_shape": [7], "eps": 0}""")),

        new("dot", (x, _) => x[0].Dot(x[1]), new([[5], [5]]), new([[1], [1]])),
        new("outer", (x, _) => x[0].Reshape(-1, 1).MatMul(x[1].Reshape(1, -1)), new Sample([[3], [4]])),
        new("matmul", MatMul,
            new([[3, 4], [4, 5]]), new([[3, 4], [4, 1]]), new([[1, 4], [4, 1]]), new([[3, 1], [1, 2]]), new([[4], [4]]),
            new([[3, 4], [4]]), new([[3], [3, 4]]), new([[2, 3, 4], [4, 2]]), new([[2, 1, 3, 4], [5, 4, 2]]),
            new([[2, 3, 4], [4]]), new([[4], [2, 4, 3]]), new([[3, 4], [5, 4]], """{"transpose_b": true}"""), new([[4, 3]])),
        new("linear", (x, _) => new LinRegPS.Operations.Linear(x[0], x[1], x.ElementAtOrDefault(2)).Apply(),
            new([[5, 3], [2, 3], [2]]), new([[5, 3], [2, 3]]), new([[3], [2, 3], [2]]), new([[2, 3, 4], [5, 4], [5]]),
            new([[4, 1], [1, 1], [1]])),

        new("transpose", (x, a) => x[0].Transpose(a.Int("dim0"), a.Int("dim1")),
            new([[3, 4]], """{"dim0": 0, "dim1": 1}"""), new([[2, 3, 4]], """{"dim0": -1, "dim1": 0}""")),
        new("permute", (x, a) => x[0].Permute(a.Ints("dims")!),
            new([[2, 3, 4]], """{"dims": [2, 0, 1]}"""), new([[]], """{"dims": []}""")),
        new("reshape", (x, a) => x[0].Reshape(a.Ints("shape")!),
            new([[3, 4]], """{"shape": [-1, 2]}"""), new([[1, 1]], """{"shape": []}""")),
        new("flatten", (x, a) => x[0].Flatten(a.Int("start_dim")), new Sample([[2, 3, 4]], """{"start_dim": 1}""")),
        new("squeeze", (x, a) => x[0].Squeeze(a.Int("dim")), new Sample([[3, 1, 4]], """{"dim": 1}""")),
        new("unsqueeze", (x, a) => x[0].Unsqueeze(a.Int("dim")), new Sample([[3, 4]], """{"dim": -1}""")),
        new("expand", (x, a) => x[0].Expand(a.Ints("shape")!),
            new([[3, 1]], """{"shape": [2, 3, 4]}"""), new([[]], """{"shape": [2, 3]}""")),
        new("slice", (x, a) => a.Slices().Index().Aggregate(x[0], (t, s) => s.Item is [var start, var end, var step]
            ? t.Slice(s.Index, start, end, step) : t),
            new Sample([[5, 4]], """{"slices": [[0, 5, 2], [1, 4, 1]]}""")),
        new("index", (x, a) => x[0].Select(a.Int("dim"), a.Int("index")),
            new([[4, 3]], """{"dim": 0, "index": 1}"""), new([[2, 4, 3]], """{"dim": 1, "index": -1}""")),

        new("stack", (x, a) => Tensor.Stack(x, a.Int("dim")),
            new([[2, 3], [2, 3]], """{"dim": 1}"""), new([[], [], []], """{"dim": 0}"""), new([[2, 3]], """{"dim": -1}"""),
            new([[2, 3, 2], [2, 3, 2], [2, 3, 2]], """{"dim": -2}""")),
        new("concat", (x, a) => Tensor.Cat(x, a.Int("dim")),
            new([[2, 3], [1, 3]], """{"dim": 0}"""), new([[2, 1, 2], [2, 3, 2], [2, 1, 2]], """{"dim": -2}"""), new([[4]], """{"dim": -1}""")),

        new("mse_loss", MseLoss,
        [
            .. new[] { "mean", "sum", "none" }.SelectMany(reduction =>
                With([s_same, s_scalars, s_row, s_middle], $$"""{"reduction": "{{reduction}}"}""")),
        ]),

        // No difference of what is drawn is near this delta, where the second derivative jumps.
        new("huber_loss", HuberLoss,
        [
            .. new[] { "mean", "sum", "none" }.SelectMany(reduction =>
                With([s_same, s_scalars, s_row, s_middle], $$"""{"reduction": "{{reduction}}", "delta": 1.2175}""")),
        ]),

        new("cross_entropy", (x, a) => CrossEntropy(x[0], x.ElementAtOrDefault(1), a.Text("reduction")),
        [
            .. new[] { "mean", "sum", "none" }.SelectMany(reduction =>
                With([new([[4, 5]]), new([[1, 1]]), new([[11, 9]])], $$"""{"reduction": "{{reduction}}"}""")),
        ]),

        new("mlp_relu_ce", (x, _) => CrossEntropy(
            Linear(Linear(x[0], x[1], x[2]).Relu(), x[3], x[4]), x.ElementAtOrDefault(5), "mean"),
            new Sample([[6, 3], [4, 3], [4], [3, 4], [3]])),
        new("mlp_chain", (x, _) => Loss.Mse(Linear(Linear(x[0], x[1], x[2]).Tanh(), x[3], x[4]), x[5]),
            new Sample([[6, 3], [4, 3], [4], [1, 4], [1], [6, 1]])),
        new("diamond", (x, _) => Diamond(x[0], x[1]), new Sample([[3, 2], [2]])),
    ];

    /// <summary>The operations of op_reference.json that the engine does not have yet.</summary>
    public static string[] NotYet { get; } =
    [
        "amax", "argmax", "argmin", "batch_norm", "bce", "bce_with_logits", "clamp", "cumsum",
        "diagonal", "elu", "embedding", "eq", "flip", "gather", "ge", "gt", "hardsigmoid", "hardtanh",
        "index_put", "index_select", "l1_loss", "le", "leaky_relu",
        "logsigmoid", "logsumexp", "lt", "masked_fill", "masked_select", "minimum", "mish", "ne", "nll_loss", "norm",
        "pad", "prod", "relu6", "repeat", "selu", "sign", "silu", "smooth_l1_loss", "softsign",
        "split", "std", "triu", "var", "where",
    ];

    public static IReadOnlyDictionary<string, OperationUnderTest> All { get; } = s_all.ToDictionary(o => o.Name);

    private static Sample[] With(Sample[] samples, string attributes) =>
        [.. samples.Select(s => s with { Attributes = attributes })];

    private static Sample[] Reductions(string dimensions) =>
    [
        new([[3, 4]]), new([[]]), new([[3, 4]], """{"dim": 0}"""), new([[3, 4]], """{"dim": -1, "keepdim": true}"""),
        new([[2, 3, 2]], $$"""{"dim": {{dimensions}}, "keepdim": true}"""), new([[2, 3, 2]], $$"""{"dim": {{dimensions}}}"""),
    ];

    private static Tensor Linear(Tensor x, Tensor weight, Tensor bias) =>
        new LinRegPS.Operations.Linear(x, weight, bias).Apply();

    private static Outcome MatMul(Tensor[] x, Attributes a) =>
        x.Length == 1 ? x[0].T.MatMul(x[0]) : x[0].MatMul(a.Flag("transpose_b") ? x[1].Transpose(0, 1) : x[1]);

    private static Outcome MseLoss(Tensor[] x, Attributes a) =>
        Loss.Mse(x[0], x[1], Enum.Parse<Reduction>(a.Text("reduction"), ignoreCase: true), allowBroadcast: true);

    private static Outcome HuberLoss(Tensor[] x, Attributes a) =>
        Loss.Huber(x[0], x[1], Enum.Parse<Reduction>(a.Text("reduction"), ignoreCase: true), a.Number("delta"), allowBroadcast: true);

    // The numbers of the classes are not drawn: without some the rows take their turns.
    private static Tensor CrossEntropy(Tensor scores, Tensor? target, string reduction) => Loss.CrossEntropy(
        scores,
        target ?? Tensor.From([.. Enumerable.Range(0, scores.Shape[0]).Select(row => (float)(row % scores.Shape[1]))]),
        Enum.Parse<Reduction>(reduction, ignoreCase: true));

    private static Tensor Diamond(Tensor a, Tensor b)
    {
        var c = a * b;
        return ((c * a) + c.Exp()).Sum(0);
    }
}
