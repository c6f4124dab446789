using LinRegPS.Kernels.Threading;
using LinRegPS.Memory;
using LinRegPS.Operations;

namespace LinRegPS;

// What autograd keeps with a tensor, and the backward pass.
public sealed partial class Tensor
{
    private bool _requiresGrad;
    private Tensor? _grad;

    /// <summary>The operation that made this tensor, where it was recorded; null on leaves; Tensor.grad_fn.</summary>
    public Operation? GradFn { get; private set; }

    /// <summary>Whether the tensor was made directly rather than by a recorded operation; Tensor.is_leaf.</summary>
    public bool IsLeaf => GradFn is null;

    /// <summary>Whether backward passes give this tensor a gradient (leaves) or pass it on (results); Tensor.requires_grad.</summary>
    /// <exception cref="AutogradException">The result of a recorded operation is told that it requires none, or a tensor that is not float32 that it does.</exception>
    public bool RequiresGrad
    {
        get => _requiresGrad;
        set
        {
            if (!IsLeaf && !value)
                throw Errors.NotALeaf();
            if (value && DType != DType.Float32)
                throw Errors.GradientDType(DType);
            _requiresGrad = value;
            IsParameter |= value;
        }
    }

    /// <summary>Whether the tensor requires a gradient, or was once set to: one that is frozen stays a model's parameter.</summary>
    internal bool IsParameter { get; private set; }

    /// <summary>
    /// The gradients of all backward passes since it was cleared, summed, of this tensor's shape; null where there was none;
    /// Tensor.grad.
    /// </summary>
    /// <exception cref="ShapeMismatchException">A gradient of another shape is set.</exception>
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
    /// <exception cref="AutogradException">The result of a recorded operation is told that it requires none, or a tensor that is not float32 that it does.</exception>
    public Tensor RequiresGrad_(bool requiresGrad = true)
    {
        RequiresGrad = requiresGrad;
        return this;
    }

    /// <summary>The same memory without the history; Tensor.detach. In-place changes show in both.</summary>
    public Tensor Detach()
    {
        var result = new Tensor(Share(), Shape, _layout);
        if (_requiresGrad)
            Watcher.Current?.Detached(this, result);
        return result;
    }

    /// <summary>A copy of the tensor in memory of its own, with the history; torch.clone.</summary>
    public Tensor Clone() => new Clone(this).Apply();

    /// <summary>
    /// Adds to the gradient of every leaf that this tensor was made from; Tensor.backward.
    /// </summary>
    /// <param name="gradient">The gradient to start from, of this tensor's shape; 1 for a tensor of one element.</param>
    /// <param name="retainGraph">Keep what the operations saved, so that another backward pass can follow.</param>
    /// <param name="createGraph">
    /// Record the pass itself, so that the gradients can be differentiated in turn: they have a <see cref="GradFn"/>. Keeps the
    /// graph too.
    /// </param>
    /// <exception cref="AutogradException">
    /// Nothing was recorded, the tensor has several elements and no gradient is given, or what an operation saved was freed or
    /// changed in place since.
    /// </exception>
    /// <exception cref="ShapeMismatchException">The gradient has another shape.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false, bool createGraph = false)
    {
        gradient = StartOfBackward(gradient);
        if (GradFn is null)
        {
            Watcher.Current?.Accumulating(this, gradient);
            Accumulate(gradient, shared: true, createGraph);
        }
        else
            BackwardPass.Run(this, gradient, retainGraph || createGraph, createGraph);
    }

    /// <summary>The gradient that a pass from this tensor starts from, checked.</summary>
    internal Tensor StartOfBackward(Tensor? gradient, string operation = "Backward")
    {
        if (!RequiresGrad)
        {
            Watcher.Current?.NothingRecorded(this);
            throw Errors.NothingRecorded(operation);
        }
        if (gradient is null)
            return Numel == 1 ? new Tensor(Shape) { _element = 1 } : throw Errors.NonScalarBackward(operation, Shape);
        return gradient.Shape.Equals(Shape) ? gradient.Float() : throw Errors.GradientShape(Shape, gradient.Shape);
    }

    internal void SetHistory(Operation operation)
    {
        GradFn = operation;
        _requiresGrad = true;
        IsUnrecordedView = false;
    }

    /// <summary>
    /// Takes part of a leaf's gradient. A fresh one is kept as it is; a shared one is someone else's too, and is copied before
    /// it is kept. The first is stored, later ones are added: passes on several threads may reach one leaf.
    /// </summary>
    internal void Accumulate(Tensor gradient, bool shared, bool createGraph)
    {
        if (_grad is null)
        {
            gradient = createGraph ? shared ? gradient.Clone() : gradient : Kept(gradient, shared);
            if (Interlocked.CompareExchange(ref _grad, gradient, null) is null)
                return;
        }
        // A lock on the tensor itself takes no memory; nobody waits for anything while it is held.
        lock (this)
        {
            if (_grad is null)
                _grad = createGraph ? gradient.Clone() : Kept(gradient, shared);
            else if (createGraph)
                _grad += gradient;
            else if (_grad.GradFn is null)
            {
                using var whole = Interruption.Whole();
                Broadcasting.Combine(default(Add), _grad, gradient, _grad);
                _grad.MarkChanged();
            }
            else
                _grad = Kept(Broadcasting.Combine("Add", default(Add), _grad, gradient), shared: false);
        }
    }

    private Tensor Kept(Tensor gradient, bool shared)
    {
        if (!Arena.IsOutlivedBy(this))
            return shared ? gradient.Copy() : gradient;
        using (Arena.Leave())
            return gradient.Copy();
    }
}
