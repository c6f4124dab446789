using LinRegPS.Tests.Hosting;
using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Invoke-Training writes checkpoints, and goes on from them as if nothing had been.</summary>
public sealed class CheckpointedTrainingTests : IDisposable
{
    private const string Setup = """
        $X = New-Tensor -Normal -Shape 60,3 -Seed 1
        $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
        function New-Net { New-SequentialModel { Linear 3 8; Tanh; Dropout 0.2; Linear 8 1 } -Seed 0 }
        $common = @{ InputObject = $X; Target = $Y; LearningRate = 0.01; BatchSize = 7; Shuffle = $true; Optimizer = 'Adam'; Schedule = 'CosineAnnealingLR'; ScheduleSetting = @{ TMax = 20 } }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS runs").FullName;
    private readonly ModuleSession _session = new();

    public CheckpointedTrainingTests()
    {
        _session["folder"] = _folder;
        _session.Run("Set-Location -LiteralPath $folder");
        _session.Run(Setup);
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("-Seed 5")]
    [InlineData("")]
    [InlineData("-Seed 5 -Patience 3 -ValidationData (New-DataSet $X $Y)")]
    public void TheSameCallGoesOnWithTheSameBits(string how)
    {
        // The seed is the whole process's.
        var child = ShellProcess.Run("-Command", $$"""
            Set-Location -LiteralPath '{{_folder}}'
            {{Setup}}
            Set-RandomSeed 3
            $whole, $part = (New-Net), (New-Net)
            $null = Invoke-Training $whole @common {{how}} -Epoch 12 -OutVariable uninterrupted
            Set-RandomSeed 3
            try { $null = Invoke-Training $part @common {{how}} -Epoch 12 -CheckpointPath run.ckpt -CheckpointEvery 3 -OnEpoch { if ($_.Epoch -eq 8) { throw 'lost' } } } catch { "$_" }
            Set-RandomSeed 99
            $resumed = New-Net
            $null = Invoke-Training $resumed @common {{how}} -Epoch 12 -CheckpointPath run.ckpt -CheckpointEvery 3 -Resume -OutVariable records
            $same = $true
            foreach ($i in 0..3) { $same = $same -and "$($whole.Parameters()[$i].ToArray())" -ceq "$($resumed.Parameters()[$i].ToArray())" }
            $same
            "$($uninterrupted[-1].Loss)" -ceq "$($records[-1].Loss)"
            $records[0].Epoch
            """);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Equal(["lost", "True", "True", "7"], child.Lines);
    }

    [Fact]
    public void ATrainingThatHasEndedIsLeftAsItIs()
    {
        Assert.Equal([4, 0, 6, 2], _session.Run("""
            $training = $common + @{ Seed = 1; CheckpointPath = 'run.ckpt' }
            (Invoke-Training (New-Net) @training -Epoch 4).Count
            $again = New-Net
            @(Invoke-Training $again @training -Epoch 4 -Resume -WarningVariable warned -WarningAction SilentlyContinue).Count
            (Invoke-Training (New-Net) @training -Epoch 6 -Force).Count
            (Invoke-Training (New-Net) @training -Epoch 8 -Resume).Count
            """));
        Assert.EndsWith("run.ckpt' has ended, after epoch 4. The model is as it left it.", _session.One<string>("\"$warned\""));
        Assert.Equal("There is no ", _session.One<string>("$null = Invoke-Training (New-Net) @common -Epoch 1 -CheckpointPath new.ckpt -Resume -WarningVariable warned -WarningAction SilentlyContinue; \"$warned\".Substring(0, 12)"));
        Assert.Equal([true], _session.Run("Test-Path new.ckpt"));
    }

    [Theory]
    [InlineData("-ValidationData $X, $Y", "-ValidationData ($X + 1), $Y", "other numbers in the validation data")]
    [InlineData("-ValidationData $X, $Y", "-ValidationData $X[0..9], $Y[0..9]", "validation data [60,3] and [60,1], not [10,3]")]
    [InlineData("-ValidationData $X, $Y -Patience 3", "-Patience 3", "validation data [60,3] and [60,1], not none")]
    [InlineData("-Loss { param($p, $t) ($p - $t).Abs().Mean() }", "-Loss { param($p, $t) (($p - $t) * ($p - $t)).Mean() }", "Loss the block { param($p, $t) ($p - $t).Abs().Mean() }, not the block")]
    [InlineData("-Loss ([LinRegPS.LossFunction]::Named('Huber', $false, @{ delta = 2 }))", "-Loss Huber", "Loss Huber, delta 2, not Huber")]
    public void WhatTheLossIsOfIsComparedToo(string before, string now, string words)
    {
        _session.Run($"$training = $common + @{{ CheckpointPath = 'run.ckpt' }}; $null = Invoke-Training (New-Net) @training -Epoch 2 -Seed 1 {before}");
        Assert.Equal(2, _session.One<int>($"@(Invoke-Training (New-Net) @training -Epoch 4 -Seed 1 {before} -Resume).Count"));
        var error = Assert.Single(_session.Attempt($"Invoke-Training (New-Net) @training -Epoch 6 -Seed 1 {now} -Resume").Errors);
        Assert.Contains(words, error.Exception.Message);
    }

    [Fact]
    public void AnotherForwardIsAnotherModel()
    {
        _session.Run("$training = @{ InputObject = $X; Target = $Y; LearningRate = 0.01; CheckpointPath = 'run.ckpt' }; function New-Own($forward) { New-CustomModel @{ line = New-LinearModel 3 1 -Seed 0 } $forward }");
        _session.Run("$null = Invoke-Training (New-Own { param($x) $this.line.Forward($x) }) @training -Epoch 2");
        var error = Assert.Single(_session.Attempt("Invoke-Training (New-Own { param($x) $this.line.Forward($x).Tanh() }) @training -Epoch 4 -Resume").Errors);
        Assert.Contains("Forward of the model", error.Exception.Message);
        Assert.Equal(2, _session.One<int>("@(Invoke-Training (New-Own { param($x) $this.line.Forward($x) }) @training -Epoch 4 -Resume).Count"));
    }

    [Fact]
    public void WhatIfWritesAndTrainsNothing() => Assert.Equal(["0", "False", "True"], _session.All<string>("""
        $net = New-Net; $before = "$($net.Parameters() | ForEach-Object ToArray)"
        "$(@(Invoke-Training $net @common -Epoch 4 -CheckpointPath run.ckpt -WhatIf).Count)"
        "$(Test-Path run.ckpt)"
        "$($before -ceq "$($net.Parameters() | ForEach-Object ToArray)")"
        """));

    [Theory]
    [InlineData("-CheckpointPath run.ckpt", "FileExists", "-Resume")]
    [InlineData("-CheckpointPath run.ckpt -Resume -BatchSize 8", "WrongCheckpoint", "BatchSize 7, not 8")]
    [InlineData("-CheckpointPath run.ckpt -Resume -Loss L1 -Optimizer Sgd", "WrongCheckpoint", "Import-Checkpoint")]
    [InlineData("-CheckpointPath run.ckpt -Resume -ScheduleSetting @{ TMax = 21 }", "WrongCheckpoint", "another CosineAnnealingLR")]
    [InlineData("-CheckpointPath plain.ckpt -Resume", "WrongCheckpoint", "set up")]
    [InlineData("-CheckpointPath model.safetensors -Resume", "BadFile", "no checkpoint")]
    [InlineData("-CheckpointPath run.ckpt -Resume -StartEpoch 2", "ParameterConflict", "-StartEpoch")]
    [InlineData("-CheckpointPath run.ckpt -Resume -Force", "ParameterConflict", "-Force")]
    [InlineData("-Resume", "ParameterConflict", "-CheckpointPath")]
    [InlineData("-CheckpointEvery 2", "ParameterConflict", "-CheckpointPath")]
    [InlineData("-CheckpointPath a.ckpt -CheckpointEvery 0", "InvalidCheckpointEvery", "0")]
    [InlineData("-CheckpointPath no/a.ckpt", "FileUnusable", "folder does not exist")]
    [InlineData("-CheckpointPath . -Force", "FileUnusable", "folder")]
    [InlineData("-CheckpointPath env:a", "FileUnusable", "file system")]
    public void WhatCannotBeDoneSaysWhy(string arguments, string id, string words)
    {
        _session.Run("""
            $null = Invoke-Training (New-Net) @common -Epoch 2 -CheckpointPath run.ckpt
            $net = New-Net; Export-Checkpoint plain.ckpt $net (New-Optimizer Adam $net); Export-Model model.safetensors $net
            $other = $common.Clone()
            """);
        var error = Assert.Single(_session.Attempt($$"""
            $given = [Management.Automation.Language.Parser]::ParseInput('x {{arguments}}', [ref] $null, [ref] $null).FindAll({ $args[0] -is [Management.Automation.Language.CommandParameterAst] }, $true).ParameterName
            foreach ($name in $given) { $other.Remove($name) }
            try { Invoke-Training (New-Net) @other -Epoch 4 {{arguments}} } catch { Write-Error -ErrorRecord $_ }
            """).Errors);
        Assert.Equal("LinRegPS." + id, error.FullyQualifiedErrorId);
        Assert.Contains(words, error.Exception.Message);
        Assert.Equal(["model.safetensors", "plain.ckpt", "run.ckpt"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }
}
