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
    public Tensor Copy_(Tensor source) => Overwrite(source);

    /// <summary>Overwrites the elements with a number; Tensor.fill_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    public Tensor Fill_(double value) => Overwrite(Scalar(value));

    /// <summary>Overwrites the elements with zeros; Tensor.zero_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or one of both requires a gradient while operations are recorded.</exception>
    public Tensor Zero_() => Overwrite(Scalar(0));

    private Tensor Change<TFunction>(Tensor other, TFunction f, [CallerMemberName] string method = "")
        where TFunction : struct, IBinaryFunction
    {
        CheckChange(other, method);
        Broadcasting.Combine(f, this, other, this);
        MarkChanged();
        return this;
    }

    // A number and elements of the same shape need no broadcasting, which would be compiled for it.
    private Tensor Overwrite(Tensor other, [CallerMemberName] string method = "")
    {
        CheckChange(other, method);
        if (other.Numel == 1)
            Data.Fill(other.Data[0]);
        else if (other.Shape.Equals(Shape))
            other.Data.CopyTo(Data);
        else
            Broadcasting.Combine(default(Second), this, other, this);
        MarkChanged();
        return this;
    }

    private void CheckChange(Tensor other, string method)
    {
        if (other is null)
            throw Errors.Null(method, "the operand");
        CheckInPlace(method, other.RequiresGrad);
        if (!Shape.Broadcast(method, Shape, other.Shape).Equals(Shape))
            throw Errors.CannotBroadcast(method, Shape, other.Shape);
        Watcher.Current?.Changing(this, method, other);
    }

    private void CheckInPlace(string method, bool otherRequiresGrad = false)
    {
        if (GradFn is { } made)
            throw Errors.InPlaceOnRecorded(method, made.Name);
        if (GradMode.IsEnabled && (RequiresGrad || otherRequiresGrad))
            throw Errors.InPlaceOnLeaf(method);
    }
}
