using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using LinRegPS.Files.Formats;

namespace LinRegPS.Files.PyTorch;

/// <summary>
/// Writes tensors as torch.save does: a zip archive, stored, of a pickle and of a storage for each tensor. The pickle is an
/// ordered dictionary by name, or one tensor where it has none.
/// </summary>
internal static class TorchWriter
{
    private const string Folder = "archive/";

    public static void Write(Stream stream, NamedTensors tensors)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, "data.pkl", Pickle(tensors));
        foreach (var (i, tensor) in tensors.Values.Index())
            Add(zip, $"data/{i}", StoredArray.Bytes(tensor));
        Add(zip, "version", "3\n"u8);
    }

    private static void Add(ZipArchive zip, string name, ReadOnlySpan<byte> bytes)
    {
        using var entry = zip.CreateEntry(Folder + name, CompressionLevel.NoCompression).Open();
        entry.Write(bytes);
    }

    // Protocol 2, the only one that torch.save writes.
    private static byte[] Pickle(NamedTensors tensors)
    {
        var pickle = new PickleStream();
        pickle.Bytes(0x80, 2);
        if (tensors.Count == 1 && tensors.TryGetValue(string.Empty, out var alone))
        {
            Tensor(pickle, alone, 0);
        }
        else
        {
            pickle.Dictionary();
            pickle.Code('(');
            foreach (var (i, (name, tensor)) in tensors.Index())
            {
                pickle.Text(name);
                Tensor(pickle, tensor, i);
            }
            pickle.Code('u');
        }
        pickle.Code('.');
        return pickle.ToArray();
    }

    // torch._utils._rebuild_tensor_v2(storage, 0, sizes, strides, requires_grad, hooks).
    private static void Tensor(PickleStream pickle, Tensor tensor, int storage)
    {
        pickle.Name("torch._utils", "_rebuild_tensor_v2");
        pickle.Code('(');
        pickle.Code('(');
        pickle.Text("storage");
        pickle.Name("torch", tensor.DType switch { DType.Int64 => "LongStorage", DType.Bool => "BoolStorage", _ => "FloatStorage" });
        pickle.Text($"{storage}");
        pickle.Text("cpu");
        pickle.Number(tensor.Numel);
        pickle.Code('t');
        pickle.Code('Q');
        pickle.Number(0);
        pickle.Numbers(tensor.Shape);
        int[] strides = new int[tensor.Rank];
        for (int d = tensor.Rank - 1, stride = 1; d >= 0; stride *= Math.Max(tensor.Shape[d--], 1))
            strides[d] = stride;
        pickle.Numbers(strides);
        pickle.Bytes(0x89);
        pickle.Dictionary();
        pickle.Code('t');
        pickle.Code('R');
    }

    /// <summary>The instructions of a pickle.</summary>
    private sealed class PickleStream : MemoryStream
    {
        public void Code(char code) => WriteByte((byte)code);

        public void Bytes(params ReadOnlySpan<byte> bytes) => Write(bytes);

        public void Name(string module, string name) => Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

        public void Dictionary()
        {
            Name("collections", "OrderedDict");
            Code(')');
            Code('R');
        }

        public void Text(string text)
        {
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            Code('X');
            Int32(utf8.Length);
            Write(utf8);
        }

        public void Number(int number)
        {
            Code('J');
            Int32(number);
        }

        public void Numbers(IEnumerable<int> numbers)
        {
            Code('(');
            foreach (int number in numbers)
                Number(number);
            Code('t');
        }

        private void Int32(int number)
        {
            Span<byte> bytes = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
            Write(bytes);
        }
    }
}
