using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Models and trainings to files and back, at the prompt.</summary>
public sealed class ModelFileTests : IDisposable
{
    private const string Setup = """
        $X = New-Tensor -Normal -Shape 60,2 -Seed 1
        $Y = $X.MatMul((New-Tensor 1,2 -Shape 2,1))
        function New-Net { New-CustomModel ([ordered]@{ in = New-LinearModel 2 4 -Seed 0; out = New-LinearModel 4 1 -Seed 1 }) { param($x) $this.out.Forward($this.in.Forward($x).Tanh()) } }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS models").FullName;
    private readonly ModuleSession _session = new();

    public ModelFileTests()
    {
        _session["folder"] = _folder;
        _session["fixtures"] = Path.Combine(AppContext.BaseDirectory, "fixtures", "files");
        _session.Run("Set-Location -LiteralPath $folder");
        _session.Run(Setup);
    }

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void AModelComesBackOrIsLoadedIntoAnother()
    {
        Assert.Equal("Linear(in_features=2, out_features=1, bias=True)", _session.One<string>("New-LinearModel 2 1 -Seed 3 | Export-Model a.safetensors; \"$(Import-Model a.safetensors)\""));
        Assert.Equal([true], _session.Run("(Import-Model a.safetensors).Weight.ToArray()[1] -eq (New-LinearModel 2 1 -Seed 3).Weight.ToArray()[1]"));
        Assert.Equal([true, true], _session.Run("""
            $net = New-Net
            Export-Model net.safetensors $net
            $other = New-CustomModel ([ordered]@{ in = New-LinearModel 2 4; out = New-LinearModel 4 1 }) { }
            (Import-Model net.safetensors -Model $other -PassThru) -eq $other
            "$($net.Forward($X).ToArray())" -eq "$((New-Net).Forward($X).ToArray())"
            """));
        Assert.Equal("in.weight in.bias out.weight out.bias", _session.One<string>("(Import-Model net.safetensors -AsDictionary).Keys -join ' '"));
        Assert.Equal("0.weight 0.bias 2.weight", _session.One<string>("(Import-Model $fixtures/checkpoint.pt -AsDictionary -Key model_state_dict).Keys -join ' '"));
        _session.Run("Import-Model $fixtures/pt_linear.pt -Model (New-LinearModel 3 2)");
    }

    // As a loop of steps and as Invoke-Training, whose shuffled orders go on by -StartEpoch where that is there.
    [Fact]
    public void ATrainingGoesOnWithTheSameBits() => Assert.Equal([true, 4, 3], _session.Run("""
        $net = New-Net
        $adam = [LinRegPS.Adam]::new($net)
        $null = Invoke-Training $net $X $Y 0.01 3 -Optimizer $adam -BatchSize 20
        Export-Checkpoint run.ckpt $net $adam -Epoch 3
        $null = Invoke-Training $net $X $Y 0.01 4 -Optimizer $adam -BatchSize 20
        $again = New-Net
        $adam = [LinRegPS.Adam]::new($again)
        $place = Import-Checkpoint run.ckpt $again $adam
        $null = Invoke-Training $again $X $Y 0.01 4 -Optimizer $adam -BatchSize 20
        $same = $true
        foreach ($pair in 0..3) { $same = $same -and "$($net.NamedParameters()[$pair].Value.ToArray())" -ceq "$($again.NamedParameters()[$pair].Value.ToArray())" }
        $same
        $place.StartEpoch
        $place.Epoch
        """));

    [Fact]
    public void TheLineThatABareFileOfLinearLayersIsToldWorks() => Assert.True(_session.One<bool>("""
        $net = New-SequentialModel { Linear 2 4; ReLU; Linear 4 3; Linear 3 1 -bias $false } -Seed 1
        Get-ModelParameter $net | Export-Tensor "it's bare.pt"
        try { Import-Model "it's bare.pt" } catch { $text = $_.Exception.Message }
        $null = $text -match 'They fit (?<line>.* -Model \$model), with the activations'
        $null = Invoke-Expression $Matches.line
        $X = New-Tensor (1,2),(-3,0.5)
        "$($model.Forward($X).ToArray())" -ceq "$($net.Forward($X).ToArray())"
        """));

    [Theory]
    [InlineData("Import-Model a.safetensors -Model (New-LinearModel 3 1)", "StateMismatch", "weight of shape [1,2], not [1,3]")]
    [InlineData("Import-Model a.safetensors -Model (New-Net)", "StateMismatch", "missing in.weight; missing in.bias; missing out.weight; missing out.bias; unexpected weight; unexpected bias")]
    [InlineData("Import-Model net.safetensors", "NoArchitecture", "-Model")]
    [InlineData("Import-Model $fixtures/bad_model.pt", "BadFile", "Sequential")]
    [InlineData("Import-Model $fixtures/bad_call.pt -Model (New-Net)", "BadFile", "posix.system")]
    [InlineData("Import-Model a.safetensors -Model 5", "WrongModel", "New-LinearModel")]
    [InlineData("Import-Model a.bin", "UnknownFormat", ".safetensors")]
    [InlineData("Export-Model a.safetensors (New-Net)", "FileExists", "-Force")]
    [InlineData("Export-Model a.npz (New-Net)", "WrongFormat", ".safetensors")]
    [InlineData("Export-Model b.safetensors 5", "WrongModel", "'5'")]
    [InlineData("Import-Checkpoint a.safetensors (New-Net)", "BadFile", "no checkpoint")]
    [InlineData("Import-Checkpoint a.ckpt (New-LinearModel 2 1)", "WrongCheckpoint", "with Adam, not with none")]
    [InlineData("Export-Checkpoint b.ckpt (New-Net) 'Adam'", "WrongOptimizer", "New-Optimizer Adam")]
    [InlineData("Export-Checkpoint b.ckpt (New-Net) -Schedule 'StepLR'", "WrongSchedule", "New-LearningRateSchedule")]
    public void WhatCannotBeDoneSaysWhy(string script, string id, string words)
    {
        _session.Run("New-LinearModel 2 1 | Export-Model a.safetensors; New-Net | Export-Model net.safetensors; $m = New-LinearModel 2 1; Export-Checkpoint a.ckpt $m ([LinRegPS.Adam]::new($m))");
        var error = Assert.Single(_session.Attempt($"try {{ {script} }} catch {{ Write-Error -ErrorRecord $_ }}").Errors);
        Assert.Equal("LinRegPS." + id, error.FullyQualifiedErrorId);
        Assert.Contains(words, error.Exception.Message);
        Assert.Equal(["a.ckpt", "a.safetensors", "net.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void WhatFitsIsLoadedWhereThatIsAskedFor()
    {
        Assert.Equal("[1,2] 5 5", _session.Tensor("""
            @{ weight = New-Tensor 5,5 -Shape 1,2; extra = 1 } | Export-Tensor part.safetensors
            (Import-Model part.safetensors -Model (New-LinearModel 2 1) -Partial -PassThru).Weight
            """));
    }
}
