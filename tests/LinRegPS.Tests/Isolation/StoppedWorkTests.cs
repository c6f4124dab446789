using System.Management.Automation;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>Ctrl+C within one long operation, of a cmdlet and of a script. What is told is that the work was ended on its way: nothing is timed.</summary>
[Collection(nameof(StopTests))]
public sealed class StoppedWorkTests
{
    private const string Setup = """
        using namespace LinRegPS.Tests.Isolation
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $model = New-CustomModel @{ line = New-LinearModel 1 1 -Weight 0.5 -Bias 0; norm = New-SequentialModel { BatchNorm1d 1 } } {
            param($x)
            $y = $this.line.Forward($this.norm.Forward($x))
            if ($block) { [LinRegPS.Tests.Isolation.LongWork]::Run() }
            $y
        }
        $optimizer = New-Optimizer Adam $model -LearningRate 0.1
        $block = $true
        """;

    [Theory]
    [InlineData("[LongWork]::Run()")]
    [InlineData("foreach ($i in 1..3) { $null = [LongWork]::Run() }")]
    [InlineData("try { [LongWork]::Run() } catch { $caught = $true }; $caught = $true")]
    [InlineData("& { process { [LongWork]::Run() } }")]
    [InlineData("1 | ForEach-Object { [LongWork]::Run() }")]
    [InlineData("$y = $model.Forward($X)")]
    [InlineData("[LinRegPS.Autograd]::Jacobian([Func[LinRegPS.Tensor,LinRegPS.Tensor]] { param($x) [LongWork]::Run(); $x }, $X)")]
    [InlineData("Invoke-NoGrad { [LongWork]::Run() }")]
    [InlineData("Invoke-Model $model $X")]
    [InlineData("$X | Invoke-Model $model")]
    [InlineData("Test-Model $model $X $Y")]
    [InlineData("Measure-Model $model -InputShape 1")]
    [InlineData("Step-Training $model $X $Y -Optimizer $optimizer")]
    [InlineData("Invoke-Training $model $X $Y 0.1 10")]
    [InlineData("Invoke-Training $model $X $Y -Epoch 10 -Optimizer $optimizer -BatchSize 2 -LearningRate 0.1")]
    [InlineData("$block = $false; Invoke-Training $model $X $Y 0 10 -ValidationData (New-DataSet $X $Y) -OnEpoch { $block = $true; [LongWork]::Run() }")]
    [InlineData("Debug-Training $model $X $Y 0.1 10")]
    [InlineData("Debug-Training { [LongWork]::Run() }")]
    [InlineData("Test-Gradient { param($w) [LongWork]::Run(); ($w * $w).Sum() } (New-Tensor 1,2 -RequiresGrad)")]
    [InlineData("Invoke-Training (New-LinearModel 1 1) $X $Y 0.1 10 | ForEach-Object { [LongWork]::Run() }")]
    public void EndsOnItsWay(string script)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        string before = State(session);
        LongWork.Begun.Reset();
        using var shell = session.Begin("using namespace LinRegPS.Tests.Isolation\n" + script);
        var running = shell.BeginInvoke();
        LongWork.Begun.Wait(TestContext.Current.CancellationToken);

        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.True(LongWork.WasEnded);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Empty(shell.Streams.Error);
        Assert.Equal(before, State(session));
        Assert.Equal(false, session.Run("[bool]$caught").Single());
        // The session goes on.
        Assert.Equal(1, session.Run("$block = $false; @(Invoke-Training $model $X $Y 0.1 1).Count").Single());
    }

    // Parameters, and what the optimizer has of its steps.
    private static string State(ModuleSession session) => string.Join(
        ' ', session.Run("(Get-ModelParameter $model).Value.ToArray(); $optimizer.StateDict() | ConvertTo-Json -Depth 9 -Compress"));
}
