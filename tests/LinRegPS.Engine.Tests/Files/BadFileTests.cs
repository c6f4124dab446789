using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Files that are not what they claim are refused by name and reason, before anything is allocated for a claim.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647), }", "more elements than a tensor holds")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4611686018427387904, 4), }", "not one of a tensor")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "size '99999999999999999999'")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "not one of a tensor")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,), }", "needs 2000000000 bytes, and there are 4")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }", "needs 0 bytes, and there are 4")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", "lacks")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "'descr' twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': Maybe, 'shape': (1,), }", "Maybe")]
    [InlineData("{'descr': '?f4', 'fortran_order': False, 'shape': (1,), }", "byte order")]
    [InlineData("{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }", "<f16")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (1,), }", "type ''")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } evil()", "follows the dictionary")]
    [InlineData("__import__('os')", "not the dictionary")]
    public void AnNpyHeaderThatLies(string header, string words) => Refused(_files.Write("a.npy", Npy(header, 4)), words);

    [Fact]
    public void AnNpyHeaderLongerThanTheFile()
    {
        byte[] file = Npy("{}", 0);
        file[6] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), 4_000_000_000);
        Refused(_files.Write("a.npy", file), "header of 4000000000 bytes is longer than the file");
    }

    [Theory]
    [InlineData("a.npy", "does not begin as npy")]
    [InlineData("a.npz", "does not begin as a zip")]
    [InlineData("a.pt", "does not begin as a zip")]
    [InlineData("a.safetensors", "longer than")]
    [InlineData("a.json", "invalid")]
    public void AnotherFormat(string name, string words) => Refused(_files.Write(name, "This is a text, not a tensor."), words);

    [Theory]
    [InlineData("a.npy")]
    [InlineData("a.npz")]
    [InlineData("a.pt")]
    [InlineData("a.safetensors")]
    [InlineData("a.json")]
    [InlineData("a.csv")]
    public void NothingAtAll(string name)
    {
        Refused(_files.Write(name), "it is empty");
        Expect.Error<InvalidValueException>("FileNotFound", () => FileFixture.Read(_files["no" + name]), "no" + name);
        Expect.Error<InvalidValueException>("FileNotFound", () => FileFixture.Read(_files["nowhere/" + name]), "nowhere", "does not exist");
        Directory.CreateDirectory(_files["folder" + name]);
        Expect.Error<InvalidValueException>("FileUnusable", () => FileFixture.Read(_files["folder" + name]), "is a folder");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", 6, "begin at 2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""", 12, "begin at 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 8, "need 4 bytes, and there are 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "begin at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,4]}}""", 4, "not one of a tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needs 8 bytes, and there are 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,9223372036854775807]}}""", 4, "9223372036854775807 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "two tensors of the name 'a'")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8, "C64")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "something else than dtype, shape and data_offsets")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "__metadata__")]
    [InlineData("""[1]""", 0, "no JSON object")]
    public void ASafetensorsHeaderThatLies(string header, int data, string words) => Refused(_files.Write("a.safetensors", Safetensors(header, data)), words);

    [Fact]
    public void AZipBomb()
    {
        // A gigabyte of zeros in a megabyte, of which the header claims four numbers.
        using (var zip = new ZipArchive(File.Create(_files["a.npz"]), ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("a.npy").Open();
            entry.Write(Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4,), }", 16));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 100; i++)
                entry.Write(zeros);
        }
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(_files["a.npz"], "needs 16 bytes, and there are 104857");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void AnEntryThatClaimsToBecomeLongerThanItCan()
    {
        byte[] file = File.ReadAllBytes(FileFixture.Peer("npz_deflated.npz"));
        // The expanded size in the central directory.
        int entry = file.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(entry + 24), 2_000_000_000);
        Refused(_files.Write("a.npz", file), "claims to be longer");
    }

    [Fact]
    public void EntriesOfOneName()
    {
        using (var zip = new ZipArchive(File.Create(_files["a.npz"]), ZipArchiveMode.Create))
        {
            for (int i = 0; i < 2; i++)
            {
                using var entry = zip.CreateEntry("a.npy").Open();
                entry.Write(Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }", 4));
            }
        }
        Refused(_files["a.npz"], "two entries of the name 'a.npy'");
    }

    [Theory]
    [InlineData("npz_stored.npz")]
    [InlineData("pt_linear.pt")]
    public void ABitThatTurned(string name)
    {
        byte[] file = File.ReadAllBytes(FileFixture.Peer(name));
        byte[] number = BitConverter.GetBytes(FileFixture.Expected[name].First().Value.Values.Last());
        if (name.EndsWith(".npz", StringComparison.Ordinal))
            number = BitConverter.GetBytes(100.0);
        file[file.AsSpan().IndexOf(number)] ^= 1;
        Refused(_files.Write(name, file), "checksum is wrong");
    }

    [Theory]
    [InlineData("[[1,2],[3]]", "ragged")]
    [InlineData("[1,[2]]", "ragged")]
    [InlineData("[[],[1]]", "ragged")]
    [InlineData("[1,\"two\"]", "a String at byte 3")]
    [InlineData("[1,null]", "a Null")]
    [InlineData("[1e39]", "beyond the largest float32")]
    [InlineData("{\"a\":[1],\"a\":[2]}", "two tensors of the name 'a'")]
    [InlineData("[1,2] [3]", "invalid")]
    [InlineData("[1,2", "end")]
    public void JsonThatIsNoTensor(string text, string words) => Refused(_files.Write("a.json", text), words);

    [Theory]
    [InlineData("cbuiltins\neval\n(X\u0001\0\0\01tR.", "builtins.eval")]
    [InlineData("(S'x'\nios\nsystem\n.", "0x53")]
    [InlineData("ccollections\nOrderedDict\n(K\u0001tR.", "calls collections.OrderedDict with other arguments")]
    [InlineData("}(K\u0001K\u0001K\u0001K\u0002u.", "the key '1' twice")]
    [InlineData("}(\u008a\u0002\u0001\u0001K\u0001\u008a\u0002\u0001\u0001K\u0002u.", "the key '257' twice")]
    [InlineData("}(\u008a\u0002\u00ff\u00feK\u0001\u008a\u0002\u00ff\u00feK\u0002u.", "the key '-257' twice")]
    [InlineData("}(\u008a\u0001\u0081K\u0001\u008a\u0001\u0081K\u0002u.", "the key '-127' twice")]
    [InlineData("K\u0001.K", "follows the end")]
    [InlineData("R.", "broken")]
    [InlineData("X\u00ff\u00ff\u00ff\u007f.", "ends too early")]
    public void APickleThatIsMoreThanData(string pickle, string words)
    {
        using (var zip = new ZipArchive(File.Create(_files["a.pt"]), ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("archive/data.pkl").Open();
            entry.Write([0x80, 2, .. Encoding.Latin1.GetBytes(pickle)]);
        }
        Refused(_files["a.pt"], words);
    }

    // A tensor of two numbers with as many sizes and strides as are said, each 1.
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(0, 1)]
    [InlineData(65, 65)]
    public void ATorchTensorWithoutAStrideForEachDimension(int sizes, int strides)
    {
        string pickle = "ctorch._utils\n_rebuild_tensor_v2\n((" + Text("storage") + "ctorch\nFloatStorage\n" + Text("0") + Text("cpu") + "K\u0002tQK\0"
            + Ones(sizes) + Ones(strides) + "tR.";
        using (var zip = new ZipArchive(File.Create(_files["a.pt"]), ZipArchiveMode.Create))
        {
            using (var entry = zip.CreateEntry("archive/data.pkl").Open())
                entry.Write([0x80, 2, .. Encoding.Latin1.GetBytes(pickle)]);
            using (var entry = zip.CreateEntry("archive/data/0").Open())
                entry.Write(new byte[8]);
        }
        Refused(_files["a.pt"], "not a stride for each dimension");

        static string Text(string text) => $"X{(char)text.Length}\0\0\0{text}";

        static string Ones(int count) => $"({string.Concat(Enumerable.Repeat("K\u0001", count))}t";
    }

    [Theory]
    [InlineData("npy_f8.npy")]
    [InlineData("npz_deflated.npz")]
    [InlineData("st_kinds.safetensors")]
    [InlineData("pt_kinds.pt")]
    public void AFileThatEndsAnywhere(string name)
    {
        byte[] file = File.ReadAllBytes(FileFixture.Peer(name));
        for (int length = 1; length < file.Length; length++)
        {
            byte[] part = file[..length];
            Expect.Error<InvalidValueException>("BadFile", () => SafeFile.Read(name, new MemoryStream(part), stream => TensorFile.Read(stream, name, TensorFile.FormatOf(name))), name);
        }
    }

    private static void Refused(string path, string words)
    {
        Expect.Error<InvalidValueException>("BadFile", () => FileFixture.Read(path), path, words);
    }

    private static byte[] Npy(string header, int data) =>
        [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.UTF8.GetBytes(header), .. new byte[data]];

    private static byte[] Safetensors(string header, int data) =>
        [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. new byte[data]];
}
