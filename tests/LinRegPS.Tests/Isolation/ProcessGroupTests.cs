using System.Diagnostics;
using LinRegPS.Tests.Hosting;
using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>Processes that mpirun starts and that train together.</summary>
public sealed class ProcessGroupTests
{
    private const string Data = """
        $X = New-Tensor -Normal -Shape 300,3 -Seed 1
        $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
        function Get-Bits($model) { ($model.StateDict().Values | ForEach-Object { $_.Float().ToArray() } | ForEach-Object { $_.ToString('R') }) -join ' ' }

        """;

    private const string Training = Data + """
        $model = New-SequentialModel { Linear 3 8; BatchNorm1d 8; Tanh; Dropout 0.2; Linear 8 1 } -Seed $seed
        $arguments = @{ Optimizer = 'Adam'; BatchSize = 40; Shuffle = $true; Seed = 3; Part = 4; Patience = 50; ValidationShare = 0.1; Metric = 'R2' }

        """;

    [Fact]
    public void AProcessAloneIsAGroupWithoutMpi()
    {
        using var session = new ModuleSession();
        Assert.Equal("0 of 1, sum 5", session.One<string>("$group = Enter-ProcessGroup; \"$($group.Rank) of $($group.Size), sum $($group.AllReduce([double]5))\""));
        Assert.Equal("True True", session.One<string>(Data + """
            $a, $b, $c = 1..3 | ForEach-Object { New-LinearModel 3 1 -Seed 0 }
            $null = Invoke-Training $a $X $Y 0.1 5 -BatchSize 32
            $null = Invoke-Training $b $X $Y 0.1 5 -BatchSize 32 -ProcessGroup $group
            $null = Invoke-Training $c $X $Y 0.1 5 -BatchSize 32 -ProcessGroup $group -Part 1
            "$((Get-Bits $a) -eq (Get-Bits $b)) $((Get-Bits $a) -eq (Get-Bits $c))"
            """));
    }

    [Fact]
    public void TwoRanksTrainOneModelWithTheBitsOfOneForTheSameParts()
    {
        using var session = new ModuleSession();
        string alone = session.One<string>("$seed = 0;" + Training + "$null = Invoke-Training $model $X $Y 0.01 4 @arguments; Get-Bits $model");
        var run = Mpirun.Run(2, "$group = Enter-ProcessGroup -TimeoutSecond 60; $seed = $group.Rank\n" + Training + """
            Invoke-Training $model $X $Y 0.01 4 @arguments -ProcessGroup $group | ForEach-Object { "record $($_.Epoch) $($_.ValidationR2 -is [double])" }
            Out-Line "bits $($group.Rank) $(Get-Bits $model)"
            """);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["record 1 True", "record 2 True", "record 3 True", "record 4 True"], run.Lines.Where(line => line.StartsWith("record", StringComparison.Ordinal)));
        Assert.Contains($"bits 0 {alone}", run.Lines);
        Assert.Contains($"bits 1 {alone}", run.Lines);
    }

    [Fact]
    public void FactorsAndPowersOfTheRowsOfTwoRanksAreThoseOfOne()
    {
        const string fits = """
            $rows = 0..299 | ForEach-Object { [pscustomobject]@{ a = $_ * 37 % 101 / 10; kind = ('red', 'blue', 'green', 'white')[$_ * 7 % 4]; y = $_ * 37 % 101 / 10 + $_ % 4 + $_ * 13 % 17 / 100 } }
            function Get-Fit($rows, $extra) {
                $a = $rows | Measure-LinearModel -Target y -Property kind, a @extra
                $b = $rows | Measure-LinearModel -Target y -Property a -Degree 3 @extra
                ($a, $b | ForEach-Object Coefficient | ForEach-Object { "$($_.Term) $($_.Estimate.ToString('G11')) $($_.StandardError.ToString('G9'))" }) -join '; '
            }

            """;
        using var session = new ModuleSession();
        string alone = session.One<string>(fits + "Get-Fit $rows @{}");
        var run = Mpirun.Run(2, "$group = Enter-ProcessGroup -TimeoutSecond 60\n" + fits + """
            $mine = $group.Rank -eq 0 ? $rows[0..101] : $rows[102..299]
            Out-Line "fit $($group.Rank) $(Get-Fit $mine @{ ProcessGroup = $group })"
            """);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"fit 0 {alone}", run.Lines);
        Assert.Contains($"fit 1 {alone}", run.Lines);
    }

    [Fact]
    public void AnErrorOnOneRankEndsAllWithItsMessage()
    {
        var clock = Stopwatch.StartNew();
        var run = Mpirun.Run(2, "$group = Enter-ProcessGroup -TimeoutSecond 60\n" + Data + """
            $model = New-LinearModel 3 1 -Seed 0
            try { Invoke-Training $model $X $Y 0.01 100 -BatchSize 10 -ProcessGroup $group -OnStep { if ($group.Rank -eq 1 -and $_.Step -eq 40) { throw 'the sensor is gone' } } | Out-Null }
            catch { [Console]::Error.WriteLine("rank $($group.Rank): $($_.Exception.Message)"); exit 3 }
            """);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("rank 1: the sensor is gone", run.Error, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(50), "It was the time-out that ended it.");
    }

    [Fact]
    public void ARankThatEndsWithAnErrorElsewhereEndsAllToo()
    {
        var clock = Stopwatch.StartNew();
        var run = Mpirun.Run(2, "$group = Enter-ProcessGroup -TimeoutSecond 60\nif ($group.Rank -eq 1) { throw 'no such file' }\n$group.Barrier()");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("no such file", run.Error, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(50), "It was the time-out that ended it.");
    }

    [Fact]
    public void WhoWaitsInVainEndsAllAfterTheTimeOut()
    {
        var run = Mpirun.Run(2, "$group = Enter-ProcessGroup -TimeoutSecond 2\nif ($group.Rank -eq 1) { Start-Sleep 100 }\n$group.Barrier()", seconds: 60);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("rank 0 of 2 has waited 2 s for the others", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherArgumentsOnARankAreRefusedBeforeAnyStep()
    {
        var run = Mpirun.Run(2, "$group = Enter-ProcessGroup -TimeoutSecond 60\n" + Data + """
            try { Invoke-Training (New-LinearModel 3 1 -Seed 0) $X $Y (0.01 * (1 + $group.Rank)) 2 -ProcessGroup $group } catch { Out-Line "rank $($group.Rank): $($_.FullyQualifiedErrorId) $($_.Exception.Message)" }
            """);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.All(["rank 0", "rank 1"], rank => Assert.Contains("LearningRate", Assert.Single(
            run.Lines, line => line.StartsWith($"{rank}: LinRegPS.RanksDiffer", StringComparison.Ordinal)), StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutALibraryTheErrorSaysWhatToInstall()
    {
        var run = Pwsh.Run(
            new Dictionary<string, string?> { ["PMI_RANK"] = "0", ["PMI_SIZE"] = "2" }, "-Command",
            $"Import-Module '{Repository.Manifest}'; try {{ Enter-ProcessGroup -LibraryPath /nowhere/libmpi.so }} catch {{ $_.FullyQualifiedErrorId; $_.Exception.Message }}; (New-Tensor 1,2).Sum().Item()");
        Assert.StartsWith("LinRegPS.NoMpi", run.Lines[0], StringComparison.Ordinal);
        Assert.Contains("libmpi.so", run.Lines[1], StringComparison.Ordinal);
        Assert.Equal("3", run.Lines[^1]);
    }
}
