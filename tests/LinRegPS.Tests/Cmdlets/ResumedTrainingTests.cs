using System.Management.Automation;
using LinRegPS.Tests.Hosting;
using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>A training that was stopped loses nothing that -OutVariable names, and goes on as if it had not been.</summary>
public sealed class ResumedTrainingTests
{
    private const string Setup = """
        $X = New-Tensor -Normal -Shape 60,3 -Seed 1
        $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
        function New-Plane { New-LinearModel 3 1 -Seed 0 }
        $common = @{ InputObject = $X; Target = $Y; LearningRate = 0.01; BatchSize = 7; Shuffle = $true; Seed = 5 }

        """;

    [Theory]
    [InlineData("Sgd")]
    [InlineData("Adam")]
    public void ResumedBitsAreUninterruptedBits(string optimizer)
    {
        using var session = new ModuleSession();
        session.Run(Setup + $$"""
            $whole, $parts = (New-Plane), (New-Plane)
            $o, $p = [LinRegPS.{{optimizer}}]::new($whole, 0.01), [LinRegPS.{{optimizer}}]::new($parts, 0.01)
            $null = Invoke-Training $whole @common -Optimizer $o -Epoch 10 -OutVariable uninterrupted
            $null = Invoke-Training $parts @common -Optimizer $p -Epoch 4 -OutVariable records
            $null = Invoke-Training $parts @common -Optimizer $p -Epoch 6 -StartEpoch 5 -OutVariable +records
            """);
        Assert.Equal(session.Tensors("$whole.Weight, $whole.Bias"), session.Tensors("$parts.Weight, $parts.Bias"));
        Assert.Equal(session.Run("$uninterrupted.Epoch"), session.Run("$records.Epoch"));
        Assert.Equal(session.Run("$uninterrupted.Loss"), session.Run("$records.Loss"));
        Assert.Equal("None", session.One<string>("\"$((Compare-Training $uninterrupted $records).Cause)\""));
    }

    [Fact]
    public void AStopKeepsTheRecordsOfOutVariable()
    {
        using var session = new ModuleSession();
        session.Run("$X = New-Tensor 1,2,3,4 -Shape 4,1; $model = New-LinearModel 1 1 -Weight 0 -Bias 0; $null = Invoke-Training $model $X $X 1e-9 1");
        using var shell = session.Begin($"$lost = Invoke-Training $model $X $X 1e-9 {int.MaxValue} -LogEvery 1 -OutVariable records");
        var running = shell.BeginInvoke();
        // Some records come at once.
        SpinWait.SpinUntil(() => shell.InvocationStateInfo.State == PSInvocationState.Running, TimeSpan.FromSeconds(30));
        Thread.Sleep(300);
        shell.Stop();
        Assert.ThrowsAny<RuntimeException>(() => shell.EndInvoke(running));
        Assert.Null(session.Run("$lost").FirstOrDefault());
        int kept = session.One<int>("$records.Count");
        Assert.True(kept > 0);
        Assert.Equal(kept, session.One<int>("$records[-1].Epoch"));
        // What the model has learned is what the last record has, or one step more.
        Assert.True(session.One<bool>("$records[-1].weight -le $model.Weight.Item()"));
        Assert.Equal(kept + 1, session.One<int>("(Invoke-Training $model $X $X 1e-9 1 -StartEpoch ($records[-1].Epoch + 1)).Epoch"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000000)]
    public void AStopSaysWithWhichEpochToGoOn(int logEvery)
    {
        // Another runspace with the host of the process, which shows what a stopped pipeline can't.
        string output = Pwsh.Run("-Command", $$"""
            $shared = [hashtable]::Synchronized(@{})
            $runspace = [runspacefactory]::CreateRunspace($Host)
            $runspace.Open()
            $shell = [powershell]::Create($runspace).AddScript({
                param($shared)
                Import-Module ./LinRegPS.psd1
                $X = New-Tensor -Normal -Shape 100,2 -Seed 1
                $model = New-LinearModel 2 1 -Seed 0
                Invoke-Training $model $X $X.Sum(1).Reshape(100,1) 1e-6 2147483647 -BatchSize 10 -LogEvery {{logEvery}} | ForEach-Object { $shared.began = $true }
            }).AddArgument($shared)
            $running = $shell.BeginInvoke()
            while (-not $shared.began) { Start-Sleep -Milliseconds 50 }
            Start-Sleep -Milliseconds 500
            $shell.Stop()
            """).Output;
        Assert.Matches(@"Training stopped before epoch (\d+)(, and within that one after \d of 10 steps)?\. The model keeps what it has learned; -StartEpoch \1 goes on\.", output.ReplaceLineEndings(" "));
    }

    [Theory]
    [InlineData("-StartEpoch 0", "InvalidStartEpoch")]
    [InlineData("-StartEpoch 2147483647", "TooManyEpochs")]
    [InlineData("-StartEpoch '1,5'", "NotANumber")]
    public void AnImpossibleStartIsRefused(string start, string id)
    {
        using var session = new ModuleSession();
        var error = Assert.Single(session.Attempt(Setup + $"Invoke-Training (New-Plane) $X $Y 0.01 2 {start}").Errors);
        Assert.StartsWith($"LinRegPS.{id},", error.FullyQualifiedErrorId);
    }
}
