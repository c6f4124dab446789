using System.Text.RegularExpressions;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Kernels;

public partial class MersenneTwisterTests
{
    public static TheoryData<string> Draws { get; } = [.. OpReference.Instance.Init.Seeded.Keys.Where(k => Draw().IsMatch(k))];

    [Theory]
    [MemberData(nameof(Draws))]
    public void DrawsArePyTorchs(string key)
    {
        var parts = Draw().Match(key).Groups;
        var generator = new Generator(long.Parse(parts["seed"].Value));
        bool normal = parts["kind"].Value == "randn";
        int count = int.Parse(parts["count"].Value);
        float[] drawn = (normal ? Tensor.Normal(generator, 0, 1, count) : Tensor.Uniform(generator, 0, 1, count)).ToArray();

        float[] expected = OpReference.Instance.Init.Draws(key);
        // From 16 on PyTorch takes its logarithms and cosines from a vector library, right to an ulp or so.
        int tolerance = normal && count >= 16 ? 2 : 0;
        Assert.Equal(expected.Length, drawn.Length);
        Assert.All(expected.Zip(drawn), pair => Assert.InRange(Ulps.Between(pair.First, pair.Second), 0, tolerance));
    }

    [Fact]
    public void ThereAreDrawsToCompare() => Assert.True(Draws.Count >= 7);

    // PyTorch 1.13.1 prints, after torch.manual_seed(seed), with nine digits:
    [Fact]
    public void TheSecondOfAPairOfNormalDrawsWaitsForTheNextTensor()
    {
        var generator = new Generator(0);
        Assert.Equal([1.54099607f, -0.293428898f, -2.17878938f], Tensor.Normal(generator, 0, 1, 3).ToArray());
        Assert.Equal([0.568431258f, -1.08452237f, -1.39859545f], Tensor.Normal(generator, 0, 1, 3).ToArray());

        generator = new Generator(0);
        Tensor.Normal(generator, 0, 1, 1);
        Assert.Equal([0.307422817f, 0.634078681f, 0.49009341f], Tensor.Uniform(generator, 0, 1, 3).ToArray());
        Assert.Equal([-0.293428898f], Tensor.Normal(generator, 0, 1, 1).ToArray());
    }

    [Fact]
    public void RangesAndMomentsAreApplied()
    {
        Assert.Equal([0.481282949f, 1.84110904f, -1.5576129f, -1.33984756f], Tensor.Uniform(new Generator(0), -2, 3, 4).ToArray());
        Assert.Equal([5.15409946f, 4.97065687f, 4.78212118f, 5.05684328f], Tensor.Normal(new Generator(0), 5, 0.1, 4).ToArray());
    }

    [Theory]
    [InlineData(-1, 0.993799388f, 0.571306348f, 0.570008039f)]
    [InlineData(7, 0.53492254f, 0.198803186f, 0.659211695f)]
    [InlineData(4294967303, 0.53492254f, 0.198803186f, 0.659211695f)]
    public void TheLow32BitsOfTheSeedCount(long seed, float first, float second, float third) =>
        Assert.Equal([first, second, third], Tensor.Uniform(new Generator(seed), 0, 1, 3).ToArray());

    [Fact]
    public void TheStateRenewsItself() => Assert.Equal(
        [0.57318753f, 0.565706789f, 0.500962913f, 0.683680415f, 0.898732543f, 0.0478984714f, 0.00233846903f, 0.258681536f, 0.921603858f, 0.185039878f],
        Tensor.Uniform(new Generator(3), 0, 1, 2000).ToArray()[1990..]);

    [GeneratedRegex(@"^manual_seed\((?<seed>\d+)\) torch\.(?<kind>rand|randn)\((?<count>\d+)\)$")]
    private static partial Regex Draw();
}
