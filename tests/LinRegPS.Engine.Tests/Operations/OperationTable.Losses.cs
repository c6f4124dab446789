namespace LinRegPS.Engine.Tests.Operations;

// Losses, and layers and losses together.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Losses =>
    [
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

        .. MoreLosses,

        new("mlp_relu_ce", (x, _) => CrossEntropy(
            Linear(Linear(x[0], x[1], x[2]).Relu(), x[3], x[4]), x.ElementAtOrDefault(5), "mean"),
            new Sample([[6, 3], [4, 3], [4], [3, 4], [3]])),
        new("mlp_chain", (x, _) => Loss.Mse(Linear(Linear(x[0], x[1], x[2]).Tanh(), x[3], x[4]), x[5]),
            new Sample([[6, 3], [4, 3], [4], [1, 4], [1], [6, 1]])),
        new("diamond", (x, _) => Diamond(x[0], x[1]), new Sample([[3, 2], [2]])),
    ];

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

    private static Tensor Linear(Tensor x, Tensor weight, Tensor bias) =>
        new LinRegPS.Operations.Linear(x, weight, bias).Apply();
}
