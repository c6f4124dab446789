using LinRegPS.Memory;

namespace LinRegPS.Training;

/// <summary>Gradients by the graph that the forward pass records: of any model and any loss.</summary>
internal sealed class AutogradGradients(TrainingLoop loop)
{
    private readonly Arena _memory = new(loop.Parameters.Select(p => p.Value));

    // What runs code of others may keep any tensor, and then its memory can't be used again.
    private readonly bool _keepsNothing = loop.Loss.IsOwn && loop.Data.Transforms.Count == 0 && new ModuleContents(loop.Model).Modules.All(module =>
        module is not CustomModel && module.GetType().Assembly == typeof(Module).Assembly);

    /// <summary>Is shown a loss that is not finite, before its backward pass; null where nobody looks.</summary>
    public Action<Tensor>? OnNonFinite { get; init; }

    /// <summary>The loss of the batch; leaves its gradients in the parameters.</summary>
    public float Run(BatchPart part)
    {
        // Whoever looks on may keep what he sees.
        if (!_keepsNothing || OnNonFinite is not null || Watcher.Current is not null || part != BatchPart.Whole)
            return Differentiate(part);
        float loss = 0;
        _memory.Run(() => loss = Differentiate(BatchPart.Whole));
        return loss;
    }

    /// <summary>Leaves the gradients to whoever has taken them; the next step makes new ones.</summary>
    public void Release() => _memory.ReleaseGradients();

    private float Differentiate(BatchPart part)
    {
        // The graph may be looked at in a step that nobody watches.
        using var kept = OnNonFinite is null ? default(Watcher.KeptInputs?) : Watcher.KeepInputs();
        var loss = loop.ComputeLoss(loop.Data.Input, loop.Data.Target);
        if (!loss.RequiresGrad)
            throw Errors.NothingRecorded("Backward");
        if (OnNonFinite is not null && !float.IsFinite(loss.Item()))
            OnNonFinite(loss);
        if (!part.IsAdded)
        {
            foreach (var parameter in loop.Parameters)
                parameter.Value.Grad = null;
        }
        (part.Share == 1 ? loss : loss * part.Share).Backward();
        return loss.Item();
    }
}
