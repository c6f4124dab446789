using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Models of a user's own: New-CustomModel, and classes derived from LinRegPS.Module.</summary>
public sealed class CustomModelTests
{
    private static readonly string s_twoLayers = """
        $layers = @{ z = New-LinearModel 1 2 -Weight 1 -Bias 0; a = New-LinearModel 2 1 -Weight 3 -Bias 1 }
        $forward = { param($x) $this.a.Forward($this.z.Forward($x)) }
        $model = New-CustomModel -Layer $layers -Forward $forward

        """;

    [Theory]
    [InlineData("New-CustomModel ([ordered]@{ z = $layers.z; a = $layers.a }) $forward", "z.weight z.bias a.weight a.bias")]
    [InlineData("New-CustomModel ([ordered]@{ a = $layers.a; z = $layers.z }) $forward", "a.weight a.bias z.weight z.bias")]
    [InlineData("New-CustomModel $layers $forward", "a.weight a.bias z.weight z.bias")]
    [InlineData("New-CustomModel ([ordered]@{ twice = $layers.z; again = $layers.z }) $forward", "twice.weight twice.bias")]
    [InlineData("New-CustomModel @{ outer = $model } { param($x) $this.outer.Forward($x) }", "outer.a.weight outer.a.bias outer.z.weight outer.z.bias")]
    public void ParametersAreNamedByLayerInOrder(string script, string names)
    {
        using var session = new ModuleSession();
        Assert.Equal(names, session.One<string>($"{s_twoLayers} (Get-ModelParameter ({script})).Name -join ' '"));
    }

    [Theory]
    [InlineData("$model.Forward($X)")]
    [InlineData("Invoke-Model $model $X")]
    [InlineData("$X | Invoke-Model $model")]
    [InlineData("(New-CustomModel @{ outer = $model } { param($x) $this.outer.Forward($x) }).Forward($X)")]
    public void TheScriptBlockComputesTheOutput(string call)
    {
        using var session = new ModuleSession();
        Assert.Equal("[2,1] 7 13", session.Tensor($"{s_twoLayers} $X = New-Tensor 1,2 -Shape 2,1; {call}"));
    }

    [Fact]
    public void LayersAreProperties()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            [true, true],
            session.Run(s_twoLayers + """
                [object]::ReferenceEquals($model.a, $layers.a)
                $list = [System.Collections.Generic.List[object]]::new(); $list.Add($model)
                [object]::ReferenceEquals($list[0].z.Weight, $layers.z.Weight)
                """));
    }

    [Fact]
    public void TheScriptBlockSeesTheVariablesAroundIt()
    {
        using var session = new ModuleSession();
        Assert.Equal("[1] 10", session.Tensor("$factor = 5; (New-CustomModel @{} { param($x) $x * $factor }).Forward(@(2))"));
    }

    [Theory]
    [InlineData("{ }", "LinRegPS.WrongModel", "nothing")]
    [InlineData("{ param($x) 1; 2 }", "LinRegPS.WrongModel", "'1' (Int32)")]
    [InlineData("{ param($x) 'text' }", "LinRegPS.WrongModel", "'text' (String)")]
    [InlineData("{ param($x) $x; $x }", "LinRegPS.WrongModel", "one tensor")]
    [InlineData("{ param($x) $x + (New-Tensor 1,2,3) }", "LinRegPS.ShapeMismatch", "Add: shapes [2] and [3]")]
    [InlineData("{ param($x) Invoke-Model 'foo' $x }", "LinRegPS.WrongModel", "'foo'")]
    [InlineData("{ param($x) throw 'my own' }", "my own", "my own")]
    [InlineData("{ param($x) $x.Nope() }", "MethodNotFound", "'Nope'")]
    public void AnErrorInForwardIsTheCallsError(string forward, string id, string named)
    {
        using var session = new ModuleSession();
        session.Run($"$model = New-CustomModel @{{ lin = New-LinearModel 2 1 }} {forward}");
        string[] calls = ["Invoke-Model $model (1,2)", "Invoke-Training $model (1,2) (1,2) 0.1 1"];
        Assert.All(calls, call =>
        {
            string[] error = session.All<string>($"try {{ {call}; 'went on' }} catch {{ $_.FullyQualifiedErrorId; \"$_\" }}");
            Assert.Equal(2, error.Length);
            Assert.StartsWith(id, error[0]);
            Assert.Contains(named, error[1]);
        });
    }

    [Theory]
    [InlineData("[Tensor] Forward([Tensor]$x) { return $this.Nope() }", "MethodNotFound", "'Nope'")]
    [InlineData("[Tensor] Forward([Tensor]$x) { return $x + (New-Tensor 1,2,3) }", "LinRegPS.ShapeMismatch", "Add: shapes [2] and [3]")]
    [InlineData("[Tensor] Forward([Tensor]$x) { throw 'my own' }", "my own", "my own")]
    [InlineData("", "LinRegPS.WrongModel", "Broken has no method Forward that takes a Tensor and returns one. Write it as [Tensor] Forward([Tensor]$x)")]
    public void AnErrorInAClassIsTheCallsError(string method, string id, string named)
    {
        using var session = new ModuleSession();
        string[] error = session.All<string>($$"""
            using namespace LinRegPS
            class Broken : Module { [Linear]$lin = [Linear]::new(2, 1); {{method}} }
            try { Invoke-Model ([Broken]::new()) (1,2); 'went on' } catch { $_.FullyQualifiedErrorId; "$_" }
            """);
        Assert.Equal(2, error.Length);
        Assert.StartsWith(id, error[0]);
        Assert.Contains(named, error[1]);
    }

    [Fact]
    public void AClassHoldsLayersListsAndTensors()
    {
        using var session = new ModuleSession();
        Assert.Equal("w frozen.weight layers.0.weight layers.0.bias layers.1.weight later.weight", session.One<string>("""
            using namespace LinRegPS
            class Base : Module { [Tensor]$w = (New-Tensor 1 -RequiresGrad); [Tensor]$constant = (New-Tensor 1); [string]$text = 'x'; [Linear]$frozen = (New-LinearModel 1 1 -NoBias) }
            class Derived : Base {
                [Module[]]$layers = @((New-LinearModel 1 1), (New-LinearModel 1 1 -NoBias))
                [Linear]$none
                $later = (New-LinearModel 1 1 -NoBias)
            }
            (Get-ModelParameter ([Derived]::new())).Name -join ' '
            """));
    }
}
