using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>What is written is read as the same bits, and a file is whole or not there.</summary>
public sealed class WrittenFileTests : IDisposable
{
    private static readonly Tensor s_matrix = Tensor.From([1, -0f, float.Epsilon, 0.1f, 3.4028235e38f, 1 / 3f], 2, 3);

    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    // .NET makes an error of an argument of it, not of the system's (EFBIG).
    [Fact]
    public void AFileThatIsLongerThanTheSystemAllowsIsTold()
    {
        Expect.Error<InvalidValueException>("FileUnusable", () => SafeFile.Write(_files["a.npy"], false, stream => stream.SetLength(long.MaxValue)), "a.npy", "too large");
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(_files["a.npy"])!));
    }

    // As programs that write in place do it: a link, also to what is not there yet, stays one.
    [Fact]
    public void ALinkIsWrittenThrough()
    {
        File.CreateSymbolicLink(_files["link.npy"], "real.npy");
        for (int time = 0; time < 2; time++)
        {
            SafeFile.Write(_files["link.npy"], time > 0, stream => stream.WriteByte((byte)time));
            Assert.Equal("real.npy", new FileInfo(_files["link.npy"]).LinkTarget);
            Assert.Equal([(byte)time], File.ReadAllBytes(_files["real.npy"]));
        }
        Assert.Equal(2, Directory.GetFileSystemEntries(Path.GetDirectoryName(_files["link.npy"])!).Length);
    }

    [Fact]
    public void APipeIsNotReplacedByAFile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes among the files.");
        string pipe = _files["pipe.npy"];
        using (var made = System.Diagnostics.Process.Start("mkfifo", [pipe]))
            made.WaitForExit();
        Expect.Error<InvalidValueException>("FileUnusable", () => SafeFile.Write(pipe, true, stream => stream.WriteByte(1)), "pipe.npy", "a pipe or a device");
        using var still = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        Assert.False(still.CanSeek);
    }

    // NumPy's savetxt and pandas write and read them too.
    [Fact]
    public void WhatIsNotFiniteComesBackFromATable()
    {
        var table = Tensor.From([float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1], 2, 2);
        Write("a.csv", NamedTensors.Of(table));
        Expect.SameBits(table.ToArray(), TensorFile.ReadTable(_files["a.csv"], new() { Missing = MissingValues.Keep }, TestContext.Current.CancellationToken).Input.ToArray());
        string pandas = _files.Write("b.csv", "a,b\ninf,-inf\n+Infinity,-INF\n");
        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity, float.PositiveInfinity, float.NegativeInfinity],
            TensorFile.ReadTable(pandas, new() { Missing = MissingValues.Keep }, TestContext.Current.CancellationToken).Input.ToArray());
        foreach (var missing in new[] { MissingValues.Refuse, MissingValues.Omit, MissingValues.Fill })
            Expect.Error<InvalidValueException>("NotANumber", () => TensorFile.ReadTable(pandas, new() { Missing = missing }, TestContext.Current.CancellationToken), "line 2, column 'a': 'inf' is no finite number");
    }

    [Theory]
    [InlineData("a.npy")]
    [InlineData("a.pth")]
    [InlineData("a.json")]
    [InlineData("a.csv")]
    [InlineData("a.tsv")]
    public void OneTensorComesBack(string name)
    {
        Write(name, NamedTensors.Of(s_matrix));
        var read = Assert.Single(FileFixture.Read(_files[name])).Value;
        Assert.Equal([2, 3], read.Shape.ToArray());
        Expect.SameBits(s_matrix.ToArray(), read.ToArray());
    }

    [Theory]
    [InlineData("a.npz")]
    [InlineData("a.pt")]
    [InlineData("a.safetensors")]
    [InlineData("a.json")]
    public void TensorsByNameComeBack(string name)
    {
        var tensors = new NamedTensors { ["b"] = s_matrix, ["a"] = Tensor.Scalar(2), ["ü.\"x\""] = Tensor.From([5]), ["v"] = Tensor.From([1, 2]) };
        Write(name, tensors);
        var read = FileFixture.Read(_files[name]);
        Assert.Equal(tensors.Keys, read.Keys);
        Assert.All(tensors, item =>
        {
            Assert.Equal(item.Value.Shape, read[item.Key].Shape);
            Expect.SameBits(item.Value.ToArray(), read[item.Key].ToArray());
        });
    }

    [Theory]
    [InlineData("a.npz")]
    [InlineData("a.pt")]
    [InlineData("a.safetensors")]
    public void TensorsKeepTheirTypes(string name)
    {
        // A view that does not lie row by row, too.
        var tensors = new NamedTensors { ["i"] = Tensor.FromInt64([1, long.MinValue, (1L << 53) + 1]), ["b"] = Tensor.FromBool([true, false]), ["v"] = s_matrix.Transpose(0, 1) };
        Write(name, tensors);
        var read = FileFixture.Read(_files[name]);
        Assert.Equal([1, long.MinValue, (1L << 53) + 1], read["i"].ToInt64Array());
        Assert.Equal([true, false], read["b"].ToBoolArray());
        Assert.Equal([3, 2], read["v"].Shape.ToArray());
        Expect.SameBits(s_matrix.Transpose(0, 1).ToArray(), read["v"].ToArray());
    }

    [Theory]
    [InlineData("a.npy")]
    [InlineData("a.npz")]
    [InlineData("a.pt")]
    [InlineData("a.safetensors")]
    public void AnEmptyTensorKeepsItsShape(string name)
    {
        Write(name, NamedTensors.Of(Tensor.Zeros(2, 0, 3)));
        Assert.Equal([2, 0, 3], Assert.Single(FileFixture.Read(_files[name])).Value.Shape.ToArray());
    }

    [Theory]
    [InlineData("a.npy")]
    [InlineData("a.npz")]
    [InlineData("a.pt")]
    [InlineData("a.safetensors")]
    public void NaNAndInfinitiesKeepTheirBits(string name)
    {
        var tensor = Tensor.From([float.NaN, float.NegativeInfinity, BitConverter.UInt32BitsToSingle(0x7fc12345)]);
        Write(name, NamedTensors.Of(tensor));
        Expect.SameBits(tensor.ToArray(), Assert.Single(FileFixture.Read(_files[name])).Value.ToArray());
    }

    [Fact]
    public void AnArchiveMayBeDeflated()
    {
        TensorFile.Write(_files["plain.npz"], TensorFormat.Npz, NamedTensors.Of(Tensor.Zeros(1000)), overwrite: false);
        TensorFile.Write(_files["small.npz"], TensorFormat.Npz, NamedTensors.Of(Tensor.Zeros(1000)), overwrite: false, compress: true);
        Assert.True(new FileInfo(_files["plain.npz"]).Length > 4000);
        Assert.True(new FileInfo(_files["small.npz"]).Length < 400);
        Assert.Equal(1000, Assert.Single(FileFixture.Read(_files["small.npz"])).Value.Numel);
    }

    [Fact]
    public void AFileIsKeptUnlessItMayBeOverwritten()
    {
        Write("a.npy", NamedTensors.Of(s_matrix));
        Expect.Error<InvalidValueException>("FileExists", () => Write("a.npy", NamedTensors.Of(Tensor.Scalar(1))), _files["a.npy"]);
        Assert.Equal(6, FileFixture.Read(_files["a.npy"])[string.Empty].Numel);
        TensorFile.Write(_files["a.npy"], TensorFormat.Npy, NamedTensors.Of(Tensor.Scalar(1)), overwrite: true);
        Assert.Equal(1, FileFixture.Read(_files["a.npy"])[string.Empty].Numel);
    }

    [Fact]
    public void AnErrorOnTheWayLeavesTheOldFileAndNoOther()
    {
        File.WriteAllText(_files["a.json"], "1");
        Expect.Error<InvalidValueException>(
            "NaN", () => TensorFile.Write(_files["a.json"], TensorFormat.Json, NamedTensors.Of(Tensor.From([1, float.NaN])), overwrite: true), "JSON");
        Expect.Error<InvalidValueException>("FileUnusable", () => SafeFile.Write(_files["a.json"], overwrite: true, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device.");
        }), "No space left", _files["a.json"]);
        Assert.Equal("1", File.ReadAllText(_files["a.json"]));
        Assert.Equal(["a.json"], _files.Names);
    }

    [Fact]
    public void WhatADeadWriterLeftGoesAndNothingElse()
    {
        const int Dead = int.MaxValue;
        const string Unique = "0123456789abcdef0123456789abcdef";
        string[] others =
        [
            $".a*.npy.{Environment.ProcessId}.{Unique}.tmp", $".ab.npy.{Dead}.{Unique}.tmp", $".a*.npy.{Dead}.mine.tmp",
            $".a*.npy.{Unique}.tmp", $"a*.npy.{Dead}.{Unique}.tmp", $".a*.npy.x.{Dead}.{Unique}.tmp",
        ];
        foreach (string name in others)
            _files.Write(name, "kept");
        string open = $".a*.npy.{Dead}.f{Unique[1..]}.tmp";
        _files.Write($".a*.npy.{Dead}.{Unique}.tmp", "left");
        using (new FileStream(_files[open], FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
            TensorFile.Write(_files["a*.npy"], TensorFormat.Npy, NamedTensors.Of(s_matrix), overwrite: false);
        Assert.Equal(new[] { "a*.npy", open }.Concat(others).Order(), _files.Names);
    }

    private void Write(string name, NamedTensors tensors) => TensorFile.Write(_files[name], TensorFile.FormatOf(name), tensors, overwrite: false);
}
