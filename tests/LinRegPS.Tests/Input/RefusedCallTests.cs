using LinRegPS.Engine.Tests.Support;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>A cmdlet called with arguments that make no sense ends, with a stable id, and changes nothing.</summary>
public sealed class RefusedCallTests
{
    public static TheoryData<string, string, string> Calls => new()
    {
        { "Measure-MseLoss (New-Tensor 1,2,3,4 -Shape 4,1) (New-Tensor 1,2,3,4)", "ShapeMismatch", "[4,1];[4];[4,4];-AllowBroadcast" },
        { "Measure-MseLoss 1,2,3 1,2", "ShapeMismatch", "[3];[2]" },
        { "Measure-MseLoss 1,2,3 1,2 -AllowBroadcast", "ShapeMismatch", "[3];[2]" },
        { "Invoke-Training $model $X (New-Tensor 2,4,6,8) 0.01 1", "ShapeMismatch", "[4,1];[4];-AllowBroadcast" },
        { "Invoke-Model $model (New-Tensor 1,2,3)", "ShapeMismatch", "[3];[1,1];Reshape(-1, 1)" },
        { "Invoke-Training $model 1,2,3 1,2,3 0.01 1", "ShapeMismatch", "[3];[1,1]" },
        { "New-Tensor 1,2,3 -Shape 2,2", "ShapeMismatch", "[3];[2,2]" },
        { "New-Tensor 1,2,3 -Shape -1,2", "ShapeMismatch", "[3];[-1,2]" },
        { "ConvertFrom-Tensor $X -Property a, b", "ShapeMismatch", "[4,1];2" },
        { "ConvertFrom-Tensor 5 -Property a", "ShapeMismatch", "[]" },
        { "New-LinearModel 3 2 -Weight 1,2,3", "ShapeMismatch", "Weight;[2,3];[3]" },
        { "New-LinearModel 3 2 -Bias 1,2,3", "ShapeMismatch", "Bias;[2];[3]" },
        { "Invoke-Backward ($v * 2) -Gradient 1,1", "ShapeMismatch", "[3];[2]" },

        { "Invoke-Backward ($v * 2)", "GradientRequired", "[3]" },
        { "Invoke-Backward $X", "NothingRecorded", "requires a gradient" },
        { "Invoke-Backward (Invoke-NoGrad { $w.Square() })", "NothingRecorded", "no-grad" },
        { "Step-Sgd $v 0.1", "NoGradient", "[3]" },
        { "Step-Sgd $w, $v 0.1", "NoGradient", "[3]" },
        { "Step-Sgd $w, $model, 'text' 0.1", "WrongParameter", "'text';String" },
        { "Step-Sgd (New-LinearModel 1 1) 0.1", "NoGradient", "Linear" },
        { "Step-Sgd $null 0.1", "WrongParameter", "null" },
        { "Clear-Gradient $w, 5", "WrongParameter", "'5';Int32" },

        { "Step-Sgd $w -LearningRate -0.1", "InvalidLearningRate", "-0.1" },
        { "Step-Sgd $w -LearningRate NaN", "InvalidLearningRate", "NaN" },
        { "Step-Sgd $model ([double]::PositiveInfinity)", "InvalidLearningRate", "Infinity" },
        { "Step-Sgd $w 1e39", "InvalidLearningRate", "1E+39;float32" },
        { "Invoke-Training $model $X $Y 1e300 1", "InvalidLearningRate", "1E+300;float32" },
        { "Invoke-Training $model $X $Y -0.01 10", "InvalidLearningRate", "-0.01" },
        { "Invoke-Training $model $X $Y NaN 10", "InvalidLearningRate", "NaN" },
        { "Invoke-Training $model $X $Y ([double]::PositiveInfinity) 10", "InvalidLearningRate", "Infinity" },
        { "Invoke-Training $model $X $Y 0.01 0", "InvalidEpoch", "Epoch;0" },
        { "Invoke-Training $model $X $Y 0.01 -Epoch -5", "InvalidEpoch", "-5" },
        { "Invoke-Training $model $X $Y 0.01 10 -BatchSize 0", "InvalidBatchSize", "BatchSize;0" },
        { "Invoke-Training $model $X (New-Tensor 1,2,3 -Shape 3,1) 0.01 10 -BatchSize 2", "ShapeMismatch", "[4,1];[3,1]" },
        { "Invoke-Training $model $X $Y 0.01 10 -LogEvery 0", "InvalidLogEvery", "LogEvery;0" },
        { "Invoke-Training $model $X $Y 0.01 10 -LossScale NaN", "InvalidLossScale", "NaN" },

        { "Set-TensorThread 0", "InvalidCount", "Count;0" },
        { "Set-TensorThread -Count -2", "InvalidCount", "-2" },

        { "New-Tensor @()", "EmptyTensor", "no elements" },
        { "ConvertTo-Tensor -InputObject @()", "EmptyTensor", "no elements" },
        { "@() | ConvertTo-Tensor", "EmptyTensor", "no elements" },
        { "Invoke-Training $model @() @() 0.01 1", "EmptyTensor", "no elements" },
        { "Invoke-Training $model (New-Tensor -Zeros -Shape 0,1) (New-Tensor -Zeros -Shape 0,1) 0.01 1", "EmptyTensor", "[0,1]" },
        { "Measure-MseLoss (New-Tensor -Zeros -Shape 0) (New-Tensor -Zeros -Shape 0)", "EmptyTensor", "[0]" },

        { "Invoke-Model 'foo' $X", "WrongModel", "'foo';String" },
        { "Invoke-Model $null $X", "WrongModel", "null" },
        { "Invoke-Model $w $X", "WrongModel", "tensor of shape []" },
        { "Get-ModelParameter 'foo'", "WrongModel", "'foo';New-LinearModel" },
        { "Invoke-Training $w $X $Y 0.01 1", "WrongModel", "tensor of shape []" },
        { "Invoke-Training (New-CustomModel @{} { param($x) $x }) $X $Y 0.01 1", "WrongModel", "CustomModel;no parameters" },
        { "New-CustomModel @{ lin = 5 } { param($x) $x }", "WrongModel", "'5';Int32" },
        { "Get-ModelParameter $model -Name wieght", "NoSuchParameter", "'wieght';weight, bias" },
        { "New-LinearModel 1 1 -NoBias -Bias 1", "ParameterConflict", "-NoBias;-Bias" },
        { "New-LinearModel 0 1", "InvalidInFeatures", "InFeatures;0" },
        { "New-LinearModel 1 -1", "InvalidOutFeatures", "OutFeatures;-1" },
        { "New-Tensor -Zeros -Shape 2,-1", "InvalidShape", "[2,-1]" },
        { "New-Tensor -Uniform -Shape 2 -Minimum 1 -Maximum 0", "InvalidRange", "1;0" },
        { "New-Tensor -Normal -Shape 2 -Mean NaN", "InvalidMean", "NaN" },
        { "New-Tensor -Normal -Shape 2 -StandardDeviation -1", "InvalidStandardDeviation", "-1;negative" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void EndsWithAStableIdAndChangesNothing(string call, string id, string named)
    {
        using var session = TrainingState.Begin();
        string before = TrainingState.Read(session);

        string[] result = session.All<string>($$"""
            try { $null = {{call}}; 'went on' }
            catch [LinRegPS.LinRegException] { $_.FullyQualifiedErrorId; $_.Exception.ErrorId; $_.Exception.Message }
            """);

        Assert.Equal(3, result.Length);
        Assert.StartsWith($"LinRegPS.{id},LinRegPS.Commands.", result[0]);
        Assert.Equal($"LinRegPS.{id}", result[1]);
        Assert.All(named.Split(';'), part => Assert.Contains(part, result[2]));
        Accepted.Text("refused.txt", result[2]);
        Assert.Equal(before, TrainingState.Read(session));
    }
}
