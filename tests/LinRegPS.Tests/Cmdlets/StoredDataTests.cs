using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Data sets whose rows stay in files, wherever a cmdlet takes data.</summary>
public sealed class StoredDataTests : IDisposable
{
    private const string Setup = """
        $X = New-Tensor -Normal -Shape 300,3 -Seed 1; $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1)) + 0.1 * (New-Tensor -Normal -Shape 300,1 -Seed 2)
        $X | Export-Tensor X.npy -Force; $Y | Export-Tensor y.npy -Force; @{ input = $X; target = $Y; other = $Y * 2 } | Export-Tensor both.safetensors -Force
        $memory = New-DataSet $X $Y; $stored = New-DataSet -Path X.npy -TargetPath y.npy
        function New-Plane { New-LinearModel 3 1 -Seed 0 }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS").FullName;
    private readonly ModuleSession _session = new();

    public StoredDataTests()
    {
        _session.Run($"Set-Location -LiteralPath '{_folder}'");
        _session.Run(Setup);
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Invoke-Training $model {0} 0.1 3 -BatchSize 7")]
    [InlineData("{0} | Invoke-Training $model -LearningRate 0.1 -Epoch 3 -BatchSize 7")]
    [InlineData("Invoke-Training $model (New-DataLoader {0} 7 -Shuffle -Seed 3 -BlockSize 2) 0.1 3")]
    [InlineData("Invoke-Training $model (New-DataLoader {0} 7 -Shuffle -Seed 3 -BlockSize 1 -DropLast) 0.1 3 -AccumulationStep 3")]
    [InlineData("Invoke-Training $model {0} 0.1 3 -BatchSize 50 -ValidationShare 0.2 -Metric R2")]
    [InlineData("Invoke-Training $model {0} 0.1 3 -BatchSize 50 -ValidationData {0} -Metric Mae -Patience 2")]
    [InlineData("Invoke-Training $model {0} 0.1 3 -BatchSize 50 -Metric Mae")]
    [InlineData("Invoke-Training $model {0} Auto 3 -BatchSize 9")]
    [InlineData("Invoke-Training $model ({0} | Split-DataSet -InOrder).Train 0.1 3 -BatchSize 50")]
    [InlineData("foreach ($batch in (New-DataLoader {0} 40 -Shuffle -Seed 1 -BlockSize 4)) { Step-Training $model $batch.Input $batch.Target -LearningRate 0.1 }")]
    [InlineData("New-DataLoader {0} 40 | Step-Training $model -LearningRate 0.1")]
    public void ATrainingHasTheBitsOfThatInMemory(string call)
    {
        string script = "$model = New-Plane; $r = " + call + "; ($r | Select-Object * -ExcludeProperty Elapsed | ConvertTo-Csv) -join '|'; $model.Weight.ToArray() + $model.Bias.ToArray()";
        string[] calls = [.. new[] { "$memory", "$stored" }.Select(data => script.Replace("{0}", data))];
        Assert.Equal(_session.Run(calls[0]), _session.Run(calls[1]));
    }

    [Theory]
    [InlineData("(New-DataSet -Path both.safetensors).ToString()", "input [300,3], target [300,1]")]
    [InlineData("(New-DataSet -Path both.safetensors -TargetName other).Load().Target[0,0].Item() -eq 2 * $Y[0,0].Item()", "True")]
    [InlineData("$stored.IsInFile, $memory.IsInFile, $stored.Load().IsInFile -join ' '", "True False False")]
    [InlineData("$stored.Count, ($null -eq $stored.Input) -join ' '", "300 True")]
    [InlineData("(New-DataLoader $stored 7).Count", "43")]
    [InlineData("(New-DataLoader $stored 7 -Shuffle).BlockSize, (New-DataLoader $stored 7 -BlockSize 5).BlockSize -join ' '", "300 5")]
    [InlineData("$s = $stored | Split-DataSet -Seed 4; $t = $memory | Split-DataSet -Seed 4; @(Compare-Object $s.TrainRows $t.TrainRows).Count, $s.Train.IsInFile, $s.Test.Count -join ' '", "0 True 60")]
    [InlineData("($stored | Split-DataSet -Fold 3 -InOrder)[1].Test.Count", "100")]
    [InlineData("$m = New-Plane; [Math]::Abs((Test-Model $m $stored).R2 - (Test-Model $m $memory).R2) -lt 1e-9", "True")]
    [InlineData("$m = New-Plane; [Math]::Abs((Test-Model $m $stored).Loss / (Test-Model $m $memory).Loss - 1) -lt 1e-6", "True")]
    [InlineData("$X.Rank, (New-Tensor (0..299 | ForEach-Object { $_ % 2 })).Long() | Select-Object -Last 1 | Export-Tensor k.npy -Force; $c = New-DataSet -Path X.npy -TargetPath k.npy; (Test-Model (New-LinearModel 3 2 -Seed 0) $c -Loss CrossEntropy).Confusion.Count", "2")]
    [InlineData("Get-Item X.npy | ForEach-Object { New-DataSet -Path $_ -TargetPath y.npy } | ForEach-Object Count", "300")]
    public void AStoredDataSetIs(string script, string expected) => Assert.Contains(expected, $"{_session.Run(script)[^1]}", StringComparison.Ordinal);

    [Theory]
    [InlineData("Invoke-Training (New-Plane) $stored 0.1 5", "InFile", "-BatchSize")]
    [InlineData("Invoke-Training (New-Plane) $stored 0.1 5 -BatchSize 9 -Diagnose", "InFile", "Load()")]
    [InlineData("Debug-Training (New-Plane) $stored -LearningRate 0.1 -Epoch 5 -BatchSize 9", "InFile", "Load()")]
    [InlineData("New-Scaler $stored", "InFile", "Load()")]
    [InlineData("New-DataSet -Path X.npy", "TargetNeeded", "-TargetPath")]
    [InlineData("New-DataSet -Path both.safetensors -InputName x", "NoSuchName", "-InputName")]
    [InlineData("New-DataSet -Path missing.npy -TargetPath y.npy", "FileNotFound", "missing.npy")]
    [InlineData("New-DataSet -Path X.npy -TargetPath y.csv", "WrongFormat", "npy or safetensors")]
    [InlineData("$stored | New-DataLoader -Shuffle -BlockSize 0", "InvalidBlockSize", "BlockSize is 0")]
    public void WhatIsNotPossibleIsSaid(string script, string id, string words)
    {
        _session.Run("'x' | Set-Content y.csv");
        var error = Assert.Single(_session.Attempt(script).Errors);
        Assert.StartsWith($"LinRegPS.{id}", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(words, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFileThatIsCutShortEndsTheTrainingWithAnErrorThatSaysWhereToGoOn()
    {
        _session.Run("$model = New-Plane; $steps = 0");
        var result = _session.Attempt("""
            Invoke-Training $model (New-DataLoader $stored 1 -BlockSize 1) 0.01 1 -OnStep { if (++$global:steps -eq 3) { $s = [IO.File]::Open("$PWD/X.npy", 'Open', 'Write', 'ReadWrite, Delete'); $s.SetLength(400); $s.Dispose() } } -WarningVariable warnings -WarningAction SilentlyContinue
            """);
        Assert.Contains("400 now", Assert.Single(result.Errors).ToString(), StringComparison.Ordinal);
        Assert.Contains("-StartStep", $"{_session.Run("$warnings")[0]}", StringComparison.Ordinal);
    }

    // Rows that were written since: whoever reads them refuses both, of whichever file they are.
    [Theory]
    [InlineData("Invoke-Training (New-Plane) $stored 0.1 1 -BatchSize 50")]
    [InlineData("New-DataLoader $stored 40 | ForEach-Object { $_ }")]
    [InlineData("$stored.Load() | ForEach-Object { $_ }")]
    [InlineData("$stored.Rows(3, 7) | ForEach-Object { $_ }")]
    [InlineData("($stored | Split-DataSet).Test.Load() | ForEach-Object { $_ }")]
    [InlineData("Invoke-Training (New-Plane) $memory 0.1 1 -ValidationData $stored")]
    [InlineData("New-DataLoader $stored 40 -Shuffle | Step-Training (New-Plane) -LearningRate 0.1")]
    [InlineData("Measure-LinearModel $stored")]
    [InlineData("Test-Model (New-Plane) $stored")]
    public void AFileThatIsWrittenToIsRefused(string call)
    {
        foreach (string file in new[] { "X.npy", "y.npy" })
        {
            string id = _session.One<string>($$"""
                $stored = New-DataSet -Path X.npy -TargetPath y.npy
                [IO.File]::SetLastWriteTimeUtc("$PWD/{{file}}", [datetime]::UtcNow.AddHours(1))
                try { $null = {{call}} -ErrorAction Stop; 'went on' } catch { $_.Exception.GetBaseException().ErrorId }
                [IO.File]::SetLastWriteTimeUtc("$PWD/{{file}}", [datetime]::UtcNow.AddHours(-1))
                """);
            Assert.Equal("LinRegPS.FileChanged", id);
        }
    }

    [Fact]
    public void ACheckpointOfAFileGoesOnFromTheFile()
    {
        object?[] whole = _session.Run("$model = New-Plane; $null = Invoke-Training $model $stored 0.1 6 -BatchSize 9 -Shuffle -Seed 1 -CheckpointPath whole.ckpt; $model.Weight.ToArray()");
        object?[] parts = _session.Run("""
            foreach ($epochs in 3, 6) {
                $model = New-Plane
                $null = Invoke-Training $model (New-DataSet -Path X.npy -TargetPath y.npy) 0.1 $epochs -BatchSize 9 -Shuffle -Seed 1 -CheckpointPath parts.ckpt -Resume
            }
            $model.Weight.ToArray()
            """);
        Assert.Equal(whole, parts);
    }

    [Theory]
    [InlineData("$nothing = $stored.Input", "none of the data set's Input is in memory: $data.Load() reads them")]
    [InlineData("$nothing = $stored.target", "Target")]
    [InlineData("$nothing = $stored | Select-Object Count, Input", "Input")]
    [InlineData("$nothing = $memory.Input, $memory.Target, $stored.Load().Input, $stored.Count", null)]
    [InlineData("$nothing = $stored | Out-String; $nothing = $stored, $memory | Format-Table | Out-String", null)]
    public void WhatIsNotInMemoryIsWarnedOf(string script, string? warning)
    {
        using var shell = _session.Begin(script);
        shell.Invoke();
        Assert.Empty(shell.Streams.Error);
        if (warning is null)
            Assert.Empty(shell.Streams.Warning);
        else
            Assert.Contains(warning, Assert.Single(shell.Streams.Warning).Message);
    }

    [Fact]
    public void ItIsShownWithoutBeingRead()
    {
        string text = string.Join('\n', _session.Run("$stored | Out-String -Width 100"));
        Assert.Contains("300", text, StringComparison.Ordinal);
        Assert.Contains("X.npy", text, StringComparison.Ordinal);
    }
}
