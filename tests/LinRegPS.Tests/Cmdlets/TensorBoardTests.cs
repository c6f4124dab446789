using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>What Invoke-Training logs for TensorBoard, and Import-TrainingTrace reads of it.</summary>
public sealed class TensorBoardTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS runs").FullName;
    private readonly ModuleSession _session = new();

    public TensorBoardTests()
    {
        _session["folder"] = _folder;
        _session.Run("""
            Set-Location -LiteralPath $folder
            $X = New-Tensor -Normal -Shape 40,3 -Seed 1
            $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
            function Train { Invoke-Training (New-LinearModel 3 1 -Seed 0) $X $Y 0.1 @args }
            """);
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void EachRecordIsLoggedWithAllItsNumbers()
    {
        _session.Run("$records = Train 20 -ValidationShare 0.25 -Metric R2 -LogEvery 4 -Schedule ExponentialLR -ScheduleSetting @{ Gamma = 0.9 } -TensorBoardPath a/b -TensorBoardHistogram; $read = Import-TrainingTrace a/b");
        const string text = "{0} | ForEach-Object {{ \"$($_.Epoch) $($_.Loss) $([float]$_.LearningRate) $([float]$_.ValidationLoss) $([float]$_.ValidationR2)\" }}";
        Assert.Equal(_session.All<string>(string.Format(null, text, "$records")), _session.All<string>(string.Format(null, text, "$read")));
        Assert.Equal("6 20", _session.One<string>("\"$($read.Count) $($read[-1].Epoch)\""));
        Assert.Equal("None", _session.One<string>("\"$((Compare-Training $read ($records | Select-Object Epoch, Loss)).Cause)\""));
    }

    [Fact]
    public void AnInterruptedTrainingLeavesWhatItLoggedAndGoesOn()
    {
        _session.Run("$model = New-LinearModel 3 1 -Seed 0; try { $null = Invoke-Training $model $X $Y 0.1 10 -TensorBoardPath a -OnEpoch { if ($_.Epoch -eq 5) { throw 'lost' } } } catch { }");
        Assert.Equal([1, 2, 3, 4, 5], _session.Run("(Import-TrainingTrace a).Epoch"));
        _session.Run("$null = Invoke-Training $model $X $Y 0.1 2 -StartEpoch 6 -TensorBoardPath a");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], _session.Run("(Import-TrainingTrace a).Epoch"));
    }

    [Fact]
    public void AFolderIsOneTrainings()
    {
        _session.Run("$null = Train 3 -TensorBoardPath a");
        var error = Assert.Single(_session.Attempt("Train 3 -TensorBoardPath a").Errors);
        Assert.StartsWith("LinRegPS.FileExists", error.FullyQualifiedErrorId);
        Assert.Contains("-Force", error.Exception.Message);
        _session.Run("$null = Train 2 -TensorBoardPath a -Force");
        Assert.Equal([1, 2], _session.Run("(Import-TrainingTrace a -WarningAction SilentlyContinue).Epoch"));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_folder, "a")).Length);
        Assert.StartsWith("LinRegPS.ParameterConflict", Assert.Single(_session.Attempt("Train 3 -TensorBoardHistogram").Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void ADivergedTrainingIsLoggedAsItWas() => Assert.Equal(
        ["Infinity", "NaN"],
        _session.All<string>("$null = Invoke-Training (New-LinearModel 3 1 -Seed 0) $X $Y 1e30 4 -TensorBoardPath a -WarningAction SilentlyContinue; (Import-TrainingTrace a).Loss | Where-Object { -not [float]::IsFinite($_) } | ForEach-Object { \"$_\" } | Select-Object -Unique")
            .Order());

    [Fact]
    public void SeveralTrainingsOfOneLogAreAskedFor()
    {
        File.WriteAllText(Path.Combine(_folder, "keras.csv"), "epoch,loss\n0,1\n1,0.5\n0,inf\n1,nan\n");
        var error = Assert.Single(_session.Attempt("Import-TrainingTrace keras.csv").Errors);
        Assert.StartsWith("LinRegPS.SeveralTrainings", error.FullyQualifiedErrorId);
        Assert.Contains("-Run", error.Exception.Message);
        Assert.Equal(["Infinity", "NaN"], _session.All<string>("Import-TrainingTrace keras.csv -Run 2 | ForEach-Object { \"$($_.Loss)\" }"));
    }
}
