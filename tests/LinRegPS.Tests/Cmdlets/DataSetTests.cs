using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Data sets, splits and loaders as a script uses them.</summary>
public sealed class DataSetTests
{
    private const string Setup = """
        $rows = 'length,width,species', '5.1,3.5,setosa', '7.0,3.2,versicolor', '4.9,3.0,setosa', '6,2,virginica' | ConvertFrom-Csv
        $file = Join-Path ([IO.Path]::GetTempPath()) "LinRegPS-$([guid]::NewGuid()).csv"
        $ten = New-DataSet (New-Tensor (0..9) -Shape 10,1) (New-Tensor (0..9 | ForEach-Object { $_ % 2 }))
        """;

    [Theory]
    [InlineData("\"$ten\"", "DataSet(10 rows, input [10,1], target [10])")]
    [InlineData("$d = 11..0 | ForEach-Object { [pscustomobject]@{ x = 1; c = $_ } } | New-DataSet -Property x -Target c -AsClass; \"$($d.Target.ToInt64Array()) $($d.ClassNames)\"", "11 10 9 8 7 6 5 4 3 2 1 0 0 1 2 3 4 5 6 7 8 9 10 11")]
    [InlineData("$d = 'x,c', '1,10', '1,9', '1,x' | ConvertFrom-Csv | New-DataSet -Property x -Target c -AsClass; \"$($d.Target.ToInt64Array()) $($d.ClassNames)\"", "0 1 2 10 9 x")]
    [InlineData("[cultureinfo]::CurrentCulture = 'de-DE'; $d = 1.5, -0.5 | ForEach-Object { [pscustomobject]@{ x = 1; c = $_ } } | New-DataSet -Property x -Target c -AsClass; \"$($d.Target.ToInt64Array()) $($d.ClassNames)\"", "1 0 -0.5 1.5")]
    [InlineData("$d = $rows | New-DataSet -Property length, width -Target species -AsClass; \"$($d.Input.Shape) $($d.Target.DType) $($d.Target.ToInt64Array()) $($d.ClassNames) $($d.Features) $($d.Targets)\"", "4 2 Int64 0 1 0 2 setosa versicolor virginica length width species")]
    // The rows to test with lack a class, or a data set of them alone would number it anew.
    [InlineData("$d = $rows | New-DataSet -Property length, width -Target species -AsClass; $t = 'species,width,length', 'virginica,2,6' | ConvertFrom-Csv | New-DataSet -Like $d; \"$($t.Target.ToInt64Array()) $($t.Input.ToArray()) $($t.ClassNames) $($t.Features) $($t.Targets)\"", "2 6 2 setosa versicolor virginica length width species")]
    [InlineData("$d = $rows | New-DataSet -Property width -Target length; $t = 'width;length', '2,5;6' | ConvertFrom-Csv -Delimiter ';' | New-DataSet -Like $d -Culture de-DE; \"$($t.Target.Shape) $($t.Input.ToArray()) $($t.ClassNames.Count)\"", "1 1 2.5 0")]
    [InlineData("$d = $rows | New-DataSet -Property width -Target species -ClassName virginica, setosa, versicolor, ' pallida '; \"$($d.Target.ToInt64Array()) $($d.ClassNames)\"", "1 2 1 0 virginica setosa versicolor pallida")]
    [InlineData("$d = $rows | New-DataSet -Property width -Target species -ClassName virginica, setosa, versicolor; \"$(($d | Split-DataSet -InOrder -TestShare 0.5).Test.ClassNames) $($d.Rows(3).ClassNames)\"", "virginica setosa versicolor virginica setosa versicolor")]
    [InlineData("$d = 'x,c', '1,NA', '2,DE' | ConvertFrom-Csv | New-DataSet -Property x -Target c -ClassName DE, NA; \"$($d.Target.ToInt64Array())\"", "1 0")]
    [InlineData("$d = New-DataSet (1,2,3 | ForEach-Object { ,@($_) }) ([LinRegPS.Tensor]::FromInt64(@(1, 0, 1))) -ClassName no, yes; \"$($d.ClassNames) $($d.Target.DType)\"", "no yes Int64")]
    [InlineData("$d = $rows | Export-Csv $file; $d = Import-Tensor $file -Target species -Code species | New-DataSet; \"$d $($d.ClassNames) $($d.Features) $($d.Targets)\"", "DataSet(4 rows, input [4,2], target [4]) setosa versicolor virginica length width species")]
    [InlineData("$d = $rows | Export-Csv $file; $d = New-DataSet (Import-Tensor $file -Target species -OneHot species); \"$d $($d.ClassNames)\"", "DataSet(4 rows, input [4,2], target [4,3]) setosa versicolor virginica")]
    [InlineData("$d = $rows | Export-Csv $file; $d = New-DataSet (Import-Tensor $file -Target width -Code species); \"$d $($d.ClassNames.Count)\"", "DataSet(4 rows, input [4,2], target [4,1]) 0")]
    [InlineData("$d = New-DataSet -InputObject $rows -Property width -Target length; \"$($d.Input.ToArray()) $($d.Target.Shape)\"", "3.5 3.2 3 2 4 1")]
    [InlineData("$s = $ten | Split-DataSet -Seed 0; \"$s $($s.TrainRows) | $($s.TestRows)\"", "DataSplit(train 8, test 2) 4 1 7 5 3 9 0 8 | 6 2")]
    [InlineData("$null = Set-RandomSeed 0; $s = $ten | Split-DataSet -Length 8,2; \"$($s.TestRows)\"", "6 2")]
    [InlineData("$s = Split-DataSet $ten -InOrder -ValidationShare 0.2; \"$($s.Train.Count) $($s.Validation.Input.ToArray()) $($s.Test.Input.ToArray())\"", "6 6 7 8 9")]
    [InlineData("$s = Split-DataSet $ten -Stratify -TestShare 0.4 -Seed 1; \"$(($s.Test.Target.ToArray() | Sort-Object) -join ' ')\"", "0 0 1 1")]
    [InlineData("$s = Split-DataSet $ten -Group (0..9 | ForEach-Object { $_ % 5 }) -TestShare 0.4 -Seed 1; \"$($s.Test.Count) $(@($s.TestRows | ForEach-Object { $_ % 5 } | Select-Object -Unique).Count)\"", "4 2")]
    [InlineData("($ten | Split-DataSet -Fold 5 -InOrder | ForEach-Object { \"$($_.Fold): $($_.TestRows)\" }) -join '; '", "1: 0 1; 2: 2 3; 3: 4 5; 4: 6 7; 5: 8 9")]
    [InlineData("$l = $ten | New-DataLoader -BatchSize 4; ($l | ForEach-Object { \"$($_.Input.ToArray())\" }) -join '; '", "0 1 2 3; 4 5 6 7; 8 9")]
    [InlineData("$l = New-DataLoader $ten.Input $ten.Target 4; \"$($l.ToString()) $(foreach ($b in $l) { $b.Rows })\"", "DataLoader(10 rows, 3 batches of 4) 4 4 2")]
    [InlineData("$l = New-DataLoader (0..9) (10..19) -BatchSize 4; \"$(foreach ($b in $l) { $b.Target.ToArray() })\"", "10 11 12 13 14 15 16 17 18 19")]
    [InlineData("\"$(($ten.Input | New-DataLoader -Target $ten.Target -BatchSize 5).ToString()) $((New-DataLoader -X $ten.Input -Y $ten.Target).ToString())\"", "DataLoader(10 rows, 2 batches of 5) DataLoader(10 rows, 10 batches of 1)")]
    [InlineData("$l = New-DataLoader $ten 4 -DropLast; \"$($l.ToString()) $(foreach ($b in $l) { $b.Rows })\"", "DataLoader(10 rows, 2 batches of 4) 4 4")]
    [InlineData("$l = $ten | New-DataLoader -BatchSize 5 -Shuffle -Seed 0; $e = 1..2 | ForEach-Object { \"$($l | ForEach-Object { $_.Input.ToArray() })\" }; ($e[0] -ne $e[1]) -and ($e[0] -eq \"$(New-DataLoader $ten 5 -Shuffle -Seed 0 | ForEach-Object { $_ } | ForEach-Object { $_.Input.ToArray() })\")", "True")]
    public void RowsAreWhereTheyBelong(string script, string expected)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        Assert.Equal(expected, $"{Assert.Single(session.Run(script))}");
        session.Run("Remove-Item $file -ErrorAction Ignore");
    }

    [Theory]
    [InlineData("$rows | New-DataSet -Property length -Target species", "LinRegPS.NotANumber", "species", "setosa")]
    [InlineData("[pscustomobject]@{ x = 1; c = [double]::NaN } | New-DataSet -Property x -Target c -AsClass", "LinRegPS.", "'c'", "NaN")]
    [InlineData("$d = $rows[0..2] | New-DataSet -Property width -Target species -AsClass; $rows[1..3] | New-DataSet -Like $d", "LinRegPS.UnknownClass", "row 3, property 'species'", "'virginica'", "setosa, versicolor")]
    [InlineData("$rows | New-DataSet -Property width -Target species -ClassName setosa, virginica", "LinRegPS.UnknownClass", "row 2", "'versicolor'", "-ClassName")]
    [InlineData("$rows | New-DataSet -Property width -Target species -ClassName setosa, virginica, setosa", "LinRegPS.RepeatedClass", "'setosa'")]
    [InlineData("'x,c', '1,NA', '2,b' | ConvertFrom-Csv | New-DataSet -Property x -Target c -AsClass", "LinRegPS.MissingClass", "row 1, property 'c' is 'NA'", "-ClassName")]
    [InlineData("'x,c', '1,', '2,b' | ConvertFrom-Csv | New-DataSet -Property x -Target c -AsClass", "LinRegPS.MissingClass", "row 1")]
    [InlineData("$rows | New-DataSet -Like 5", "LinRegPS.WrongDataSet", "5")]
    [InlineData("$rows | New-DataSet -Like $ten", "LinRegPS.NoColumnNames", "no names")]
    [InlineData("$d = $rows | New-DataSet -Property width -Target species -AsClass; $rows | Select-Object width | New-DataSet -Like $d", "LinRegPS.MissingProperty", "'species'")]
    [InlineData("New-DataSet 1,2,3 0,1,2 -ClassName no, yes", "LinRegPS.UnknownClass", "row 3", "is 2", "no, yes", "0 to 1")]
    [InlineData("New-DataSet 1,2 0,0.5 -ClassName no, yes", "LinRegPS.UnknownClass", "row 2", "0.5")]
    [InlineData("New-DataSet 1,2 ((0,1,0),(1,0,0)) -ClassName no, yes", "LinRegPS.ShapeMismatch", "2 names", "[2,3]")]
    [InlineData("New-DataSet 1,2", "LinRegPS.TargetNeeded", "-Target")]
    [InlineData("$null = $rows | Export-Csv $file; try { New-DataSet (Import-Tensor $file -Code species) } finally { Remove-Item $file }", "LinRegPS.TargetNeeded", "-Target when the table is read")]
    [InlineData("$rows | New-DataSet -Target species", "LinRegPS.PropertyNeeded", "-Property")]
    [InlineData("$rows | New-DataSet -Property length, Width -Target width", "LinRegPS.RepeatedProperty", "'width'")]
    [InlineData("$rows | New-DataSet -Property width -Target width -AsClass", "LinRegPS.RepeatedProperty", "'width'")]
    [InlineData("$rows | New-DataSet -Property lenght -Target species -AsClass", "LinRegPS.", "lenght", "width")]
    [InlineData("$rows | New-DataSet -Property length -Target species, width -AsClass", "LinRegPS.SeveralTargets", "2")]
    [InlineData("New-DataSet (1,2),(3,4) 1,2,3", "LinRegPS.ShapeMismatch", "[2,2]", "[3]")]
    [InlineData("Split-DataSet 5", "LinRegPS.WrongDataSet", "5", "New-DataSet")]
    [InlineData("New-DataLoader $ten.Input", "LinRegPS.WrongDataSet", "New-DataSet")]
    [InlineData("New-DataLoader $ten.Input 4", "LinRegPS.ShapeMismatch", "[10,1]", "[]")]
    [InlineData("New-DataLoader $null", "LinRegPS.WrongDataSet", "New-DataSet")]
    [InlineData("New-DataLoader $ten 0", "LinRegPS.InvalidBatchSize", "0")]
    [InlineData("Split-DataSet $ten -InOrder -Seed 1", "LinRegPS.ParameterConflict", "-InOrder", "-Seed")]
    [InlineData("Split-DataSet $ten -Stratify -Group (1..10)", "LinRegPS.ParameterConflict", "-Stratify", "-Group")]
    [InlineData("Split-DataSet $ten -Group 1,2", "LinRegPS.InvalidSplit", "2 labels", "10 rows")]
    [InlineData("Split-DataSet $ten -TestShare 1", "LinRegPS.InvalidSplit", "0, 1")]
    [InlineData("Split-DataSet $ten -Length 8,1", "LinRegPS.InvalidSplit", "8, 1", "10")]
    [InlineData("Split-DataSet $ten -Fold 11", "LinRegPS.InvalidFold", "11", "10")]
    [InlineData("New-DataSet (New-Tensor (0..9)) (New-Tensor (0..9)) | Split-DataSet -Stratify", "LinRegPS.NoClasses", "10 different", "-Stratify")]
    public void RefusesWhatIsNoDataSetOrSplit(string script, string id, params string[] words)
    {
        using var session = new ModuleSession();
        session.Run(Setup);
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith(id, error.FullyQualifiedErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Exception.Message));
    }
}
