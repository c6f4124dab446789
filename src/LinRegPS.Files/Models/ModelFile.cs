using System.Text.Json;
using LinRegPS.Files.Onnx;
using LinRegPS.Files.PyTorch;

namespace LinRegPS.Files.Models;

/// <summary>Models in files: their parameters and buffers under PyTorch's names, and how they are made where that can be said.</summary>
public static class ModelFile
{
    private const string ArchitectureKey = "linregps.architecture", NamesKey = "linregps.names", ScaledKey = "linregps.scaled", OnnxExtension = ".onnx";

    /// <summary>Writes a model's state as safetensors, with how the model is made; or as PyTorch's state_dict (pt, pth), without; or as ONNX, to be run elsewhere.</summary>
    /// <exception cref="InvalidValueException">A layer can't be said in ONNX; the file can't be written, or exists and is not to be overwritten; its extension is none of these; or two tensors have one name.</exception>
    public static void Save(string path, Module model, bool overwrite)
    {
        if (Path.GetExtension(path).Equals(OnnxExtension, StringComparison.OrdinalIgnoreCase))
        {
            OnnxFile.Save(path, model, overwrite);
            return;
        }
        var format = TensorFile.FormatOf(path);
        if (format is not (TensorFormat.Safetensors or TensorFormat.PyTorch))
            throw FileErrors.NotAModelFormat(path, format.ToString());
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        if (Architecture.Describe(model) is { } architecture)
            metadata[ArchitectureKey] = architecture;
        if (model.Names is { } names)
            metadata[NamesKey] = JsonSerializer.Serialize<string[][]>([[.. names.Features], [.. names.Targets], [.. names.ClassNames]]);
        if (model.Names is { IsScaled: true })
            metadata[ScaledKey] = "true";
        var tensors = new NamedTensors(metadata);
        foreach (var (name, tensor) in model.StateDict())
            tensors.Add(name, tensor);
        TensorFile.Write(path, format, tensors, overwrite);
    }

    /// <summary>The model in a file: as the file says, or the linear layer that a weight and a bias are.</summary>
    /// <exception cref="InvalidValueException">The file can't be read, or does not say how its model is made.</exception>
    public static Module Load(string path, string? key = null)
    {
        var state = ReadState(path, key);
        return SafeFile.Read(path, _ => Make(state)) ?? throw FileErrors.NoArchitecture(path, state);
    }

    /// <summary>The tensors of a file by name.</summary>
    /// <param name="path">A file of safetensors, by PyTorch (pt, pth) or NumPy (npz).</param>
    /// <param name="key">Of a dictionary of several things, by PyTorch, the one that holds the tensors: <c>model_state_dict</c>.</param>
    /// <exception cref="InvalidValueException">The file can't be read, or holds no tensors by name.</exception>
    public static OrderedDictionary<string, Tensor> ReadStateDict(string path, string? key = null) => ReadState(path, key);

    /// <summary>Loads the tensors of a file into a model that is there, and what its columns and classes are called.</summary>
    /// <exception cref="InvalidValueException">The file can't be read, holds no tensors by name, or does not fit; nothing is loaded then.</exception>
    public static void LoadInto(Module model, string path, string? key = null, bool strict = true)
    {
        var state = ReadState(path, key);
        var names = SafeFile.Read(path, _ => Names(state));
        model.LoadStateDict(state, strict);
        model.Names = names ?? model.Names;
    }

    private static NamedTensors ReadState(string path, string? key)
    {
        var format = TensorFile.FormatOf(path);
        if (format is not (TensorFormat.PyTorch or TensorFormat.Safetensors or TensorFormat.Npz))
            throw FileErrors.NoState(path, format.ToString());
        var state = format == TensorFormat.PyTorch
            ? SafeFile.Read(path, stream => StateDictionary.Tensors(TorchArchive.Read(stream), key))
            : key is null ? TensorFile.Read(path, format) : throw FileErrors.NoKeys(path, format.ToString());
        return state.ContainsKey(string.Empty) ? throw FileErrors.NoState(path, "a tensor without a name") : state;
    }

    private static Module? Make(NamedTensors state)
    {
        var model = Build(state);
        if (model is not null)
            model.Names = Names(state);
        return model;
    }

    private static DataNames? Names(NamedTensors state) => !state.Metadata.TryGetValue(NamesKey, out string? text) ? null
        : JsonSerializer.Deserialize<string?[]?[]>(text) is [{ } features, { } targets, { } classes] && !features.Concat(targets).Concat(classes).Contains(null)
            ? new(features!, targets!, classes!) { IsScaled = state.Metadata.ContainsKey(ScaledKey) }
            : throw new UnreadableException("its names of columns are not as this project writes them");

    private static Module? Build(NamedTensors state)
    {
        if (state.Metadata.TryGetValue(ArchitectureKey, out string? architecture))
            return Loaded(Architecture.Build(architecture, state.Values.Sum(tensor => (long)tensor.Numel)), state);
        bool isLinear = state.TryGetValue("weight", out var weight) && weight is { Rank: 2, Numel: > 0 } && state.Count == (state.ContainsKey("bias") ? 2 : 1);
        return isLinear ? Loaded(new Linear(weight!.Shape[1], weight.Shape[0], state.Count == 2), state) : null;
    }

    private static Module Loaded(Module model, NamedTensors state)
    {
        try
        {
            model.LoadStateDict(state);
            return model;
        }
        catch (LinRegException error)
        {
            throw new UnreadableException($"its tensors are not those of its model: {error.Facts}");
        }
    }
}
