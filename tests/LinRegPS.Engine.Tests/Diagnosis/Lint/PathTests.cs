using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>What the steps of a script tell by themselves: their rate, and what is a step at all.</summary>
public sealed class PathTests
{
    // Where each rate is within a twentieth of the one before, it is one rate.
    [Theory]
    [InlineData(0.1, 0.1, true)]
    [InlineData(0.1, 0.1048, true)]
    [InlineData(0.1, 0.0955, true)]
    [InlineData(0.1, 0.1055, false)]
    [InlineData(0.1, 0.0945, false)]
    public void RatesOfATwentiethMoreOrLessAreOne(double first, double second, bool isOne)
    {
        var path = new PathCurvature();
        var w = Tensor.From([1, 2]).RequiresGrad_();
        var parameter = new WatchedParameter(w, 1);
        double[] rates = [first, second, 0];
        for (int step = 1; step <= 3; step++)
        {
            // Of w1^2 / 2 + w2^2.
            w.Grad = Tensor.From([w.Data[0], 2 * w.Data[1]]);
            path.Observe(step, [parameter]);
            using var unrecorded = GradMode.NoGrad();
            w.Sub_(w.Grad * rates[step - 1]);
        }
        Assert.Equal(isOne, path.Rate is not null);
        if (isOne)
            Assert.Equal(second, path.Rate!.Value, 1e-6);
        Assert.InRange(path.Largest!.Value, 1, 2);
    }

    // The difference of two gradients of which the greater is no hundredth of the greatest seen is rounding, whatever the unit.
    [Theory]
    [InlineData(1, 0.0105, true)]
    [InlineData(1, 0.0095, false)]
    [InlineData(1e4, 0.0105, true)]
    [InlineData(1e4, 0.0095, false)]
    [InlineData(1e-4, 0.0105, true)]
    [InlineData(1e-4, 0.0095, false)]
    public void NearTheBottomNoCurvatureIsSeen(double unit, double left, bool isSeen)
    {
        var path = new PathCurvature();
        var w = Tensor.From([1]).RequiresGrad_();
        var parameter = new WatchedParameter(w, 1);
        // Three steps of which the last has fifty times the curvature of the one before.
        (double W, double Gradient)[] way = [(1, 1), (0.9, left), (0.9 - (0.1 * left), left - (5 * left))];
        for (int i = 0; i < way.Length; i++)
        {
            using var unrecorded = GradMode.NoGrad();
            w.Copy_(Tensor.From([(float)way[i].W]));
            w.Grad = Tensor.From([(float)(way[i].Gradient * unit)]);
            path.Observe(i + 1, [parameter]);
        }
        Assert.Equal(isSeen ? 2 : 1, path.LargestAt);
        Assert.Equal((isSeen ? 50 : 10 * (1 - left)) * unit, path.Largest!.Value, 0.01 * unit);
    }

    // A step is of the parameter itself, or of a step before; of a part of it, it is something else.
    [Fact]
    public void AStepIsOfTheWholeParameter()
    {
        var watcher = new LintWatcher([]);
        var w = Tensor.From([1, 2]).RequiresGrad_();
        using (watcher.Watch())
        {
            w.Square().Sum().Backward();
            var update = 0.01 * w.Grad!;
            var step = w - update;
            Assert.True(watcher.Lineage.IsStep(step));
            Assert.True(watcher.Lineage.IsStep(step - update));
            Assert.True(watcher.Lineage.IsStep(w + (update * -1)));
            Assert.False(watcher.Lineage.IsStep((w * 0.5) - update));
            Assert.False(watcher.Lineage.IsStep((w * 0.5) - (w * 0.1) - update));
            Assert.False(watcher.Lineage.IsStep(w - (w * 0.01)));
            Assert.False(watcher.Lineage.IsStep(w * update));
        }
    }
}
