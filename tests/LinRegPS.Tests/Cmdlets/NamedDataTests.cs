using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Columns and classes are taken by their names wherever a model meets data that it was not trained with.</summary>
public sealed class NamedDataTests : IDisposable
{
    private const string Setup = """
        $rows = 'a,b,y', '1,10,21', '2,20,41', '3,10,23', '4,30,64' | ConvertFrom-Csv
        $train = $rows | New-DataSet -Property a, b -Target y
        $other = $rows | New-DataSet -Property b, a -Target y
        $extra = $rows | Select-Object *, @{ n = 'c'; e = { 7 } } | New-DataSet -Property c, b, a -Target y
        $lacking = $rows | New-DataSet -Property b -Target y
        $renamed = $rows | Select-Object a, b, @{ n = 'z'; e = { $_.y } } | New-DataSet -Property a, b -Target z
        $plane = New-LinearModel 2 1 -Weight (New-Tensor 1, 2 -Shape 1, 2) -Bias 0
        $colours = 'x,k', '1,red', '2,red', '8,blue', '9,blue' | ConvertFrom-Csv
        $reds = $colours | New-DataSet -Property x -Target k -AsClass
        $blues = $colours | New-DataSet -Property x -Target k -ClassName red, blue
        $greens = $colours | ForEach-Object { [pscustomobject]@{ x = $_.x; k = $_.k -replace 'red', 'green' } } | New-DataSet -Property x -Target k -AsClass
        $scores = New-LinearModel 1 2 -Weight (New-Tensor 1, -1 -Shape 2, 1) -Bias -5, 5
        function Train($model, $data) { $null = Invoke-Training $model $data 0 1; $model }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS names").FullName;
    private readonly ModuleSession _session = new();

    public NamedDataTests()
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
    [InlineData("(Invoke-Training $plane $train 0 1 -ValidationData $other).ValidationLoss")]
    [InlineData("(Invoke-Training $plane $train 0 1 -ValidationData $extra).ValidationLoss")]
    [InlineData("(Invoke-Training $plane $train 0 1 -ValidationData (New-DataLoader $other 2)).ValidationLoss")]
    [InlineData("(Invoke-Training $plane (New-DataLoader $train 2) 0 1 -ValidationData $other).ValidationLoss")]
    [InlineData("($rows | Invoke-Training $plane -Property a, b -Target y -LearningRate 0 -Epoch 1 -ValidationData $other).ValidationLoss")]
    [InlineData("(Test-Model (Train $plane $train) $other).Loss")]
    [InlineData("(Test-Model (Train $plane (New-DataLoader $train 2)) $extra).Loss")]
    [InlineData("$null = $train | Step-Training $plane -LearningRate 0; (Test-Model $plane $other).Loss")]
    [InlineData("Train $plane $train | Export-Model m.safetensors; (Test-Model (Import-Model m.safetensors) $other).Loss")]
    [InlineData("Train $plane $train | Export-Model m.safetensors; $m = New-LinearModel 2 1; Import-Model m.safetensors -Model $m; (Test-Model $m $other).Loss")]
    [InlineData("(Test-Model (Train $plane $train) $renamed.Input $renamed.Target).Loss")]
    public void ColumnsInAnotherOrderGiveTheSameLoss(string call) => Assert.Equal(0.25, Convert.ToDouble(_session.One<object>(call), null));

    // A table with a target is a data set.
    [Theory]
    [InlineData("(Invoke-Training $plane $table 0 1 -ValidationData $other).Loss")]
    [InlineData("(Invoke-Training $plane $train 0 1 -ValidationData $table).ValidationLoss")]
    [InlineData("(Test-Model $plane $table).Loss")]
    [InlineData("$table | Step-Training $plane -LearningRate 0")]
    [InlineData("(Invoke-Training $plane (New-DataLoader $table 4) 0 1).Loss")]
    [InlineData("[LinRegPS.Loss]::Mse((Invoke-Model $plane $table), $table.Target).Item()")]
    [InlineData("[LinRegPS.Loss]::Mse((Invoke-Model (Train $plane $train) $other), $other.Target).Item()")]
    public void TablesAreRowsToo(string call)
    {
        _session.Run("$rows | Export-Csv rows.csv; $table = Import-Tensor rows.csv -Property a, b -Target y");
        Assert.Equal(0.25, Convert.ToDouble(_session.One<object>(call), null));
    }

    [Theory]
    [InlineData("$rows | Invoke-Model (Train $plane $train) -Property b, a")]
    [InlineData("$rows | Invoke-Model (Train $plane $train) -Property y, B, a")]
    [InlineData("Train $plane $train | Export-Model m.safetensors; $rows | Invoke-Model -Path m.safetensors -Property b, a")]
    public void PredictionsToo(string call) =>
        Assert.Equal("21 42 23 64", _session.One<string>($"\"$(& {{ {call} }} | ForEach-Object Prediction)\""));

    [Theory]
    [InlineData("(Invoke-Training $scores $reds 0 1 -Loss CrossEntropy -Metric Accuracy -ValidationData $blues).ValidationAccuracy", 1)]
    [InlineData("$null = Invoke-Training $scores $reds 0 1 -Loss CrossEntropy; (Test-Model $scores $blues).Accuracy", 1)]
    [InlineData("$null = Invoke-Training $scores $reds 0 1 -Loss CrossEntropy; (Test-Model $scores $blues).Confusion[0].blue", 2)]
    public void ClassesInAnotherOrderAreTheSameClasses(string call, double expected) => Assert.Equal(expected, Convert.ToDouble(_session.One<object>(call), null));

    [Theory]
    [InlineData("Invoke-Training $plane $train 0 1 -ValidationData $lacking", "OtherNames", "no column 'a'", "-Like")]
    [InlineData("Invoke-Training $plane $train 0 1 -ValidationData $renamed", "OtherNames", "no target 'y'", "$data.Input")]
    [InlineData("Debug-Training $plane -Data $train -LearningRate 0 -Epoch 1 -ValidationData $lacking", "OtherNames", "no column 'a'")]
    [InlineData("Test-Model (Train $plane $train) $lacking", "OtherNames", "no column 'a'")]
    [InlineData("$rows | Invoke-Model (Train $plane $train) -Property a, y", "OtherNames", "no column 'b'", "a, y")]
    [InlineData("Invoke-Training $scores $reds 0 1 -Loss CrossEntropy -ValidationData $greens", "OtherClass", "Row 1", "'green'", "blue, red")]
    public void WhatIsMissingIsAnError(string call, string id, params string[] words)
    {
        var error = Assert.Single(_session.Attempt(call).Errors);
        Assert.StartsWith($"LinRegPS.{id},", error.FullyQualifiedErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message));
    }

    // A model that is trained anew forgets the names; numbers without names are taken as they are.
    [Fact]
    public void WhereOneHasNoNamesPlacesCount()
    {
        Assert.Equal(0.25, Convert.ToDouble(_session.One<object>("(Test-Model (Train (Train $plane $train) (New-DataSet $train.Input $train.Target)) $train).Loss"), null));
        Assert.NotEqual(0.25, Convert.ToDouble(_session.One<object>("(Test-Model $plane $other).Loss"), null));
    }

    [Theory]
    // The same columns as they are.
    [InlineData("$rows | Invoke-Model $model -Property a, b", true)]
    [InlineData("Invoke-Model $model $raw", true)]
    [InlineData("Test-Model $model $raw", true)]
    [InlineData("Export-Model $file $model -Force; Test-Model (Import-Model $file) $raw", true)]
    [InlineData("Invoke-Training $model $scaled 0.01 1 -ValidationData $raw", true)]
    [InlineData("Invoke-Model $model $scaler.InverseTransform($scaled)", true)]
    // Scaled, in other ways too; without names, or by a model that scales.
    [InlineData("Invoke-Model $model $scaled", false)]
    [InlineData("Invoke-Model $model $scaler.Transform($rows)", false)]
    [InlineData("Invoke-Model $model $raw.Input", false)]
    [InlineData("Test-Model $model ($scaled | Split-DataSet).Test", false)]
    [InlineData("Test-Model $model (New-DataLoader $raw 2 -Transform $scaler)", false)]
    [InlineData("$rows | Invoke-Model $scaler.Wrap($model) -Property a, b", false)]
    [InlineData("$other = New-LinearModel 2 1 -Seed 0; $null = Invoke-Training $other $raw 0.001 1; Invoke-Model $other $raw", false)]
    [InlineData("Invoke-Training $model $scaled 0.01 1 -ValidationData ($scaled | Split-DataSet).Test", false)]
    public void RowsAsTheyAreAreToldToAModelOfScaledOnes(string script, bool warns)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            using var session = new ModuleSession();
            string[] warnings = session.All<string>($$"""
                $file = '{{file}}'
                $rows = 1..6 | ForEach-Object { [pscustomobject]@{ a = $_; b = 10 * $_ % 7; y = 3 * $_ } }
                $raw = $rows | New-DataSet -Property a, b -Target y
                $scaler = New-Scaler $raw
                $scaled = $scaler.Transform($raw)
                $model = New-LinearModel 2 1 -Seed 0
                $null = Invoke-Training $model $scaled 0.1 20
                & { {{script}} } 3>&1 | Where-Object { $_ -is [System.Management.Automation.WarningRecord] } | ForEach-Object { "$_" }
                """);
            Assert.Equal(warns ? 1 : 0, warnings.Count(text => text.Contains("$scaler.Transform")));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
