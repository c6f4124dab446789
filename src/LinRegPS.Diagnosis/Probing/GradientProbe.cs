using LinRegPS.Kernels.Threading;

namespace LinRegPS.Diagnosis.Probing;

/// <summary>
/// Asks a function of tensors for its value and gradient at other values of theirs. Whatever happens, disposing it puts
/// back their bits, their gradients and their versions, and no other leaf of the function's graph keeps a gradient of it.
/// </summary>
internal sealed class GradientProbe : IDisposable
{
    private readonly Func<Tensor> _function;
    private readonly float[][] _elements;
    private readonly Tensor?[] _gradients;
    private readonly int[] _versions;
    // Counts, whose elements are no float32 numbers: of batches that a layer has seen, say.
    private readonly Tensor?[] _counts;

    public GradientProbe(IReadOnlyList<Tensor> tensors, Func<Tensor> function)
    {
        (Tensors, _function) = (tensors, function);
        _elements = [.. tensors.Select(t => t.ToArray())];
        _gradients = [.. tensors.Select(t => t.Grad)];
        _versions = [.. tensors.Select(t => t.Version)];
        _counts = [.. tensors.Select(t => t.DType == DType.Float32 ? null : t.Clone())];
    }

    public IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>What a tensor held when the probe was made.</summary>
    public ReadOnlySpan<float> Original(int tensor) => _elements[tensor];

    /// <summary>Writes one element.</summary>
    public void Set(int tensor, int element, float value)
    {
        Tensors[tensor].Data[element] = value;
        Tensors[tensor].MarkChanged();
    }

    /// <summary>The gradient for all elements, one tensor's after the other's, with every element moved along a direction from where it was.</summary>
    public double[] GradientAt(double[] direction, double step)
    {
        int k = 0;
        for (int t = 0; t < Tensors.Count; t++)
        {
            for (int j = 0; j < _elements[t].Length; j++)
                Set(t, j, (float)(_elements[t][j] + (step * direction[k++])));
        }
        return Gradient();
    }

    /// <summary>The gradient for all elements, one tensor's after the other's; 0 for tensors that the function does not reach.</summary>
    public double[] Gradient() =>
        [.. Differentiate().Gradients.SelectMany((gradient, t) => gradient ?? new float[_elements[t].Length]).Select(g => (double)g)];

    /// <summary>Puts back the elements of one tensor.</summary>
    public void Reset(int tensor)
    {
        Tensors[tensor].Replace(Tensor.From(_elements[tensor], Tensors[tensor].Shape.ToArray()));
    }

    /// <summary>Whether every element of every tensor is what it was.</summary>
    public bool IsUnchanged()
    {
        for (int i = 0; i < Tensors.Count; i++)
        {
            if (!System.Runtime.InteropServices.MemoryMarshal.AsBytes(Tensors[i].Data)
                .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(_elements[i].AsSpan())))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The function's value, unrecorded.</summary>
    public Tensor Evaluate()
    {
        using var unrecorded = GradMode.NoGrad();
        return _function();
    }

    /// <summary>The value, the gradient for each tensor, and the operations that made the value.</summary>
    public sealed record Derivative(Tensor Value, float[]?[] Gradients, IReadOnlyCollection<Operation> Operations);

    /// <summary>The function's value, recorded, and its graph's gradient for each tensor: null for those it does not reach.</summary>
    /// <param name="start">The gradient of the value to start from; 1 where null.</param>
    public Derivative Differentiate(Tensor? start = null)
    {
        var value = _function();
        if (!value.RequiresGrad)
            return new(value, new float[]?[Tensors.Count], []);
        // The backward pass frees the graph as it goes.
        var operations = Graph.Nodes(value);
        var gradients = Autograd.Grad(value, [.. Tensors], start, allowUnused: true);
        return new(value, [.. gradients.Select(gradient => gradient?.ToArray())], operations);
    }

    /// <summary>Gradients for a look: the graph and the parameters' own gradients stay as they are.</summary>
    public static Tensor?[] Peek(Tensor loss, Tensor[] parameters) =>
        Autograd.Grad(loss, parameters, retainGraph: true, allowUnused: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        using var whole = Interruption.Whole();
        for (int i = 0; i < Tensors.Count; i++)
        {
            if (_counts[i] is { } count)
                Tensors[i].Replace(count);
            else
                _elements[i].CopyTo(Tensors[i].Data);
            Tensors[i].Grad = _gradients[i];
            // The elements are the bits of that version again, so a graph recorded before still goes backward.
            Tensors[i].RestoreVersion(_versions[i]);
        }
    }
}
