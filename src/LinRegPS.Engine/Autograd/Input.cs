using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LinRegPS;

/// <summary>An input of an <see cref="Operation"/>: the tensor while it is needed, and where its gradient goes.</summary>
internal struct Input
{
    // The tensor, and once it is let go its shape; a node, or a leaf. Told apart by marks, not by casts, and in one place each:
    // this is what a graph is made of.
    private object? _tensorOrShape;
    private object? _edge;
    private bool _isLeaf, _isLetGo;
    private int _version;

    /// <summary>Takes a tensor as it is now, in place: null for an input that is left out.</summary>
    /// <returns>Whether it requires a gradient.</returns>
    public bool Take(Tensor? tensor)
    {
        _version = -1;
        if (tensor is null)
            return false;
        _tensorOrShape = tensor;
        if (!tensor.RequiresGrad)
            return false;
        _isLeaf = tensor.IsLeaf;
        _edge = _isLeaf ? tensor : tensor.GradFn;
        return true;
    }

    /// <summary>The tensor; null where it was left out, or let go once the operation was recorded.</summary>
    public readonly Tensor? Tensor => _isLetGo ? null : Unsafe.As<Tensor?>(_tensorOrShape);

    /// <summary>The tensor's shape, which stays when the tensor is let go; not for an input that was left out.</summary>
    public readonly Shape Shape => _isLetGo ? Unsafe.As<Shape>(_tensorOrShape!) : Unsafe.As<Tensor>(_tensorOrShape!).Shape;

    /// <summary>Whether there is such an input; a layer's bias may be left out.</summary>
    public readonly bool Exists => _tensorOrShape is not null;

    /// <summary>Whether the tensor required a gradient when the operation ran, whatever has been set since.</summary>
    public readonly bool NeedsGradient => _edge is not null;

    /// <summary>The operation that made the tensor; null for a leaf and for what is not recorded.</summary>
    public readonly Operation? Node => _isLeaf ? null : Unsafe.As<Operation?>(_edge);

    /// <summary>The tensor where it is a leaf that required a gradient.</summary>
    public readonly Tensor? Leaf => _isLeaf ? Unsafe.As<Tensor?>(_edge) : null;

    /// <summary>Whether the tensor is kept for the backward pass.</summary>
    [MemberNotNullWhen(true, nameof(Tensor))]
    public readonly bool IsSaved => _version >= 0;

    /// <summary>The version of the tensor when it was saved.</summary>
    public readonly int SavedVersion => _version;

    /// <summary>Whether it is a number that requires no gradient.</summary>
    public readonly bool IsNumber => !NeedsGradient && Exists && Shape.Numel == 1;

    /// <summary>Whether it was the same tensor as another input, that requires a gradient or is still there.</summary>
    public readonly bool IsSameAs(in Input other) =>
        NeedsGradient ? ReferenceEquals(_edge, other._edge) : Tensor is not null && ReferenceEquals(Tensor, other.Tensor);

    /// <summary>Keeps the tensor for the backward pass, which must find it at this version.</summary>
    public void Save() => _version = Tensor!.Version;

    /// <summary>Lets go of the tensor; shape and edge stay.</summary>
    public void LetGo() => (_tensorOrShape, _isLetGo) = (Shape, true);
}
