using System.Globalization;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Tables of text: which columns become which numbers, and what is an error with its place.</summary>
public sealed class TableTests : IDisposable
{
    private const string Cars = "speed,maker,colour,dist\n4,Ford,red,2\n7,Opel,blue,4\n8,Ford,blue,16\n";

    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n")]
    [InlineData("a;b\r\n1;2\r\n3;4\r\n")]
    [InlineData("a\tb\n1\t2\n3\t4")]
    [InlineData("a|b\n1|2\n3|4\n")]
    [InlineData("\uFEFFa,b\n1,2\n3,4\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"\n3,4\n")]
    [InlineData("\n\na,b\n\n 1 , 2\n\n+3,4.0\n\n")]
    [InlineData("a,b\r1,2\r3,4\r")]
    [InlineData("a,b\n1,2\r3,4")]
    [InlineData("a,b\r1,2\n3,4\r")]
    [InlineData("a,b\r\n1,2\r3,4\n")]
    [InlineData("\"a;x\",\"b\n;y\"\n1,2\n3,4\n")]
    public void TheSameNumbersHoweverTheyAreWritten(string text)
    {
        var table = Read(text);
        Assert.Equal([2, 2], table.Input.Shape.ToArray());
        Assert.Equal([1f, 2, 3, 4], table.Input.ToArray());
    }

    [Theory]
    [InlineData(3000, 12)]
    [InlineData(5000, 31)]
    [InlineData(2049, 8)]
    public void ManyRowsAreReadAsTheyAre(int rows, int columns)
    {
        var random = new Random(rows);
        float[] numbers = [.. Enumerable.Range(0, rows * columns).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-9, 9))))];
        string[] header = [string.Join(',', Enumerable.Range(0, columns).Select(c => $"c{c}"))];
        var lines = numbers.Chunk(columns).Select(row => string.Join(',', row.Select(number => number.ToString("R", CultureInfo.InvariantCulture))));
        var table = Read(string.Join('\n', header.Concat(lines)));
        Assert.Equal([rows, columns], table.Input.Shape);
        Expect.SameBits(numbers, table.Input.ToArray());
    }

    [Fact]
    public void CategoriesMayBeLongerThanAllThatComesBeforeThem()
    {
        string[] names = [.. Enumerable.Range(0, 6).Select(i => new string((char)('a' + i), 70_000))];
        var table = Read("n,x\n" + string.Join('\n', names.Select((name, i) => $"{name},{i}")), new() { Code = ["n"], Target = ["n"] });
        Assert.Equal([0f, 1, 2, 3, 4, 5], table.Input.ToArray());
        Assert.Equal([0, 1, 2, 3, 4, 5], table.Target!.ToInt64Array());
    }

    [Fact]
    public void ALineThatBeginsWithANumberSignIsARow() => Assert.Equal(
        ["#1", "#two"],
        Read("tag,x\n#1,3\n#two,4\n", new() { Code = ["tag"] }).Category["tag"]);

    // What the first table was filled with, or what is said for this one; the mean of numbers that were filled so would be another.
    [Fact]
    public void ATableLikeOneThatWasFilledIsFilledWithTheSame()
    {
        var options = new TableOptions { Missing = MissingValues.Fill, FillValue = -1 };
        var table = Read("a,b\n1,\n3,4\n", options);
        Assert.Equal([1f, -1, 3, 4], table.Input.ToArray());
        Assert.Equal([-1f, -1], Read("a,b\n,\n", new() { Missing = MissingValues.Fill, Like = table }).Input.ToArray());
        Assert.Equal([-2f, -2], Read("a,b\n,\n", options with { FillValue = -2, Like = table }).Input.ToArray());
        Assert.Equal([2f, 4], Read("a,b\n,\n", new() { Missing = MissingValues.Fill, Like = Read("a,b\n1,4\n3,4\n", new()) }).Input.ToArray());
    }

    [Fact]
    public void Utf16IsReadToo()
    {
        string path = _files["a.csv"];
        File.WriteAllText(path, "a,b\n1,2\n3,4\n", System.Text.Encoding.Unicode);
        Assert.Equal([1f, 2, 3, 4], TensorFile.ReadTable(path, new(), TestContext.Current.CancellationToken).Input.ToArray());
        _files.Write("b.csv", [.. "größe\n1\n".Select(c => (byte)c)]);
        Expect.Error<InvalidValueException>("BadFile", () => TensorFile.ReadTable(_files["b.csv"], new(), TestContext.Current.CancellationToken), "UTF-8");
    }

    [Fact]
    public void FeaturesTargetAndCategories()
    {
        var table = Read(Cars, new() { Target = ["dist"], OneHot = ["maker"], Code = ["colour"] });
        Assert.Equal(["speed", "maker_Ford", "maker_Opel", "colour"], table.Column);
        Assert.Equal([4f, 1, 0, 1, 7, 0, 1, 0, 8, 1, 0, 0], table.Input.ToArray());
        Assert.Equal(["dist"], table.TargetColumn);
        Assert.Equal([3, 1], table.Target!.Shape.ToArray());
        Assert.Equal([2f, 4, 16], table.Target.ToArray());
        Assert.Equal(["blue", "red"], table.Category["colour"]);
        Assert.Equal(["Ford", "Opel"], table.Category["maker"]);
    }

    [Fact]
    public void ColumnsByNameAndPatternInTheOrderAskedFor()
    {
        const string text = "y,x1,x2,name\n1,2,3,a\n4,5,6,b\n";
        Assert.Equal(["x2", "x1"], Read(text, new() { Columns = ["x2", "x*"] }).Column);
        var table = Read(text, new() { Columns = ["*"], Target = ["Y"], Code = ["name"] });
        Assert.Equal(["x1", "x2", "name"], table.Column);
        Assert.Equal([1f, 4], table.Target!.ToArray());
        Expect.Error<InvalidValueException>("NoSuchName", () => Read(text, new() { Columns = ["z*"] }), "'z*'", "y, x1, x2, name");
        Expect.Error<InvalidValueException>("WrongTable", () => Read(text, new() { Columns = ["x1", "y"], Target = ["y"] }), "'y' is both");
        Expect.Error<InvalidValueException>("WrongTable", () => Read(text, new() { Columns = ["x1"], Code = ["name"] }), "'name' is a category, but is not read");
        Expect.Error<InvalidValueException>("WrongTable", () => Read(text, new() { Code = ["name"], OneHot = ["n*"] }), "at once");
        Expect.Error<InvalidValueException>("WrongTable", () => Read(text, new() { Target = ["*"] }), "no column is left");
    }

    [Fact]
    public void OtherRowsLikeThese()
    {
        var options = new TableOptions { Target = ["dist"], OneHot = ["maker"], Code = ["colour"] };
        var cars = Read(Cars, options);
        // Other columns, in another order, and not every category.
        var more = Read("dist,extra,colour,speed,maker\n9,-,red,5,Opel\n", new() { Like = cars });
        Assert.Equal(cars.Column, more.Column);
        Assert.Equal([5f, 0, 1, 1], more.Input.ToArray());
        Assert.Equal([9f], more.Target!.ToArray());
        Expect.Error<InvalidValueException>(
            "UnknownCategory", () => Read("speed,maker,colour,dist\n1,Ford,red,1\n1,Fiat,red,1\n", new() { Like = cars }), "line 3", "'maker'", "'Fiat'", "Ford, Opel");
        Expect.Error<InvalidValueException>("NoSuchName", () => Read("speed\n1\n", new() { Like = cars }), "'maker'");
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,four\n", "NotANumber", "line 3, column 'b': 'four'")]
    [InlineData("a,b\n1,2\n\n\"3\",\"x\ny\"\n", "NotANumber", "line 4, column 'b': 'x\ny'")]
    [InlineData("a,b\n\"1\",2\n3,\"x\n\"\nz,5\n", "NotANumber", "line 3, column 'b'")]
    [InlineData("a;b\n1;2\n3;4,5\n", "NotANumber", "line 3, column 'b': '4,5'")]
    [InlineData("\"a\nx\",b\n1,2\n3,four\n", "NotANumber", "line 4, column 'b': 'four'")]
    [InlineData("a,b\n1,2\n3,Infinity\n", "NotANumber", "'Infinity'")]
    [InlineData("a,b\n1,2\n3,1e39\n", "TooLarge", "line 3, column 'b': '1e39'")]
    [InlineData("a,b\n1,2\n3,1 234\n", "NotANumber", "'1 234'")]
    [InlineData("a,b\n1,2\n,4\n", "MissingValue", "line 3, column 'a': ''")]
    [InlineData("a,b\n1,2\n3,NA\n", "MissingValue", "line 3, column 'b': 'NA'")]
    [InlineData("a,b\n1,2\n3\n", "BadFile", "line 3: the row has 1 fields, but there are 2 columns")]
    [InlineData("a,b\n1,2\n3,4,5\n", "BadFile", "line 3: the row has 3 fields")]
    [InlineData("a,b\n1,2\n3,\"4\n", "BadFile", "line 3")]
    [InlineData("a,b\n", "BadFile", "no rows under its header")]
    [InlineData("\n\n", "BadFile", "no rows")]
    [InlineData("1,2\n3,4\n", "WrongTable", "first row is numbers alone")]
    [InlineData("a,a\n3,4\n", "WrongTable", "two columns of the name 'a'")]
    public void AnErrorNamesTheFileAndThePlace(string text, string id, string place) =>
        Expect.Error<InvalidValueException>(id, () => Read(text), _files["a.csv"], place);

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public void TheFirstFaultIsToldWhateverIsFoundFirst(int threads)
    {
        int before = TensorThreads.Count;
        try
        {
            TensorThreads.Count = threads;
            string rows = string.Concat(Enumerable.Range(0, 10_000).Select(i => i == 5000 ? "1,x\n" : i == 9000 ? "1\n" : "1,2\n"));
            Expect.Error<InvalidValueException>("NotANumber", () => Read("a,b\n" + rows), "line 5002");
            Assert.Equal(20_000, Read("a,b\n" + rows.Replace('x', '3').Replace("1\n", "1,1\n")).Input.Numel);
        }
        finally
        {
            TensorThreads.Count = before;
        }
    }

    [Theory]
    [InlineData(MissingValues.Omit, null, "1 2 5 6", 1)]
    [InlineData(MissingValues.Fill, null, "1 2 3 4 5 6", 0)]
    [InlineData(MissingValues.Fill, -1f, "1 2 -1 4 5 6", 0)]
    [InlineData(MissingValues.Keep, null, "1 2 NaN 4 5 6", 0)]
    public void MissingValuesAreLeftOutFilledOrKept(MissingValues missing, float? value, string numbers, int omitted)
    {
        foreach (string text in new[] { "", " ", "NA", "NaN", "null" })
        {
            var table = Read($"a,b\n1,2\n{text},4\n5,6\n", new() { Missing = missing, FillValue = value });
            Assert.Equal(numbers, string.Join(' ', table.Input.ToArray().Select(number => number.ToString(CultureInfo.InvariantCulture))));
            Assert.Equal(omitted, table.Omitted);
        }
        Expect.Error<InvalidValueException>("WrongTable", () => Read("a,b\nNA,2\n", new() { Missing = MissingValues.Fill }), "column 'a' has no value");
        Expect.Error<InvalidValueException>("BadFile", () => Read("a,b\nNA,2\n", new() { Missing = MissingValues.Omit }), "in each of its 1 rows");
    }

    [Fact]
    public void CodesThatAreNumbersKeepTheirOrder()
    {
        var table = Read("a,c\n1,10\n1,9\n1,1\n", new() { Target = ["c"], Code = ["c"] });
        Assert.Equal([2, 1, 0], table.Target!.ToArray());
        Assert.Equal(["1", "9", "10"], table.Category["c"]);
        // As losses of classes want them.
        Assert.Equal("[3] Int64", $"{table.Target.Shape} {table.Target.DType}");
        Assert.Equal("[3,2] Int64", Read("a,c,d\n1,10,x\n1,9,y\n1,1,x\n", new() { Target = ["c", "d"], Code = ["c", "d"] }).Target! is { } two ? $"{two.Shape} {two.DType}" : "");
        Assert.Equal("[3,2] Float32", Read("a,c,d\n1,10,x\n1,9,y\n1,1,x\n", new() { Target = ["c", "d"], Code = ["d"] }).Target! is { } mixed ? $"{mixed.Shape} {mixed.DType}" : "");
    }

    [Theory]
    [InlineData(MissingValues.Fill, "0 1 2 1 1 1 1", 0)]
    [InlineData(MissingValues.Omit, "0 1 2 1 1", 2)]
    [InlineData(MissingValues.Keep, "0 1 2 NaN 1 NaN 1", 0)]
    public void AMissingCategoryIsNoCategory(MissingValues missing, string codes, int omitted)
    {
        const string text = "c,y\nblue,1\nred,1\nyellow,1\nNA,1\nred,1\n,1\nred,1\n";
        var coded = Read(text, new() { Target = ["y"], Code = ["c"], Missing = missing, FillValue = -5 });
        Assert.Equal(["blue", "red", "yellow"], coded.Category["c"]);
        Assert.Equal(codes, Numbers(coded.Input));
        Assert.Equal(omitted, coded.Omitted);
        var hot = Read(text, new() { Target = ["y"], OneHot = ["c"], Missing = missing });
        Assert.Equal(["c_blue", "c_red", "c_yellow"], hot.Column);
        var rows = hot.Input.ToArray().Chunk(3).Select(row => float.IsNaN(row[0]) && float.IsNaN(row[1]) && float.IsNaN(row[2]) ? "NaN" : $"{Array.IndexOf(row, 1)}");
        Assert.Equal(codes, string.Join(' ', rows));
    }

    [Fact]
    public void AMissingCategoryIsFilledWithTheMostFrequentOfTheTableThatWasFirst()
    {
        var fill = new TableOptions { Target = ["y"], Code = ["c"], Missing = MissingValues.Fill };
        var train = Read("c,y\nb,1\na,1\nb,1\n", fill);
        Assert.Equal("1 0 0", Numbers(Read("c,y\nNA,1\na,1\na,1\n", new() { Like = train, Missing = MissingValues.Fill }).Input));
        // Of as many each the first, as scikit-learn has it.
        Assert.Equal("1 0 0", Numbers(Read("c,y\nb,1\na,1\n,1\n", fill).Input));
        Expect.Error<InvalidValueException>("WrongTable", () => Read("c,y\n,1\nNA,1\n", fill), "column 'c'", "no most frequent");
        Expect.Error<InvalidValueException>("MissingValue", () => Read("c,y\nb,1\nNA,1\n", fill with { Missing = MissingValues.Refuse }), "line 3", "'NA'");
    }

    [Theory]
    [InlineData("y", MissingValues.Fill, "2 6")]
    [InlineData("y", MissingValues.Omit, "2 6")]
    [InlineData("y", MissingValues.Keep, "2 NaN 6")]
    [InlineData("c", MissingValues.Fill, "1 0")]
    [InlineData("c", MissingValues.Omit, "1 0")]
    public void ATargetIsNeverMadeUp(string target, MissingValues missing, string numbers)
    {
        const string text = "a,y,c\n1,2,u\n3,,\n5,6,s\n";
        var table = Read(text, new() { Columns = ["a"], Target = [target], Code = target == "c" ? ["c"] : [], Missing = missing, FillValue = 7 });
        Assert.Equal(numbers, Numbers(table.Target!));
        Assert.Equal(missing == MissingValues.Keep ? 0 : 1, table.Omitted);
        Assert.Equal(table.Target!.Shape[0], table.Input.Shape[0]);
        Expect.Error<InvalidValueException>("MissingValue", () => Read(text, new() { Columns = ["a"], Target = ["c"], Code = ["c"], Missing = MissingValues.Keep }), "line 3, column 'c'", "NaN");
    }

    [Fact]
    public void ATableIsADataSetWithItsNames()
    {
        var data = Read(Cars, new() { Columns = ["speed"], Target = ["colour"], Code = ["colour"] }).ToDataSet();
        Assert.Equal("speed colour blue red", string.Join(' ', [.. data.Features, .. data.Targets, .. data.ClassNames]));
        Assert.Equal([1L, 0, 0], data.Target.ToInt64Array());
        Expect.Error<InvalidValueException>("TargetNeeded", () => Read(Cars, new() { Columns = ["speed"] }).ToDataSet(), "no target");
        Assert.Equal(["speed", "maker", "colour", "dist"], TensorFile.ReadColumns(_files.Write("a.csv", Cars), new()));
    }

    [Theory]
    [InlineData("a,y\n1,2\n,4\n3,6\n", MissingValues.Fill, 2)]
    [InlineData("a,y\n1,2\n,4\n3,6\n", MissingValues.Omit, 2)]
    [InlineData("a,y\n1,2\n,4\n3,6\n", MissingValues.Keep, 2)]
    [InlineData("a,y\n1,2\n9,4\n", MissingValues.Refuse, 5)]
    public void ATableLikeAnotherIsFilledWithItsMeans(string text, MissingValues missing, float mean)
    {
        var train = Read(text, new() { Target = ["y"], Missing = missing });
        var fill = new TableOptions { Like = train, Missing = MissingValues.Fill };
        var test = Read("a,y\n100,1\n,1\n", fill);
        Assert.Equal([100, mean], test.Input.ToArray());
        Assert.Equal([mean], Read("a,y\n,1\n", fill).Input.ToArray());
        Assert.Equal([mean], Read("a,y\n,1\n", new() { Like = test, Missing = MissingValues.Fill }).Input.ToArray());
        Assert.Equal([-1], Read("a,y\n,1\n", new() { Like = train, Missing = MissingValues.Fill, FillValue = -1 }).Input.ToArray());
    }

    [Fact]
    public void NumbersOfAnotherCulture()
    {
        var german = CultureInfo.GetCultureInfo("de-DE");
        Assert.Equal([1.5f, -2000, 0.25f, 4], Read("a;b\n1,5;-2e3\n,25;4\n", new() { Culture = german }).Input.ToArray());
        Expect.Error<InvalidValueException>("NotANumber", () => Read("a;b\n1.5;2\n", new() { Culture = german }), "'1.5'");
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = german;
            Assert.Equal([1.5f], Read("a\n1.5\n").Input.ToArray());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void AHeaderOrNone()
    {
        var table = Read("1,2\n3,4\n", new() { HasHeader = false });
        Assert.Equal(["Column1", "Column2"], table.Column);
        Assert.Equal(2, table.Rows);
        Assert.Equal(["1", "2"], Read("1,2\n3,4\n", new() { HasHeader = true }).Column);
        Assert.Equal(["Column1", "b"], Read(",b\n3,4\n").Column);
    }

    private static string Numbers(Tensor tensor) => string.Join(' ', tensor.ToArray().Select(number => number.ToString(CultureInfo.InvariantCulture)));

    private TensorTable Read(string text, TableOptions? options = null) => TensorFile.ReadTable(_files.Write("a.csv", text), options ?? new(), TestContext.Current.CancellationToken);
}
