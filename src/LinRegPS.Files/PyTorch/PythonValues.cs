namespace LinRegPS.Files.PyTorch;

/// <summary>A name of a Python module that a pickle refers to: <c>collections.OrderedDict</c>.</summary>
internal sealed record PythonName(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A dictionary of a pickle, in its order.</summary>
internal sealed class PythonDictionary : OrderedDictionary<object, object?>;

/// <summary>The elements that tensors of a file share.</summary>
internal sealed record TorchStorage(Tensor Elements);
