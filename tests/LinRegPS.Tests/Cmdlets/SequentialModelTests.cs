using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

public sealed class SequentialModelTests
{
    // The first of trainings_torch.py: losses of PyTorch 1.13 at steps 1, 10 and 30.
    [Fact]
    public void ABlockOfLayersTrainsToPyTorchsLosses()
    {
        using var session = new ModuleSession();
        float[] losses = session.All<float>("""
            $X = New-Tensor (0.938000023,-0.061999999),(-1.50999999,1.41700006),(1.54799998,0.656000018),(-0.723999977,-0.887000024),(-1.903,0.773000002),(1.01900005,-1.102),(1.33399999,-0.957000017),(0.419999987,-0.68599999),(1.44500005,1.38499999),(-0.890999973,1.47000003),(0.980000019,-0.971000016),(-1.546,0.391000003)
            $model = New-SequentialModel { Linear 2 16; Tanh; Linear 16 2 } -Seed 0
            $records = Invoke-Training $model $X (0,0,1,1,0,0,0,0,1,0,0,0) -LearningRate 0.5 -Epoch 30 -Loss CrossEntropy
            $records[0].Loss; $records[9].Loss; $records[29].Loss
            """);
        double[] torch = [0.806781471, 0.403704554, 0.22802639];
        Assert.All(torch.Zip(losses), pair => Assert.InRange(pair.Second / pair.First, 1 - 1e-4, 1 + 1e-4));
    }

    [Theory]
    [InlineData("New-SequentialModel { Linear 2 3; Tanh }", "Sequential(|  (0): Linear(in_features=2, out_features=3, bias=True)|  (1): Tanh()|)")]
    [InlineData("New-SequentialModel { Conv2d 1 8 3 -Padding same -Stride 1 -Bias $false }", "Sequential(|  (0): Conv2d(1, 8, kernel_size=(3, 3), stride=(1, 1), padding=same, bias=False)|)")]
    [InlineData("New-SequentialModel { conv2d 1 8 3,2 -stride:2 }", "Sequential(|  (0): Conv2d(1, 8, kernel_size=(3, 2), stride=(2, 2))|)")]
    [InlineData("New-SequentialModel { Upsample -ScaleFactor 2; Upsample -ScaleFactor 2,1.5 -Mode bilinear }", "Sequential(|  (0): Upsample(scale_factor=2.0, mode=nearest)|  (1): Upsample(scale_factor=(2.0, 1.5), mode=bilinear)|)")]
    [InlineData("New-SequentialModel { BatchNorm1d 4 -Momentum $null }", "Sequential(|  (0): BatchNorm1d(4, eps=1e-05, momentum=None, affine=True, track_running_stats=True)|)")]
    [InlineData("New-SequentialModel { LSTM 3 4 -BatchFirst -NumLayers 2 }", "Sequential(|  (0): LSTM(3, 4, num_layers=2, batch_first=True)|)")]
    [InlineData("New-SequentialModel { Sequential { Linear 1 2; ReLU }; [LinRegPS.Flatten]::new() }", "Sequential(|  (0): Sequential(|    (0): Linear(in_features=1, out_features=2, bias=True)|    (1): ReLU()|  )|  (1): Flatten(start_dim=1, end_dim=-1)|)")]
    [InlineData("$n = 3; New-SequentialModel { foreach ($i in 1..2) { Linear $n $n; Tanh } }", "Sequential(|  (0): Linear(in_features=3, out_features=3, bias=True)|  (1): Tanh()|  (2): Linear(in_features=3, out_features=3, bias=True)|  (3): Tanh()|)")]
    [InlineData("New-SequentialModel { 2, 3 | ForEach-Object { Linear $_ 1 } }", "Sequential(|  (0): Linear(in_features=2, out_features=1, bias=True)|  (1): Linear(in_features=3, out_features=1, bias=True)|)")]
    [InlineData("New-SequentialModel -Layer 'Linear 2 3', 'Dropout 0.25'", "Sequential(|  (0): Linear(in_features=2, out_features=3, bias=True)|  (1): Dropout(p=0.25, inplace=False)|)")]
    public void LayersAreNamed(string script, string text) => Assert.Equal(text.Split('|'), ModuleSession.Render(script));

    [Theory]
    [InlineData("New-SequentialModel {\n Linear 2 3\n Liner 3 1 }", "LinRegPS.NoSuchName", "Line 3: Liner 3 1", "'Liner'", "Did you mean Linear?", "LSTM")]
    [InlineData("New-SequentialModel { Lineer 2 3 }", "LinRegPS.NoSuchName", "Did you mean Linear?")]
    [InlineData("Invoke-Model (New-SequentialModel { Linear 2 3; Tanh; Linear 4 1 }) (1,2)", "LinRegPS.ShapeMismatch", "Layer 2: Linear: input [3] against", "Measure-Model shows")]
    [InlineData("New-SequentialModel {\n Linear 2 0 }", "LinRegPS.WrongLayer", "Line 2: Linear 2 0", "OutFeatures is 0")]
    [InlineData("New-SequentialModel { Linear 2 }", "LinRegPS.WrongLayer", "outFeatures is missing")]
    [InlineData("New-SequentialModel { Linear two 3 }", "LinRegPS.WrongLayer", "Linear two 3: inFeatures is 'two', which is no number.")]
    [InlineData("New-SequentialModel { Dropout half }", "LinRegPS.WrongLayer", "is 'half', which is no number.")]
    [InlineData("New-SequentialModel { Linear 2 '3,0' }", "LinRegPS.WrongLayer", "outFeatures")]
    [InlineData("New-SequentialModel { Linear 2 2.5 }", "LinRegPS.WrongLayer", "outFeatures is '2.5'")]
    [InlineData("New-SequentialModel { Linear 2 3 -Wide 4 }", "LinRegPS.WrongLayer", "there is no -Wide", "-inFeatures")]
    [InlineData("New-SequentialModel { Tanh 2 }", "LinRegPS.WrongLayer", "no more arguments")]
    [InlineData("New-SequentialModel { Linear 2 3; 'some' }", "LinRegPS.WrongLayer", "'some'", "no layer")]
    [InlineData("New-SequentialModel {\n Linear 2 3 | ReLU }", "LinRegPS.WrongLayer", "Line 2: Linear 2 3 | ReLU", "pipeline")]
    [InlineData("New-SequentialModel { Linear 2,3 }", "LinRegPS.WrongLayer", "Line 1: Linear 2,3: inFeatures")]
    [InlineData("[cultureinfo]::CurrentCulture = 'de-DE'; New-SequentialModel { Dropout 1.5 }", "LinRegPS.WrongLayer", "Line 1: Dropout 1.5: ")]
    public void AWrongLineIsNamed(string script, string id, params string[] words)
    {
        using var session = new ModuleSession();
        string[] error = session.All<string>($"try {{ $null = {script} }} catch {{ $_.FullyQualifiedErrorId; \"$_\" }}");
        Assert.StartsWith(id, error[0]);
        Assert.All(words, word => Assert.Contains(word, error[1]));
    }

    [Fact]
    public void TheSameSeedIsTheSameModel()
    {
        using var session = new ModuleSession();
        Assert.Equal([true], session.Run("""
            $a = New-SequentialModel { Linear 2 3; Sequential { Linear 3 1 } } -Seed 4
            $g = [LinRegPS.Generator]::new(4)
            $b = [LinRegPS.Linear]::new(2, 3, $true, $g), [LinRegPS.Linear]::new(3, 1, $true, $g)
            "$((Get-ModelParameter $a).ForEach({ $_.Value.ToArray() }))" -ceq "$($b.ForEach({ (Get-ModelParameter $_).ForEach({ $_.Value.ToArray() }) }))"
            """));
    }

    [Fact]
    public void AMeasureFollowsTheShapes()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            ["0 [1,1,28,28] [1,8,28,28] 80 56448", "1 [1,8,28,28] [1,8,14,14] 0 0", "2.0 [1,8,14,14] [1,1568] 0 0", "2.1 [1,1568] [1,10] 15690 15680"],
            session.All<string>("""
                New-SequentialModel { Conv2d 1 8 3 -Padding 1; MaxPool2d 2; Sequential { Flatten; Linear 1568 10 } } | Measure-Model -InputShape 1,28,28 |
                    ForEach-Object { "$($_.Name) $($_.InputShape.ToString()) $($_.OutputShape.ToString()) $($_.Parameters) $($_.Multiplications)" }
                """));
        string[] problems = session.All<string>("""
            New-SequentialModel { Linear 2 3; Linear 4 1; Tanh } | Measure-Model -InputShape 2 -BatchSize 5 | ForEach-Object { "$($_.Problem)|$($null -eq $_.OutputShape)" }
            """);
        Assert.Equal("|False", problems[0]);
        Assert.Contains("[5,3] against weight [1,4]", problems[1]);
        Assert.Equal("|True", problems[2]);
    }

    // PowerShell fails where it must fill in a number for a nullable parameter.
    [Theory]
    [InlineData("[LinRegPS.BatchNorm1d]::new(2)", "BatchNorm1d(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)")]
    [InlineData("[LinRegPS.BatchNorm2d]::new(2, 0.001)", "BatchNorm2d(2, eps=0.001, momentum=0.1, affine=True, track_running_stats=True)")]
    [InlineData("[LinRegPS.BatchNorm1d]::new(2, 0.001, $null)", "BatchNorm1d(2, eps=0.001, momentum=None, affine=True, track_running_stats=True)")]
    public void ALayerIsMadeFromItsFirstArguments(string script, string text)
    {
        using var session = new ModuleSession();
        Assert.Equal(text, session.One<string>($"({script}).ToString()"));
    }
}
