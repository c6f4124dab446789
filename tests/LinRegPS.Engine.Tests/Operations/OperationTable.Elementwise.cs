namespace LinRegPS.Engine.Tests.Operations;

// Functions of each element and of pairs.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Elementwise =>
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
    ];

    private static string[] ElementwiseNotYet =>
    [
        "clamp", "elu", "hardsigmoid", "hardtanh", "leaky_relu", "logsigmoid", "minimum", "mish", "relu6", "selu",
        "sign", "silu", "softsign",
    ];
}
