using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>The curvature that rates are compared with is measured also where there is no gradient.</summary>
public class CurvatureTests
{
    // 3 w0^2 + w1^2: twice 3 is the largest, at its bottom, where the gradient is nothing, as elsewhere.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 5)]
    // Along w1 alone: of the steep direction the gradient has nothing.
    [InlineData(0, 2)]
    [InlineData(1e-6, 100)]
    public void IsMeasuredWhereverTheParametersAre(float first, float second)
    {
        var w = Tensor.From([first, second]).RequiresGrad_();
        double? curvature = new ModelCurvature(() => (w.Square() * Tensor.From([3, 1])).Sum(), [w], learningRate: 0.1).Measure();
        Assert.InRange(curvature!.Value, 5.9, 6.1);
    }

    [Fact]
    public void IsNegativeWhereTheLossBendsDown()
    {
        var w = Tensor.From([0, 0]).RequiresGrad_();
        double? curvature = new ModelCurvature(() => (w.Square() * Tensor.From([-3, 1])).Sum(), [w], learningRate: 0.1).Measure();
        Assert.InRange(curvature!.Value, -6.1, -5.5);
    }
}
