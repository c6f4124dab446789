using System.Runtime.CompilerServices;
using LinRegPS.Kernels;
using LinRegPS.Kernels.Threading;
using LinRegPS.Operations;

namespace LinRegPS;

// Changes in place, with PyTorch's names: an underscore at the end. A view changes what it is a view of.
public sealed partial class Tensor
{
    /// <summary>Adds to each element in place; Tensor.add_. The other tensor must broadcast to this one's shape.</summary>
    /// <exception cref="AutogradException">While operations are recorded, one of both requires a gradient, or this is a view of what does; or it is expanded.</exception>
    /// <exception cref="ShapeMismatchException">The other does not broadcast to this tensor's shape.</exception>
    /// <exception cref="InvalidValueException">This tensor is bool; or int64, and the other is float32 or the result beyond int64.</exception>
    public Tensor Add_(Tensor other) => Change(other, default(Add));

    /// <summary>Adds a number in place; Tensor.add_.</summary>
    /// <exception cref="AutogradException">The tensor requires a gradient while operations are recorded, or is a view of what does; or it is expanded.</exception>
    /// <exception cref="InvalidValueException">This tensor is bool; or int64, and the other is float32 or the result beyond int64.</exception>
    public Tensor Add_(double other) => Change(NumberFor(other), default(Add));

    /// <summary>Subtracts in place; Tensor.sub_: <c>w.Sub_(0.01 * w.Grad)</c> under no-grad.</summary>
    /// <exception cref="AutogradException">While operations are recorded, one of both requires a gradient, or this is a view of what does; or it is expanded.</exception>
    /// <exception cref="ShapeMismatchException">The other does not broadcast to this tensor's shape.</exception>
    /// <exception cref="InvalidValueException">This tensor is bool; or int64, and the other is float32 or the result beyond int64.</exception>
    public Tensor Sub_(Tensor other) => Change(other, default(Sub));

    /// <summary>Subtracts a number in place; Tensor.sub_.</summary>
    /// <exception cref="AutogradException">The tensor requires a gradient while operations are recorded, or is a view of what does; or it is expanded.</exception>
    /// <exception cref="InvalidValueException">This tensor is bool; or int64, and the other is float32 or the result beyond int64.</exception>
    public Tensor Sub_(double other) => Change(NumberFor(other), default(Sub));

    /// <summary>Multiplies in place; Tensor.mul_.</summary>
    /// <exception cref="AutogradException">While operations are recorded, one of both requires a gradient, or this is a view of what does; or it is expanded.</exception>
    /// <exception cref="ShapeMismatchException">The other does not broadcast to this tensor's shape.</exception>
    /// <exception cref="InvalidValueException">This tensor is bool; or int64, and the other is float32 or the result beyond int64.</exception>
    public Tensor Mul_(Tensor other) => Change(other, default(Mul));

    /// <summary>Multiplies by a number in place; Tensor.mul_.</summary>
    /// <exception cref="AutogradException">The tensor requires a gradient while operations are recorded, or is a view of what does; or it is expanded.</exception>
    /// <exception cref="InvalidValueException">This tensor is bool; or int64, and the other is float32 or the result beyond int64.</exception>
    public Tensor Mul_(double other) => Change(NumberFor(other), default(Mul));

    /// <summary>Overwrites the elements with another tensor's, made this one's type; Tensor.copy_.</summary>
    /// <exception cref="AutogradException">While operations are recorded, one of both requires a gradient, or this is a view of what does; or it is expanded.</exception>
    /// <exception cref="ShapeMismatchException">The other does not broadcast to this tensor's shape.</exception>
    /// <exception cref="InvalidValueException">This tensor is int64, and an element has no int64.</exception>
    public Tensor Copy_(Tensor source) => Overwrite(source);

    /// <summary>Overwrites the elements with a number; Tensor.fill_.</summary>
    /// <exception cref="AutogradException">The tensor requires a gradient while operations are recorded, or is a view of what does; or it is expanded.</exception>
    /// <exception cref="InvalidValueException">This tensor is int64, and the number has no int64.</exception>
    public Tensor Fill_(double value) => Overwrite(NumberAs(DType, value));

    /// <summary>Overwrites the elements with zeros; Tensor.zero_.</summary>
    /// <exception cref="AutogradException">The tensor requires a gradient while operations are recorded, or is a view of what does; or it is expanded.</exception>
    public Tensor Zero_() => Overwrite(Scalar(0));

    // A whole number is one for whole numbers.
    private Tensor NumberFor(double value) => DType == DType.Int64 && double.IsInteger(value) ? NumberAs(DType.Int64, value) : Scalar(value);

    private Tensor Change<TFunction>(Tensor other, TFunction f, [CallerMemberName] string method = "")
        where TFunction : struct, IBinaryFunction
    {
        CheckChange(other, method);
        if (DType == DType.Int64 && other.DType != DType.Float32)
            return ChangeWhole(other, method);
        if (DType != DType.Float32)
            throw Errors.WrongDType(method, DType.Float32, DType);
        Watcher.Current?.Changing(this, method, other);
        // What is read must not change on the way.
        if (SharesMemoryWith(other) && !HasElementsOf(other))
            other = other.Copy();
        using var whole = Interruption.Whole();
        Broadcasting.Combine(f, this, other, this);
        MarkChanged();
        return this;
    }

    private Tensor ChangeWhole(Tensor other, string method)
    {
        Watcher.Current?.Changing(this, method, other);
        long[] result = ToInt64Array();
        var right = other.Long().ElementsOver<long>(Shape);
        for (int i = 0; i < result.Length; i++)
        {
            var exact = method switch
            {
                nameof(Add_) => (Int128)result[i] + right[i],
                nameof(Sub_) => (Int128)result[i] - right[i],
                _ => (Int128)result[i] * right[i],
            };
            result[i] = exact >= long.MinValue && exact <= long.MaxValue ? (long)exact : throw Errors.BeyondInt64(method, exact);
        }
        Replace(Of(result, Shape));
        return this;
    }

    private Tensor Overwrite(Tensor source, [CallerMemberName] string method = "")
    {
        CheckChange(source, method);
        Watcher.Current?.Changing(this, method, source);
        Replace(source);
        return this;
    }

    /// <summary>Overwrites the elements with another tensor's, which broadcast to this one's shape, whatever is recorded.</summary>
    internal void Replace(Tensor source)
    {
        source = source.To(DType);
        if (SharesMemoryWith(source))
            source = source.Copy();
        using var whole = Interruption.Whole();
        Assign(source);
        CountChange();
    }

    private void CheckChange(Tensor other, string method)
    {
        if (other is null)
            throw Errors.Null(method, "the operand");
        CheckInPlace(method, other.RequiresGrad);
        if (!Shape.Broadcast(method, Shape, other.Shape).Equals(Shape))
            throw Errors.CannotBroadcast(method, Shape, other.Shape);
    }

    private void CheckInPlace(string method, bool otherRequiresGrad = false)
    {
        // A view of a leaf may be changed where the leaf may.
        if (GradFn is { } made && (GradMode.IsEnabled || !made.GivesView))
            throw Errors.InPlaceOnRecorded(method, made.Name);
        if (GradMode.IsEnabled)
        {
            if (RequiresGrad || otherRequiresGrad)
                throw Errors.InPlaceOnLeaf(method);
            if (IsUnrecordedView)
                throw Errors.InPlaceOnUnrecordedView(method);
        }
        if (_layout is { IsRepeated: true })
            throw Errors.InPlaceOnRepeated(method, Shape);
    }

    // Each element the same number of the storage as the other's.
    private bool HasElementsOf(Tensor other) =>
        ReferenceEquals(this, other) || (Shape.Equals(other.Shape) && StorageOffset == other.StorageOffset && Strides.AsSpan().SequenceEqual(other.Strides));
}
