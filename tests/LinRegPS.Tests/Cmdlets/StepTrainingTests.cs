using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>One step as one cmdlet, alone and for batches down the pipeline.</summary>
public sealed class StepTrainingTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1; $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $a = New-LinearModel 1 1 -Seed 0; $b = New-LinearModel 1 1 -Seed 0
        function Same { "$($a.Weight.Item()) $($a.Bias.Item())" -eq "$($b.Weight.Item()) $($b.Bias.Item())" }
        """;

    [Theory]
    [InlineData("$l = 1..5 | ForEach-Object { Step-Training $a $X $Y -LearningRate 0.01 }; $r = Invoke-Training $b $X $Y 0.01 5")]
    [InlineData("$o = New-Optimizer Adam $a -LearningRate 0.1; $l = 1..5 | ForEach-Object { Step-Training $a $X $Y -Optimizer $o -Loss Huber }; $r = Invoke-Training $b $X $Y 0.1 5 -Optimizer Adam -Loss Huber")]
    [InlineData("$l = 1..5 | ForEach-Object { Step-Training $a (New-DataSet $X $Y) -LearningRate 0.1 -ClipNorm 0.5 }; $r = Invoke-Training $b $X $Y 0.1 5 -ClipNorm 0.5")]
    [InlineData("$l = 1..5 | ForEach-Object { Step-Training $a $X $Y -LearningRate 0.1 -ClipValue 0.5 }; $r = Invoke-Training $b $X $Y 0.1 5 -ClipValue 0.5")]
    [InlineData("$l = 1..5 | ForEach-Object { (New-DataSet $X $Y | New-DataLoader -BatchSize 2 | Step-Training $a -LearningRate 0.01 | Measure-Object -Average).Average }; $r = Invoke-Training $b $X $Y 0.01 5 -BatchSize 2")]
    public void HasTheBitsOfInvokeTraining(string script)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        Assert.True(session.One<bool>($"{script}; (Same) -and [math]::Abs($l[0] - $r[0].Loss) -lt 1e-6 -and $l.Count -eq 5 -and [math]::Abs($l[4] - $r[4].Loss) -lt 1e-6"));
    }

    [Theory]
    [InlineData("Step-Training $a $X $Y", "LinRegPS.ParameterConflict", "-LearningRate", "-Optimizer")]
    [InlineData("Step-Training $a $X $Y -LearningRate 1 -Optimizer (New-Optimizer Adam $a)", "LinRegPS.ParameterConflict", "-LearningRate", "-Optimizer")]
    [InlineData("Step-Training $a $X $Y -LearningRate 1 -ClipNorm 1 -ClipValue 1", "LinRegPS.ParameterConflict", "-ClipNorm", "-ClipValue")]
    [InlineData("Step-Training $a $X -LearningRate 1", "LinRegPS.TargetNeeded", "-Target")]
    [InlineData("Step-Training $a $X $Y -Optimizer Adam", "LinRegPS.", "Adam")]
    [InlineData("$o = New-Optimizer Adam $b; Measure-MseLoss (Invoke-Model $b $X) $Y | Invoke-Backward; Step-Training $a $X $Y -Optimizer $o", "LinRegPS.WrongOptimizer", "Adam", "weight, bias")]
    [InlineData("Step-Training $X $X $Y -LearningRate 1", "LinRegPS.WrongModel", "A tensor of shape [4,1] is not a model")]
    [InlineData("Step-Training $a $X 1,2,3 -LearningRate 1", "LinRegPS.ShapeMismatch", "[4,1]", "[3]")]
    [InlineData("Step-Training $a $X $Y -LearningRate -1", "LinRegPS.", "-1")]
    public void RefusesWhatIsNoStep(string script, string id, params string[] words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        string before = session.One<string>("\"$($a.Weight.Item()) $($b.Weight.Item())\"");
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith(id, error.FullyQualifiedErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message));
        Assert.Equal(before, session.One<string>("\"$($a.Weight.Item()) $($b.Weight.Item())\""));
    }
}
