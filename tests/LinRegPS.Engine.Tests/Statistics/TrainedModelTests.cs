using LinRegPS.Numerics;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>A trained model's statistics, and its distance from the exact solution.</summary>
public class TrainedModelTests
{
    private static readonly double[][] s_rows = [[1], [2], [3], [4]];
    private static readonly double[] s_target = [2.1, 3.9, 6.2, 7.8];

    [Fact]
    public void TheExactSolutionRoundedToFloatIsThere()
    {
        var exact = ReferenceSets.Fit(s_rows, s_target);
        var fit = Fit(Model((float)exact.Coefficient[1].Estimate, (float)exact.Coefficient[0].Estimate));
        var distance = Assert.IsType<ExactDistance>(fit.Distance);
        Assert.All(distance.Parameter, p => Assert.Equal(0, p.Ulps));
        Assert.Equal(["(Intercept)", "x1"], distance.Parameter.Select(p => p.Term));
        Assert.Equal("The model is at the exact solution, as near as float32 can be.", distance.Finding);
        Assert.Empty(distance.Remedy);
        Assert.Equal(exact.RSquared, fit.RSquared, 1e-12);
        Assert.Equal(exact.Coefficient[1].StandardError, fit.Coefficient[1].StandardError, 1e-9);
    }

    [Fact]
    public void AModelElsewhereHasItsDistanceInUlpsAndInLoss()
    {
        // y = 2x less 0.1, -0.1, 0.2, -0.2: the loss of w = 2, b = 0 is 0.1 / 4, in whatever float32 arithmetic.
        var distance = Fit(Model(2, 0)).Distance!;
        var exact = ReferenceSets.Fit(s_rows, s_target);
        Assert.Equal(0.025, distance.Loss, 1e-15);
        Assert.Equal(exact.ResidualSumOfSquares / 4, distance.ExactLoss);
        Assert.Equal(distance.Loss - distance.ExactLoss, distance.LossExcess, 1e-15);
        Assert.Equal(Ulp.Distance(2, (float)exact.Coefficient[1].Estimate), distance.Parameter[1].Ulps);
        Assert.Equal((2 - exact.Coefficient[1].Estimate) / exact.Coefficient[1].StandardError, distance.Parameter[1].StandardErrors, 1e-12);
        Assert.Equal("The model has not reached the exact solution.", distance.Finding);
        Assert.Contains("ulp from the exact 1.94", distance.Evidence);
        Assert.Contains("Train on", distance.Remedy);
    }

    [Fact]
    public void AModelWithoutBiasIsComparedWithTheFitWithoutIntercept()
    {
        var fit = Fit(Model(2, null));
        Assert.Equal("y ~ x1 - 1", fit.Formula);
        Assert.Equal(ReferenceSets.Fit(s_rows, s_target, intercept: false).Coefficient[0].Estimate, fit.Distance!.Exact.Coefficient[0].Estimate);
    }

    [Fact]
    public void ANearMissThatTheLossCannotTellSaysSo()
    {
        var exact = ReferenceSets.Fit(s_rows, s_target);
        float near = (float)exact.Coefficient[0].Estimate + 1e-6f;
        var distance = Fit(Model((float)exact.Coefficient[1].Estimate, near)).Distance!;
        Assert.True(distance.Parameter[0].Ulps > 1);
        Assert.Contains("the loss can't tell", distance.Finding);
        Assert.Empty(distance.Remedy);
    }

    [Fact]
    public void StatisticsAreOfTheModelsOwnResiduals()
    {
        var fit = Fit(Model(2, 0));
        Assert.Equal([0.1, -0.1, 0.2, -0.2], fit.Row.Select(row => Math.Round(row.Residual, 12)));
        Assert.Equal(Math.Sqrt(0.1 / 2), fit.Sigma, 1e-12);
        Assert.Equal(2, fit.Coefficient[1].Estimate);
        Assert.Equal(12, fit.Predict([[6]], 0.95)[0].Fitted);
    }

    [Fact]
    public void AModelOfAnotherShapeIsRefused()
    {
        Refused("it has 2 features, the data 1", new Linear(2, 1));
        Refused("its weight has the shape [2,1], not [1, features]", new Linear(1, 2));
        Refused("its parameters are First.weight [1,1], First.bias [1], Second", new Pair(new Linear(1, 1), new Linear(1, 1)));
        Refused("its output is not weight x input + bias", new Activated(Model(2, 1)));
    }

    private static void Refused(string text, Module model)
    {
        var error = Assert.Throws<InvalidValueException>(() => Fit(model));
        Assert.Equal("LinRegPS.WrongModel", error.ErrorId);
        Assert.Contains(text, error.Message);
    }

    private static LinearFit Fit(Module model) => new OrdinaryLeastSquares
    {
        Features = ["x1"],
        Rows = s_rows,
        TargetName = "y",
        Target = s_target,
    }.Fit(model);

    private static Linear Model(float weight, float? bias)
    {
        var model = new Linear(1, 1, bias.HasValue);
        using var scope = GradMode.NoGrad();
        model.Weight.Fill_(weight);
        model.Bias?.Fill_(bias!.Value);
        return model;
    }

    private sealed class Activated(Linear linear) : Module
    {
        public Linear Linear { get; } = linear;

        public override Tensor Forward(Tensor x) => Linear.Forward(x).Square();
    }

    private sealed class Pair(Linear first, Linear second) : Module
    {
        public Linear First { get; } = first;

        public Linear Second { get; } = second;

        public override Tensor Forward(Tensor x) => Second.Forward(First.Forward(x));
    }
}
