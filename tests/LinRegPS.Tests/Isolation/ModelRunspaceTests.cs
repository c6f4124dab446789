using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>Models that are script, called in other runspaces than they were made in: right, or an error that names runspaces.</summary>
public sealed class ModelRunspaceTests
{
    private const string Setup = """
        $X = New-Tensor 1,2 -Shape 2,1
        $model = New-CustomModel @{ lin = New-LinearModel 1 1 -Weight 2 -Bias 1 } { param($x) $y = $this.lin.Forward($x); $y * 2 }
        $expected = $model.Forward($X)

        """;

    // Sent back to where the block was written each call would take 250 ms: far more than this test has.
    [Fact]
    public void ManyCallsInParallelAreAllRight() => AssertGives(Setup + """
        $right = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            $count = 0
            foreach ($i in 1..500) { if (($using:model).Forward($using:X) -eq $using:expected) { $count++ } }
            $count
        }
        ($right | Measure-Object -Sum).Sum
        """, "4000");

    [Fact]
    public void ATrainingRunsThere() => AssertGives(Setup + """
        1 | ForEach-Object -Parallel { Import-Module $using:manifest; @(Invoke-Training $using:model $using:X (New-Tensor 1,2 -Shape 2,1) 0.01 50).Count }
        """, "50");

    [Theory]
    [InlineData("$scale = 3; ", "{ param($x) $this.lin.Forward($x) * $scale }", "$scale, which only the runspace")]
    [InlineData("$scale = 3; ", "({ param($x) $this.lin.Forward($x) * $scale }.GetNewClosure())", "$scale, which only the runspace")]
    [InlineData("function Twice($x) { $x * 2 }; ", "{ param($x) Twice $this.lin.Forward($x) }", "'Twice', which is unknown in this runspace")]
    [InlineData("", "{ param($x) $this.lin.Forward($x) * $script:scale }", "$script:scale, which only the runspace")]
    public void WhatTheBlockTakesFromAroundItIsAnErrorThere(string before, string block, string named) => AssertGives($$"""
        {{before}}$X = New-Tensor 1 -Shape 1,1
        $model = New-CustomModel @{ lin = New-LinearModel 1 1 } {{block}}
        1 | ForEach-Object -Parallel { try { ($using:model).Forward($using:X); 'nothing' } catch { "$_".Contains('{{named.Replace("'", "''")}}') } }
        """, "True");

    [Theory]
    [InlineData("($using:model).Forward($using:X)")]
    [InlineData("Import-Module $using:manifest; Invoke-Model $using:model $using:X")]
    [InlineData("Import-Module $using:manifest; Invoke-Training $using:model $using:X $using:X 0.1 1")]
    public void AClassOfAnotherRunspaceIsAnErrorThatNamesRunspaces(string call) => AssertGives(Class(string.Empty) + $$"""
        1..4 | ForEach-Object -Parallel { try { {{call}}; 'went on' } catch { "$_".Contains('runspace') } }
        """, "True True True True");

    [Fact]
    public void AClassWithoutAffinityRunsAnywhere() => AssertGives(Class("[NoRunspaceAffinity()]") + """
        ($model.Forward($X)).Shape.ToString()
        1..4 | ForEach-Object -Parallel { foreach ($i in 1..100) { ($using:model).Forward($using:X).Shape.ToString() } } | Group-Object | ForEach-Object { "$($_.Name) $($_.Count)" }
        """, "[1,1] [1,1] 400");

    private static string Class(string attribute) => $$"""
        . ([scriptblock]::Create('
            {{attribute}}
            class Line : LinRegPS.Module {
                [LinRegPS.Linear]$lin = [LinRegPS.Linear]::new(1, 1)
                [LinRegPS.Tensor] Forward([LinRegPS.Tensor]$x) { return $this.lin.Forward($x) * 2 }
            }'))
        $X = New-Tensor 1 -Shape 1,1
        $model = [Line]::new()

        """;

    private static void AssertGives(string script, string expected)
    {
        using var session = new ModuleSession();
        session["manifest"] = Repository.Manifest;
        Assert.Equal(expected, string.Join(' ', session.Run(script)));
    }
}
