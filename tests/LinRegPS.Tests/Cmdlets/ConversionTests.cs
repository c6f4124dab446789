using System.Globalization;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>ConvertTo-Tensor and ConvertFrom-Tensor.</summary>
public sealed class ConversionTests
{
    [Theory]
    [InlineData("1..3 | ConvertTo-Tensor", "[3] 1 2 3")]
    [InlineData("'1.5', 2, 3d | ConvertTo-Tensor", "[3] 1.5 2 3")]
    [InlineData("(1,2), (3,4) | ConvertTo-Tensor", "[2,2] 1 2 3 4")]
    [InlineData("ConvertTo-Tensor -InputObject ((1,2), (3,4))", "[2,2] 1 2 3 4")]
    [InlineData("ConvertTo-Tensor -InputObject 5", "[1] 5")]
    [InlineData("(New-Tensor 1,2), (New-Tensor 3,4) | ConvertTo-Tensor", "[2,2] 1 2 3 4")]
    [InlineData("$rows | ConvertTo-Tensor -Property x1, x2", "[2,2] 1.5 2 -0.25 1000")]
    [InlineData("$rows | ConvertTo-Tensor x2", "[2,1] 2 1000")]
    [InlineData("$rows | ConvertTo-Tensor -Property X2, X1", "[2,2] 2 1.5 1000 -0.25")]
    [InlineData("ConvertTo-Tensor -InputObject $rows -Property x1", "[2,1] 1.5 -0.25")]
    [InlineData("@{ a = 1; b = '2.5' }, ([ordered]@{ b = 4; a = 3 }) | ConvertTo-Tensor -Property a, b", "[2,2] 1 2.5 3 4")]
    [InlineData("'a', 'bcd' | ConvertTo-Tensor -Property Length", "[2,1] 1 3")]
    public void RowsBecomeATensor(string script, string tensor)
    {
        using var session = new ModuleSession();
        session.Run("$rows = [pscustomobject]@{ x1 = '1.5'; x2 = '2'; y = 'left out' }, [pscustomobject]@{ x1 = ' -.25'; x2 = '1e3'; y = 'too' }");
        Assert.Equal(tensor, session.Tensor(script));
    }

    // Beside the middle of two floats, by less than a double can tell.
    [Fact]
    public void TextIsTheNearestFloat()
    {
        var random = new Random(1);
        string[] texts = [.. Enumerable.Range(0, 300).Select(i =>
        {
            float below = i % 3 == 0 ? float.Epsilon * random.Next(1, 9_000) : (float)((random.NextDouble() + 0.01) * Math.Pow(10, random.Next(-6, 4)));
            string middle = (((double)below + float.BitIncrement(below)) / 2).ToString("E120", CultureInfo.InvariantCulture);
            return (random.Next(2) == 0 ? "-" : string.Empty) + middle.Replace("E", random.Next(2) == 0 ? "1E" : "E");
        })];
        using var session = new ModuleSession();
        session["texts"] = texts;
        float[] expected = [.. texts.Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
        Assert.Equal(expected, session.One<float[]>(", ($texts | ForEach-Object { [pscustomobject]@{ x = $_ } } | ConvertTo-Tensor x).ToArray()"));
        Assert.Equal(expected, session.One<float[]>(", ($texts | ConvertTo-Tensor).ToArray()"));
        Assert.Equal(expected, session.One<float[]>(", (New-Tensor $texts).ToArray()"));
    }

    // Days since 1970-01-01 and seconds, unless it is said otherwise; by the clock, as .NET subtracts.
    [Theory]
    [InlineData("[datetime]'1970-01-02T12:00', [datetime]'1969-12-31' | ConvertTo-Tensor", "[2] 1.5 -1")]
    [InlineData("[timespan]'0:01:30', [timespan]'-00:00:00.25' | ConvertTo-Tensor", "[2] 90 -0.25")]
    [InlineData("[timespan]'1.12:00:00' | ConvertTo-Tensor -Unit Day", "[1] 1.5")]
    [InlineData("[pscustomobject]@{ d = [datetime]'2020-03-01T06:00'; t = [timespan]'2:00:00' } | ConvertTo-Tensor d, t -Origin 2020-02-28 -Unit Hour", "[1,2] 54 2")]
    [InlineData("[pscustomobject]@{ d = [datetime]'2020-03-01' }, [pscustomobject]@{ d = [DateOnly]'2020-03-02' } | ConvertTo-Tensor d -Origin 2020-02-29", "[2,1] 1 2")]
    [InlineData("[DateTimeOffset]'2020-01-01T00:00:00+02:00' | ConvertTo-Tensor -Origin 2020-01-01 -Unit Hour", "[1] -2")]
    [InlineData("[DateTime]::SpecifyKind('2020-01-01T00:30', 'Utc'), [DateTime]::SpecifyKind('2020-01-01T00:30', 'Local') | ConvertTo-Tensor -Origin 2020-01-01 -Unit Minute", "[2] 30 30")]
    [InlineData("[DateOnly]'2020-01-03', [TimeOnly]'00:01:00' | ConvertTo-Tensor -Origin 2020-01-01", "[2] 2 60")]
    [InlineData("[cultureinfo]::CurrentCulture = 'de-DE'; [datetime]'2020-12-01' | ConvertTo-Tensor -Origin 2020-11-30", "[1] 1")]
    [InlineData("$t = [Data.DataTable]::new(); $null = $t.Columns.Add('n', [int]); $null = $t.Columns.Add('at', [datetime]); $null = $t.Rows.Add(3, [datetime]'1970-01-11'); $null = $t.Rows.Add(4, [datetime]'1970-01-12'); $t | ConvertTo-Tensor n, at", "[2,2] 3 10 4 11")]
    [InlineData("Get-Process -Id $PID | ConvertTo-Tensor Id, StartTime | ForEach-Object { $_.Select(1, 0).Item() -eq $PID -and $_.Select(1, 1).Item() -gt 20000 } | ForEach-Object { New-Tensor ([int]$_) }", "[] 1")]
    public void WhateverACommandWritesBecomesATensor(string script, string tensor)
    {
        using var session = new ModuleSession();
        Assert.Equal(tensor, session.Tensor(script));
    }

    [Theory]
    [InlineData("Get-Process -Id $PID | ConvertTo-Tensor Name", "NotANumber", "row 1, property 'Name'")]
    [InlineData("Get-Process -Id $PID | ConvertTo-Tensor", "PropertyNeeded", "row 1 is an object, not a number; it has: ")]
    [InlineData("[pscustomobject]@{ d = [DayOfWeek]::Monday } | ConvertTo-Tensor d", "NotANumber", "[int]")]
    [InlineData("$t = [Data.DataTable]::new(); $null = $t.Columns.Add('n', [int]); $null = $t.Rows.Add([DBNull]::Value); $t | ConvertTo-Tensor n", "NotANumber", "missing value")]
    [InlineData("'2020-01-05' | ConvertTo-Tensor", "NotANumber", "[datetime]$text")]
    public void WhatIsNoNumberSaysWhatToDo(string script, string id, string words)
    {
        using var session = new ModuleSession();
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith("LinRegPS." + id, error.FullyQualifiedErrorId);
        Assert.Contains(words, error.Exception.Message);
        Assert.DoesNotContain("ConvertTo-Tensor:", error.Exception.Message);
    }

    // Three minutes are what float32 keeps of a date of today as days since 1970.
    [Theory]
    [InlineData("[pscustomobject]@{ d = [datetime]'2020-03-01' }, [pscustomobject]@{ d = 5 } | ConvertTo-Tensor d", "row 2, property 'd' is '5', no date nor time span, but row 1 has one")]
    [InlineData("1.5, [timespan]'2:00:00' | ConvertTo-Tensor", "row 2 is '02:00:00', a date or a time span, and row 1 has a number")]
    public void ANumberAmongTimesIsRefused(string script, string words)
    {
        using var session = new ModuleSession();
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith("LinRegPS.MixedTimes", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(words, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void DatesThatBecomeEqualAreWarnedOf()
    {
        using var session = new ModuleSession();
        string warning = session.One<string>("0..9 | ForEach-Object { ([datetime]'2026-01-01').AddSeconds($_) } | ConvertTo-Tensor -WarningVariable told -WarningAction SilentlyContinue | Out-Null; \"$told\"");
        Assert.Contains("of 10 distinct numbers", warning);
        Assert.Equal("[2] 0 1", session.Tensor("0, 1 | ForEach-Object { ([datetime]'2026-01-01').AddSeconds($_) } | ConvertTo-Tensor -Origin 2026-01-01 -Unit Second"));
    }

    [Theory]
    [InlineData("New-Tensor 5 | ConvertFrom-Tensor", "5")]
    [InlineData("New-Tensor 1,2 | ConvertFrom-Tensor", "1|2")]
    [InlineData("New-Tensor (1,2),(3,4) | ConvertFrom-Tensor | ForEach-Object { $_.Count }", "2|2")]
    [InlineData("ConvertFrom-Tensor (New-Tensor (1,2),(3,4)) | ForEach-Object { \"$_\" }", "1 2|3 4")]
    [InlineData("New-Tensor (1,2),(3,4) | ConvertFrom-Tensor -Property a, b", "@{a=1; b=2}|@{a=3; b=4}")]
    [InlineData("ConvertFrom-Tensor (New-Tensor 1,2) b", "@{b=1}|@{b=2}")]
    [InlineData("New-Tensor 1,2 -RequiresGrad | ForEach-Object { $_ * 2 } | ConvertFrom-Tensor", "2|4")]
    public void ATensorBecomesNumbersArraysOrObjects(string script, string written)
    {
        using var session = new ModuleSession();
        Assert.Equal(written, string.Join('|', session.All<string>($"{script} | ForEach-Object {{ \"$_\" }}")));
    }

    [Fact]
    public void TheColumnsAreFloats()
    {
        using var session = new ModuleSession();
        Assert.Equal([0.1f, 16777216f], session.All<float>("New-Tensor (,(0.1, 16777216)) | ConvertFrom-Tensor -Property a, b | ForEach-Object { $_.a; $_.b }"));
    }

    [Theory]
    [InlineData("$t | ConvertFrom-Tensor -Property a, b, c, d | ConvertTo-Tensor -Property a, b, c, d")]
    [InlineData("$t | ConvertFrom-Tensor | ConvertTo-Tensor")]
    [InlineData("$t | ConvertFrom-Tensor -Property a, b, c, d -AsText | ConvertTo-Tensor -Property a, b, c, d")]
    [InlineData("$t | ConvertFrom-Tensor -Property a, b, c, d | ForEach-Object { @{ a = $_.a.ToString(); b = $_.b.ToString(); c = $_.c.ToString(); d = $_.d.ToString() } } | ConvertTo-Tensor -Property a, b, c, d")]
    public void ThereAndBackLosesNoBit(string roundTrip)
    {
        using var session = new ModuleSession();
        session["numbers"] = new[] { float.Epsilon, float.MaxValue, 1f / 3, BitConverter.UInt32BitsToSingle(0x3fffffed), -0f, 1e-7f, 16777217f, -0.1f };
        session.Run("$t = New-Tensor $numbers -Shape 2,4");
        Assert.Equal(Bits("$t"), Bits($"$({roundTrip})"));

        uint[] Bits(string tensor) => [.. session.One<float[]>($",{tensor}.ToArray()").Select(BitConverter.SingleToUInt32Bits)];
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    [InlineData("sv-SE")]
    public void AsTextIsInvariantWhateverTheCulture(string culture)
    {
        using var session = new ModuleSession();
        session["culture"] = culture;
        Assert.Equal(
            ["-1.5", "1E-10"],
            session.All<string>("[cultureinfo]::CurrentCulture = $culture; New-Tensor (-1.5), 1e-10 | ConvertFrom-Tensor -Property x -AsText | ForEach-Object x"));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    [InlineData("sv-SE")]
    public void TextIsInvariantWhateverTheCulture(string culture)
    {
        using var session = new ModuleSession();
        session["culture"] = culture;
        Assert.Equal(
            ["1,5", -1.5f, "LinRegPS.NotANumber,LinRegPS.Commands.ConvertToTensorCommand", -1.5f, "tensor([1.5000])", "[[1.5,2.5]]"],
            session.Run("""
                [cultureinfo]::CurrentCulture = $culture
                (1.5).ToString()
                (@{ x = '-1.5' } | ConvertTo-Tensor x).Item()
                try { @{ x = '1,5' } | ConvertTo-Tensor x -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
                (New-Tensor '-1.5').Item()
                "$(New-Tensor @(1.5))"
                $model = New-LinearModel 2 1 -NoBias -Weight (, (1.5, 2.5))
                (Invoke-Training $model (, (0, 0)) (New-Tensor 0 -Shape 1,1) 0.01 1).weight.ToString()
                """));
    }

    [Theory]
    [InlineData("$data", "\"a\",\"b\",\"kind\"|\"1\",\"0.1\",\"x\"|\"2\",\"0.2\",\"y\"")]
    [InlineData("New-DataLoader $data -BatchSize 1", "\"a\",\"b\",\"kind\"|\"1\",\"0.1\",\"x\"|\"2\",\"0.2\",\"y\"")]
    [InlineData("New-DataSet $data.Input $data.Target", "\"x1\",\"x2\",\"y\"|\"1\",\"0.1\",\"0\"|\"2\",\"0.2\",\"1\"")]
    [InlineData("New-DataSet (3, 4) $data.Input", "\"x1\",\"y1\",\"y2\"|\"3\",\"1\",\"0.1\"|\"4\",\"2\",\"0.2\"")]
    [InlineData("Import-Tensor $file -AsTable", "\"a\",\"b\"|\"1\",\"0.5\"|\"2\",\"1.5\"")]
    [InlineData("Import-Tensor $file -Target a", "\"b\",\"a\"|\"0.5\",\"1\"|\"1.5\",\"2\"")]
    [InlineData("New-DataSet -Path $npy -TargetPath $npy", "\"x1\",\"x2\",\"y1\",\"y2\"|\"1\",\"0.1\",\"1\",\"0.1\"|\"2\",\"0.2\",\"2\",\"0.2\"")]
    public void ADataSetIsRowsOfItsColumns(string data, string csv)
    {
        using var session = new ModuleSession();
        string folder = Directory.CreateTempSubdirectory("LinRegPS").FullName;
        (session["file"], session["npy"]) = (Path.Combine(folder, "t.csv"), Path.Combine(folder, "t.npy"));
        session.Run("""
            $data = 'a,b,kind', '1,0.1,x', '2,0.2,y' | ConvertFrom-Csv | New-DataSet -Property a, b -Target kind -AsClass
            'a,b', '1,0.5', '2,1.5' | Set-Content $file; $data.Input | Export-Tensor $npy
            """);
        foreach (string text in new[] { "", " -AsText" })
            Assert.Equal(csv, string.Join('|', session.All<string>($"ConvertFrom-Tensor ({data}){text} | ConvertTo-Csv")));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("ConvertFrom-Tensor (New-DataSet 1,2 3,4) a, b, c", "3 names for 2 columns")]
    [InlineData("ConvertFrom-Tensor (New-DataSet (New-Tensor -Zeros 2,3,4) 3,4)", "Input [2,3,4] and target [2] are no table")]
    public void ADataSetThatIsNoTableIsAnError(string script, string words)
    {
        using var session = new ModuleSession();
        Assert.Contains(words, Assert.Single(session.Attempt(script).Errors).ToString());
    }

    // More rows than are read at a time, from a file as from memory.
    [Fact]
    public void RowsAreWrittenInTheirOrder()
    {
        using var session = new ModuleSession();
        Assert.Equal("100000 1 100000", session.One<string>("$r = @(ConvertFrom-Tensor (New-DataSet (1..100000) (1..100000))); \"$($r.Count) $($r[0].x1) $($r[-1].y)\""));
    }
}
