using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

public sealed class StepSgdTests
{
    private static readonly string s_setup = """
        $w = New-Tensor 3 -RequiresGrad
        $w.Square().Backward()
        $model = New-LinearModel 1 1 -Weight 1 -Bias 2
        ($model.Forward(@(4)) * 1).Backward()

        """;

    [Theory]
    [InlineData("Step-Sgd $w -LearningRate 0.5", "[] 0", "[1,1] 1", "[1] 2")]
    [InlineData("Step-Sgd $w 0.5", "[] 0", "[1,1] 1", "[1] 2")]
    [InlineData("$w | Step-Sgd -LearningRate 0.5", "[] 0", "[1,1] 1", "[1] 2")]
    [InlineData("Step-Sgd $model 0.5", "[] 3", "[1,1] -1", "[1] 1.5")]
    [InlineData("$model | Step-Sgd -LearningRate 0.5", "[] 3", "[1,1] -1", "[1] 1.5")]
    [InlineData("Get-ModelParameter $model | Step-Sgd -LearningRate 0.5", "[] 3", "[1,1] -1", "[1] 1.5")]
    [InlineData("Step-Sgd (Get-ModelParameter $model -Name bias) 0.5", "[] 3", "[1,1] 1", "[1] 1.5")]
    [InlineData("Step-Sgd $w, $model 0.5", "[] 0", "[1,1] -1", "[1] 1.5")]
    [InlineData("Step-Sgd @($w, @($model)) 0.5", "[] 0", "[1,1] -1", "[1] 1.5")]
    [InlineData("$w, $model | Step-Sgd -LearningRate 0.5", "[] 0", "[1,1] -1", "[1] 1.5")]
    [InlineData("Step-Sgd $w, $model 0", "[] 3", "[1,1] 1", "[1] 2")]
    public void MovesAgainstTheGradient(string step, string w, string weight, string bias)
    {
        using var session = new ModuleSession();
        Assert.Empty(session.Run(s_setup + step));
        Assert.Equal([w, weight, bias], session.Tensors("$w; $model.Weight; $model.Bias"));
    }

    [Fact]
    public void KeepsTheGradientAndRecordsNothing()
    {
        using var session = new ModuleSession();
        Assert.Equal("[] 6", session.Tensor(s_setup + "Step-Sgd $w 0.5; $w.Grad"));
        Assert.True(session.One<bool>("$w.IsLeaf -and $w.RequiresGrad"));
    }

    [Fact]
    public void OfAModelTheParametersWithoutAGradientStay()
    {
        using var session = new ModuleSession();
        Assert.Equal(["[1,1] -1", "[1] 2"], session.Tensors(s_setup + "$model.Bias.Grad = $null; Step-Sgd $model 0.5; $model.Weight; $model.Bias"));
    }
}
