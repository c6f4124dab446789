using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

public sealed class TestModelTests
{
    private const string Setup = """
        $line = New-LinearModel 1 1 -Weight 2 -Bias 0; $X = New-Tensor 1,2,3,4 -Shape 4,1; $Y = New-Tensor 2,4,6,9 -Shape 4,1
        $classes = New-LinearModel 1 3 -Weight (New-Tensor 0,1,2 -Shape 3,1) -Bias 0,0,-2
        """;

    [Theory]
    [InlineData("Test-Model $line $X $Y", "Rows=4 Loss=0.25 Mae=0.25 Rmse=0.5 R2=0.9626168224299065")]
    [InlineData("Test-Model $line $X $Y -Metric mae", "Rows=4 Loss=0.25 Mae=0.25")]
    [InlineData("$line | Test-Model -X $X -Y $Y -Loss Huber -Metric R2, @{ Worst = { param($p, $t) ($p - $t).Abs().Max() } }", "Rows=4 Loss=0.125 R2=0.9626168224299065 Worst=1")]
    [InlineData("Test-Model $line $X $Y -Metric @{ Constant = { 3 } }", "Rows=4 Loss=0.25 Constant=3")]
    [InlineData("Test-Model $classes (New-Tensor 1,3 -Shape 2,1) 1,2 -Loss CrossEntropy | Select-Object Rows, Accuracy, Precision, Recall, F1", "Rows=2 Accuracy=1 Precision=1 Recall=1 F1=1")]
    [InlineData("(Test-Model $classes (New-Tensor 1,3,-1,3 -Shape 4,1) 1,2,1,0 -Loss CrossEntropy).Confusion", "Class=0 0=0 1=0 2=1|Class=1 0=1 1=1 2=0|Class=2 0=0 1=0 2=1")]
    [InlineData("(Test-Model $classes (New-DataSet (New-Tensor 1,3,-1,3 -Shape 4,1) 1,2,1,0 -ClassName cat, dog, 'a cow') -Loss CrossEntropy).Confusion", "Class=cat cat=0 dog=0 a cow=1|Class=dog cat=1 dog=1 a cow=0|Class=a cow cat=0 dog=0 a cow=1")]
    // Names that properties can't have beside each other.
    [InlineData("(Test-Model $classes (New-DataSet (New-Tensor 1,3,-1,3 -Shape 4,1) 1,2,1,0 -ClassName a, A, b) -Loss CrossEntropy).Confusion[0]", "Class=0 0=0 1=0 2=1")]
    [InlineData("(Test-Model $classes (New-DataSet (New-Tensor 1,3,-1,3 -Shape 4,1) 1,2,1,0 -ClassName a, b, class) -Loss CrossEntropy).Confusion[0]", "Class=0 0=0 1=0 2=1")]
    [InlineData("Test-Model $line (New-DataSet $X $Y) -Metric Mae", "Rows=4 Loss=0.25 Mae=0.25")]
    [InlineData("Test-Model $line (New-Tensor 0.2,-1 -Shape 2,1) (New-Tensor 1,0 -Shape 2,1) -Metric Accuracy", "Rows=2 Loss=2.18 Accuracy=0.5")]
    [InlineData("Test-Model $line (New-Tensor 0.2,-1 -Shape 2,1) (New-Tensor 1,0 -Shape 2,1) -Metric Accuracy -Threshold 0", "Rows=2 Loss=2.18 Accuracy=1")]
    // What nobody asked for, and can't be computed, is left out.
    [InlineData("Test-Model $classes (New-Tensor 1,3 -Shape 2,1) 1,2 -Loss MultiMargin | Select-Object Rows, Accuracy, F1", "Rows=2 Accuracy=1 F1=1")]
    [InlineData("Test-Model $classes (New-Tensor 1,3 -Shape 2,1) 1,2 -Loss { param($p, $t) $p.Sum() } -Metric Accuracy | Select-Object Rows, Accuracy", "Rows=2 Accuracy=1")]
    [InlineData("Test-Model $classes (New-Tensor 1,3 -Shape 2,1) (New-Tensor 1,-100 -DType Int64) -Loss CrossEntropy | Select-Object Rows, MetricNote", "Rows=2 MetricNote=Accuracy, Precision, Recall, F1, Confusion left out: Accuracy: target[1] is -100; a class is a whole number from 0 to 2.")]
    [InlineData("Test-Model $classes (New-Tensor 1,3 -Shape 2,1) (New-Tensor 1,-100 -DType Int64) -Loss CrossEntropy -Metric @{ N = { 3 } } | Select-Object N, MetricNote", "N=3 MetricNote=Confusion left out: Confusion: target[1] is -100; a class is a whole number from 0 to 2.")]
    public void TellsLossAndMetrics(string script, string expected)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var result = session.Attempt(script);
        Assert.Empty(result.Errors.Select(error => $"{error}"));
        Assert.Equal(expected, string.Join('|', result.Wrapped.Select(row =>
            string.Join(' ', row.Properties.DistinctBy(p => p.Name).Select(p => FormattableString.Invariant($"{p.Name}={p.Value}"))))));
    }

    // Class numbers have no loss of themselves; the metrics that were asked for are there all the same.
    [Theory]
    [InlineData("-Metric Accuracy", "Rows Loss LossNote Accuracy Confusion")]
    [InlineData("", "Rows Loss LossNote Accuracy Precision Recall F1 Confusion")]
    public void ClassNumbersWithoutALoss(string arguments, string names)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        foreach (string target in new[] { "(New-Tensor 1,2,1,0 -DType Int64)", "1,2,1,0" })
        {
            var test = Assert.Single(session.Attempt($"Test-Model $classes (New-Tensor 1,3,-1,3 -Shape 4,1) {target} {arguments}").Wrapped);
            Assert.Equal(names.Split(' '), test.Properties.Select(p => p.Name).Distinct());
            Assert.Null(test.Properties["Loss"].Value);
            Assert.Contains("-Loss", (string)test.Properties["LossNote"].Value);
            Assert.Equal(0.5, test.Properties["Accuracy"].Value);
        }
    }

    [Fact]
    public void AnOutputThatIsNoProbabilityIsWarnedOf()
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        const string call = "Test-Model $line (New-Tensor 0.1,3 -Shape 2,1) (New-Tensor 0,1 -DType Int64) 3>&1";
        Assert.Contains(session.Run($"{call} | ForEach-Object {{ \"$_\" }}"), text => $"{text}".Contains("-Threshold 0", StringComparison.Ordinal));
        Assert.Single(session.Run($"{call} -Threshold 0"));
    }

    [Fact]
    public void ItPrintsAsATableOfWhoWasTakenForWhom()
    {
        const string script = """
            $net = New-LinearModel 1 3 -Weight (New-Tensor 0,1,2 -Shape 3,1) -Bias 0,0,-2
            $rows = 'x,kind', '1,versicolor', '3,virginica', '-1,versicolor', '3,setosa' | ConvertFrom-Csv
            $data = $rows | New-DataSet -Property x -Target kind -AsClass
            $test = Test-Model $net $data -Loss CrossEntropy -Metric Accuracy

            """;
        string[] table =
        [
            "Class           setosa  versicolor   virginica",
            "setosa               0           0           1",
            "versicolor           1           1           0",
            "virginica            0           0           1",
        ];
        Assert.Equal(
            ["Rows      : 4", "Loss      : 1.632783", "Accuracy  : 0.5", $"Confusion : {table[0]}", .. table[1..].Select(line => new string(' ', 12) + line)],
            ModuleSession.Render(script + "$test", width: 80));
        Assert.Equal(table, ModuleSession.Render(script + "$test.Confusion", width: 80).Where(line => line.Length > 0));
        string list = string.Join('\n', ModuleSession.Render(script + "$test | Format-List", width: 80));
        Assert.Contains("setosa: 1 as virginica", list);
    }

    // Too many to stand beside each other: those that occur are told.
    [Fact]
    public void ManyClassesFitInEightyColumns()
    {
        string[] lines = ModuleSession.Render("Test-Model (New-LinearModel 2 60 -Seed 0) (New-Tensor -Normal -Shape 9,2 -Seed 1) (0..8) -Loss CrossEntropy -Metric Accuracy", width: 80);
        Assert.All(lines, line => Assert.True(line.Length < 80, line));
        Assert.Equal(9, lines.Count(line => line.Contains(" 1 as ", StringComparison.Ordinal)));
    }

    // As it is used: without a draw, and as it was afterwards.
    [Fact]
    public void TheModelIsNotTrainedNorChanged()
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        session.Run("""
            class Dropped : LinRegPS.Module { [LinRegPS.Linear]$lin = [LinRegPS.Linear]::new(1, 1); [LinRegPS.Dropout]$drop = [LinRegPS.Dropout]::new(0.5); [LinRegPS.Tensor] Forward([LinRegPS.Tensor]$x) { return $this.drop.Forward($this.lin.Forward($x)) } }
            $net = [Dropped]::new(); $before = $net.StateDict()
            """);
        Assert.Equal(1, session.One<int>("@(1..5 | ForEach-Object { (Test-Model $net $X $Y).Loss } | Select-Object -Unique).Count"));
        Assert.True(session.One<bool>("$net.Training -and $net.drop.Training -and $null -eq $net.lin.Weight.Grad -and $net.lin.Weight.Item() -eq $before['lin.weight'].Item()"));
    }

    [Theory]
    [InlineData("Test-Model $line $X $Y -Metric precison", "LinRegPS.NoSuchName", "'precison'", "Precision")]
    [InlineData("Test-Model $line $X $Y -Metric 5", "LinRegPS.WrongMetric", "5", "param($prediction, $target)")]
    [InlineData("Test-Model $line $X $Y -Metric @{ A = 5 }", "LinRegPS.WrongMetric", "5")]
    [InlineData("Test-Model $line $X $Y -Metric @{ A = { 'many' } }", "LinRegPS.WrongMetric", "The metric A gave", "many")]
    [InlineData("Test-Model $line $X $Y -Metric @{ A = { param($p, $t) $p } }", "LinRegPS.WrongMetric", "The metric A")]
    [InlineData("Test-Model $line $X $Y -Metric @{ A = { } }", "LinRegPS.WrongMetric", "The metric A")]
    [InlineData("Test-Model $line $X $Y -Metric Accuracy", "LinRegPS.InvalidClass", "Accuracy", "target[0] is 2")]
    [InlineData("Test-Model $line $X (New-Tensor 2,4,6,9)", "LinRegPS.ShapeMismatch", "[4,1]", "[4]")]
    [InlineData("Test-Model 5 $X $Y", "LinRegPS.WrongModel", "5")]
    [InlineData("Test-Model $line $X", "LinRegPS.TargetNeeded", "-Target")]
    [InlineData("Test-Model $line (New-DataSet $X $Y) $Y", "LinRegPS.ParameterConflict", "-Target")]
    public void RefusesWhatItCannotTest(string script, string id, params string[] words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith(id, error.FullyQualifiedErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message));
    }
}
