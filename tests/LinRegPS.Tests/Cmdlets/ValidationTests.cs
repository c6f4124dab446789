using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Validation and metrics in the records of Invoke-Training.</summary>
public sealed class ValidationTests
{
    private const string Setup = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1; $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $other = New-DataSet (New-Tensor 5,6 -Shape 2,1) (New-Tensor 10,11 -Shape 2,1)
        $model = New-LinearModel 1 1 -NoBias -Weight 0
        """;

    [Theory]
    [InlineData("Invoke-Training $model $X $Y 0.01 3 -ValidationData $other -Metric Mae", "Epoch Loss ValidationLoss ValidationMae weight weight.grad")]
    [InlineData("Invoke-Training $model $X $Y 0.01 3 -Metric R2, @{ Most = { param($p, $t) $p.Max() } }", "Epoch Loss R2 Most weight weight.grad")]
    [InlineData("Invoke-Training $model $X $Y 0.01 3", "Epoch Loss weight weight.grad")]
    public void RecordsHaveTheColumns(string script, string columns)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        string[] names = session.One<string>($"$r = {script}; @($r[0].PSObject.Properties.Name) -join ' '").Split(' ').Distinct().Where(name => name != "Elapsed").ToArray();
        Assert.Equal(columns.Split(' '), names);
    }

    [Fact]
    public void TheLastRecordIsWhatTestModelSays()
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        Assert.True(session.One<bool>("""
            $r = Invoke-Training $model $X $Y 0.01 5 -ValidationData $other -Metric Rmse
            $t = Test-Model $model $other.Input $other.Target
            $r[-1].ValidationLoss -eq $t.Loss -and $r[-1].ValidationRmse -eq $t.Rmse
            """));
    }

    [Theory]
    [InlineData("BinaryCrossEntropyWithLogits", 1)]
    [InlineData("Mse", 0.25)]
    public void LogitsMeanClass1Above0(string loss, double accuracy)
    {
        using var session = new ModuleSession();
        session.Run($$"""
            $x = New-Tensor 0.2,0.3,0.4,-1 -Shape 4,1; $y = New-Tensor 1,1,1,0 -Shape 4,1
            $m = New-LinearModel 1 1 -Weight 1 -Bias 0
            $trained = Invoke-Training $m $x $y 0 1 -Loss {{loss}} -Metric Accuracy -ValidationData $x,$y
            $tested = Test-Model $m $x $y -Loss {{loss}} -Metric Accuracy 3>$null
            """);
        Assert.Equal([accuracy, accuracy], session.Run("$trained.ValidationAccuracy, $tested.Accuracy").Select(Convert.ToDouble));
    }

    // The weight goes to 2; the other data want 1.9.
    [Fact]
    public void PatienceGoesByTheOtherData()
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        Assert.True(session.One<bool>("""
            $r = Invoke-Training $model $X $Y 0.01 200 -ValidationData $other -Patience 4
            $best = $r | Sort-Object ValidationLoss | Select-Object -First 1
            $r.Count -lt 100 -and $r[-1].Epoch -eq $best.Epoch + 4 -and $model.Weight.Item() -eq $best.weight
            """));
    }

    [Theory]
    [InlineData("-ValidationData 5", "LinRegPS.WrongDataSet", "New-DataSet")]
    [InlineData("-Metric Acuracy", "LinRegPS.NoSuchName", "Accuracy")]
    [InlineData("-Metric @{ Loss = { 1 } }", "LinRegPS.MetricName", "Loss")]
    [InlineData("-Metric @{ weight = { 1 } }", "LinRegPS.MetricName", "weight")]
    [InlineData("-ValidationData (New-DataSet (1,2),(3,4) 1,2)", "LinRegPS.ShapeMismatch", "[2,2]")]
    public void RefusesWhatItCannotValidate(string arguments, string id, params string[] words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt($"Invoke-Training $model $X $Y 0.01 3 {arguments}").Errors);
        Assert.StartsWith(id, error.FullyQualifiedErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message));
    }
}
