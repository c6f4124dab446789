using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Invoke-Training -StopAtLoss, -Patience, -OnEpoch, -OnStep.</summary>
public sealed class TrainingCallbackTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $model = New-LinearModel 1 1 -NoBias -Weight 0

        """;

    [Fact]
    public void BlocksSeeWhereTrainingIs()
    {
        using var session = new ModuleSession();
        Assert.Equal(["1:1 2:2 3:3", "1 2 3 4 5 6", "3", "dropped: 3"], session.All<string>(Setup + """
            $epochs = [Collections.Generic.List[string]]::new()
            $steps = [Collections.Generic.List[int]]::new()
            $null = Invoke-Training $model $X $Y 0.01 3 -OnEpoch { $epochs.Add("$($_.Epoch):$($_.Step)"); 'dropped' }
            $epochs -join ' '
            $null = Invoke-Training $model $X $Y 0.01 3 -BatchSize 2 -OnStep { param($moment) $steps.Add($moment.Step) }
            $steps -join ' '
            "$((Invoke-Training $model $X $Y 0.01 30 -OnEpoch { if ($_.Epoch -eq 3) { $_.Stop() } }).Count)"
            "dropped: $(@(Invoke-Training $model $X $Y 0.01 3 -OnEpoch { 'text' }).Count)"
            """));
    }

    [Fact]
    public void TrainingStopsAtALossOrWhenItGetsNoBetter()
    {
        using var session = new ModuleSession();
        Assert.Equal(["True True", "4 0"], session.All<string>(Setup + """
            $records = Invoke-Training $model $X $Y 0.01 100 -StopAtLoss 0.5
            "$($records[-1].Loss -le 0.5) $($records[-2].Loss -gt 0.5)"
            $worse = New-LinearModel 1 1 -NoBias -Weight 0
            $records = Invoke-Training $worse $X $Y 0.14 100 -Patience 3
            "$($records.Count) $($worse.Weight.Item())"
            """));
    }

    [Fact]
    public void AnErrorOfABlockEndsTraining()
    {
        using var session = new ModuleSession();
        Assert.Equal(["enough", "1"], session.All<string>(Setup + """
            try { Invoke-Training $model $X $Y 0.01 5 -LogEvery 5 -OnEpoch { throw 'enough' } | Out-Null } catch { "$_" }
            "$($model.Weight.Version - 1)"
            """));
    }
}
