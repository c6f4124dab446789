using System.Runtime.Versioning;
using System.Text;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Nothing of a tensor is lost in silence on the way to a file and back: sizes of 0, whole numbers, names; nor of a file its permissions.</summary>
public sealed class LosslessFileTests : IDisposable
{
    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<string, int[]> Empty()
    {
        var cases = new TheoryData<string, int[]>();
        foreach (string extension in new[] { "npy", "npz", "safetensors", "pt", "json" })
        {
            foreach (int[] shape in new int[][] { [0], [0, 3], [2, 0], [2, 0, 3], [0, 0], [2, 3, 0] })
                cases.Add(extension, shape);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Empty))]
    public void AShapeWithA0ComesBackOrIsRefused(string extension, int[] shape)
    {
        var tensor = Tensor.Zeros(shape);
        string path = _files["a." + extension];
        if (extension == "json" && shape.SkipWhile(size => size > 0).Count() > 1)
        {
            Expect.Error<ShapeMismatchException>("ShapeMismatch", () => Write(path, tensor), path, tensor.Shape.ToString(), "lose");
            Assert.Empty(_files.Names);
        }
        else
        {
            Write(path, tensor);
            Assert.Equal(shape, FileFixture.Read(path).GetAt(0).Value.Shape.ToArray());
        }
    }

    [Fact]
    public void ATableWithoutRowsComesBackWhereItMay()
    {
        string path = _files["a.csv"];
        Write(path, Tensor.Zeros(0, 3));
        var table = Read(path, new() { AllowEmpty = true, Target = ["x2"] });
        Assert.Equal("[0,2] [0,1] x1 x3", $"{table.Input.Shape} {table.Target!.Shape} {string.Join(' ', table.Column)}");
        Expect.Error<InvalidValueException>("BadFile", () => Read(path, new()), "no rows");
        Expect.Error<InvalidValueException>("BadFile", () => Read(_files.Write("b.csv", "a\nNA\n"), new() { AllowEmpty = true, Missing = MissingValues.Omit }), "in each of its 1 rows");
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => Write(_files["c.csv"], Tensor.Zeros(3, 0)), "c.csv");
    }

    [Theory]
    [InlineData("npy")]
    [InlineData("npz")]
    [InlineData("safetensors")]
    [InlineData("pt")]
    public void WholeNumbersBeyondFloat32AreTheSame(string extension)
    {
        long[] numbers = [16777217, -16777217, 9007199254740993, long.MaxValue, long.MinValue, 0];
        Write(_files["a." + extension], Tensor.FromInt64(numbers, 2, 3));
        var read = FileFixture.Read(_files["a." + extension]).GetAt(0).Value;
        Assert.Equal(numbers, read.ToInt64Array());
        Assert.Equal([2, 3], read.Shape.ToArray());
    }

    // The text has all digits; that float32 has not is told by who reads it.
    [Theory]
    [InlineData("csv", "x1\n16777217\n-9223372036854775808\n16777216\n")]
    [InlineData("json", "[16777217,-9223372036854775808,16777216]")]
    public void WholeNumbersAreWrittenWithAllDigits(string extension, string text)
    {
        string path = _files["a." + extension];
        Write(path, Tensor.FromInt64([16777217, long.MinValue, 16777216]));
        Assert.Equal(text, File.ReadAllText(path));
        var rounded = extension == "json" ? FileFixture.Read(path).Rounded : Read(path, new()).Rounded;
        Assert.Equal(1, rounded.Count);
        Assert.Contains("16777217", rounded.First);
    }

    [Theory]
    [InlineData("colour", "colour_red", "")]
    [InlineData("colour", "colour_red", "colour_red")]
    [InlineData("a,a_b", "x", "")]
    public void NoTwoColumnsGetOneName(string oneHot, string other, string target)
    {
        string path = _files.Write("a.csv", $"{oneHot},{other}\n{(oneHot == "colour" ? "red,1\nblue,2" : "b_c,c,1\nd,e,2")}\n");
        var options = new TableOptions { OneHot = oneHot.Split(','), Target = target.Length > 0 ? [target] : [] };
        Expect.Error<InvalidValueException>("WrongTable", () => Read(path, options), oneHot == "colour" ? "'colour_red'" : "'a_b_c'", "another of this name");
        Assert.NotNull(Read(path, options with { OneHot = [], Code = options.OneHot, Target = [] }));
    }

    [Fact]
    public void ATableThatIsWrittenHasColumnsOfDifferentNames() => Expect.Error<InvalidValueException>(
        "WrongTable", () => TensorFile.Write(_files["a.csv"], TensorFormat.Csv, NamedTensors.Of(Tensor.Zeros(2, 2)), false, columns: ["a", "a "]), "'a'");

    [Fact]
    public void RowsToPredictAreReadLikeThoseOfTheTraining()
    {
        var options = new TableOptions { Target = ["y", "z"], OneHot = ["b"] };
        var table = Read(_files.Write("a.csv", "a,b,y,z\n1,p,3,5\n2,q,4,6\n"), options);
        var rows = Read(_files.Write("b.csv", "b,a\nq,7\n"), new() { Like = table });
        Assert.Null(rows.Target);
        Assert.Empty(rows.TargetColumn);
        Assert.Equal([7f, 0, 1], rows.Input.ToArray());
        Assert.Equal([8f, 9], Read(_files.Write("c.csv", "b,z,a,y\nq,9,7,8\n"), new() { Like = table }).Target!.ToArray());
        // Of what has an answer a part is a mistake.
        Expect.Error<InvalidValueException>("NoSuchName", () => Read(_files.Write("d.csv", "b,y,a\nq,9,7\n"), new() { Like = table }), "'z'");
        Assert.Null(Read(_files.Write("e.csv", "b,a\nq,7\n"), new() { Like = rows }).Target);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TextInUtf16WithoutAMarkIsToldAsSuch(bool bigEndian) => Expect.Error<InvalidValueException>(
        "BadFile", () => Read(_files.Write("a.csv", new UnicodeEncoding(bigEndian, byteOrderMark: false).GetBytes("a,b\n1,2\n")), new()), "UTF-16", "save it as UTF-8");

    [Theory]
    [InlineData("sep=;\na;b\n1;2\nx;4\n", 4)]
    [InlineData("\uFEFFSEP=;\r\na;b\r\n1;2\r\nx;4\r\n", 4)]
    [InlineData("sep=;\n\"a\";b\n1;\"2\"\n\nx;4\n", 5)]
    [InlineData("sep=!\na!b\n1!2\nx!4\n", 4)]
    public void TheLineThatExcelReadsSaysTheDelimiter(string text, int line)
    {
        Assert.Equal([1f, 2, 3, 4], Read(_files.Write("a.csv", text.Replace('x', '3')), new()).Input.ToArray());
        Assert.Equal(["a", "b"], TensorFile.ReadColumns(_files["a.csv"], new()));
        Expect.Error<InvalidValueException>("NotANumber", () => Read(_files.Write("b.csv", text), new()), $"line {line}, column 'a': 'x'");
    }

    [Fact]
    public void AColumnMayBeCalledSep() => Assert.Equal(["sep=x", "b"], Read(_files.Write("a.csv", "sep=x,b\n1,2\n"), new()).Column);

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void WhatReplacesAFileHasItsPermissions()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions of Unix");
        string path = _files.Write("a.npy", "old");
        foreach (var mode in new[] { UnixFileMode.UserRead | UnixFileMode.UserWrite, (UnixFileMode)0b110_110_100, UnixFileMode.UserRead, (UnixFileMode)0b111_111_111 })
        {
            File.SetUnixFileMode(path, mode);
            UnixFileMode? meanwhile = null;
            SafeFile.Write(path, true, stream =>
            {
                stream.WriteByte(1);
                meanwhile = File.GetUnixFileMode(Directory.GetFiles(Path.GetDirectoryName(path)!, ".a.npy.*").Single());
            });
            Assert.Equal((mode, mode), (File.GetUnixFileMode(path), meanwhile));
        }
    }

    [Fact]
    public void AFullDiskIsToldWithoutTheTemporaryName() => Assert.Equal(
        "'a.npy': No space left on device.", SafeFile.Translate("a.npy", new IOException("No space left on device : '/x/.a.npy.1.tmp'"))!.Message);

    [Fact]
    public void TheDictionaryThatMayBeMeantIsNamed()
    {
        var error = Assert.Throws<InvalidValueException>(() => FileFixture.Read(FileFixture.Peer("checkpoint.pt")));
        Assert.Equal(("LinRegPS.BadFile", "model_state_dict"), (error.ErrorId, error.Value));
    }

    private static void Write(string path, Tensor tensor) => TensorFile.Write(path, TensorFile.FormatOf(path), NamedTensors.Of(tensor), false);

    private static TensorTable Read(string path, TableOptions options) => TensorFile.ReadTable(path, options, TestContext.Current.CancellationToken);
}
