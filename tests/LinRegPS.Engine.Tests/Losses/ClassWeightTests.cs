using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Losses;

/// <summary>Losses in which classes count differently, against scikit-learn's balanced weights and PyTorch's losses with them.</summary>
public class ClassWeightTests
{
    private static readonly Case[] s_cases = Fixture.Read<Case[]>("class_weights.json");

    public static TheoryData<int, string> Cases => new(s_cases.SelectMany((c, i) => c.Losses.Keys.Select(loss => (i, loss))));

    [Theory]
    [MemberData(nameof(Cases))]
    public void LossesAreThoseOfTorch(int index, string loss)
    {
        var peer = s_cases[index];
        Tensor scores = Tensor.From(peer.Scores, peer.Target.Length, peer.Classes), target = Tensor.FromInt64(peer.Target);
        float[] weights = Array.ConvertAll(peer.Weights, weight => (float)weight);
        if (loss.StartsWith("Binary", StringComparison.Ordinal))
        {
            scores = Tensor.From([.. peer.Scores.Where((_, i) => i % 2 == 0)], peer.Target.Length, 1);
            scores = loss.EndsWith("Logits", StringComparison.Ordinal) ? scores : scores.Sigmoid();
            target = Tensor.From(Array.ConvertAll(peer.Target, t => (float)t), peer.Target.Length, 1);
        }
        foreach (var given in new[] { ClassWeights.Of(weights), ClassWeights.Balanced(target) })
        {
            float value = LossFunction.Weighted(loss.ToLowerInvariant(), given).Compute(scores, target).Item();
            Assert.Equal(peer.Losses[loss], value, 2e-6 * Math.Abs(peer.Losses[loss]));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void BalancedWeightsAreThoseOfSklearn(int index)
    {
        var peer = s_cases[index];
        var scores = Tensor.From(peer.Scores, peer.Target.Length, peer.Classes);
        // As numbers, whole or float32, in rows or a column, and as shares.
        var numbers = Tensor.FromInt64(peer.Target);
        foreach (var target in new[] { numbers, numbers.Float(), numbers.Reshape(-1, 1), numbers.OneHot(peer.Classes).Float() })
            Assert.Equal(peer.Weights.Select(weight => (float)weight), ClassWeights.Balanced(target).For(scores).ToArray());
    }

    // A row that the loss ignores is of no class.
    [Fact]
    public void IgnoredRowsDoNotCount() => Assert.Equal(
        [0.75f, 1.5f], ClassWeights.Balanced(Tensor.FromInt64([0, 1, -100, 0])).For(Tensor.Zeros(4, 2)).ToArray());

    private sealed record Case(long[] Target, int Classes, float[] Scores, double[] Weights, Dictionary<string, double> Losses);
}
