using LinRegPS.Diagnosis.Convergence;

namespace LinRegPS.Engine.Tests.Diagnosis.Convergence;

public sealed class ModelConvergenceTests
{
    private static readonly Tensor s_x = Tensor.From([0, 1, 2, 3], 4, 1), s_y = Tensor.From([0, 1, 0, 1], 4, 1);

    [Fact]
    public void ALinearModelGivesStartAndBias()
    {
        var model = Layer(1, 1, [1.5f], [0.25f]);
        var byModel = new ConvergenceAnalysis().Measure(model, s_x, s_y);
        var byStart = new ConvergenceAnalysis { Start = [1.5, 0.25] }.Measure(s_x, s_y, bias: true);
        Assert.Equal(byStart.Eigenvalue, byModel.Eigenvalue);
        Assert.Equal(byStart.Standstill!.Epoch, byModel.Standstill!.Epoch);
        Assert.Equal(byStart.EpochsToTolerance, byModel.EpochsToTolerance);
        Assert.Equal(["weight", "bias"], byModel.Parameter);
    }

    [Fact]
    public void ALayerInAModelOfOnesOwnIsLinear()
    {
        var model = new CustomModel([KeyValuePair.Create<string, Module>("lin", Layer(1, 1, [0], null))], (m, x) => m.Layers[0].Value.Forward(x));
        var report = new ConvergenceAnalysis().Measure(model, Tensor.From([1, 2, 3, 4], 4, 1), Tensor.From([2, 4, 6, 8], 4, 1));
        Assert.Equal(15, Assert.Single(report.Eigenvalue), 1e-12);
        Assert.Equal(["lin.weight"], report.Parameter);
        Assert.Equal(95, report.Standstill!.Epoch);
    }

    [Fact]
    public void TheMeanIsOverAllOutputs()
    {
        var x = Tensor.From([1, 2, 3, 4], 4, 1);
        var y = Tensor.From([2, 1, 4, 2, 6, 3, 8, 4], 4, 2);
        var report = new ConvergenceAnalysis().Measure(Layer(1, 2, [0, 0], null), x, y);
        Assert.Equal(7.5, Assert.Single(report.Eigenvalue), 1e-12);
        Assert.Equal([2.0, 1.0], report.Optimum.Select(o => Math.Round(o, 12)));
        Assert.Equal(2, report.Standstill!.Value.Length);
    }

    [Fact]
    public void ANetworksLargestEigenvalueIsPyTorchs()
    {
        var report = Measure(Network(), 0.3);
        // torch.autograd.functional.hessian of the same network in double, eigvalsh; it has -4.0050 at the other end.
        Assert.Equal(7.5911, Assert.Single(report.Eigenvalue), 7.5911 * 1e-3);
        Assert.Equal(2 / 7.5911, report.LargestStableRate, 1e-3);
        Assert.True(report.Diverges);
        Assert.Contains("is not a linear model", report.Finding);
        Assert.False(Measure(Network(), 0.2).Diverges);
        Assert.Equal(10, report.Direction[0].Vector.Length);
    }

    [Fact]
    public void TheNetworkIsLeftAsItWas()
    {
        var model = Network();
        Loss.Mse(model.Forward(s_x), s_y).Backward();
        var before = model.Parameters().Select(p => (p.ToArray(), p.Grad, p.Version)).ToList();
        Measure(model, 0.1);
        Assert.Equal(before, model.Parameters().Select(p => (p.ToArray(), p.Grad, p.Version)).ToList(),
            (a, b) => a.Item1.SequenceEqual(b.Item1) && ReferenceEquals(a.Grad, b.Grad) && a.Version == b.Version);
    }

    [Fact]
    public void TheSeedDecidesTheDirections()
    {
        double Eigenvalue(int seed) => new ConvergenceAnalysis { Seed = seed }.Measure(Network(), s_x, s_y).Eigenvalue[0];
        Assert.Equal(Eigenvalue(1), Eigenvalue(1));
        Assert.Equal(Eigenvalue(1), Eigenvalue(2), 7.6 * 2e-3);
    }

    [Fact]
    public void ASaddleIsSaid()
    {
        // -3 p0^2 + p1^2: curvatures -6 and 2.
        var p = Tensor.From([0.5f, 0.5f]).RequiresGrad_();
        var report = CurvatureProbe.Report(
            new ConvergenceAnalysis { LearningRate = 0.1 }, "Saddle", [new ModelParameter("p", p)],
            () => (Tensor.From([-3, 1]) * p.Square()).Sum());
        Assert.Equal(2, report.Eigenvalue[0], 0.01);
        Assert.Contains("negative curvature, -6", report.Finding);
        Assert.False(report.Diverges);
    }

    [Fact]
    public void AFlatLossSetsNoLimit()
    {
        var p = Tensor.From([1, 2]).RequiresGrad_();
        var report = CurvatureProbe.Report(
            new ConvergenceAnalysis(), "Flat", [new ModelParameter("p", p)], () => (3 * p).Sum());
        Assert.Equal(double.PositiveInfinity, report.LargestStableRate);
        Assert.False(report.Diverges);
    }

    [Fact]
    public void BadModelsAreRefused()
    {
        Refused("LinRegPS.TargetNeeded", () => new ConvergenceAnalysis().Measure(Network(), s_x, null));
        Refused("LinRegPS.WrongModel", () => new ConvergenceAnalysis().Measure(new CustomModel([], (_, x) => x), s_x, s_y));
        Refused("LinRegPS.NonFiniteGradient", () => Measure(Network(), 0.1, Tensor.From([0, 1, float.PositiveInfinity, 1], 4, 1)));
        Refused("LinRegPS.ShapeMismatch", () => new ConvergenceAnalysis().Measure(Layer(1, 2, [0, 0], null), s_x, s_y));

        static void Refused(string id, Action action) => Assert.Equal(id, Assert.ThrowsAny<LinRegException>(action).ErrorId);
    }

    private static ConvergenceReport Measure(Module model, double rate, Tensor? y = null) =>
        new ConvergenceAnalysis { LearningRate = rate }.Measure(model, s_x, y ?? s_y);

    private static CustomModel Network() => new(
        [
            KeyValuePair.Create<string, Module>("hidden", Layer(1, 3, [0.5f, -1, 0.25f], [0.1f, 0.2f, -0.3f])),
            KeyValuePair.Create<string, Module>("output", Layer(3, 1, [1, -0.5f, 0.75f], [0.125f])),
        ],
        (model, x) => model.Layers[1].Value.Forward(model.Layers[0].Value.Forward(x).Tanh()));

    private static Linear Layer(int inputs, int outputs, float[] weight, float[]? bias)
    {
        var layer = new Linear(inputs, outputs, bias is not null);
        using var unrecorded = GradMode.NoGrad();
        layer.Weight.Copy_(Tensor.From(weight, outputs, inputs));
        layer.Bias?.Copy_(Tensor.From(bias!));
        return layer;
    }
}
