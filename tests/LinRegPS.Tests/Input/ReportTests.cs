using System.Collections;
using System.Management.Automation;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>What an error says to somebody at a prompt: facts, the remedy in cmdlet words, and what it is about.</summary>
public sealed class ReportTests
{
    [Theory]
    [InlineData("Measure-MseLoss (New-Tensor -Zeros -Shape 3,1) (New-Tensor -Zeros -Shape 3)", "Reshape the target to [3,1]. -AllowBroadcast", "")]
    [InlineData("Measure-MseLoss (New-Tensor -Zeros -Shape 3,1) (New-Tensor -Zeros -Shape 4,1)", "3 rows against 4: look for rows that are missing", "Reshape")]
    [InlineData("Measure-MseLoss (New-Tensor -Zeros -Shape 3,1) (New-Tensor -Zeros -Shape 4)", "3 rows against 4: look for rows that are missing", "Reshape")]
    [InlineData("Measure-MseLoss (New-Tensor -Zeros -Shape 4,1) (New-Tensor -Zeros -Shape 4,3)", "1 against 3 numbers: the model needs as many outputs", "Reshape")]
    [InlineData("Measure-Convergence 1,2,([double]::NaN) -LearningRate 0.1", "Remove it from the data", "AllowNaN")]
    [InlineData("Measure-LinearModel 1,2,([double]::NaN) 1,2,3", "Remove it from the data", "AllowNaN")]
    [InlineData("Invoke-Model (New-LinearModel 1 1) ([double]::NaN)", "Remove it from the data", "AllowNaN")]
    [InlineData("New-Tensor ([double]::NaN)", "pass -AllowNaN", "")]
    [InlineData("Test-Gradient { Measure-MseLoss (New-Tensor 1,2) (New-Tensor 1,2 -Shape 2,1) } (New-Tensor 1)", "-AllowBroadcast lets them", "")]
    [InlineData("Step-Sgd (New-Tensor 1 -RequiresGrad) 0.1", "Run Invoke-Backward on the loss first", "")]
    [InlineData("$w = New-Tensor 1 -RequiresGrad; Test-Gradient { $w.Sub_(1) } (New-Tensor 1)", "Wrap it in Invoke-NoGrad { }, or use Step-Sgd", "")]
    [InlineData("Invoke-Backward (New-Tensor 1)", "$w.Sub_(...) in Invoke-NoGrad { }", "")]
    [InlineData("Compare-Training @{ Epoch = 1; a = 1 } @{ Epoch = 1; b = 1 }, @{ Epoch = 2; c = 1 }", "-Map", "")]
    [InlineData("New-Tensor '1,234'", "no thousands separators, and a point for decimals: 1234 or 1.234", "use a point: 1.5")]
    [InlineData("New-Tensor '0,5'", "use a point: 1.5", "thousands")]
    [InlineData("New-Tensor '1e400'", "'1e400', text of a number beyond the largest double", "Infinity")]
    [InlineData("New-Tensor ([datetime]'2024-01-05')", "($date - $start).TotalDays", "use a point")]
    [InlineData("New-Tensor '2024-01-05'", ".TotalDays", "use a point")]
    [InlineData("New-Tensor ''", "Fill it in", "use a point")]
    [InlineData("New-Tensor 'n/a'", "It is a word: leave the row or the column out", "use a point")]
    [InlineData("New-Tensor 1, 'Mazda'", "It is a word", "use a point")]
    [InlineData("New-Tensor -Full '1e400' -Shape 1", "beyond the largest double", "Scale")]
    [InlineData("ConvertTo-Tensor mpg -InputObject @{ 'mpg ' = 1 }", "It has: 'mpg '", "")]
    [InlineData("ConvertTo-Tensor '' -InputObject @{ a = 1 }", "the name of a property is empty", "")]
    public void SaysWhatToDo(string call, string remedy, string lacks)
    {
        using var session = new ModuleSession();
        string[] said = session.All<string>(
            $"try {{ $null = & {{ {call} }} }} catch {{ \"$_\"; $_.Exception.Message; $_.Exception.Remedy }}");
        Assert.Equal(3, said.Length);
        Assert.Contains(remedy, said[0]);
        Assert.Equal(said[0], said[1]);
        Assert.EndsWith(said[2], said[0]);
        if (lacks.Length > 0)
            Assert.DoesNotContain(lacks, said[0]);
    }

    [Theory]
    [InlineData("Measure-MseLoss 1,2 -Target 1", "System.Object[]")]
    [InlineData("Invoke-Model 'foo' 1", "1")]
    [InlineData("Step-Sgd 'foo' 0.1", "foo")]
    [InlineData("ConvertTo-Tensor a -InputObject @{ b = 1 }", "System.Collections.Hashtable")]
    public void HasWhatItIsAboutAsItsTarget(string call, string target)
    {
        using var session = new ModuleSession();
        Assert.Equal(target, session.One<string>($"try {{ $null = {call} }} catch {{ $_.TargetObject.ToString() }}"));
    }

    [Fact]
    public void ARowsErrorHasTheRowAsItsTarget()
    {
        using var session = new ModuleSession();
        var result = session.Attempt("@{ a = 1 }, @{ a = 'x' }, @{ a = 3 } | ConvertTo-Tensor a");
        Assert.Equal("x", Assert.IsType<Hashtable>(PSObject.AsPSObject(Assert.Single(result.Errors).TargetObject).BaseObject)["a"]);
    }

    [Fact]
    public void FactsAreProperties()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            ["MseLoss", "[3] [2]", "Reshape", "two", "element [1]"],
            session.All<string>("""
                try { Measure-MseLoss 1,2,3 1,2 } catch { $_.Exception.Operation; $_.Exception.Shapes.ForEach('ToString') -join ' ' }
                try { (New-Tensor 1,2,3).Reshape(2,2) } catch { $_.Exception.InnerException.Operation }
                try { New-Tensor 1,'two' } catch { $_.Exception.Value; $_.Exception.Place }
                """));
    }
}
