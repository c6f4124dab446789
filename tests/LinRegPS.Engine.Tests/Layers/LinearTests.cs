using System.Text.RegularExpressions;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Layers;

public partial class LinearTests
{
    public static TheoryData<string> Initialisations { get; } = [.. OpReference.Instance.Init.Seeded.Keys.Where(k => Layer().IsMatch(k))];

    [Theory]
    [MemberData(nameof(Initialisations))]
    public void WeightAndBiasAreDrawnAsPyTorchDrawsThem(string key)
    {
        var parts = Layer().Match(key).Groups;
        int inFeatures = int.Parse(parts["in"].Value), outFeatures = int.Parse(parts["out"].Value);
        var layer = new Linear(inFeatures, outFeatures, bias: true, new Generator(long.Parse(parts["seed"].Value)));
        Assert.Equal([outFeatures, inFeatures], layer.Weight.Shape);
        Assert.Equal([outFeatures], layer.Bias!.Shape);
        Expect.SameBits(OpReference.Instance.Init.Draws(key), [.. layer.Weight.ToArray(), .. layer.Bias.ToArray()]);
    }

    [Fact]
    public void ThereAreInitialisationsToCompare() => Assert.Equal(3, Initialisations.Count);

    [Fact]
    public void ALayerWithoutBiasDrawsTheSameWeightAndHasNoBias()
    {
        var layer = new Linear(3, 2, bias: false, new Generator(0));
        Assert.Equal(new Linear(3, 2, bias: true, new Generator(0)).Weight.ToArray(), layer.Weight.ToArray());
        Assert.Null(layer.Bias);
        Assert.Equal(["weight"], layer.NamedParameters().Select(p => p.Name));
    }

    [Fact]
    public void LayersWithoutASeedDiffer() =>
        Assert.NotEqual(new Linear(20, 1).Weight.ToArray(), new Linear(20, 1).Weight.ToArray());

    [Theory]
    [InlineData(new[] { 3 }, new[] { 2 })]
    [InlineData(new[] { 5, 3 }, new[] { 5, 2 })]
    [InlineData(new[] { 4, 5, 3 }, new[] { 4, 5, 2 })]
    [InlineData(new[] { 0, 3 }, new[] { 0, 2 })]
    public void TheLastDimensionIsTheFeatures(int[] input, int[] output) =>
        Assert.Equal(output, new Linear(3, 2).Forward(Tensor.Ones(input)).Shape);

    [Fact]
    public void AnEmptyBatchHasGradientsOfZero()
    {
        var layer = new Linear(3, 2);
        layer.Forward(Tensor.Zeros(0, 3)).Sum().Backward();
        Assert.All(layer.Parameters(), p => Assert.All(p.Grad!.ToArray(), g => Assert.Equal(0, g)));
    }

    [GeneratedRegex(@"^manual_seed\((?<seed>\d+)\) nn\.Linear\((?<in>\d+),(?<out>\d+)\) weight,bias$")]
    private static partial Regex Layer();
}
