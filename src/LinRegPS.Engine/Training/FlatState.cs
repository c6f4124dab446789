using System.Runtime.InteropServices;
using LinRegPS.Groups;

namespace LinRegPS.Training;

/// <summary>
/// What a step makes of a model as one vector: the gradients of the parameters that learn, for each whether it has one, and the buffers.
/// </summary>
internal sealed class FlatState(IReadOnlyList<ModelParameter> parameters, IReadOnlyList<ModelParameter> buffers)
{
    private readonly Tensor[] _kept = new Tensor[buffers.Count];
    private Tensor[] _learning = [.. Learning(parameters)];

    /// <summary>How many elements the gradients have, with one for each that says whether it is there.</summary>
    public int Gradients => _learning.Sum(parameter => parameter.Numel) + _learning.Length;

    /// <summary>How many the buffers have.</summary>
    public int Buffers => buffers.Sum(buffer => buffer.Value.Numel);

    /// <summary>Whether other parameters learn than when it was measured.</summary>
    public bool IsOtherwise()
    {
        int at = 0;
        foreach (var parameter in parameters)
        {
            if (parameter.Value.RequiresGrad && (at == _learning.Length || !ReferenceEquals(_learning[at++], parameter.Value)))
                return true;
        }
        return at != _learning.Length;
    }

    /// <summary>Looks anew which parameters learn.</summary>
    public void Measure() => _learning = [.. Learning(parameters)];

    /// <summary>Writes the gradients that the parameters have into a vector.</summary>
    public void WriteGradients(Span<float> vector)
    {
        foreach (var parameter in _learning)
        {
            if (parameter.Grad is { } gradient)
                gradient.Data.CopyTo(vector);
            else
                vector[..parameter.Numel].Clear();
            vector[parameter.Numel] = parameter.Grad is null ? 0 : 1;
            vector = vector[(parameter.Numel + 1)..];
        }
    }

    /// <summary>Writes the buffers into a vector.</summary>
    public void WriteBuffers(Span<float> vector)
    {
        foreach (var buffer in buffers)
        {
            buffer.Value.Data.CopyTo(vector);
            vector = vector[buffer.Value.Numel..];
        }
    }

    /// <summary>Gives the parameters the gradients of a vector.</summary>
    public void TakeGradients(ReadOnlySpan<float> vector)
    {
        foreach (var parameter in _learning)
        {
            // NaN is one, too.
            if (vector[parameter.Numel] == 0)
            {
                parameter.Grad = null;
            }
            else
            {
                parameter.Grad ??= new Tensor(parameter.Shape);
                vector[..parameter.Numel].CopyTo(parameter.Grad.Data);
                parameter.Grad.MarkChanged();
            }
            vector = vector[(parameter.Numel + 1)..];
        }
    }

    /// <summary>Gives the buffers what a vector has.</summary>
    public void TakeBuffers(ReadOnlySpan<float> vector)
    {
        foreach (var buffer in buffers)
        {
            Replace(buffer.Value, vector[..buffer.Value.Numel]);
            vector = vector[buffer.Value.Numel..];
        }
    }

    /// <summary>Leaves no parameter a gradient.</summary>
    public void ClearGradients()
    {
        foreach (var parameter in _learning)
            parameter.Grad = null;
    }

    /// <summary>Keeps the buffers as they are.</summary>
    public void KeepBuffers()
    {
        for (int i = 0; i < _kept.Length; i++)
            _kept[i] = buffers[i].Value.Copy();
    }

    /// <summary>Makes the buffers what they were.</summary>
    public void RestoreBuffers()
    {
        for (int i = 0; i < _kept.Length; i++)
            buffers[i].Value.Replace(_kept[i]);
    }

    /// <summary>Of all parameters and buffers.</summary>
    public uint Checksum()
    {
        uint sum = 0;
        foreach (var tensor in parameters.Concat(buffers))
            sum = Groups.Checksum.Of(MemoryMarshal.AsBytes(tensor.Value.Data), sum);
        return sum;
    }

    /// <summary>Gives all ranks the parameters and buffers of rank 0.</summary>
    public void Broadcast(ProcessGroup group)
    {
        float[] all = [.. parameters.Concat(buffers).SelectMany(tensor => tensor.Value.Data.ToArray())];
        group.Broadcast(MemoryMarshal.AsBytes(all.AsSpan()), 0);
        int at = 0;
        foreach (var tensor in parameters.Concat(buffers))
        {
            Replace(tensor.Value, all.AsSpan(at, tensor.Value.Numel));
            at += tensor.Value.Numel;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", parameters.Concat(buffers));

    // Whole numbers, which float32 holds here, come back as such.
    private static void Replace(Tensor tensor, ReadOnlySpan<float> elements) =>
        tensor.Replace(Tensor.Of(elements.ToArray(), tensor.Shape));

    private static IEnumerable<Tensor> Learning(IEnumerable<ModelParameter> parameters) =>
        parameters.Select(parameter => parameter.Value).Where(tensor => tensor.RequiresGrad);
}
