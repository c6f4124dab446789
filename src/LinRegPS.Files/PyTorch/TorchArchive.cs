using LinRegPS.Files.Formats;

namespace LinRegPS.Files.PyTorch;

/// <summary>
/// What PyTorch's torch.save writes since 1.6: a zip archive of a pickle and the storages that its tensors view. Tensors,
/// dictionaries, lists, numbers and text are read; whatever else the pickle names is refused by its name.
/// </summary>
internal sealed class TorchArchive
{
    private const string Pickle = "/data.pkl";

    // Tensors may view one storage, but a file that says so again and again would fill the memory.
    private const int MostViews = 16;

    private static readonly Dictionary<string, ElementKind> s_storages = new()
    {
        ["FloatStorage"] = ElementKind.Float32,
        ["DoubleStorage"] = ElementKind.Float64,
        ["HalfStorage"] = ElementKind.Float16,
        ["BFloat16Storage"] = ElementKind.BFloat16,
        ["LongStorage"] = ElementKind.Int64,
        ["IntStorage"] = ElementKind.Int32,
        ["ShortStorage"] = ElementKind.Int16,
        ["CharStorage"] = ElementKind.Int8,
        ["ByteStorage"] = ElementKind.UInt8,
        ["BoolStorage"] = ElementKind.Bool,
    };

    private static readonly PythonName s_orderedDictionary = new("collections", "OrderedDict");
    private static readonly PythonName s_tensor = new("torch._utils", "_rebuild_tensor_v2");
    private static readonly PythonName s_parameter = new("torch._utils", "_rebuild_parameter");
    private static readonly PythonName s_size = new("torch", "Size");

    private readonly ZipContent _zip;
    private readonly string _folder;
    private readonly bool _bigEndian;
    private readonly Dictionary<string, TorchStorage> _loaded = [];
    private long _left;

    private TorchArchive(ZipContent zip, long length)
    {
        (_zip, _left) = (zip, length * MostViews);
        string[] pickles = [.. zip.Names.Where(name => name.EndsWith(Pickle, StringComparison.Ordinal))];
        if (pickles.Length != 1)
            throw new UnreadableException("it is no archive of torch.save: it has not one data.pkl");
        _folder = pickles[0][..^Pickle.Length];
        _bigEndian = zip.Names.Contains(_folder + "/byteorder") && "big"u8.SequenceEqual(zip.Read(_folder + "/byteorder", Bytes));
    }

    /// <summary>The object in a file.</summary>
    public static object? Read(Stream stream)
    {
        if (stream.ReadByte() == 0x80)
            throw new UnreadableException("it was written by PyTorch before 1.6, or not as a zip archive; load it there and save it again");
        stream.Position = 0;
        using var zip = new ZipContent(stream);
        var archive = new TorchArchive(zip, stream.Length);
        return new PickleReader(zip.Read(archive._folder + Pickle, Bytes), Import, archive.Call, archive.Load).Read();
    }

    private static byte[] Bytes(Stream stream, long length)
    {
        byte[] bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static PythonName Import(string module, string name)
    {
        var found = new PythonName(module, name);
        bool isKnown = found == s_orderedDictionary || found == s_tensor || found == s_parameter || found == s_size
            || (module == "torch" && s_storages.ContainsKey(name));
        return isKnown ? found : throw new UnreadableException(
            $"it refers to {found}, which is neither a tensor nor a dictionary, and nothing that a file names is run; save a state_dict() instead");
    }

    private object? Call(PythonName name, object?[] arguments)
    {
        if (name == s_orderedDictionary)
            return arguments.Length == 0 ? new PythonDictionary() : throw Wrong(name);
        if (name == s_size)
            return arguments is [object?[] sizes] ? sizes : throw Wrong(name);
        if (name == s_parameter)
            return arguments is [Tensor tensor, ..] ? tensor : throw Wrong(name);
        return name == s_tensor && arguments is [TorchStorage storage, long offset, object?[] shape, object?[] strides, ..]
            ? View(storage.Elements, offset, Numbers(shape), Numbers(strides))
            : throw Wrong(name);
    }

    // ('storage', torch.FloatStorage, '0', 'cpu', 6)
    private object? Load(object? id)
    {
        if (id is not object?[] and not null || id is not object?[] { Length: 5 } parts
            || parts is not ["storage", PythonName { Module: "torch" } type, string key, string, long count] || !s_storages.TryGetValue(type.Name, out var kind))
            throw new UnreadableException("it refers to something outside its pickle that is no storage");
        if (_loaded.TryGetValue(key, out var known))
            return known;
        var elements = _zip.Read($"{_folder}/data/{key}", (stream, length) => StoredArray.Read(stream, kind, StoredArray.ShapeFor([count], kind, length), _bigEndian));
        return _loaded[key] = new TorchStorage(elements);
    }

    private Tensor View(Tensor storage, long offset, List<long> sizes, List<long> strides)
    {
        Int128 count = 1, last = offset;
        if (sizes.Count != strides.Count || sizes.Count > Shape.MaxRank || offset < 0)
            throw new UnreadableException("a tensor in it has not a stride for each dimension");
        for (int d = 0; d < sizes.Count; d++)
        {
            if (sizes[d] is < 0 or > int.MaxValue || strides[d] is < 0 or > int.MaxValue)
                throw new UnreadableException("a tensor in it has a size or a stride that is not one of a tensor");
            count *= sizes[d];
            last += (sizes[d] - 1) * (Int128)strides[d];
            // An expanded tensor would be far larger than its file; of sizes with a 0 among them nothing is made.
            if (count > storage.Numel && !sizes.Contains(0))
                throw new UnreadableException($"a tensor in it has more elements than the {storage.Numel} of its storage; save its clone()");
        }
        if ((_left -= (long)count * sizeof(long)) < 0)
            throw new UnreadableException("its tensors are far larger than the file");
        if (count > 0 && last >= storage.Numel)
            throw new UnreadableException("a tensor in it reaches beyond its storage");
        return StoredArray.Gather(storage, offset, sizes, strides);
    }

    private static List<long> Numbers(object?[] values) =>
        [.. values.Select(value => value is long number ? number : throw new UnreadableException("a tensor in it has a size that is no number"))];

    private static UnreadableException Wrong(PythonName name) => new($"it calls {name} with other arguments than PyTorch does");
}
