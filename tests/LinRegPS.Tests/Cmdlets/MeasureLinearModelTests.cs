using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Measure-LinearModel on tensors, which go to the engine as they are.</summary>
public sealed class MeasureLinearModelTests
{
    [Fact]
    public void TensorsGiveWhatTheirNumbersGive()
    {
        using var session = new ModuleSession();
        session.Run("""
            $X = New-Tensor -Normal -Shape 6000, 3 -Seed 1
            $Y = $X.MatMul((New-Tensor 1, -2, 3 -Shape 3, 1)) + (New-Tensor -Normal -Shape 6000, 1 -Seed 2)
            $fit = Measure-LinearModel $X $Y
            $slow = Measure-LinearModel $X.ToNestedArrays() $Y.ToNestedArrays()
            """);
        double[] fast = [.. session.All<double>("$fit.Coefficient.Estimate; $fit.Coefficient.StandardError; $fit.RSquared; $fit.DurbinWatson; $fit.Row[7].Leverage")];
        double[] slow = [.. session.All<double>("$slow.Coefficient.Estimate; $slow.Coefficient.StandardError; $slow.RSquared; $slow.DurbinWatson; $slow.Row[7].Leverage")];
        Assert.Equal(11, fast.Length);
        Assert.All(fast.Zip(slow), pair => Assert.Equal(pair.Second, pair.First, 1e-12 * Math.Abs(pair.Second)));
    }

    [Theory]
    [InlineData("Measure-LinearModel (New-Tensor 1,2,4) (New-Tensor 2,4,8.5)", "y ~ x")]
    [InlineData("Measure-LinearModel (New-Tensor 1,2,4 -Shape 3,1) (New-Tensor 2,4,8.5 -Shape 3,1)", "y ~ x")]
    [InlineData("Measure-LinearModel (New-Tensor 1,2,4 -Shape 3,1) 2,4,8.5 -NoBias", "y ~ x - 1")]
    public void TensorsOfOneOrTwoDimensionsAreTables(string script, string formula)
    {
        using var session = new ModuleSession();
        Assert.Equal(formula, session.One<string>($"({script}).Formula"));
    }

    [Theory]
    [InlineData("Measure-LinearModel (New-Tensor 1) 1", "ShapeMismatch", "the shape of the features is []")]
    [InlineData("Measure-LinearModel (New-Tensor -Zeros -Shape 2,2,2) 1,2", "ShapeMismatch", "[2,2,2]")]
    [InlineData("Measure-LinearModel (New-Tensor 1,2,3) (New-Tensor -Zeros -Shape 3,2)", "ShapeMismatch", "[3,2]")]
    [InlineData("Measure-LinearModel (New-Tensor -Zeros -Shape 0,2) (New-Tensor -Zeros -Shape 0)", "NoRows", "no rows")]
    [InlineData("Measure-LinearModel (New-Tensor 1,NaN,3,5,6,7 -AllowNaN -Shape 3,2) 1,2,4", "NaN", "features: element [0,1] is NaN")]
    [InlineData("Measure-LinearModel (New-Tensor 1,2,3) (New-Tensor 1,NaN,3 -AllowNaN)", "NaN", "target: element [1] is NaN")]
    public void TensorsThatAreNoTableAreNamed(string script, string id, string text)
    {
        using var session = new ModuleSession();
        string[] error = [.. session.All<string>($"try {{ {script} }} catch {{ $_.FullyQualifiedErrorId; $_.Exception.Message }}")];
        Assert.StartsWith("LinRegPS." + id, error[0]);
        Assert.Contains(text, error[1]);
    }
}
