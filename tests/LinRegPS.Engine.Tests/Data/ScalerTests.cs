using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Data;

/// <summary>Scalers and measures of columns, against scikit-learn and pandas; a scaler's way back, and what it refuses.</summary>
public sealed class ScalerTests
{
    private static readonly Reference s_reference = Fixture.Read<Reference>("columns_sklearn.json");

    public static TheoryData<string> Cases { get; } = [.. s_reference.Cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ScalersAreThoseOfScikitLearn(string name)
    {
        var reference = s_reference.Cases.Single(c => c.Name == name);
        var data = Tensor.From([.. reference.Data.Select(number => (float)number)], reference.Shape);
        foreach (var (kind, fitted) in reference.Scalers)
        {
            var scaler = new Scaler(data, Enum.Parse<ScalerKind>(kind));
            Near(fitted.Center, scaler.Center);
            Near(fitted.Scale, scaler.Scale);
            float[] scaled = scaler.Transform(data).ToArray();
            // Where a difference is all but nothing its digits are those of the center.
            for (int i = 0; i < scaled.Length; i++)
            {
                int column = i % scaler.Center.Count;
                Assert.Equal(double.IsNaN(fitted.Scaled[i]), float.IsNaN(scaled[i]));
                if (float.IsNaN(scaled[i]))
                    continue;
                Assert.Equal(fitted.Scaled[i], scaled[i], (1e-7 * Math.Abs(fitted.Scaled[i])) + (1e-13 * Math.Abs(fitted.Center[column] / fitted.Scale[column])));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void MeasuresAreThoseOfPandas(string name)
    {
        var reference = s_reference.Cases.Single(c => c.Name == name);
        var data = Tensor.From([.. reference.Data.Select(number => (float)number)], reference.Shape);
        var measures = ColumnMeasure.Of(data).ToList();
        Assert.Equal(reference.Shape[1], measures.Count);
        foreach (var (measure, described, distinct) in measures.Zip(reference.Described, reference.Distinct))
        {
            Near(described, [measure.Count, measure.Mean, measure.Deviation, measure.Minimum, measure.LowerQuartile, measure.Median, measure.UpperQuartile, measure.Maximum]);
            Assert.Equal(distinct, measure.Distinct);
            Assert.Equal(reference.Shape[0], measure.Count + measure.Missing);
        }
    }

    [Theory]
    [InlineData(ScalerKind.Standard)]
    [InlineData(ScalerKind.MinMax)]
    [InlineData(ScalerKind.Robust)]
    public void ItIsUndone(ScalerKind kind)
    {
        var data = Tensor.Normal(new Generator(1), 0, 1, 20, 3) * Tensor.From([1f, 1e4f, 1e-6f]) + Tensor.From([3f, 1e6f, 0]);
        var scaler = new Scaler(data, kind);
        float[] again = scaler.InverseTransform(scaler.Transform(data)).ToArray();
        float[] elements = data.ToArray();
        for (int i = 0; i < elements.Length; i++)
            Assert.Equal(elements[i], again[i], 1e-7 * (Math.Abs(elements[i]) + scaler.Scale[i % 3] + Math.Abs(scaler.Center[i % 3])));
        // Rows that do not lie one after the other, and one row alone.
        Expect.SameBits(scaler.Transform(data).Narrow(0, 4, 2).ToArray(), scaler.Transform(data.T.Contiguous().T.Narrow(0, 4, 2)).ToArray());
        Expect.SameBits(scaler.Transform(data)[4].ToArray(), scaler.Transform(data[4]).ToArray());
        Assert.Equal([3], scaler.Transform(data[4]).Shape.ToArray());
    }

    [Fact]
    public void OneColumnMayBeAVector()
    {
        var scaler = new Scaler(Tensor.From([1f, 2, 6]), ScalerKind.MinMax);
        Assert.Equal([0, 0.2f, 1], scaler.Transform(Tensor.From([1f, 2, 6])).ToArray());
        Assert.Equal([3, 1], scaler.Transform(Tensor.From([1f, 2, 6], 3, 1)).Shape.ToArray());
        Assert.Equal(-1, scaler.Transform(Tensor.Scalar(-4)).Item());
        Assert.Equal([0f, 1], scaler.Transform(Tensor.FromInt64([1, 6])).ToArray());
    }

    [Fact]
    public void ColumnsOfADataSetAreFoundByName()
    {
        var train = new DataSet(Tensor.From([1f, 10, 5, 3, 30, 7], 2, 3), Tensor.From([0f, 1]), ["a", "b", "c"], ["y"]) { ClassNames = ["no", "yes"] };
        var scaler = new Scaler(train.Input, ScalerKind.MinMax, train.Features);
        var test = new DataSet(Tensor.From([20f, 2, 50, 5], 2, 2), Tensor.From([1f, 1]), ["B", "a"]);
        Assert.Equal([0.5f, 0.5f, 2, 2], scaler.Transform(test).Input.ToArray());
        Expect.SameBits(test.Input.ToArray(), scaler.InverseTransform(scaler.Transform(test)).Input.ToArray());
        var scaled = scaler.Transform(train);
        Assert.Equal("a b c y no yes", string.Join(' ', [.. scaled.Features, .. scaled.Targets, .. scaled.ClassNames]));
        Assert.Same(train.Target, scaled.Target);
        // Only some of them.
        var some = new Scaler(train.Input, ScalerKind.MinMax, train.Features, ["c"]);
        Assert.Equal([1f, 10, 0, 3, 30, 1], some.Transform(train).Input.ToArray());
        Expect.Error<InvalidValueException>("NoSuchName", () => scaler.Transform(new DataSet(Tensor.Zeros(1, 1), Tensor.Zeros(1), ["z"])), "'z'", "a, b, c");
    }

    [Fact]
    public void AConstantColumnAndAMissingNumberStayWhatTheyAre()
    {
        var data = Tensor.From([0.1f, 1, 0.1f, float.NaN, 0.1f, 3], 3, 2);
        Assert.Equal([0, -1, 0, float.NaN, 0, 1], new Scaler(data).Transform(data).ToArray());
        // In steps that double sums would not add up to.
        var same = Tensor.Full(0.1f, 100_003);
        Assert.Equal(0, new Scaler(same).Transform(same).Abs().Max().Item());
        Assert.Equal(0, Assert.Single(ColumnMeasure.Of(same)).Deviation);
    }

    [Fact]
    public void GradientsGoThrough()
    {
        var scaler = new Scaler(Tensor.From([1f, 10, 3, 30], 2, 2), ScalerKind.MinMax);
        var x = Tensor.From([1f, 20], 1, 2).RequiresGrad_();
        var scaled = scaler.Transform(x);
        Expect.SameBits(scaler.Transform(x.Detach()).ToArray(), scaled.ToArray());
        scaled.Sum().Backward();
        Assert.Equal([0.5f, 0.05f], x.Grad!.ToArray());
        scaler.InverseTransform(x).Sum().Backward();
        Assert.Equal([2.5f, 20.05f], x.Grad!.ToArray());
        Assert.False(scaler.Transform(x.Detach()).RequiresGrad);
    }

    [Fact]
    public void AStateIsTheNumbersToTheLastBit()
    {
        var data = Tensor.Normal(new Generator(3), 0, 1, 50, 2) * 7 + 1e5f;
        var scaler = new Scaler(data);
        var other = new Scaler(Tensor.Normal(new Generator(4), 0, 1, 5, 2));
        other.LoadStateDict(scaler.StateDict());
        Assert.Equal(scaler.Center, other.Center);
        Assert.Equal(scaler.Scale, other.Scale);
        var saved = new Scaler(scaler.Kind, scaler.Column, scaler.Center, scaler.Scale, scaler.Rows);
        Assert.Equal(scaler.Center, saved.Center);
        Expect.SameBits(scaler.Transform(data).ToArray(), other.Transform(data).ToArray());
        Expect.Error<InvalidValueException>("StateMismatch", () => new Scaler(Tensor.Zeros(3, 1)).LoadStateDict(scaler.StateDict()), "center", "[2,1]");
        Assert.Equal(scaler.Center, other.Center);
    }

    // A trained line, in the units of the data, by least squares of the unscaled data.
    [Fact]
    public void AModelOfScaledDataIsUnscaled()
    {
        var x = Tensor.From([1500f, 2, 1800, 3, 2400, 4, 1200, 1, 2000, 3], 5, 2);
        var y = x.MatMul(Tensor.From([0.1f, -20], 2, 1)) + 12;
        Scaler features = new(x), target = new(y, ScalerKind.MinMax);
        var model = new Linear(2, 1, generator: new Generator(0));
        var optimizer = new Sgd(model, 0.3);
        var (scaledX, scaledY) = (features.Transform(x), target.Transform(y));
        for (int step = 0; step < 2000; step++)
        {
            var loss = Loss.Mse(model.Invoke(scaledX), scaledY);
            model.ZeroGrad();
            loss.Backward();
            optimizer.Step();
        }
        var unscaled = features.Unscale(model, target);
        Assert.Equal(0.1, unscaled.Weight.ToArray()[0], 1e-4);
        Assert.Equal(-20, unscaled.Weight.ToArray()[1], 0.02);
        Assert.Equal(12, unscaled.Bias!.Item(), 0.1);
        float[] expected = target.InverseTransform(model.Invoke(scaledX)).ToArray(), actual = unscaled.Invoke(x).ToArray();
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 2e-4);
        // One without a bias gets one; in a Sequential alone it is found.
        var bare = new Linear(2, 3, bias: false, new Generator(1));
        float[] bareExpected = bare.Invoke(scaledX).ToArray(), bareActual = features.Unscale(new Sequential(bare)).Invoke(x).ToArray();
        for (int i = 0; i < bareExpected.Length; i++)
            Assert.Equal(bareExpected[i], bareActual[i], 1e-5);
    }

    private static void Near(double[] expected, IReadOnlyList<double> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (int i = 0; i < expected.Length; i++)
        {
            // A mean is as precise as what it is the mean of.
            double scale = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
            Assert.True(expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= 1e-13 * scale, $"{expected[i]:R}, not {actual[i]:R}");
        }
    }

    private sealed record Reference(Case[] Cases);

    private sealed record Case(string Name, int[] Shape, double[] Data, Dictionary<string, Fitted> Scalers, double[][] Described, int[] Distinct);

    private sealed record Fitted(double[] Center, double[] Scale, double[] Scaled);
}
