using System.Globalization;
using System.Text;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Rows of doubles from blocks of lines are those that a reader of rows gives.</summary>
public sealed class NumberRowsTests
{
    private static readonly string[] s_names = ["d", "a", "c"];

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AnyBlocksGiveTheRowsLinesAndNumbersOfAReaderRowByRow(int seed)
    {
        byte[] file = Encoding.UTF8.GetBytes(Table(new Random(seed)));
        var expected = Read(file, 0, out string error);
        foreach (int block in new[] { 40, 200, 1500, 1 << 18 })
        {
            var actual = Read(file, block, out string otherError);
            Assert.Equal(error, otherError);
            Assert.Equal(expected, actual);
        }
        foreach (string[] row in expected)
        {
            for (int i = 1; i < row.Length; i += 2)
            {
                if (row[i + 1] != "none")
                    Assert.Equal(double.Parse(row[i], NumberStyles.Float, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture), row[i + 1]);
                else
                    Assert.False(row[i].Length > 0 && char.IsDigit(row[i][0]) && double.TryParse(row[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number), row[i]);
            }
        }
    }

    [Fact]
    public void WhoHasHadEnoughEndsTheReading()
    {
        byte[] file = Encoding.UTF8.GetBytes("a,c,d\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},{i},{i}\n")));
        using var stream = new MemoryStream(file);
        foreach (var rows in new TableReader("t", new TableOptions(), 100).ReadNumbers(stream, names => TableReader.Find("t", names, s_names), CancellationToken.None).Take(3))
            Assert.True(rows.Count > 0);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new TableReader("t", new TableOptions(), 100).ReadNumbers(stream, names => TableReader.Find("t", names, s_names), stopped.Token).Count());
    }

    [Fact]
    public void DoublesOfUpToNineteenDigitsAreTheNearest()
    {
        var text = new DoubleText(CultureInfo.InvariantCulture);
        var random = new Random(1);
        for (int i = 0; i < 300_000; i++)
        {
            int digits = random.Next(1, 20);
            string number = (random.Next(2) == 0 ? "-" : "") + string.Concat(Enumerable.Range(0, digits).Select(_ => (char)('0' + random.Next(10))));
            int point = random.Next(number[0] == '-' ? 1 : 0, number.Length + 1);
            Check(number.Insert(point, "."));
            if (i % 3 == 0)
                Check(BitConverter.Int64BitsToDouble(random.NextInt64()).ToString(random.Next(2) == 0 ? "R" : "E18", CultureInfo.InvariantCulture));
        }
        // In the middle between two doubles, and beside it.
        foreach (string middle in new[] { "9007199254740993", "9007199254740993.1", "4503599627370497.5", "4503599627370497.4999", "1125899906842624.125", "1125899906842624.1250001", "0.5000000000000000555", "1.0000000000000001110", "18014398509481989", "9223372036854775807" })
            Check(middle);

        void Check(string number)
        {
            bool isFinite = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double expected) && double.IsFinite(expected);
            Assert.Equal(isFinite, text.TryParse<char>(number, out double actual));
            Assert.Equal(isFinite, text.TryParse<byte>(Encoding.UTF8.GetBytes(number), out double bytes));
            if (isFinite)
                Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(actual) && BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(bytes), number);
        }
    }

    // Of each row its line, and of each field its text and its number.
    private static List<string[]> Read(byte[] file, int block, out string error)
    {
        var all = new List<string[]>();
        error = string.Empty;
        try
        {
            using var stream = new MemoryStream(file);
            foreach (var rows in new TableReader("t.csv", new TableOptions { Delimiter = ',' }, block).ReadNumbers(stream, names => TableReader.Find("t.csv", names, s_names), CancellationToken.None))
            {
                for (int row = 0, unusual = 0; row < rows.Count; row++)
                {
                    unusual = rows.Unusual(row);
                    var cells = new List<string> { $"{rows.Line(row)}" };
                    for (int i = 0; i < s_names.Length; i++)
                    {
                        bool isNumber = rows.TryNumber(row, i, out double number);
                        Assert.True(isNumber || unusual == row);
                        if (unusual > row)
                            Assert.Equal(number, rows.Numbers(i)[row]);
                        cells.Add(rows.Field(row, i).ToString());
                        cells.Add(isNumber ? number.ToString("R", CultureInfo.InvariantCulture) : "none");
                    }
                    all.Add([.. cells]);
                }
            }
        }
        catch (InvalidValueException wrong)
        {
            error = wrong.Message;
        }
        return all;
    }

    private static string Table(Random random)
    {
        string end = random.Next(8) switch { 0 => "\r", < 4 => "\r\n", _ => "\n" };
        var text = new StringBuilder(random.Next(3) == 0 ? "\uFEFF" : "").Append(random.Next(4) == 0 ? $"{end}{end}" : "").Append(random.Next(3) == 0 ? "\"a\",b,c,d" : "a,b,c,d");
        int rows = random.Next(200), quoted = random.Next(3) == 0 ? random.Next(200) : int.MaxValue, wrong = random.Next(5) == 0 ? random.Next(200) : int.MaxValue;
        for (int row = 0; row < rows; row++)
        {
            text.Append(end);
            if (random.Next(15) == 0)
                text.Append(end);
            string[] cells = [.. Enumerable.Range(0, 4).Select(_ => Cell(random))];
            if (row > quoted && random.Next(3) == 0)
                cells[random.Next(4)] = random.Next(2) == 0 ? "\"1.5\"" : "\"a,\nb\"";
            text.Append(string.Join(',', row == wrong ? cells[1..] : cells));
        }
        return text.Append(random.Next(2) == 0 ? end : "").ToString();
    }

    private static string Cell(Random random) => random.Next(14) switch
    {
        0 => "",
        1 => "NA",
        2 => "grün",
        3 => $"{random.Next(100)}e-{random.Next(30)}",
        4 => " 1.5",
        5 => "1e999",
        6 => (random.NextDouble() * 1e-5).ToString("E18", CultureInfo.InvariantCulture),
        7 => random.NextInt64().ToString(CultureInfo.InvariantCulture),
        8 => "-",
        < 11 => (random.NextDouble() - 0.5).ToString("R", CultureInfo.InvariantCulture),
        _ => (random.NextDouble() * 1000).ToString("F3", CultureInfo.InvariantCulture),
    };
}
