using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>New-Optimizer, Step-Optimizer, New-LearningRateSchedule, and the training cmdlets that take them.</summary>
public sealed class OptimizerTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $model = New-LinearModel 1 1 -Seed 0
        $by = New-LinearModel 1 1 -Seed 0
        function Round($optimizer, $model) {
            $optimizer.ZeroGrad()
            [LinRegPS.Loss]::Mse($model.Forward($X), $Y).Backward()
        }
        function Text($model) { '{0:G9} {1:G9}' -f $model.Weight.Item(), $model.Bias.Item() }

        """;

    [Fact]
    public void SettingsAreParametersOfTheOptimizerThatIsNamed()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            [
                "AdamW(AmsGrad=True, Beta1=0.8, Beta2=0.999, Epsilon=1E-08, LearningRate=0.05, WeightDecay=0.2, Maximize=False)",
                "0.001", "1", "0.9",
            ],
            session.All<string>(Setup + """
                "$(New-Optimizer adamw $model 0.05 -Beta1 0.8 -WeightDecay '0.2' -AmsGrad)"
                "$((New-Optimizer Adam $model).LearningRate)"
                "$((New-Optimizer Adadelta $model).LearningRate)"
                "$(($model | New-Optimizer Sgd -LearningRate 0.1 -Momentum 0.9 -Nesterov).Momentum)"
                """));
    }

    [Theory]
    [InlineData("New-Optimizer Sgd $model.Weight, $model.Bias 0.1 -Momentum 0.9", "0 1")]
    [InlineData("New-Optimizer Sgd @{ w = $model.Weight; b = $model.Bias } 0.1 -Momentum 0.9", "b w")]
    [InlineData("New-Optimizer Sgd ([ordered]@{ w = $model.Weight; b = $model.Bias }) 0.1 -Momentum 0.9", "w b")]
    [InlineData("Get-ModelParameter $model | New-Optimizer Sgd -LearningRate 0.1 -Momentum 0.9", "weight bias")]
    [InlineData("$model.Weight, $model.Bias | New-Optimizer Sgd -LearningRate 0.1 -Momentum 0.9", "0 1")]
    [InlineData("New-Optimizer Sgd @{ all = $model } 0.1 -Momentum 0.9", "all.weight all.bias")]
    public void WhatIsSteppedMayBeGivenAsTensorsParametersOrByName(string call, string names)
    {
        using var session = new ModuleSession();
        string[] texts = session.All<string>(Setup + $$"""
            $some = {{call}}
            "$($some.ParameterGroups.Parameters.Name)"
            $whole = New-Optimizer Sgd $by 0.1 -Momentum 0.9
            foreach ($i in 1..3) { Round $some $model; $some.Step(); Round $whole $by; $whole.Step() }
            Text $model
            Text $by
            """);
        Assert.Equal(names, texts[0]);
        Assert.Equal(texts[2], texts[1]);
    }

    [Fact]
    public void OneOptimizerStepsSeveralModels()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            ["0.weight 0.bias 1.weight 1.bias", "0.weight 1.bias 2.weight 3.bias", "4", "0.weight 1.weight", "True"],
            session.All<string>(Setup + """
                $both = New-Optimizer Adam $model, $by
                "$($both.ParameterGroups.Parameters.Name)"
                $same = $model, $by | Get-ModelParameter | New-Optimizer Adam
                "$($same.ParameterGroups.Parameters.Name)"
                [LinRegPS.Loss]::Mse($model.Forward($X) + $by.Forward($X), $Y).Backward()
                $before = Text $by
                $same.Step()
                "$($same.StateDict()['state'].Count)"
                "$((New-Optimizer AdamW $model, $by -NoDecay *bias).ParameterGroups[0].Parameters.Name)"
                "$($before -ne (Text $by))"
                """));
    }

    [Theory]
    [InlineData("New-Optimizer Sgd $model 0.1 -Nesterov", "InvalidNesterov")]
    [InlineData("New-Optimizer Sgd $model", "InvalidLearningRate")]
    [InlineData("New-Optimizer Adam $model -Beta1 1", "InvalidBeta1")]
    [InlineData("New-Optimizer Adam $model -Beta1 '0,9'", "NotANumber")]
    [InlineData("New-Optimizer Rprop $model -WeightDecay 0.1", "NoSuchSetting")]
    [InlineData("New-Optimizer Adams $model", "NoSuchName")]
    [InlineData("New-Optimizer Adam 5", "WrongModel")]
    [InlineData("New-Optimizer Adam @()", "WrongParameter")]
    [InlineData("New-Optimizer Adam $model, 5", "WrongParameter")]
    [InlineData("New-Optimizer Adam @{ w = @{ v = $model.Weight } }", "WrongParameter")]
    [InlineData("New-Optimizer Adam $model, $model", "WrongParameter")]
    [InlineData("New-Optimizer Adam ($model.Weight * 2), $model.Bias", "NotALeaf")]
    [InlineData("$list = [Collections.ArrayList]@(1); $list[0] = $list; New-Optimizer Adam $list", "NestedTooDeep")]
    [InlineData("New-Optimizer Adam $model -NoDecay slope", "NoSuchParameter")]
    [InlineData("Step-Optimizer $model", "WrongOptimizer")]
    [InlineData("Step-Optimizer (New-Optimizer LBFGS $model)", "ClosureNeeded")]
    [InlineData("Step-Optimizer (New-Optimizer LBFGS $model) -Closure { 1; 2 }", "WrongResult")]
    [InlineData("New-LearningRateSchedule StepLR (New-Optimizer Adam $model)", "ScheduleArgument")]
    [InlineData("New-LearningRateSchedule StepLR $model -StepSize 3", "WrongOptimizer")]
    [InlineData("New-LearningRateSchedule CyclicLR (New-Optimizer Adam $model) -BaseLearningRate 0.1 -MaxLearningRate 1", "NoMomentum")]
    [InlineData("Invoke-Training $model $X $Y -Epoch 1", "InvalidLearningRate")]
    [InlineData("Invoke-Training $model $X $Y 0.1 1 -ClipNorm 1 -ClipValue 1", "ParameterConflict")]
    [InlineData("Invoke-Training $model $X $Y 0.1 1 -ClipNorm 0", "InvalidClipNorm")]
    [InlineData("Invoke-Training $model $X $Y 0.1 1 -Optimizer Adam -OptimizerSetting @{ Beta = 1 }", "NoSuchSetting")]
    [InlineData("Invoke-Training $model $X $Y 0.1 1 -Optimizer Adam -OptimizerSetting @{ Beta1 = '0,5' }", "InvalidSetting")]
    [InlineData("Invoke-Training $model $X $Y 0.1 1 -Optimizer LBFGS -OptimizerSetting @{ HistorySize = 2.5 }", "InvalidSetting")]
    [InlineData("Invoke-Training $model $X $Y 0.1 1 -Schedule StepLR", "ScheduleArgument")]
    [InlineData("Invoke-Training $model $X $Y 0.1 1 -Schedule Step", "NoSuchName")]
    [InlineData("Invoke-Training $model $X $Y 0.1 1 -Schedule (New-LearningRateSchedule StepLR (New-Optimizer Adam $model) -StepSize 1)", "ParameterConflict")]
    [InlineData("Invoke-Training $model $X $Y 0.1 1 -AccumulationStep 0", "InvalidAccumulationStep")]
    public void WhatIsRefusedIsNamed(string call, string id)
    {
        using var session = new ModuleSession();
        var result = session.Attempt(Setup + "Round ([LinRegPS.Sgd]::new($model, 1)) $model\n" + call);
        Assert.Equal("LinRegPS." + id, Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void AStepOfTheCmdletIsAStepOfTheObject()
    {
        using var session = new ModuleSession();
        string[] texts = session.All<string>(Setup + """
            $one = New-Optimizer NAdam $model 0.1 -WeightDecay 0.1 -NoDecay b*
            $two = New-Optimizer NAdam $by 0.1 -WeightDecay 0.1
            $two = [LinRegPS.NAdam]::new([LinRegPS.Tensor[]]$by.Weight, 0.1)
            $two.WeightDecay = 0.1
            $group = [LinRegPS.ParameterGroup]::new([LinRegPS.Tensor[]]$by.Bias)
            $group.WeightDecay = 0
            $two.AddParameterGroup($group)
            foreach ($epoch in 1..5) {
                Round $one $model
                $one | Step-Optimizer
                Round $two $by
                $two.Step()
            }
            Text $model
            Text $by
            """);
        Assert.Equal(texts[1], texts[0]);
    }

    [Fact]
    public void LBFGSTakesAScriptBlock()
    {
        using var session = new ModuleSession();
        string[] texts = session.All<string>(Setup + """
            $one = New-Optimizer LBFGS $model -StrongWolfe
            $two = New-Optimizer LBFGS $by -StrongWolfe
            foreach ($epoch in 1..3) {
                $null = $one.Step({ $one.ZeroGrad(); $loss = [LinRegPS.Loss]::Mse($model.Forward($X), $Y); $loss.Backward(); $loss })
                $loss = Step-Optimizer $two -Closure { $two.ZeroGrad(); $l = Measure-MseLoss (Invoke-Model $by $X) $Y; $l.Backward(); $l }
            }
            Text $model
            Text $by
            "$([math]::Abs($model.Weight.Item() - 2) -lt 1e-3)"
            $trained = New-LinearModel 1 1 -Seed 0
            $null = Invoke-Training $trained $X $Y 1 3 -Optimizer LBFGS -OptimizerSetting @{ StrongWolfe = $true }
            Text $trained
            """);
        Assert.Equal(texts[1], texts[0]);
        Assert.Equal("True", texts[2]);
        Assert.Equal(texts[0], texts[3]);
    }

    [Fact]
    public void StepSgdKeepsItsMomentumWithTheParameter()
    {
        using var session = new ModuleSession();
        string[] texts = session.All<string>(Setup + """
            $sgd = New-Optimizer Sgd $by 0.01 -Momentum 0.9 -WeightDecay 0.1 -Nesterov
            foreach ($epoch in 1..5) {
                Round $sgd $by
                $sgd.Step()
                Clear-Gradient $model
                [LinRegPS.Loss]::Mse($model.Forward($X), $Y).Backward()
                if ($epoch % 2) { $model | Step-Sgd -LearningRate 0.01 -Momentum 0.9 -WeightDecay 0.1 -Nesterov }
                else { Get-ModelParameter $model | Step-Sgd -LearningRate 0.01 -Momentum 0.9 -WeightDecay 0.1 -Nesterov }
            }
            Text $model
            Text $by
            """);
        Assert.Equal(texts[1], texts[0]);
    }

    [Theory]
    [InlineData("$s = New-LearningRateSchedule ExponentialLR (New-Optimizer Sgd $model 0.02) -Gamma 0.5; $r = Invoke-Training $model $X $Y -Epoch 3 -Schedule $s", "0.02 0.01 0.005")]
    [InlineData("$r = Invoke-Training $model $X $Y 0.02 3 -Schedule ExponentialLR -ScheduleSetting @{ Gamma = '0.5' }", "0.02 0.01 0.005")]
    [InlineData("$r = Invoke-Training $model $X $Y 0.02 4 -Schedule CosineAnnealingLR -Optimizer Adam -LogEvery 2", "0.02 0.0170710678118655 0.00292893218813453")]
    [InlineData("$s = New-LearningRateSchedule LambdaLR (New-Optimizer Sgd $model 0.02) -Factor { param($epoch) 1 / (1 + $epoch) }; $r = Invoke-Training $model $X $Y -Epoch 2 -Schedule $s", "0.02 0.01")]
    [InlineData("$s = [LinRegPS.LambdaLR]::new((New-Optimizer Sgd $model 0.02), { param($epoch) 1 / (1 + $epoch) }); $r = Invoke-Training $model $X $Y -Epoch 2 -Schedule $s", "0.02 0.01")]
    [InlineData("$r = Invoke-Training $model $X $Y 0.02 2 -BatchSize 2 -Schedule OneCycleLR -ScheduleSetting @{ PctStart = 0.5; CycleMomentum = $false; AnnealStrategy = 'Linear' }", "0.0008 0.01000004")]
    [InlineData("$s = New-LearningRateSchedule MultiStepLR (New-Optimizer Sgd $model 0.02) -Milestones 1,2 -Gamma 0.5; $r = Invoke-Training $model $X $Y -Epoch 3 -Schedule $s", "0.02 0.01 0.005")]
    [InlineData("$r = Invoke-Training $model $X $Y 0.02 3 -Schedule ReduceLROnPlateau -ScheduleSetting @{ Mode = 'Max'; Patience = 0; Factor = 0.5 }", "0.02 0.02 0.01")]
    public void RecordsHaveTheRateOfEachEpoch(string call, string rates)
    {
        using var session = new ModuleSession();
        Assert.Equal(rates, session.One<string>($"{Setup}{call}; ($r | ForEach-Object {{ '{{0:G15}}' -f $_.LearningRate }}) -join ' '"));
    }

    [Fact]
    public void WithoutAScheduleRecordsAreWhatTheyWere()
    {
        using var session = new ModuleSession();
        Assert.Equal("Epoch Loss weight bias weight.grad bias.grad Elapsed", session.One<string>(
            Setup + "(Invoke-Training $model $X $Y 0.01 1 | Get-Member -MemberType Properties).Name.Count | Out-Null; (Invoke-Training $model $X $Y 0.01 1).PSObject.Properties.Name -join ' '"));
    }

    [Fact]
    public void ADiagnosisLeavesOptimizerAndScheduleAsTheyWere()
    {
        using var session = new ModuleSession();
        Assert.Equal(["0.02 0", "0.02 0"], session.All<string>(Setup + """
            $sgd = New-Optimizer Sgd $model 0.02
            $schedule = New-LearningRateSchedule ExponentialLR $sgd -Gamma 0.5
            "$($sgd.LearningRate) $($schedule.LastEpoch)"
            $null = Debug-Training $model $X $Y -Epoch 5 -Schedule $schedule -ClipNorm 1 -AccumulationStep 2 -BatchSize 1
            "$($sgd.LearningRate) $($schedule.LastEpoch)"
            """));
    }
}
