using System.Runtime.CompilerServices;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS;

// Changes in place, with PyTorch's names: an underscore at the end.
public sealed partial class Tensor
{
    /// <summary>Adds to each element in place; Tensor.add_. The other tensor must broadcast to this one's shape.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    /// <exception cref="ShapeMismatchException">The other does not broadcast to this tensor's shape.</exception>
    public Tensor Add_(Tensor other) => Change(other, default(Add));

    /// <summary>Adds a number in place; Tensor.add_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    public Tensor Add_(double other) => Change(Scalar(other), default(Add));

    /// <summary>Subtracts in place; Tensor.sub_: <c>w.Sub_(0.01 * w.Grad)</c> under no-grad.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    /// <exception cref="ShapeMismatchException">The other does not broadcast to this tensor's shape.</exception>
    public Tensor Sub_(Tensor other) => Change(other, default(Sub));

    /// <summary>Subtracts a number in place; Tensor.sub_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    public Tensor Sub_(double other) => Change(Scalar(other), default(Sub));

    /// <summary>Multiplies in place; Tensor.mul_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    /// <exception cref="ShapeMismatchException">The other does not broadcast to this tensor's shape.</exception>
    public Tensor Mul_(Tensor other) => Change(other, default(Mul));

    /// <summary>Multiplies by a number in place; Tensor.mul_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    public Tensor Mul_(double other) => Change(Scalar(other), default(Mul));

    /// <summary>Overwrites the elements with another tensor's; Tensor.copy_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    /// <exception cref="ShapeMismatchException">The other does not broadcast to this tensor's shape.</exception>
    public Tensor Copy_(Tensor source) => Change(source, default(Second));

    /// <summary>Overwrites the elements with a number; Tensor.fill_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    public Tensor Fill_(double value) => Change(Scalar(value), default(Second));

    /// <summary>Overwrites the elements with zeros; Tensor.zero_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    public Tensor Zero_() => Change(Scalar(0), default(Second));

    private Tensor Change<TFunction>(Tensor other, TFunction f, [CallerMemberName] string method = "")
        where TFunction : struct, IBinaryFunction
    {
        if (other is null)
            throw Errors.Null(method, "the operand");
        if (GradFn is { } made)
            throw Errors.InPlaceOnRecorded(method, made.Name);
        if (GradMode.IsEnabled && (RequiresGrad || other.RequiresGrad))
            throw Errors.InPlaceOnLeaf(method);
        if (!Shape.Broadcast(method, Shape, other.Shape).Equals(Shape))
            throw Errors.CannotBroadcast(method, Shape, other.Shape);
        Watcher.Current?.Changing(this, method, other);
        Broadcasting.Combine(f, this, other, this);
        MarkChanged();
        return this;
    }
}
