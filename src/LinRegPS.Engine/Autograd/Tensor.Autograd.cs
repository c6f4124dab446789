using LinRegPS.Kernels;

namespace LinRegPS;

// What autograd keeps with a tensor, and the backward pass.
public sealed partial class Tensor
{
    private bool _requiresGrad;
    private Tensor? _grad;

    /// <summary>The operation that made this tensor, where it was recorded; null on leaves.</summary>
    public Operation? GradFn { get; private set; }

    /// <summary>Whether the tensor was made directly rather than by a recorded operation.</summary>
    public bool IsLeaf => GradFn is null;

    /// <summary>Whether backward passes give this tensor a gradient (leaves) or pass it on (results).</summary>
    public bool RequiresGrad
    {
        get => _requiresGrad;
        set
        {
            if (!IsLeaf && !value)
                throw Errors.NotALeaf();
            _requiresGrad = value;
        }
    }

    /// <summary>The gradients of all backward passes since it was cleared, summed; null where there was none.</summary>
    public Tensor? Grad
    {
        get => _grad;
        set
        {
            if (value is not null && !value.Shape.Equals(Shape))
                throw Errors.GradientShape(Shape, value.Shape);
            Watcher.Current?.SettingGradient(this, value);
            _grad = value;
        }
    }

    /// <summary>Sets RequiresGrad and returns the tensor itself; Tensor.requires_grad_.</summary>
    public Tensor RequiresGrad_(bool requiresGrad = true)
    {
        RequiresGrad = requiresGrad;
        return this;
    }

    /// <summary>The same memory without the history; Tensor.detach. In-place changes show in both.</summary>
    public Tensor Detach()
    {
        var result = ViewAs(Shape);
        if (_requiresGrad)
            Watcher.Current?.Detached(this, result);
        return result;
    }

    /// <summary>A copy of the tensor in memory of its own, with the history; torch.clone.</summary>
    public Tensor Clone() => new Operations.Clone(this).Apply();

    /// <summary>
    /// Adds to the gradient of every leaf that this tensor was made from; Tensor.backward.
    /// </summary>
    /// <param name="gradient">The gradient to start from, of this tensor's shape; 1 for a tensor of one element.</param>
    /// <param name="retainGraph">Keep what the operations saved, so that another backward pass can follow.</param>
    public void Backward(Tensor? gradient = null, bool retainGraph = false)
    {
        if (!RequiresGrad)
        {
            Watcher.Current?.NothingRecorded(this);
            throw Errors.NothingRecorded();
        }
        if (gradient is null)
        {
            if (Numel != 1)
                throw Errors.NonScalarBackward(Shape);
            gradient = Full(1, Shape.ToArray());
        }
        else if (!gradient.Shape.Equals(Shape))
            throw Errors.GradientShape(Shape, gradient.Shape);
        if (GradFn is null)
            Accumulate(gradient, shared: true);
        else
            BackwardPass.Run(this, gradient, retainGraph);
    }

    internal void SetHistory(Operation operation)
    {
        GradFn = operation;
        _requiresGrad = true;
    }

    /// <summary>
    /// Takes part of this tensor's gradient. A fresh one is kept as it is; a shared one is someone else's too, and is
    /// copied before it is kept or changed. The first is stored, later ones are added.
    /// </summary>
    internal void Accumulate(Tensor gradient, bool shared = false)
    {
        if (GradFn is not null)
            GradFn.Receive(gradient, shared);
        else if (RequiresGrad)
        {
            Watcher.Current?.Accumulating(this, gradient);
            if (_grad is null)
                _grad = shared ? gradient.Copy() : gradient;
            else
            {
                Broadcasting.Combine(default(Add), _grad, gradient, _grad);
                _grad.MarkChanged();
            }
        }
    }
}
