using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

public sealed class NewTensorTests
{
    [Theory]
    [InlineData("New-Tensor 5", "[] 5")]
    [InlineData("New-Tensor 1,2,3", "[3] 1 2 3")]
    [InlineData("New-Tensor -Data 1,2,3", "[3] 1 2 3")]
    [InlineData("New-Tensor @(5)", "[1] 5")]
    [InlineData("New-Tensor (1..4)", "[4] 1 2 3 4")]
    [InlineData("New-Tensor (1,2),(3,4)", "[2,2] 1 2 3 4")]
    [InlineData("New-Tensor (,(1,2,3))", "[1,3] 1 2 3")]
    [InlineData("New-Tensor ((1,2),(3,4)),((5,6),(7,8))", "[2,2,2] 1 2 3 4 5 6 7 8")]
    [InlineData("$a = [int[,]]::new(2, 3); $a[1,2] = 7; New-Tensor $a", "[2,3] 0 0 0 0 0 7")]
    [InlineData("$a = [double[,,]]::new(1, 2, 2); $a[0,1,0] = 7; New-Tensor $a", "[1,2,2] 0 0 7 0")]
    [InlineData("New-Tensor ([System.Collections.Generic.List[double]](1.5, 2.5))", "[2] 1.5 2.5")]
    [InlineData("New-Tensor ([int]1),([long]2),([float]3),([double]4),([decimal]5),([byte]6),([Half]7),$true", "[8] 1 2 3 4 5 6 7 1")]
    [InlineData("New-Tensor '1.5','-2e3',' 4 '", "[3] 1.5 -2000 4")]
    [InlineData("New-Tensor (New-Tensor 1,2),(New-Tensor 3,4)", "[2,2] 1 2 3 4")]
    [InlineData("New-Tensor 0.1", "[] 0.1")]
    [InlineData("New-Tensor 1,2,3,4 -Shape 4,1", "[4,1] 1 2 3 4")]
    [InlineData("New-Tensor (1..6) -Shape 2,-1", "[2,3] 1 2 3 4 5 6")]
    [InlineData("New-Tensor (1,2),(3,4) -Shape -1", "[4] 1 2 3 4")]
    [InlineData("New-Tensor 5 -Shape 1,1", "[1,1] 5")]
    [InlineData("New-Tensor @(5) -Shape @()", "[] 5")]
    [InlineData("New-Tensor -Zeros -Shape 2,2", "[2,2] 0 0 0 0")]
    [InlineData("New-Tensor -Ones -Shape 3", "[3] 1 1 1")]
    [InlineData("New-Tensor -Full 2.5 -Shape 1,2", "[1,2] 2.5 2.5")]
    [InlineData("New-Tensor -Full 2.5 -Shape @()", "[] 2.5")]
    [InlineData("New-Tensor -Zeros -Shape 0", "[0] ")]
    [InlineData("New-Tensor -Uniform -Minimum 3 -Maximum 3 -Shape 2", "[2] 3 3")]
    [InlineData("New-Tensor -Normal -Mean 3 -StandardDeviation 0 -Shape 2", "[2] 3 3")]
    public void MakesTheShapeAndTheElements(string script, string tensor)
    {
        using var session = new ModuleSession();
        Assert.Equal(tensor, session.Tensor(script));
    }

    [Theory]
    [InlineData("New-Tensor -Full 16777217 -Shape 2 -DType Int64", "16777217 16777217")]
    [InlineData("New-Tensor -Full '9007199254740993' -Shape @() -DType Int64", "9007199254740993")]
    [InlineData("New-Tensor 9007199254740993 -DType Int64", "9007199254740993")]
    public void WholeNumbersKeepAllTheirDigits(string script, string elements)
    {
        using var session = new ModuleSession();
        Assert.Equal(elements, session.One<string>($"\"$(({script}).ToInt64Array())\""));
    }

    [Theory]
    [InlineData("manual_seed(0) torch.rand(8)", "New-Tensor -Uniform -Shape 8 -Seed 0")]
    [InlineData("manual_seed(0) torch.rand(20)", "New-Tensor -Uniform -Shape 4,5 -Seed 0")]
    [InlineData("manual_seed(42) torch.rand(8)", "New-Tensor -Uniform -Minimum 0 -Maximum 1 -Shape 8 -Seed 42")]
    [InlineData("manual_seed(0) torch.randn(8)", "New-Tensor -Normal -Shape 8 -Seed 0")]
    [InlineData("manual_seed(42) torch.randn(8)", "New-Tensor -Normal -Mean 0 -StandardDeviation 1 -Shape 2,4 -Seed 42")]
    public void ASeedGivesPyTorchsNumbers(string draw, string script)
    {
        using var session = new ModuleSession();
        Assert.Equal(PyTorchDraws.Read(draw), session.One<float[]>($",({script}).ToArray()"));
    }

    [Fact]
    public void WithoutASeedDrawsDiffer()
    {
        using var session = new ModuleSession();
        Assert.NotEqual(session.Tensor("New-Tensor -Uniform -Shape 8"), session.Tensor("New-Tensor -Uniform -Shape 8"));
    }

    [Fact]
    public void UniformStaysInItsRange()
    {
        using var session = new ModuleSession();
        float[] drawn = session.One<float[]>(",(New-Tensor -Uniform -Minimum -2 -Maximum 3 -Shape 1000 -Seed 1).ToArray()");
        Assert.All(drawn, x => Assert.InRange(x, -2, 3));
        Assert.Contains(drawn, x => x < 0);
        Assert.Contains(drawn, x => x > 1);
    }

    [Theory]
    [InlineData("New-Tensor 1,2 -RequiresGrad", true)]
    [InlineData("New-Tensor 1,2 -Shape 2,1 -RequiresGrad", true)]
    [InlineData("New-Tensor -Normal -Shape 2 -RequiresGrad", true)]
    [InlineData("New-Tensor 1,2", false)]
    [InlineData("New-Tensor (New-Tensor 1,2 -RequiresGrad)", false)]
    public void RequiresGradMakesAParameter(string script, bool requires)
    {
        using var session = new ModuleSession();
        Assert.Equal([requires, true], session.Run($"$tensor = {script}; $tensor.RequiresGrad; $tensor.IsLeaf"));
    }

    [Fact]
    public void AParameterLaidOutByShapeGetsItsGradient()
    {
        using var session = new ModuleSession();
        Assert.Equal("[2,1] 2 2", session.Tensor("$w = New-Tensor 1,1 -Shape 2,1 -RequiresGrad; $w.Square().Sum().Backward(); $w.Grad"));
    }

    [Fact]
    public void ATensorIsCopied()
    {
        using var session = new ModuleSession();
        Assert.Equal("[2] 1 2", session.Tensor("$a = New-Tensor 1,2; $b = New-Tensor $a; $null = $a.Fill_(9); $b"));
    }

    // An array in one argument is a list of tensors, and never one tensor of all.
    [Theory]
    [InlineData("HStack(@($a, $b))", "4")]
    [InlineData("VStack(@($a, $b))", "2 2")]
    [InlineData("HStack(@($m, $m))", "2 4")]
    [InlineData("VStack(@($m, $m, $m))", "6 2")]
    [InlineData("Cat(@($a, $b), 0)", "4")]
    public void TensorsInAnArrayAreJoined(string call, string sizes)
    {
        using var session = new ModuleSession();
        session.Run("$a = New-Tensor 1,2; $b = New-Tensor 3,4; $m = New-Tensor (1,2),(3,4)");
        Assert.Equal(sizes, session.One<string>($"[LinRegPS.Tensor]::{call}.Shape -join ' '"));
    }
}
