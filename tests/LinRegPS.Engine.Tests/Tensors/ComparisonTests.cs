using System.Globalization;
using LinRegPS.Diagnosis.Lint;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Tensors;

/// <summary>Tensors beside tensors and numbers, and that nothing in the engine takes equal tensors for the same.</summary>
public sealed class ComparisonTests
{
    private static readonly Tensor s_pair = Tensor.From([1, 2]);

    [Fact]
    public void TensorsAreEqualInShapeAndElements()
    {
        Assert.True(s_pair.Equals(Tensor.From([1, 2])));
        Assert.False(s_pair.Equals(Tensor.From([1, 2], 2, 1)));
        Assert.False(s_pair.Equals(Tensor.From([1, MathF.BitIncrement(2)])));
        Assert.False(Tensor.Scalar(1).Equals(Tensor.Ones(1)));
        Assert.False(s_pair.Equals(null));
        Assert.True(Tensor.Zeros(2, 0).Equals(Tensor.Zeros(2, 0)));
        Assert.True(Tensor.From([float.NaN, 0]).Equals(Tensor.From([float.NaN, -0f])));
        Assert.True(s_pair.Clone().RequiresGrad_().Equals(s_pair));
    }

    [Theory]
    [InlineData(5, 5, true)]
    [InlineData(5, 5L, true)]
    [InlineData(0.1f, 0.1, true)]
    [InlineData(0.1f, 0.1001, false)]
    [InlineData(float.NaN, double.NaN, true)]
    [InlineData(5, "5", false)]
    [InlineData(1, true, false)]
    public void ATensorOfOneElementIsEqualToItsNumber(float element, object number, bool expected)
    {
        Assert.Equal(expected, Tensor.Full(element, 1, 1).Equals(number));
        Assert.Equal(expected, Tensor.Scalar(element).Equals(number));
        Assert.False(Tensor.Full(element, 2).Equals(number));
    }

    [Fact]
    public void AKeyIsFoundAgainAfterAChangeInPlace()
    {
        var w = Tensor.From([1, 2]);
        var seen = new Dictionary<object, string> { [w] = "w" };
        Assert.Equal("w", seen[Tensor.From([1, 2])]);
        w.Add_(1);
        Assert.Equal("w", seen[w]);
        Assert.False(seen.ContainsKey(s_pair));
    }

    [Fact]
    public void TensorsOfOneElementAreInTheOrderOfTheirNumbers()
    {
        Tensor[] sorted = [.. new[] { 10f, 2, float.NaN, 1, 11 }.Select(n => Tensor.Full(n, 1)).Order()];
        Assert.Equal([float.NaN, 1, 2, 10, 11], sorted.Select(t => t.Item()));
        Assert.Equal(0, Tensor.Ones(1, 1).CompareTo(Tensor.Scalar(1)));
        Assert.True(Tensor.Scalar(2).CompareTo(1.5) > 0);
        Assert.True(Tensor.Scalar(-2).CompareTo(null) > 0);
    }

    [Fact]
    public void OthersAreTheSameOrNot()
    {
        Assert.Equal(0, s_pair.CompareTo(Tensor.From([1, 2])));
        Assert.NotEqual(0, s_pair.CompareTo(Tensor.From([1, 3])));
        Assert.NotEqual(0, s_pair.CompareTo(Tensor.From([1, 2], 1, 2)));
        Assert.Equal(-s_pair.CompareTo(Tensor.From([1, 2, 0])), Tensor.From([1, 2, 0]).CompareTo(s_pair));
    }

    [Fact]
    public void WholeNumbersAreNeverRoundedTo()
    {
        IConvertible three = Tensor.Full(3, 1), most = Tensor.Scalar(1L << 40), part = Tensor.Scalar(2.6);
        Assert.Equal(3, Convert.ToInt32(three, CultureInfo.InvariantCulture));
        Assert.Equal(1L << 40, Convert.ToInt64(most, CultureInfo.InvariantCulture));
        Assert.Equal(2.6f, Convert.ToSingle(part, CultureInfo.InvariantCulture));
        Expect.Error<InvalidValueException>("NotWhole", () => Convert.ToInt32(part, CultureInfo.InvariantCulture), "2.6");
        Expect.Error<InvalidValueException>("NotWhole", () => Convert.ToInt32(most, CultureInfo.InvariantCulture), "1.0995116E+12");
        Expect.Error<InvalidValueException>("NotWhole", () => Convert.ToByte(Tensor.Scalar(-1), CultureInfo.InvariantCulture), "-1");
        Expect.Error<InvalidValueException>("NotWhole", () => Convert.ToInt64(Tensor.Scalar(float.NaN), CultureInfo.InvariantCulture), "NaN");
    }

    [Fact]
    public void CountAndLengthAreTheNumberOfElements() => Assert.Equal((6, 6), (Tensor.Zeros(2, 3).Count, Tensor.Zeros(2, 3).Length));

    // Two layers that start alike: each is a parameter, is stepped, and is named by what is found.
    [Fact]
    public void ParametersOfTheSameNumbersStayTwo()
    {
        Linear first = new(2, 2), second = new(2, 2);
        second.LoadStateDict(first.StateDict());
        Assert.True(first.Weight.Equals(second.Weight));
        var model = new CustomModel([new("first", first), new("second", second)], (_, x) => second.Forward(first.Forward(x)));
        Assert.Equal(4, model.NamedParameters().Count);

        var lint = new TrainingLint();
        var run = new TrainingRun(model, Tensor.From([1, 2, 3, 4], 2, 2), Tensor.From([1, 0, 0, 1], 2, 2)) { Epochs = 3, Lint = lint };
        var records = run.Records().ToList();
        Assert.Equal(4, records[^1].GetParameterNames().Count());
        Assert.NotEqual(first.Weight.ToArray(), second.Weight.ToArray());
        var found = Assert.Single(lint.Findings(), finding => finding.RuleId == "WrongHead");
        Assert.Contains("first.weight", found.Evidence);
        Assert.Contains("second.weight", found.Evidence);
    }

    [Fact]
    public void ASumOfTensorsOfTheSameNumbersGivesEachItsGradient()
    {
        Tensor a = Tensor.From([1, 2]).RequiresGrad_(), b = Tensor.From([1, 2]).RequiresGrad_();
        (a * b).Sum().Backward();
        Assert.Equal([1f, 2f], a.Grad!.ToArray());
        Assert.Equal([1f, 2f], b.Grad!.ToArray());
        var gradients = LinRegPS.Autograd.Grad((a * 2 * b).Sum(), [b, a]);
        Assert.Equal([2f, 4f], gradients[0]!.ToArray());
        new Sgd([a, b], 0.5).Step();
        Assert.Equal([0.5f, 1f], a.ToArray());
        Assert.Equal([0.5f, 1f], b.ToArray());
    }
}
