using System.Runtime.InteropServices;

namespace LinRegPS.Groups;

/// <summary>Parameters that all ranks have, brought together for loops of one's own.</summary>
internal static class GroupGradients
{
    /// <summary>Makes all gradients those of the rows of all ranks, in one message; a gradient that is missing on a rank counts as zeros, on all ranks it stays away.</summary>
    /// <param name="group">The ranks.</param>
    /// <param name="parameters">Whose gradients.</param>
    /// <param name="rows">How many rows this rank's gradients are the mean of.</param>
    /// <exception cref="InvalidValueException">The ranks have other parameters, or no rows.</exception>
    public static void Average(ProcessGroup group, IReadOnlyList<Tensor> parameters, double rows)
    {
        group.RequireAlike(string.Join(", ", parameters.Select(parameter => parameter.Shape)), "parameters");
        double[] counts = group.AllGather(rows);
        if (Array.Exists(counts, count => !(count >= 0 && double.IsFinite(count))) || counts.Sum() == 0)
            throw Errors.NoRowCount(counts.FirstOrDefault(count => !(count >= 0 && double.IsFinite(count))));
        var exchange = new PartExchange(group, group.Size, parameters.Sum(parameter => parameter.Numel + 1), header: 0);
        float[] mine = [.. parameters.SelectMany(parameter => parameter.Grad is { } gradient ? gradient.ToArray().Append(1) : new float[parameter.Numel + 1])];
        mine.CopyTo(exchange.Slot(0));
        exchange.Meet();
        var vector = exchange.Sum(counts, counts.Sum());
        int at = 0;
        foreach (var parameter in parameters)
        {
            var mean = vector.Slice(at, parameter.Numel);
            at += parameter.Numel + 1;
            if (vector[at - 1] == 0)
                continue;
            parameter.Grad ??= new Tensor(parameter.Shape);
            mean.CopyTo(parameter.Grad.Data);
            parameter.Grad.MarkChanged();
        }
    }

    /// <summary>Gives all ranks the elements of rank 0.</summary>
    /// <exception cref="InvalidValueException">The ranks have other tensors.</exception>
    public static void Broadcast(ProcessGroup group, IReadOnlyList<Tensor> tensors)
    {
        group.RequireAlike(string.Join(", ", tensors.Select(tensor => $"{tensor.DType} {tensor.Shape}")), "tensors");
        foreach (var tensor in tensors)
        {
            float[] elements = tensor.Data.ToArray();
            group.Broadcast(MemoryMarshal.AsBytes(elements.AsSpan()), 0);
            tensor.Replace(Tensor.Of(elements, tensor.Shape));
        }
    }
}
