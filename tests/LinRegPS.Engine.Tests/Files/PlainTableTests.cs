using System.Text;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Tables that are read from their bytes, block by block, are those that are read row by row: numbers, omitted rows, and errors with their lines.</summary>
public sealed class PlainTableTests
{
    private static readonly string[] s_usual = ["1", "-2.5", "0.125", "3.0000001", "16777217", "12345678.9", "-0", "1e-3", "0.12573022168830967", "-1234567890.123456789", " 4", "5 ", "+6", ".5", "7."];
    private static readonly string[] s_odd = ["", "NA", "nan", "null", "x", "1e99", "1.2.3", "-", "1\u00a0", "\u0661", "#1", "\"8\"", "\"9", "1,2", "\"1,2\"", "\"3\n4\"", "\"a\"\"b\"", "\"\"", "\"5\"6", "7\"8\"", "inf", "0x1", "a very long text that is no number at all, and goes on for more than sixty-four characters", "\r"];

    [Fact]
    public void EveryWayOfReadingIsTheSame()
    {
        for (int seed = 0; seed < 600; seed++)
        {
            var random = new Random(seed);
            int columns = 1 + random.Next(4);
            byte[] file = Encoding.UTF8.GetBytes(Table(random, columns, seed % 3 == 0 ? 0.05 : 0));
            var options = new TableOptions
            {
                Missing = (MissingValues)random.Next(4),
                HasHeader = random.Next(5) > 0,
                // The last, for of several faults in a row either way tells the first, of the columns or of the line.
                Target = random.Next(3) == 0 ? [$"*{columns}"] : [],
                Columns = random.Next(4) == 0 ? ["*1"] : null,
            };
            string rows = Result(file, options, 0);
            foreach (int block in new[] { 1, 7, 64, 1 << 19 })
                Assert.True(rows == Result(file, options, block), $"seed {seed}, block {block}:\n{Encoding.UTF8.GetString(file)}\n{rows}\n{Result(file, options, block)}");
        }
    }

    // Millions of numbers, as texts of many lengths, against .NET's own reading.
    [Fact]
    public void MillionsOfNumbersAreTheNearest()
    {
        var random = new Random(1);
        for (int round = 0; round < 10; round++)
        {
            var (text, numbers) = (new StringBuilder("a,b,c,d,e\n"), new List<float>());
            for (int i = 0; i < 100_000; i++)
            {
                double number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 10));
                string cell = random.Next(4) switch
                {
                    0 => number.ToString("R", null),
                    1 => ((float)number).ToString("R", null),
                    2 => number.ToString("F" + random.Next(10), null),
                    // Halfway between two float32 numbers.
                    _ => (((float)number + (double)MathF.BitIncrement((float)number)) / 2).ToString("R", null),
                };
                numbers.Add(float.Parse(cell, null));
                text.Append(cell).Append(i % 5 == 4 ? '\n' : ',');
            }
            Expect.SameBits([.. numbers], new TableReader("a.csv", new TableOptions()).Read(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), TestContext.Current.CancellationToken).Input.ToArray());
        }
    }

    [Fact]
    public void AnErrorNamesTheFirstLineThatHasOneWhateverTheBlocks()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Repeat("1.5,2.5\n", 300_000)) + "1,x\n" + string.Concat(Enumerable.Repeat("1.5,2.5\n", 300_000)) + "1\n";
        Expect.Error<InvalidValueException>("NotANumber", () => new TableReader("a.csv", new TableOptions()).Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken), "line 300002", "column 'b'", "'x'");
    }

    // As many lines as if each were a row, and as many columns as if it were long: rows are what both allow.
    [Theory]
    [InlineData(500, 200_000, 0)]
    [InlineData(500, 200_000, 1 << 19)]
    public void LinesThatAreBlankTakeNoMemoryOfRows(int columns, int lines, int block)
    {
        string row = string.Join(',', Enumerable.Repeat("1", columns));
        byte[] file = Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(1, columns).Select(column => $"c{column}")) + new string('\n', lines) + row + "\n" + row);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var table = new TableReader("a.csv", new TableOptions(), block).Read(new MemoryStream(file), TestContext.Current.CancellationToken);
        Assert.Equal([2, columns], table.Input.Shape);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 60_000_000);
    }

    [Fact]
    public void ACancelledReadingEnds()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        byte[] file = Encoding.UTF8.GetBytes("a,b\n" + string.Concat(Enumerable.Repeat("1.5,2.5\n", 300_000)));
        Assert.ThrowsAny<OperationCanceledException>(() => new TableReader("a.csv", new TableOptions()).Read(new MemoryStream(file), source.Token));
    }

    private static string Table(Random random, int columns, double odd)
    {
        int rows = random.Next(12);
        string end = random.Next(4) == 0 ? "\r\n" : "\n";
        var text = new StringBuilder();
        if (random.Next(8) == 0)
            text.Append('\uFEFF');
        if (random.Next(8) == 0)
            text.Append(end);
        string quote = random.Next(4) == 0 ? "\"" : string.Empty;
        int quoted = random.Next(8);
        text.AppendJoin(',', Enumerable.Range(1, columns).Select(column => $"{quote}é{column}{quote}")).Append(end);
        for (int row = 0; row < rows; row++)
        {
            if (random.Next(20) == 0)
                text.Append(end);
            int count = random.NextDouble() < odd / 4 ? random.Next(6) : columns;
            text.AppendJoin(',', Enumerable.Range(0, count).Select(_ => random.NextDouble() < odd ? s_odd[random.Next(s_odd.Length)] : Quoted(s_usual[random.Next(s_usual.Length)])));
            text.Append(random.NextDouble() < odd / 4 ? "\r" : row == rows - 1 && random.Next(2) == 0 ? string.Empty : end);
        }
        return text.ToString();

        // All, or some.
        string Quoted(string cell) => quoted == 0 || (quoted == 1 && random.Next(2) == 0) ? $"\"{cell}\"" : cell;
    }

    private static string Result(byte[] file, TableOptions options, int block)
    {
        try
        {
            var table = SafeFile.Read("a.csv", new MemoryStream(file), stream => new TableReader("a.csv", options, block).Read(stream, TestContext.Current.CancellationToken));
            return $"{table.Input.Shape} {Bits(table.Input)} {table.Target?.Shape} {(table.Target is { } target ? Bits(target) : null)} {table.Omitted} {table.Rounded.Count} {table.Rounded.First}";
        }
        catch (LinRegException error)
        {
            return error.ErrorId + error.Message;
        }

        static string Bits(Tensor tensor) => string.Join(' ', tensor.ToArray().Select(BitConverter.SingleToInt32Bits));
    }
}
