using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Operations;

/// <summary>Equations drawn at random against PyTorch, and their gradients against their slope: what is linear has one that is exact.</summary>
public class EinsumTests
{
    private static readonly Equations s_equations = Fixture.Read<Equations>("einsum_torch.json");

    public static TheoryData<int> Indices { get; } = [.. Enumerable.Range(0, s_equations.Cases.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void TheResultIsPyTorchs(int index)
    {
        var (equation, operands, shape, expected) = s_equations.Cases[index];
        Tensor[] x = [.. operands.Select(operand => Tensor.From(operand.Data, operand.Shape).RequiresGrad_())];
        var result = Tensor.Einsum(equation, x);
        Assert.Equal(shape, result.Shape);
        // Sums of products of up to three numbers, each below 4.
        double size = Math.Max(1, expected.Max(Math.Abs));
        Assert.All(expected.Zip(result.ToArray()), pair => Assert.InRange(pair.Second - pair.First, -1e-5 * size, 1e-5 * size));

        // The result is linear in each operand: along it the slope is the result itself.
        result.Sum().Backward();
        double sum = expected.Sum();
        Assert.All(x, operand => Assert.InRange(
            operand.ToArray().Zip(operand.Grad!.ToArray(), (v, g) => (double)v * g).Sum() - sum, -1e-4 * size, 1e-4 * size));
    }

    private sealed record Equations(Case[] Cases);

    private sealed record Case(string Equation, Operand[] Operands, int[] Shape, double[] Result);

    private sealed record Operand(int[] Shape, float[] Data);
}
