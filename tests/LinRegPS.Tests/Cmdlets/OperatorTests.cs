using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Tensors in expressions: what PowerShell makes of operators, indices, casts and formats.</summary>
public sealed class OperatorTests
{
    [Theory]
    [InlineData("2")]
    [InlineData("[long]2")]
    [InlineData("2.0")]
    [InlineData("[float]2")]
    [InlineData("[byte]2")]
    [InlineData("(New-Tensor 2)")]
    [InlineData("(New-Tensor 2,2,2)")]
    public void AnyNumberMayStandOnEitherSide(string two)
    {
        using var session = new ModuleSession();
        session.Run("$t = New-Tensor 1,2,4");
        Assert.Equal(
            ["[3] 3 4 6", "[3] -1 0 2", "[3] 2 4 8", "[3] 0.5 1 2"],
            session.Tensors($"$t + {two}; $t - {two}; $t * {two}; $t / {two}"));
        Assert.Equal(
            ["[3] 3 4 6", "[3] 1 0 -2", "[3] 2 4 8", "[3] 2 1 0.5"],
            session.Tensors($"{two} + $t; {two} - $t; {two} * $t; {two} / $t"));
    }

    [Theory]
    [InlineData("2,2,2")]
    [InlineData("[int[]](2,2,2)")]
    [InlineData("[double[]](2,2,2)")]
    [InlineData("[float[]](2,2,2)")]
    [InlineData("2d")]
    [InlineData("'2'")]
    public void AnArrayADecimalOrTextMayStandOnTheRight(string twos)
    {
        using var session = new ModuleSession();
        Assert.Equal(
            ["[3] 3 4 6", "[3] -1 0 2", "[3] 2 4 8", "[3] 0.5 1 2"],
            session.Tensors($"$t = New-Tensor 1,2,4; $t + ({twos}); $t - ({twos}); $t * ({twos}); $t / ({twos})"));
    }

    // PowerShell alone would round them.
    [Theory]
    [InlineData("$t.Sum(0.5)", "Sum: dim is 0.5, which is no whole number.")]
    [InlineData("$t.Flip(0, 0.25)", "Flip: dims is 0.25, which is no whole number.")]
    [InlineData("$t.Reshape(@(1.5, 2))", "Reshape: shape is 1.5, which is no whole number.")]
    [InlineData("$t.LogSumExp([double]::NaN)", "LogSumExp: dim is NaN, which is no whole number.")]
    [InlineData("$t.Std(@(0, 0.5))", "'0.5' is not an index")]
    public void DimensionsWithDecimalsAreRefused(string expression, string message)
    {
        using var session = new ModuleSession();
        Assert.Contains(message, session.One<string>($"$t = New-Tensor 1,2,4; try {{ $null = {expression}; 'nothing' }} catch {{ $_.Exception.GetBaseException().Message }}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-$t", "[3] -1 -2 -4")]
    [InlineData("$t.Pow(2)", "[3] 1 4 16")]
    [InlineData("$s = $t; $s += 1; $s", "[3] 2 3 5")]
    [InlineData("2 * $t - 1 / (4 - $t / 2)", "[3] 1.7142857 3.6666667 7.5")]
    [InlineData("$t + (New-Tensor 10,20 -Shape 2,1)", "[2,3] 11 12 14 21 22 24")]
    [InlineData("(New-Tensor (1,2),(3,5)).Reshape(2, 1, 2).Var(@(0, 1))", "[2] 2 4.5")]
    [InlineData("(New-Tensor (1,2),(1,2)).Reshape(2, 1, 2).Std(@(0, 1))", "[2] 0 0")]
    [InlineData("(New-Tensor (1,2),(3,5)).Reshape(2, 1, 2).Var([System.Collections.Generic.List[int]](0, 1))", "[2] 2 4.5")]
    [InlineData("(New-Tensor (1,2),(3,5)).Reshape(2, 1, 2).Var([System.Collections.ArrayList](0, -2))", "[2] 2 4.5")]
    [InlineData("(New-Tensor (1,2),(3,5)).Reshape(2, 1, 2).Var([int[]](0, 1))", "[2] 2 4.5")]
    [InlineData("(New-Tensor (1,2),(3,5)).Reshape(2, 1, 2).Var([long[]](0, 1), $false)", "[2] 1 2.25")]
    [InlineData("(New-Tensor (1,2),(1,2)).Reshape(2, 1, 2).Std([long[]](0, 1))", "[2] 0 0")]
    [InlineData("(New-Tensor (1,2),(1,2)).Std([double[]](0, 1), $false, $true)", "[1,1] 0.5")]
    [InlineData("(New-Tensor (1,2),(1,3)).Var('1')", "[2] 0.5 2")]
    [InlineData("(New-Tensor 5).Var(0, $false)", "[] 0")]
    [InlineData("(New-Tensor (1,2),(3,4)).Sum([System.Collections.Generic.List[int]](0, 1))", "[] 10")]
    [InlineData("(New-Tensor (1,2),(3,4)).Mean(1.0)", "[2] 1.5 3.5")]
    [InlineData("$t.MatMul((1,1,1))", "[] 7")]
    [InlineData("$t.Dot((1,2,3))", "[] 17")]
    [InlineData("(New-Tensor (1,2),(3,4)).MatMul(((1,0),(0,1)))", "[2,2] 1 2 3 4")]
    public void ExpressionsAreTensors(string expression, string tensor)
    {
        using var session = new ModuleSession();
        Assert.Equal(tensor, session.Tensor($"$t = New-Tensor 1,2,4; {expression}"));
    }

    [Theory]
    [InlineData("$v[0]", "[] 1")]
    [InlineData("$v[-1]", "[] 4")]
    [InlineData("$v['1:3']", "[2] 2 3")]
    [InlineData("$v[':2']", "[2] 1 2")]
    [InlineData("$v['::2']", "[2] 1 3")]
    [InlineData("$v['-2:']", "[2] 3 4")]
    [InlineData("$m[1]", "[3] 4 5 6")]
    [InlineData("$m[0, 1]", "[] 2")]
    [InlineData("$m[-1, -1]", "[] 6")]
    [InlineData("$m[':', 0]", "[2] 1 4")]
    [InlineData("$m[0, '1:']", "[2] 2 3")]
    [InlineData("$m['0:1', '::2']", "[1,2] 1 3")]
    [InlineData("$m[0][1]", "[] 2")]
    [InlineData("$h[1, 0, 1]", "[1] 6")]
    [InlineData("$h.At(0, 1, 1, 0)", "[] 4")]
    [InlineData("$h.At(1, ':', 0, 0)", "[2] 5 7")]
    public void IndicesAndSlicesAreNumPys(string expression, string tensor)
    {
        using var session = new ModuleSession();
        session.Run("$v = New-Tensor (1..4); $m = New-Tensor (1..6) -Shape 2,3; $h = New-Tensor (1..8) -Shape 2,2,2,1");
        Assert.Equal(tensor, session.Tensor(expression));
    }

    [Fact]
    public void AnIndexOutsideIsAnErrorInStrictMode()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            ["LinRegPS.InvalidIndex"],
            session.Run("Set-StrictMode -Version Latest; $v = New-Tensor 1,2; try { $v[2] } catch { $_.Exception.GetBaseException().ErrorId }"));
    }

    [Theory]
    [InlineData("[double]$loss", 6.25)]
    [InlineData("[float]$loss", 6.25f)]
    [InlineData("$loss.Item()", 6.25f)]
    [InlineData("'{0:F7}' -f $loss", "6.2500000")]
    [InlineData("'{0:E2}' -f $loss", "6.25E+000")]
    [InlineData("\"$loss\"", "tensor(6.2500, grad_fn=<SquareBackward>)")]
    [InlineData("'{0}' -f $loss", "tensor(6.2500, grad_fn=<SquareBackward>)")]
    [InlineData("$loss.Item() -lt 7", true)]
    [InlineData("[math]::Round($loss.Item(), 1)", 6.2)]
    public void ALossIsANumberWhereOneIsAskedFor(string expression, object value)
    {
        using var session = new ModuleSession();
        Assert.Equal(value, session.Run($"[cultureinfo]::CurrentCulture = 'en-US'; $loss = (New-Tensor 2.5 -RequiresGrad).Square(); {expression}").Single());
    }

    [Theory]
    [InlineData("[LinRegPS.Tensor]5", "[] 5")]
    [InlineData("[LinRegPS.Tensor](1,2)", "[2] 1 2")]
    [InlineData("[LinRegPS.Tensor]((1,2),(3,4))", "[2,2] 1 2 3 4")]
    [InlineData("[LinRegPS.Tensor]'2.5'", "[] 2.5")]
    [InlineData("function Twice([LinRegPS.Tensor]$x) { $x * 2 }; Twice 3", "[] 6")]
    [InlineData("function Twice([LinRegPS.Tensor]$x) { $x * 2 }; Twice 1, 2", "[2] 2 4")]
    [InlineData("function Twice([LinRegPS.Tensor]$x) { $x * 2 }; Twice (New-Tensor 1, 2)", "[2] 2 4")]
    [InlineData("[LinRegPS.Tensor]$x = 1, 2; $x", "[2] 1 2")]
    [InlineData("(New-LinearModel 1 1 -NoBias -Weight 2).Forward(@(3))", "[1] 6")]
    public void NumbersConvertWhereATensorIsNeeded(string script, string tensor)
    {
        using var session = new ModuleSession();
        Assert.Equal(tensor, session.Tensor(script));
    }

    [Fact]
    public void APipelinePassesATensorWhole()
    {
        using var session = new ModuleSession();
        Assert.Equal(1, session.One<int>("$count = 0; New-Tensor 1,2,3 | ForEach-Object { $count++ }; $count"));
    }
}
