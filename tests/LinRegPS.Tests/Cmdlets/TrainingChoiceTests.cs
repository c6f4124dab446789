using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>What the training cmdlets are told to train with: losses and optimizers, in Invoke-Training and Debug-Training alike.</summary>
public sealed class TrainingChoiceTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $model = New-LinearModel 1 1 -NoBias -Weight 0

        """;

    [Theory]
    [InlineData("Adam", "[LinRegPS.Adam]::new($by, 0.1)")]
    [InlineData("rmsprop", "[LinRegPS.RMSprop]::new($by, 0.1)")]
    [InlineData("Sgd", "[LinRegPS.Sgd]::new($by, 0.1)")]
    public void ATrainingIsTheLoopWithThatOptimizerAndLoss(string name, string made)
    {
        using var session = new ModuleSession();
        string[] weights = session.All<string>($$"""
            {{Setup}}
            $records = Invoke-Training $model $X $Y -LearningRate 0.1 -Epoch 7 -Optimizer {{name}} -Loss Huber
            $by = New-LinearModel 1 1 -NoBias -Weight 0
            $optimizer = {{made}}
            foreach ($epoch in 1..7) {
                $optimizer.ZeroGrad()
                $loss = [LinRegPS.Loss]::Huber($by.Forward($X), $Y)
                $loss.Backward()
                $optimizer.Step()
            }
            '{0:G9} {1:G9}' -f $model.Weight.Item(), $records[-1].Loss
            '{0:G9} {1:G9}' -f $by.Weight.Item(), $loss.Item()
            """);
        Assert.Equal(weights[1], weights[0]);
    }

    // An object keeps its state: two trainings are one.
    [Fact]
    public void AnOptimizerObjectGoesOnWhereItWas()
    {
        using var session = new ModuleSession();
        Assert.Equal([true, 6f], session.Run(Setup + """
            $adam = [LinRegPS.Adam]::new($model)
            $adam.Beta1 = 0.5
            $null = Invoke-Training $model $X $Y -LearningRate 0.1 -Epoch 2 -Optimizer $adam
            # A diagnosis in between leaves it, and its rate, alone.
            $null = Debug-Training $model $X $Y -LearningRate 0.2 -Epoch 5 -Optimizer $adam
            $null = Invoke-Training $model $X $Y -LearningRate $adam.LearningRate -Epoch 4 -Optimizer $adam
            $other = New-LinearModel 1 1 -NoBias -Weight 0
            $second = [LinRegPS.Adam]::new($other)
            $second.Beta1 = 0.5
            $null = Invoke-Training $other $X $Y -LearningRate 0.1 -Epoch 6 -Optimizer $second
            $model.Weight.Item() -eq $other.Weight.Item()
            $adam.StateDict()['state']['weight']['step'].Item()
            """));
    }

    [Theory]
    [InlineData("[LinRegPS.LossFunction]::Named('Huber', $false, @{ delta = 0.5 })")]
    [InlineData("[LinRegPS.LossFunction]::new('mine', { param($p, $y) [LinRegPS.Loss]::Huber($p, $y, 'Mean', 0.5) })")]
    [InlineData("{ param($p, $y) [LinRegPS.Loss]::Huber($p, $y, 'Mean', 0.5) }")]
    [InlineData("{ param($p, $y) Measure-Loss $p $y Huber -Setting @{ Delta = '0.5' } }")]
    public void ALossMayBeAnObjectOrAScriptBlock(string loss)
    {
        using var session = new ModuleSession();
        Assert.Equal([true], session.Run($$"""
            {{Setup}}
            $losses = Invoke-Training $model $X $Y -LearningRate 0.1 -Epoch 3 -Loss ({{loss}}) | ForEach-Object Loss
            $by = New-LinearModel 1 1 -NoBias -Weight 0
            $expected = foreach ($epoch in 1..3) {
                Clear-Gradient $by
                $one = [LinRegPS.Loss]::Huber($by.Forward($X), $Y, 'Mean', 0.5)
                $one.Backward()
                Step-Sgd $by -LearningRate 0.1
                $one.Item()
            }
            "$losses" -ceq "$expected"
            """));
    }

    [Theory]
    [InlineData("-Optimizer Sdg", "LinRegPS.NoSuchName", "optimizer 'Sdg'")]
    [InlineData("-Optimizer 3", "LinRegPS.NoSuchName", "Adam, AdamW, Adamax, Asgd, LBFGS, NAdam, RAdam, RMSprop, Rprop, Sgd")]
    [InlineData("-Loss Mean", "LinRegPS.NoSuchName", "BinaryCrossEntropy, BinaryCrossEntropyWithLogits, CrossEntropy, Ctc, HingeEmbedding, Huber, KlDiv, L1, Mse, MultiLabelMargin, MultiLabelSoftMargin, MultiMargin, Nll, PoissonNll, SmoothL1, SoftMargin")]
    [InlineData("-Loss CrossEntropy -AllowBroadcast", "LinRegPS.NeverBroadcasts", "CrossEntropy")]
    [InlineData("-Loss { param($p, $y) 'far' }", "LinRegPS.WrongResult", "-Loss: the block must write one tensor")]
    [InlineData("-Loss ([LinRegPS.LossFunction]::Named('L1')) -AllowBroadcast", "LinRegPS.ParameterConflict", "-AllowBroadcast and -Loss")]
    [InlineData("-BatchSize 0", "LinRegPS.InvalidBatchSize", "BatchSize is 0")]
    [InlineData("-Optimizer ([LinRegPS.Adam]::new((New-LinearModel 1 1)))", "LinRegPS.WrongOptimizer", "Adam steps weight, bias of something else than this Linear")]
    public void AWrongChoiceIsAnErrorOfBothCmdlets(string arguments, string id, string words)
    {
        using var session = new ModuleSession();
        foreach (string cmdlet in new[] { "Invoke-Training", "Debug-Training" })
        {
            string[] error = session.All<string>($$"""{{Setup}} try { $null = {{cmdlet}} $model $X $Y -LearningRate 0.1 -Epoch 2 {{arguments}} } catch { $_.FullyQualifiedErrorId; "$_" }; "$($model.Weight.Item())" """);
            // What a finding explains, a diagnosis does not throw.
            if (error.Length == 1)
                continue;
            Assert.StartsWith(id, error[0]);
            Assert.Contains(words, error[1]);
            Assert.Equal("0", error[2]);
        }
    }

    [Fact]
    public void EveryLossTellsOfBroadcastingInCmdletWords()
    {
        using var session = new ModuleSession();
        foreach (string loss in new[] { "Mse", "Huber" })
        {
            string error = session.One<string>($$"""{{Setup}} try { $null = Invoke-Training $model $X ($Y.Reshape($Y.Numel)) -LearningRate 0.1 -Epoch 1 -Loss {{loss}} } catch { "$_" } """);
            Assert.Contains("-AllowBroadcast", error);
            Assert.DoesNotContain("allowBroadcast", error);
        }
    }

    [Theory]
    [InlineData("Optimizer")]
    [InlineData("Loss")]
    [InlineData("BatchSize")]
    [InlineData("Shuffle")]
    [InlineData("Seed")]
    [InlineData("LossScale")]
    [InlineData("AllowBroadcast")]
    public void WhatOneCmdletHasTheOtherHas(string parameter)
    {
        using var session = new ModuleSession();
        Assert.Equal([true, true], session.Run($"(Get-Command Invoke-Training, Debug-Training).ForEach({{ $_.Parameters.ContainsKey('{parameter}') }})"));
    }

    [Theory]
    [InlineData("Adam")]
    [InlineData("RMSprop")]
    [InlineData("Sgd")]
    public void FiveRightStepsInAScriptHaveNoFindings(string name)
    {
        using var session = new ModuleSession();
        Assert.Empty(session.Run($$"""
            {{Setup}}
            $optimizer = [LinRegPS.{{name}}]::new($model, 0.01)
            Debug-Training {
                foreach ($epoch in 1..5) {
                    $optimizer.ZeroGrad()
                    (Measure-MseLoss (Invoke-Model $model $X) $Y).Backward()
                    $optimizer.Step()
                }
            }
            Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 40 -Optimizer {{name}} -BatchSize 2 -Shuffle -Seed 0
            Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 40 -Optimizer {{name}} -Loss Huber
            """));
    }

    [Fact]
    public void ALossThatIsNoLongerFiniteIsToldOnceWithItsRemedy()
    {
        using var session = new ModuleSession();
        string[] warnings = session.All<string>(Setup + """
            $null = Invoke-Training $model $X $Y -LearningRate 1 -Epoch 1000 -WarningVariable warnings -WarningAction SilentlyContinue
            $null = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X $Y -LearningRate 0.01 -Epoch 100 -WarningVariable none
            "$($warnings.Count) $($none.Count)"
            "$warnings"
            """);
        Assert.Equal("1 0", warnings[0]);
        Assert.Contains("-Diagnose", warnings[1]);
        Assert.Contains("epoch 17", warnings[1]);
    }

    // A parameter of a column's name hides nothing, in the records and on the way to Compare-Training.
    [Fact]
    public void AParameterNamedLossLeavesTheLossAlone()
    {
        using var session = new ModuleSession();
        Assert.Equal(["Epoch Loss parameter.Loss w parameter.Loss.grad w.grad Elapsed", true, true], session.Run("""
            . ([scriptblock]::Create('
                using namespace LinRegPS
                class Net : Module {
                    [Tensor]$Loss = (New-Tensor 0 -RequiresGrad)
                    [Tensor]$w = (New-Tensor 1 -RequiresGrad)
                    [Tensor] Forward([Tensor]$x) { return $this.w * $x + $this.Loss }
                }
                $nets = [Net]::new(), [Net]::new()
            '))
            $runs = $nets.ForEach({ , (Invoke-Training $_ (1,2) (2,4) -LearningRate 0.1 -Epoch 3) })
            $runs[0][0].psobject.Properties.Name -join ' '
            $runs[0][0].Loss -eq 2.5 -and $runs[0][0].'parameter.Loss' -ne 2.5
            [bool]((Compare-Training $runs[0] $runs[1]).Finding)
            """));
    }

    [Theory]
    [InlineData("Invoke-Training -Optimizer ", "Adadelta Adagrad Adam AdamW Adamax Asgd LBFGS NAdam RAdam RMSprop Rprop Sgd")]
    [InlineData("Debug-Training -Optimizer r", "RAdam RMSprop Rprop")]
    [InlineData("Invoke-Training -Loss ", "BinaryCrossEntropy BinaryCrossEntropyWithLogits CrossEntropy Ctc HingeEmbedding Huber KlDiv L1 Mse MultiLabelMargin MultiLabelSoftMargin MultiMargin Nll PoissonNll SmoothL1 SoftMargin")]
    public void NamesAreCompleted(string line, string expected)
    {
        using var session = new ModuleSession();
        Assert.Equal(expected, session.One<string>($"(TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText -join ' '"));
    }
}
