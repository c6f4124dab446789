using System.Globalization;
using System.Text;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Fits and conversions of files that are read row by row are those of the same rows in memory.</summary>
public sealed class FileFitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS").FullName;
    private readonly ModuleSession _session = new();

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 25)];

    public FileFitTests() => _session.Run($$"""
        Set-Location -LiteralPath '{{_folder}}'
        function Assert-Close($a, $b, $what, $digits = 11) {
            if ($a -ne $b -and -not ([double]::IsNaN($a) -and [double]::IsNaN($b)) -and -not ([Math]::Abs($a - $b) -le [Math]::Pow(10, -$digits) * [Math]::Abs($b))) { throw "$what is $a of the file, $b in memory" }
        }
        """);

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Factors of text and of numbers, missing cells, blanks and quotes, cultures, blocks that are full to the row.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void AFitOfAFileHasTheDigitsOfOneOfItsRows(int seed)
    {
        var random = new Random(seed);
        var culture = new CultureInfo(random.Next(3) == 0 ? "de-DE" : "");
        string delimiter = culture.Name.Length > 0 || random.Next(3) == 0 ? ";" : ",";
        int rows = random.Next(4) == 0 ? 1024 * random.Next(1, 3) : 30 + random.Next(1500);
        bool omits = random.Next(2) == 0;
        string Text(double number) => number.ToString(random.Next(2) == 0 ? "R" : "F3", culture) is var text && random.Next(20) == 0 ? $"\"{text}\"" : text;
        string Missing() => new[] { "", "NA", " nan " }[random.Next(3)];
        var file = new StringBuilder($"id{delimiter}a{delimiter}kind{delimiter}b{delimiter}code{delimiter}y\n");
        for (int row = 0; row < rows; row++)
        {
            double a = 100 + random.NextDouble(), b = random.NextDouble() * 1e-4;
            int kind = random.Next(4), code = random.Next(3);
            string[] cells = [Text(a), new[] { "red", "green", " blue", "grün" }[kind], Text(b), new[] { "1", "2.0", "10" }[code].Replace(".", culture.NumberFormat.NumberDecimalSeparator), Text(a + kind + (b * 1e4) - (code * 0.5) + random.NextDouble())];
            if (omits && random.Next(15) == 0)
                cells[random.Next(cells.Length)] = Missing();
            file.Append(row).Append(delimiter).Append(string.Join(delimiter, cells)).Append('\n');
        }
        File.WriteAllText(Path.Combine(_folder, "data.csv"), file.ToString());
        string arguments = $"-Property {new[] { "a, b", "a, kind, b", "kind, code", "a, kind, b, code", "B, A" }[random.Next(5)]}";
        arguments += arguments.Contains("code", StringComparison.Ordinal) ? " -Factor code" : string.Empty;
        arguments += (random.Next(3) == 0 ? " -NoBias" : "") + (omits ? " -Missing Omit" : "") + (culture.Name.Length > 0 ? " -Culture de-DE" : "")
            + (random.Next(4) == 0 && !arguments.Contains("kind", StringComparison.Ordinal) && !arguments.Contains("code", StringComparison.Ordinal) ? " -Degree 2" : "");
        _session.Run($$"""
            $a = Measure-LinearModel -Path data.csv -Target y {{arguments}}
            $b = Import-Csv data.csv -Delimiter '{{delimiter}}' | Measure-LinearModel -Target y {{arguments}}
            if ($a.Formula -ne $b.Formula -or $a.Observations -ne $b.Observations -or "$($a.OmittedRows)" -ne "$($b.OmittedRows)") { throw "$($a.Formula) $($a.Observations) $($a.OmittedRows)" }
            foreach ($i in 0..($b.Coefficient.Count - 1)) {
                if ($a.Coefficient[$i].Term -cne $b.Coefficient[$i].Term) { throw $a.Coefficient[$i].Term }
                $unit = $b.Coefficient[$i].StandardError
                Assert-Close ($a.Coefficient[$i].Estimate / $unit + 10) ($b.Coefficient[$i].Estimate / $unit + 10) $b.Coefficient[$i].Term
                Assert-Close $a.Coefficient[$i].StandardError $unit "standard error of $($b.Coefficient[$i].Term)"
            }
            foreach ($name in 'Sigma', 'RSquared', 'FStatistic', 'LogLikelihood', 'Aic') { Assert-Close $a.$name $b.$name $name }
            Assert-Close $a.DurbinWatson $b.DurbinWatson DurbinWatson 8
            Assert-Close $a.JarqueBera $b.JarqueBera JarqueBera 5
            if (@($a.Row).Count -ne $b.Row.Count -or $a.Row[-1].Row -ne $b.Row[-1].Row) { throw 'rows' }
            Assert-Close $a.Row[7].Leverage $b.Row[7].Leverage leverage 8
            """);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AConvertedTableHasTheNumbersOfOneThatIsImported(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(3) == 0 ? 2048 * random.Next(1, 3) : 20 + random.Next(5000);
        string missing = new[] { "Refuse", "Omit", "Fill", "Keep" }[random.Next(4)];
        var file = new StringBuilder("a,colour,b,kind,y\n");
        for (int row = 0; row < rows; row++)
        {
            string[] cells = [random.NextDouble().ToString("R", CultureInfo.InvariantCulture), new[] { "red", "green", "blue" }[random.Next(3)], $"{random.Next(100)}", $"{random.Next(12)}", $"{random.Next(4)}"];
            if (missing != "Refuse" && random.Next(12) == 0)
                cells[random.Next(missing == "Keep" ? 4 : 5)] = random.Next(2) == 0 ? "" : "NA";
            file.Append(string.Join(',', cells)).Append('\n');
        }
        File.WriteAllText(Path.Combine(_folder, "data.csv"), file.ToString());
        string arguments = $"-Target y -OneHot colour -Code kind{(random.Next(2) == 0 ? ", y" : "")} -Missing {missing}{(missing == "Fill" && random.Next(2) == 0 ? " -FillValue 7" : "")} -WarningAction SilentlyContinue";
        _session.Run($$"""
            $a = Convert-TensorFile data.csv data.safetensors {{arguments}} -Force
            $b = Import-Tensor data.csv {{arguments}}
            $m = $a.Load(); $n = $b | New-DataSet
            if (($m.Features -join ' ') -cne ($n.Features -join ' ') -or ($m.Targets -join ' ') -cne ($n.Targets -join ' ') -or ($m.ClassNames -join ' ') -cne ($n.ClassNames -join ' ')) { throw "$($m.Features) $($m.ClassNames)" }
            foreach ($part in 'Input', 'Target') {
                if ($m.$part.Shape.ToString() -ne $n.$part.Shape.ToString() -or $m.$part.DType -ne $n.$part.DType) { throw "$part $($m.$part.Shape) $($n.$part.Shape)" }
                if (-not [Linq.Enumerable]::SequenceEqual([float[]]$m.$part.Float().ToArray(), [float[]]$n.$part.Float().ToArray())) { throw "$part differs" }
            }
            """);
        Assert.Equal(["data.csv", "data.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("Measure-LinearModel -Path bad.csv -Target y -Property a", "NotANumber", "line 3", "'x'")]
    [InlineData("Measure-LinearModel -Path bad.csv -Target y -Property b", "NoSuchName", "'b'", "a, y")]
    [InlineData("Measure-LinearModel -Path missing.csv -Target y -Property a", "FileNotFound", "missing.csv")]
    [InlineData("Measure-LinearModel -Path short.csv -Target y -Property a", "BadFile", "line 3", "1 fields")]
    [InlineData("Measure-LinearModel -Path good.csv -Target y -Property y", "RepeatedProperty", "'y'")]
    [InlineData("Measure-LinearModel -Path good.csv -Target y", "NoTerms", "-Property")]
    [InlineData("Measure-LinearModel -Path good.csv -Target 1,2 -Property a", "TargetNameNeeded", "-Target")]
    [InlineData("Measure-LinearModel -Path good.csv -Target y -Property a -From (New-LinearModel 1 1)", "ParameterConflict", "-From")]
    [InlineData("Measure-LinearModel -Path good.npy -Target y -Property a", "WrongFormat", "New-DataSet -Path")]
    [InlineData("Measure-LinearModel -Path gap.csv -Target y -Property a", "NotANumber", "line 3")]
    [InlineData("New-DataSet (1,2) (3,4) | Measure-LinearModel -Target y", "ParameterConflict", "-Target")]
    [InlineData("Measure-LinearModel (1,2,3)", "TargetNeeded", "-Target")]
    [InlineData("Convert-TensorFile good.csv good.safetensors", "TargetNeeded", "-Target")]
    [InlineData("Convert-TensorFile good.csv good.npy -Target y", "WrongFormat", "safetensors")]
    [InlineData("Convert-TensorFile bad.csv new.safetensors -Target y", "NotANumber", "line 3")]
    [InlineData("Convert-TensorFile gap.csv new.safetensors -Target y", "MissingValue", "-Missing")]
    [InlineData("Convert-TensorFile good.csv old.safetensors -Target y", "FileExists", "-Force")]
    public void WhatIsWrongIsSaid(string script, string id, params string[] words)
    {
        foreach (var (name, text) in new[] { ("bad", "a,y\n1,2\nx,3\n2,5\n"), ("short", "a,y\n1,2\n3\n2,5\n"), ("good", "a,y\n1,2\n3,4\n2,5\n"), ("gap", "a,y\n1,2\n,4\n2,5\n") })
            File.WriteAllText(Path.Combine(_folder, $"{name}.csv"), text);
        File.WriteAllText(Path.Combine(_folder, "old.safetensors"), "x");
        var error = Assert.Single(_session.Attempt(script).Errors);
        Assert.StartsWith($"LinRegPS.{id}", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, error.ToString(), StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(_folder, "new.safetensors")));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp*"));
    }

    [Fact]
    public void ADataSetIsFittedInMemoryAndFromItsFile()
    {
        _session.Run("""
            $X = New-Tensor -Normal -Shape 3000,4 -Seed 1; $Y = $X.MatMul((New-Tensor 1,2,3,4 -Shape 4,1)) + (New-Tensor -Normal -Shape 3000,1 -Seed 2)
            @{ input = $X; target = $Y } | Export-Tensor both.safetensors -Force
            $data = New-DataSet -Path both.safetensors
            $fits = (Measure-LinearModel $X $Y), (New-DataSet $X $Y | Measure-LinearModel), ($data | Measure-LinearModel), (Measure-LinearModel $data)
            foreach ($fit in $fits[1..3]) {
                if ($fit.Formula -ne $fits[0].Formula) { throw $fit.Formula }
                foreach ($i in 0..4) { Assert-Close $fit.Coefficient[$i].Estimate $fits[0].Coefficient[$i].Estimate estimate; Assert-Close $fit.Coefficient[$i].StandardError $fits[0].Coefficient[$i].StandardError error }
                Assert-Close $fit.RSquared $fits[0].RSquared 'R squared'
            }
            $named = $data | Measure-LinearModel -Property a, b, c, d
            if ($named.Formula -ne 'y ~ a + b + c + d') { throw $named.Formula }
            """);
    }

    [Fact]
    public void TheTextOfAFitLeavesOutWhatWouldReadTheFileAgain()
    {
        File.WriteAllText(Path.Combine(_folder, "data.csv"), "a,y\n" + string.Concat(Enumerable.Range(0, 50).Select(i => FormattableString.Invariant($"{i},{i + (i % 3)}\n"))));
        string text = _session.One<string>("$fit = Measure-LinearModel -Path data.csv -Target y -Property a; $fit | Out-String");
        Assert.Contains("another pass", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Durbin-Watson ", text, StringComparison.Ordinal);
        Assert.Contains("Durbin-Watson ", _session.One<string>("$null = $fit.DurbinWatson; $fit | Out-String"), StringComparison.Ordinal);
        Assert.Equal(50, _session.Run("Measure-LinearModel -Path data.csv -Target y -Property a -View Row").Length);
        Assert.NotEmpty(_session.Run("$fit.Predict(@{ a = 3 })"));
        // Changed between two passes.
        File.AppendAllText(Path.Combine(_folder, "data.csv"), "1,2\n");
        Assert.NotEmpty(_session.Attempt("Measure-LinearModel -Path data.csv -Target y -Property a -View Row | Select-Object -First 1; $fit.get_Row()").Errors);
    }
}
