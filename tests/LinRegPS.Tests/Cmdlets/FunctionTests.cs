using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>An operation of two script blocks, and groups of parameters with settings in a hashtable.</summary>
public sealed class FunctionTests
{
    [Theory]
    [InlineData("$f = [LinRegPS.Function]::new({ param($x) $x * $x * $x }, { param($gradient, $result, $x) $gradient * 3 * $x.Square() }); $f.Apply($x).Sum().Backward(); $x.Grad", "[2] 3 12")]
    [InlineData("$f = [LinRegPS.Function]::new({ param($x, $w) $x * $w }, { param($gradient, $result, $x, $w) $gradient * $w; $gradient * $x }); $f.Apply($x, $w).Sum().Backward(); $x.Grad + $w.Grad", "[2] 6 3")]
    [InlineData("$f = [LinRegPS.Function]::new({ param($x, $w) $x * $w }, { param($gradient, $result, $x, $w) $null; $gradient * $x }); $f.Apply($x, $w).Sum().Backward(); $null -eq $x.Grad ? $w.Grad : $x", "[2] 1 -2")]
    [InlineData("$f = [LinRegPS.Function]::new({ param($x) $x.Exp() }, { param($gradient, $result) $gradient * $result }); Get-Gradient (Get-Gradient $f.Apply($x * 0).Sum() $x -CreateGraph).Sum() $x", "[2] 0 0")]
    [InlineData("$adam = [LinRegPS.Adam]::new(@($x), 0.5); $adam.AddParameterGroup([LinRegPS.ParameterGroup]::new(@($w), @{ LearningRate = 0.25; beta1 = 0.5 })); ($x * $w).Sum().Backward(); $adam.Step(); $w.Detach()", "[2] 4.75 5.25")]
    public void ScriptBlocksAndHashtablesDo(string script, string expected)
    {
        using var session = new ModuleSession();
        session.Run("$x = New-Tensor 1,-2 -RequiresGrad; $w = New-Tensor 5,5 -RequiresGrad");
        Assert.Equal(expected, session.Tensor($"& {{ {script} }}"));
    }

    [Theory]
    [InlineData("[LinRegPS.Function]::new({ param($x) $x; $x }, { }).Apply($x)", "gave 2 things")]
    [InlineData("[LinRegPS.Function]::new({ param($x) $x * 2 }, { param($gradient) }).Apply($x).Sum().Backward()", "gave 0 gradients, where 1 is needed")]
    [InlineData("[LinRegPS.Function]::new({ param($x) $x * 2 }, { throw 'my own' }).Apply($x).Sum().Backward()", "my own")]
    [InlineData("[LinRegPS.Adam]::new(@($x)).AddParameterGroup([LinRegPS.ParameterGroup]::new(@(New-Tensor 1), @{ Momentum = 0.5 }))", "Adam has no setting 'Momentum'")]
    [InlineData("[LinRegPS.Adam]::new(@())", "the list of parameters is empty")]
    public void WhatDoesNotFitIsTold(string script, string words)
    {
        using var session = new ModuleSession();
        Assert.Contains(words, session.One<string>($"$x = New-Tensor 1,-2 -RequiresGrad; try {{ $null = {script}; 'no error' }} catch {{ \"$_\" }}"));
    }
}
