using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Invoke-Backward and Clear-Gradient.</summary>
public sealed class AutogradTests
{
    [Theory]
    [InlineData("Invoke-Backward $w.Square().Sum()", "[2] 6 8")]
    [InlineData("$w.Square().Sum() | Invoke-Backward", "[2] 6 8")]
    [InlineData("$w.Square().Sum().Backward()", "[2] 6 8")]
    [InlineData("Invoke-Backward $w.Square() -Gradient 1,10", "[2] 6 80")]
    [InlineData("Invoke-Backward $w.Square() (New-Tensor 1,10)", "[2] 6 80")]
    [InlineData("$w.Square().Backward((1,10))", "[2] 6 80")]
    [InlineData("$loss = $w.Square().Sum(); Invoke-Backward $loss -RetainGraph; Invoke-Backward $loss", "[2] 12 16")]
    [InlineData("$loss = $w.Square().Sum(); $loss.Backward($null, $true); $loss.Backward()", "[2] 12 16")]
    [InlineData("$w.Sum(), $w.Square().Sum() | Invoke-Backward", "[2] 7 9")]
    [InlineData("$w.Square().Sum() | Invoke-Backward; Clear-Gradient $w; $w.Sum().Backward()", "[2] 1 1")]
    public void GivesAndSumsGradients(string script, string gradient)
    {
        using var session = new ModuleSession();
        session.Run("$w = New-Tensor 3,4 -RequiresGrad");
        Assert.Empty(session.Run(script));
        Assert.Equal(gradient, session.Tensor("$w.Grad"));
    }

    [Theory]
    [InlineData("Clear-Gradient $w; Clear-Gradient $model")]
    [InlineData("Clear-Gradient $w, $model")]
    [InlineData("$w, $model | Clear-Gradient")]
    [InlineData("Clear-Gradient $w; Get-ModelParameter $model | Clear-Gradient")]
    [InlineData("Clear-Gradient $w; Clear-Gradient (Get-ModelParameter $model)")]
    [InlineData("$w.Grad = $null; $model.ZeroGrad()")]
    public void GradientsAreForgotten(string script)
    {
        using var session = new ModuleSession();
        session.Run("""
            $w = New-Tensor 3 -RequiresGrad
            $model = New-LinearModel 1 1
            ($w * $model.Forward(@(1))).Sum().Backward()
            """);
        Assert.DoesNotContain(null, session.Run("$w.Grad; $model.Weight.Grad; $model.Bias.Grad"));
        Assert.Empty(session.Run(script));
        Assert.Equal([null, null, null], session.Run("$w.Grad; $model.Weight.Grad; $model.Bias.Grad"));
    }

    [Theory]
    [InlineData("Clear-Gradient")]
    [InlineData("Step-Sgd -LearningRate 0")]
    public void PassThruWritesWhatWasGiven(string cmdlet)
    {
        using var session = new ModuleSession();
        session.Run("$w = New-Tensor 3 -RequiresGrad; $model = New-LinearModel 1 1; ($w * $model.Forward(@(1))).Sum().Backward()");
        Assert.Equal(
            [true, true, "weight", "bias"],
            session.Run($$"""
                $passed = @($w, $model | {{cmdlet}} -PassThru | ForEach-Object { $_ })
                [object]::ReferenceEquals($passed[0], $w); [object]::ReferenceEquals($passed[1], $model)
                ($w * $model.Forward(@(1))).Sum().Backward()
                (Get-ModelParameter $model | {{cmdlet}} -PassThru).Name
                """));
    }

    [Theory]
    [InlineData("Get-Gradient $w.Square().Sum() -By $w", "[2] 6 8")]
    [InlineData("$w.Square().Sum() | Get-Gradient -By $w", "[2] 6 8")]
    [InlineData("Get-Gradient $w.Square() $w -Gradient 1,10", "[2] 6 80")]
    [InlineData("$loss = $w.Square().Sum(); $null = Get-Gradient $loss $w -RetainGraph; Get-Gradient $loss $w", "[2] 6 8")]
    [InlineData("$slope = Get-Gradient $w.Pow(3).Sum() $w -CreateGraph; Get-Gradient $slope.Sum() $w", "[2] 18 24")]
    [InlineData("(Get-Gradient ($w * $v).Sum() $v, $w)[0]", "[2] 3 4")]
    [InlineData("[LinRegPS.Autograd]::Hvp({ param($x) $x.Pow(3).Sum() }, $w, (New-Tensor 1,2)).Item2", "[2] 18 48")]
    [InlineData("[LinRegPS.Autograd]::Hessian({ param($x) $x.Pow(3).Sum() }, $w).Sum(0)", "[2] 18 24")]
    [InlineData("[LinRegPS.Autograd]::Jacobian({ param($x) $x * $v }, $w).Sum(0)", "[2] 5 6")]
    public void GradientsAskedForByNameAreKeptByNoTensor(string script, string gradient)
    {
        using var session = new ModuleSession();
        session.Run("$w = New-Tensor 3,4 -RequiresGrad; $v = New-Tensor 5,6 -RequiresGrad");
        Assert.Equal(gradient, session.Tensor(script));
        Assert.Equal([null, null], session.Run("$w.Grad; $v.Grad"));
    }

    [Fact]
    public void ATensorThatWasNotUsedIsAnErrorOrNull()
    {
        using var session = new ModuleSession();
        session.Run("$w = New-Tensor 3,4 -RequiresGrad; $v = New-Tensor 5,6 -RequiresGrad");
        Assert.Equal([null], session.Run("Get-Gradient $w.Sum() $v -AllowUnused"));
        Assert.Equal(
            ["LinRegPS.NotReached,LinRegPS.Commands.GetGradientCommand", true],
            session.Run("try { Get-Gradient $w.Sum() $v } catch { $_.FullyQualifiedErrorId; \"$_\" -like '*-AllowUnused*' }"));
    }

    [Fact]
    public void APassThatIsRecordedCanBeDifferentiated()
    {
        using var session = new ModuleSession();
        Assert.Equal("[] 36", session.Tensor("$w = New-Tensor 3 -RequiresGrad; $w.Pow(3) | Invoke-Backward -CreateGraph; $g = $w.Grad; Clear-Gradient $w; (2 * $g).Backward(); $w.Grad"));
    }

    [Fact]
    public void AnUnrecordedPartGetsNoGradient()
    {
        using var session = new ModuleSession();
        Assert.Equal("[] 3", session.Tensor("$a = New-Tensor 2 -RequiresGrad; $b = New-Tensor 3 -RequiresGrad; ($a * $b.Detach()).Backward(); $a.Grad"));
        Assert.Null(session.Run("$b.Grad").Single());
    }
}
