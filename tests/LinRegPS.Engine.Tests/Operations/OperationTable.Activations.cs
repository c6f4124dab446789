namespace LinRegPS.Engine.Tests.Operations;

// Activations, bounds and other functions of each element. Samples keep away from their kinks.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Activations =>
    [
        new("sign", (x, _) => x[0].Sign(), s_singles),
        new("silu", (x, _) => x[0].Silu(), s_singles),
        new("mish", (x, _) => x[0].Mish(), s_singles),
        new("logsigmoid", (x, _) => x[0].LogSigmoid(), s_singles),
        new("leaky_relu", (x, a) => x[0].LeakyRelu(a.Number("negative_slope")), With(s_singles, """{"negative_slope": 0.2}""")),
        new("rrelu", (x, _) => x[0].Rrelu(), s_singles),
        new("prelu", (x, _) => x[0].Prelu(x[1]), new([[3, 5], [5]]), new([[2, 3, 2], [3]]), new([[3, 5], [1]]), new([[17], []])),
        new("elu", (x, a) => x[0].Elu(a.Number("alpha")), With(s_singles, """{"alpha": 1.5}""")),
        new("selu", (x, _) => x[0].Selu(), s_singles),
        new("celu", (x, a) => x[0].Celu(a.Number("alpha")), With(s_singles, """{"alpha": 1.5}""")),
        new("hardtanh", (x, a) => x[0].Hardtanh(a.Number("min"), a.Number("max")), With(s_singles, """{"min": -1.714, "max": 1.13}""")),
        new("relu6", (x, _) => (x[0] * 3.5).Relu6(), s_singles) { Reference = (x, _) => x[0].Relu6() },
        new("softsign", (x, _) => x[0].Softsign(), s_singles),
        new("hardsigmoid", (x, _) => (x[0] * 1.75).Hardsigmoid(), s_singles) { Reference = (x, _) => x[0].Hardsigmoid() },
        new("hardswish", (x, _) => (x[0] * 1.75).Hardswish(), s_singles) { Reference = (x, _) => x[0].Hardswish() },
        new("hardshrink", (x, a) => x[0].Hardshrink(a.Number("lambd")), With(s_singles, """{"lambd": 1.13}""")),
        new("softshrink", (x, a) => x[0].Softshrink(a.Number("lambd")), With(s_singles, """{"lambd": 1.13}""")),
        new("tanhshrink", (x, _) => x[0].Tanhshrink(), s_singles),
        new("threshold", (x, a) => x[0].Threshold(a.Number("threshold"), a.Number("value")), With(s_singles, """{"threshold": 1.13, "value": -2}""")),
        new("glu", (x, a) => x[0].Glu(a.Int("dim")), new([[3, 4]], """{"dim": -1}"""), new([[4, 3]], """{"dim": 0}""")),
    ];

    private static OperationUnderTest[] Functions =>
    [
        new("sinc", (x, _) => x[0].Sinc(), s_singles),
        new("logit", (x, a) => (x[0] / 4).Logit(a.OptionalNumber("eps")), [.. s_positive, .. With(s_positive, """{"eps": 0.2825}""")])
        {
            Reference = (x, a) => x[0].Logit(a.OptionalNumber("eps")),
        },
        new("frac", (x, _) => (x[0] / 4).Frac(), s_singles) { Reference = (x, _) => x[0].Frac() },
        new("nan_to_num", (x, _) => x[0].NanToNum(), s_singles),
        new("deg2rad", (x, _) => x[0].Deg2Rad(), s_singles),
        new("rad2deg", (x, _) => x[0].Rad2Deg(), s_singles),
        new("clamp", (x, a) => x[0].Clamp(a.OptionalNumber("min"), a.OptionalNumber("max")),
            [.. With(s_singles, """{"min": -1.714, "max": 1.13}"""), .. With(s_singles, """{"min": 1.13}"""), .. With(s_singles, """{"max": 1.13}""")]),
        new("clamp_tensor", (x, _) => x[0].Clamp(x[1], x[2]), new([[2, 1, 2], [3, 1], []]), new([[4], [3, 4], [3, 4]])),
        new("clamp_min", (x, _) => x[0].Clamp(min: x[1]), s_same, s_row),
        new("clamp_max", (x, _) => x[0].Clamp(null, x[1]), s_same, s_row),
        new("minimum", (x, _) => x[0].Minimum(x[1]), s_same, s_row, s_scalarRight, s_scalarLeft, s_scalars, new([[2, 1, 2], [3, 1]])),
        new("logaddexp", (x, _) => x[0].LogAddExp(x[1]), s_pairs),
        new("xlogy", (x, _) => x[0].Xlogy(x[1]), [.. s_pairs.Select(s => s with { Positive = true })]),
        new("fmod", (x, _) => (1.25 * x[0]).Fmod(x[1]), new([[5], [1]]), new([[5], []])) { Reference = (x, _) => x[0].Fmod(x[1]) },
        new("remainder", (x, _) => (1.25 * x[0]).Remainder(x[1]), new([[5], [1]]), new([[5], []])) { Reference = (x, _) => x[0].Remainder(x[1]) },
        new("floor_divide", (x, _) => (1.25 * x[0]).FloorDivide(x[1]), new([[5], [1]]), new([[5], []])) { Reference = (x, _) => x[0].FloorDivide(x[1]) },
        new("addcmul", (x, a) => x[0].Addcmul(x[1], x[2], a.OptionalNumber("value") ?? 1),
            new([[3, 4], [4], []]), new([[3, 1], [3, 4], [4]], """{"value": -1.5}""")),
        new("addcdiv", (x, a) => x[0].Addcdiv(x[1], x[2], a.OptionalNumber("value") ?? 1),
            new([[3, 4], [4], []]), new([[3, 1], [3, 4], [4]], """{"value": -1.5}""")),
        new("lerp", (x, a) => a.OptionalNumber("weight") is { } weight ? x[0].Lerp(x[1], weight) : x[0].Lerp(x[1], x[2]),
            new([[3, 4], [4]], """{"weight": 0.25}"""), new([[3, 4], [4]], """{"weight": 0.75}"""), new([[3, 4], [4], [3, 4]])),
    ];
}
