using System.Management.Automation;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>Alone in the process: this one measures how much it computes.</summary>
[CollectionDefinition(nameof(StopTests), DisableParallelization = true)]
public sealed class StopTestsCollection;

/// <summary>Ctrl+C, as a host sends it, during a training of two billion epochs.</summary>
[Collection(nameof(StopTests))]
public sealed class StopTests
{
    // So slow that w grows in every one of some 19 million steps, up to 0.5: each step has bits of its own. A stop comes after a few.
    private static readonly string s_setup = """

        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        function Get-Weight($line) { (Get-ModelParameter $line -Name *weight).Value.Item() }
        function Invoke-Step($line, $count) { $null = Invoke-Training $line $X $Y 1e-9 $count -LogEvery 1000000 }

        # The line that whole steps make of a new one, as far as a line was trained: by steps of 1, 2, 4, ... and back to 1.
        function Find-Step($stopped) {
            $found = New-Line 0 0
            $steps = 1
            $far = $false
            while ($steps) {
                $values = @(Get-ModelParameter $found).Value
                $tried = New-Line @values
                Invoke-Step $tried $steps
                $beyond = (Get-Weight $tried) -gt (Get-Weight $stopped)
                if (-not $beyond) { $found = $tried }
                $far = $far -or $beyond
                $steps = $far ? $steps -shr 1 : $steps * 2
            }
            $found
        }

        $warm = New-Line 0 0
        Invoke-Step $warm 1000
        """;

    [Theory]
    [InlineData("function New-Line($w, $b) { New-LinearModel 1 1 -Weight $w -Bias $b }")]
    [InlineData("function New-Line($w, $b) { New-CustomModel @{ lin = New-LinearModel 1 1 -Weight $w -Bias $b } { param($x) $this.lin.Forward($x) } }")]
    [InlineData("""
        using namespace LinRegPS
        class Line : Module {
            [Linear]$lin
            Line([object]$w, [object]$b) { $this.lin = New-LinearModel 1 1 -Weight $w -Bias $b }
            [Tensor] Forward([Tensor]$x) { return $this.lin.Forward($x) }
        }
        function New-Line($w, $b) { [Line]::new($w, $b) }
        """)]
    public void EndsWithin200MillisecondsAtAWholeStep(string newLine)
    {
        using var session = new ModuleSession();
        session.Run(newLine + s_setup);

        // The processor's time, the least of three: what else the machine does counts for nothing.
        var least = Enumerable.Range(0, 3).Min(_ =>
        {
            session.Run("$model = New-Line 0 0");
            return TrainAndStop(session);
        });

        Assert.True(least < TimeSpan.FromMilliseconds(200), $"It took {least.TotalMilliseconds} ms.");
        session.Run("$whole = Find-Step $model");
        Assert.Equal(State(session, "$whole"), State(session, "$model"));

        session.Run("Invoke-Step $model 1");
        Assert.NotEqual(State(session, "$whole"), State(session, "$model"));
        session.Run("Invoke-Step $model 99; Invoke-Step $whole 100");
        Assert.Equal(State(session, "$whole"), State(session, "$model"));
    }

    private static TimeSpan TrainAndStop(ModuleSession session)
    {
        using var shell = session.Begin($"Invoke-Training $model $X $Y 1e-9 {int.MaxValue} -LogEvery {int.MaxValue}");
        using var running = new ManualResetEventSlim();
        shell.Streams.Progress.DataAdded += (_, _) => running.Set();
        var training = shell.BeginInvoke();
        running.Wait(TestContext.Current.CancellationToken);

        var before = Environment.CpuUsage.TotalTime;
        shell.Stop();
        var used = Environment.CpuUsage.TotalTime - before;

        Assert.True(training.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        return used;
    }

    // Weight and bias, and the gradients of the last step, as bits.
    private static string State(ModuleSession session, string model) => string.Join(
        ' ',
        session.All<float>($"foreach ($parameter in Get-ModelParameter {model}) {{ $parameter.Value.Item(); $parameter.Gradient.Item() }}")
            .Select(BitConverter.SingleToUInt32Bits));
}
