using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>What a model of a script's own holds: layers wherever they stand, frozen parameters, its state and its mode.</summary>
public sealed class ModelStateTests
{
    // The class is read when the module is there.
    private const string Net = """
        . ([scriptblock]::Create('
            using namespace LinRegPS
            class Net : Module {
                $first = (New-LinearModel 1 2 -Weight 1 -Bias 0)
                $layers = @{ b = (New-LinearModel 2 1 -Weight 3 -Bias 1); a = [ordered]@{ drop = [Dropout]::new(0.5, [Generator]::new(0)) } }
                $list = @((New-LinearModel 1 1 -NoBias -Weight 2), 5, "text")
                [Tensor]$scale = (New-Tensor 1 -RequiresGrad)
                [Tensor]$mean = (New-Tensor 4)
                [Tensor] Forward([Tensor]$x) { return $this.layers.b.Forward($this.layers.a.drop.Forward($this.first.Forward($x))) }
            }
            $model = [Net]::new()
        '))

        """;

    [Theory]
    [InlineData("$model.NamedParameters().Name", "first.weight first.bias layers.b.weight layers.b.bias list.0.weight scale")]
    [InlineData("$model.NamedBuffers().Name", "mean")]
    [InlineData("(Get-ModelParameter $model *.weight).Name", "first.weight layers.b.weight list.0.weight")]
    [InlineData("$model.first.Weight.RequiresGrad = $false; $model.scale.RequiresGrad = $false; $model.NamedParameters().Name", "first.weight first.bias layers.b.weight layers.b.bias list.0.weight scale")]
    [InlineData("$model.StateDict().Keys", "first.weight first.bias layers.b.weight layers.b.bias list.0.weight scale mean")]
    [InlineData("$model.Training; $null = $model.Eval(); $model.layers.a.drop.Training; $null = $model.Train(); $model.layers.a.drop.Training", "True False True")]
    public void EverythingIsFoundWhereverItStands(string script, string expected)
    {
        using var session = new ModuleSession();
        Assert.Equal(expected, string.Join(' ', session.Run(Net + script)));
    }

    [Fact]
    public void LayersInAHashtableAreTrained()
    {
        using var session = new ModuleSession();
        Assert.Equal([true], session.Run(Net + """
            $null = Invoke-Training $model (New-Tensor 1,2 -Shape 2,1) (New-Tensor 1,2 -Shape 2,1) -LearningRate 0.001 -Epoch 3
            $model.layers.b.Weight.ToArray()[0] -ne 3 -or $model.layers.b.Weight.ToArray()[1] -ne 3
            """));
    }

    [Fact]
    public void AStateComesBack()
    {
        using var session = new ModuleSession();
        Assert.Equal("1 -5 1 2", session.One<string>(Net + """
            $model.first.Weight.Detach().Fill_(1) | Out-Null
            $state = $model.StateDict()
            $model.first.Weight.Detach().Fill_(-5) | Out-Null
            $kept, $now = $state['first.weight'].ToArray()[0], $model.first.Weight.ToArray()[0]
            $model.LoadStateDict($state)
            # And from a table written by hand, whose tensors come wrapped.
            $model.LoadStateDict(@{ mean = (New-Tensor 2) }, $false)
            "$kept $now $($model.first.Weight.ToArray()[0]) $($model.mean.Item())"
            """));
    }

    [Theory]
    [InlineData("@{ mean = (New-Tensor 1) }", "missing first.weight")]
    [InlineData("$state.Add('other', (New-Tensor 1)); $state", "unexpected other")]
    [InlineData("$state['mean'] = (New-Tensor 1,2); $state", "mean of shape [2], not []")]
    public void AStateThatDoesNotFitIsAnErrorWithAllNames(string state, string words)
    {
        using var session = new ModuleSession();
        string error = session.One<string>($$"""{{Net}} $state = $model.StateDict(); $other = & { {{state}} }; try { $model.LoadStateDict($other) } catch { "$_" }""");
        Assert.Contains(words, error);
    }

    [Fact]
    public void DropoutHasPyTorchsMaskForASeed()
    {
        using var session = new ModuleSession();
        Assert.Equal("[2,2] 0 1.3333334 1.3333334 0", session.Tensor("[LinRegPS.Dropout]::new(0.25, [LinRegPS.Generator]::new(0)).Forward((New-Tensor -Ones -Shape 2,2))"));
        Assert.Equal("[2] 1 1", session.Tensor("$d = [LinRegPS.Dropout]::new(); $null = $d.Eval(); $d.Forward((New-Tensor 1,1))"));
    }
}
