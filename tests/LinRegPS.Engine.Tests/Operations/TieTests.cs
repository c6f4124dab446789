using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Operations;

/// <summary>Where elements are equal, 0, or just where a function bends, results and gradients are PyTorch's (fixtures/ties_torch.json).</summary>
public sealed class TieTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> s_operations = new()
    {
        ["norm_inf"] = (x, _) => x.Norm(double.PositiveInfinity, 1),
        ["norm_1"] = (x, _) => x.Norm(1, 1),
        ["norm_0"] = (x, _) => x.Norm(0, 1),
        ["norm_2"] = (x, _) => x.Norm(2, 1),
        ["amax"] = (x, _) => x.Amax(1),
        ["amin"] = (x, _) => x.Amin(1),
        ["amax_0"] = (x, _) => x.Amax(0),
        ["prod"] = (x, _) => x.Prod(1),
        ["cumprod"] = (x, _) => x.CumProd(1),
        ["maximum"] = (x, y) => x.Maximum(y),
        ["minimum"] = (x, y) => x.Minimum(y),
        ["clamp"] = (x, _) => x.Clamp(-1, 1),
        ["abs"] = (x, _) => x.Abs(),
        ["sign"] = (x, _) => x.Sign(),
        ["relu"] = (x, _) => x.Relu(),
        ["relu6"] = (x, _) => (3 * x).Relu6(),
        ["hardtanh"] = (x, _) => x.Hardtanh(),
        ["hardsigmoid"] = (x, _) => x.Hardsigmoid(),
        ["hardswish"] = (x, _) => x.Hardswish(),
        ["hardshrink"] = (x, _) => x.Hardshrink(1),
        ["softshrink"] = (x, _) => x.Softshrink(1),
        ["leaky_relu"] = (x, _) => x.LeakyRelu(0.25),
        ["elu"] = (x, _) => x.Elu(),
        ["softplus"] = (x, _) => x.Softplus(),
        ["huber"] = (x, y) => Loss.Huber(x, y, Reduction.None),
        ["smooth_l1"] = (x, y) => Loss.SmoothL1(x, y, Reduction.None),
        ["l1"] = (x, y) => Loss.L1(x, y, Reduction.None),
        ["cosine"] = (x, y) => Tensor.CosineSimilarity(x, y),
        ["normalize"] = (x, _) => x.Normalize(),
        ["logsumexp"] = (x, _) => x.LogSumExp(1),
        ["softmax"] = (x, _) => x.Softmax(1),
        ["log_softmax"] = (x, _) => x.LogSoftmax(1),
        ["std"] = (x, _) => (x + Tensor.Arange(0, 4, 1)).Std(1),
        ["var"] = (x, _) => x.Var(1),
        ["median"] = (x, _) => x.Median(1).Values,
        ["cdist"] = (x, y) => Tensor.Cdist(x, y, 1),
    };

    private static readonly Ties s_ties = Fixture.Read<Ties>("ties_torch.json");

    public static TheoryData<string> Operations => [.. s_ties.Cases.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public void ResultsAndGradientsArePyTorchs(string name)
    {
        var expected = s_ties.Cases.Single(one => one.Name == name);
        Tensor[] leaves = [.. s_ties.Inputs.Select(numbers => Tensor.From(numbers, 4, 4).RequiresGrad_())];
        var result = s_operations[name](leaves[0], leaves[1]);
        Near(expected.Result, result.ToArray());
        (result.Flatten() * Tensor.From(s_ties.Weights[..result.Numel])).Sum().Backward();
        Near(expected.X, leaves[0].Grad?.ToArray() ?? new float[16]);
        Near(expected.Y, leaves[1].Grad?.ToArray() ?? new float[16]);
    }

    private static void Near(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * Math.Max(1, Math.Abs(pair.First))));
    }

    private sealed record Ties(float[][] Inputs, float[] Weights, Case[] Cases);

    private sealed record Case(string Name, double[] Result, double[] X, double[] Y);
}
