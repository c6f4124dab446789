using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

public sealed class MseLossTests
{
    [Theory]
    [InlineData("Measure-MseLoss 1,2,3,4 1,2,5,8", "[] 5")]
    [InlineData("Measure-MseLoss -Prediction 1,2,3,4 -Target 1,2,5,8 -Reduction Mean", "[] 5")]
    [InlineData("Measure-MseLoss 1,2,3,4 1,2,5,8 -Reduction Sum", "[] 20")]
    [InlineData("Measure-MseLoss 1,2,3,4 1,2,5,8 -Reduction None", "[4] 0 0 4 16")]
    [InlineData("Measure-MseLoss 1,2,3,4 1,2,5,8 -Scale 4", "[] 20")]
    [InlineData("Measure-MseLoss 1,2,3,4 1,2,5,8 -Scale 0.5 -Reduction None", "[4] 0 0 2 8")]
    [InlineData("New-Tensor 1,2,3,4 | Measure-MseLoss -Target 1,2,5,8", "[] 5")]
    [InlineData("Measure-MseLoss (1,2),(3,4) (1,2),(5,8)", "[] 5")]
    [InlineData("Measure-MseLoss 3 1", "[] 4")]
    [InlineData("Measure-MseLoss (New-Tensor 1,2 -Shape 2,1) (New-Tensor 1,2) -AllowBroadcast -Reduction None", "[2,2] 0 1 1 0")]
    [InlineData("Measure-MseLoss (New-Tensor 1,2 -Shape 2,1) (New-Tensor 1,2) -AllowBroadcast", "[] 0.5")]
    public void MeasuresTheSquaredError(string script, string loss)
    {
        using var session = new ModuleSession();
        Assert.Equal(loss, session.Tensor(script));
    }

    [Fact]
    public void ManyPredictionsGiveALossEach()
    {
        using var session = new ModuleSession();
        Assert.Equal(["[] 0", "[] 1"], session.Tensors("(New-Tensor 1,2), (New-Tensor 2,3) | Measure-MseLoss -Target 1,2"));
    }

    [Theory]
    [InlineData("", "[2] 2 4")]
    [InlineData("-Scale 4", "[2] 8 16")]
    [InlineData("-Reduction Sum", "[2] 4 8")]
    public void ScaleAndReductionReachTheGradient(string arguments, string gradient)
    {
        using var session = new ModuleSession();
        Assert.Equal(gradient, session.Tensor($"$p = New-Tensor 3,5 -RequiresGrad; Measure-MseLoss $p 1,1 {arguments} | Invoke-Backward; $p.Grad"));
    }
}
