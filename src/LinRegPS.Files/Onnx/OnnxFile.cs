using LinRegPS.Files.Models;

namespace LinRegPS.Files.Onnx;

/// <summary>Models as ONNX, version 17 of its operations, as they are used rather than trained: Sequential and the layers that have a counterpart there.</summary>
public static class OnnxFile
{
    private const string Input = "input", Output = "output";

    /// <summary>Writes a model: its input is called input, its result output.</summary>
    /// <exception cref="InvalidValueException">A layer has no counterpart; or the file can't be written, or exists and is not to be overwritten.</exception>
    public static void Save(string path, Module model, bool overwrite)
    {
        var graph = new OnnxGraph(Input);
        bool takesNumbers = First(model) is Embedding or EmbeddingBag;
        Add(path, graph, model, string.Empty, takesNumbers);
        var written = graph.ToModel(Input, takesNumbers ? DType.Int64 : DType.Float32, Output);
        SafeFile.Write(path, overwrite, written.WriteTo);
    }

    private static Module? First(Module model) => model is Sequential layers ? Layers(layers).Select(layer => First(layer.Layer)).FirstOrDefault() : model;

    private static IEnumerable<(string Name, Module Layer)> Layers(Sequential layers) => layers.Members().Select(member => (member.Name, (Module)member.Value!));

    private static void Add(string path, OnnxGraph graph, Module model, string name, bool takesNumbers)
    {
        if (model is Sequential layers)
        {
            foreach (var (key, layer) in Layers(layers))
                Add(path, graph, layer, name + key + ".", takesNumbers);
            return;
        }
        var arguments = Architecture.Arguments(model);
        string? reason = arguments is null ? "it is not one of this module's layers" : OnnxLayers.Add(graph, model, arguments, name, takesNumbers);
        if (reason is not null)
            throw FileErrors.NotInOnnx(path, name.Length == 0 ? model.GetType().Name : $"{name.TrimEnd('.')}, {model.GetType().Name}", reason);
    }
}
