using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Scripts;

/// <summary>Trainings in thread jobs, as the help of Invoke-Training has them: there is no -AsJob.</summary>
public sealed class BackgroundTrainingTests
{
    private static string Setup => $$"""
        $ErrorActionPreference = 'Stop'
        Import-Module '{{Repository.Manifest}}'
        $X = New-Tensor -Normal -Shape 100,3 -Seed 1
        $data = New-DataSet $X $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
        $model, $other = (New-LinearModel 3 1 -Seed 0), (New-LinearModel 3 1 -Seed 0)
        $module = '{{Repository.Manifest}}'

        """;

    [Fact]
    public void AThreadJobTrainsTheModelItself()
    {
        var child = Pwsh.Run("-Command", Setup + """
            $job = Start-ThreadJob { Import-Module $using:module; Invoke-Training $using:model $using:data 0.01 50 -BatchSize 10 -Shuffle -Seed 4 -Loss { param($p, $t) ($p - $t).Abs().Mean() } }
            $records = $job | Receive-Job -Wait -AutoRemoveJob
            $expected = Invoke-Training $other $data 0.01 50 -BatchSize 10 -Shuffle -Seed 4 -Loss { param($p, $t) ($p - $t).Abs().Mean() }
            "$($records.Count) $("$($records.Loss)" -ceq "$($expected.Loss)") $($model.Weight.Equal($other.Weight))"
            """);
        Assert.Equal(("50 True True", string.Empty), (child.Output.Trim(), child.Error));
    }

    [Fact]
    public void AJobThatIsStoppedLeavesAWholeStep()
    {
        var child = Pwsh.Run("-Command", Setup + """
            $job = Start-ThreadJob { Import-Module $using:module; Invoke-Training $using:model $using:data 1e-6 1000000000 -WarningAction SilentlyContinue }
            # Receive-Job -Keep of a job that writes fails now and then: the list changes while it is read.
            while ($job.Output.Count -eq 0) { Start-Sleep -Milliseconds 50 }
            Stop-Job $job
            $records = @(Receive-Job $job)
            $last = $records[-1].Epoch
            $null = Invoke-Training $other $data 1e-6 $last -LogEvery $last
            $more = 0
            while ($more -lt 5000 -and -not ($model.Weight.Equal($other.Weight) -and $model.Bias.Equal($other.Bias))) { $more++; $null = $data | Step-Training $other -LearningRate 1e-6 }
            "$($job.State) $($records.Count -gt 0) $($more -lt 5000)"
            """);
        Assert.Equal(("Stopped True True", string.Empty), (child.Lines.LastOrDefault(), child.Error));
    }
}
