using LinRegPS.Operations;

namespace LinRegPS;

// What holds of elements: masks of bool, without a gradient.
public sealed partial class Tensor
{
    /// <summary>Whether the elements are equal, with broadcasting; torch.eq. NaN equals nothing.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Eq(Tensor other) => Comparisons.Compare<Equal>("Eq", this, other);

    /// <summary>Whether each element equals a number; torch.eq.</summary>
    public Tensor Eq(double other) => Comparisons.Compare<Equal>("Eq", this, other);

    /// <summary>Whether the elements differ, with broadcasting; torch.ne. NaN differs from everything.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Ne(Tensor other) => Comparisons.Compare<NotEqual>("Ne", this, other);

    /// <summary>Whether each element is another than a number; torch.ne.</summary>
    public Tensor Ne(double other) => Comparisons.Compare<NotEqual>("Ne", this, other);

    /// <summary>Whether each element is less than the other's, with broadcasting; torch.lt.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Lt(Tensor other) => Comparisons.Compare<Less>("Lt", this, other);

    /// <summary>Whether each element is less than a number; torch.lt.</summary>
    public Tensor Lt(double other) => Comparisons.Compare<Less>("Lt", this, other);

    /// <summary>Whether each element is at most the other's, with broadcasting; torch.le.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Le(Tensor other) => Comparisons.Compare<LessOrEqual>("Le", this, other);

    /// <summary>Whether each element is at most a number; torch.le.</summary>
    public Tensor Le(double other) => Comparisons.Compare<LessOrEqual>("Le", this, other);

    /// <summary>Whether each element is greater than the other's, with broadcasting; torch.gt.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Gt(Tensor other) => Comparisons.Compare<Greater>("Gt", this, other);

    /// <summary>Whether each element is greater than a number; torch.gt.</summary>
    public Tensor Gt(double other) => Comparisons.Compare<Greater>("Gt", this, other);

    /// <summary>Whether each element is at least the other's, with broadcasting; torch.ge.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Ge(Tensor other) => Comparisons.Compare<GreaterOrEqual>("Ge", this, other);

    /// <summary>Whether each element is at least a number; torch.ge.</summary>
    public Tensor Ge(double other) => Comparisons.Compare<GreaterOrEqual>("Ge", this, other);

    /// <summary>Whether both elements are other than 0, with broadcasting; torch.logical_and.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor LogicalAnd(Tensor other) => Comparisons.Combine("LogicalAnd", this, other, static (a, b) => a && b);

    /// <summary>Whether one of the elements at least is another than 0, with broadcasting; torch.logical_or.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor LogicalOr(Tensor other) => Comparisons.Combine("LogicalOr", this, other, static (a, b) => a || b);

    /// <summary>Whether one of the elements and not both is another than 0, with broadcasting; torch.logical_xor.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor LogicalXor(Tensor other) => Comparisons.Combine("LogicalXor", this, other, static (a, b) => a != b);

    /// <summary>Whether each element is 0; torch.logical_not.</summary>
    public Tensor LogicalNot() => Comparisons.Combine("LogicalNot", this, this, static (a, _) => !a);

    /// <summary>Whether each element is NaN; torch.isnan.</summary>
    public Tensor IsNan() => Comparisons.Test(this, float.IsNaN);

    /// <summary>Whether each element is infinite; torch.isinf.</summary>
    public Tensor IsInf() => Comparisons.Test(this, float.IsInfinity);

    /// <summary>Whether each element is neither NaN nor infinite; torch.isfinite.</summary>
    public Tensor IsFinite() => Comparisons.Test(this, float.IsFinite);

    /// <summary>
    /// Whether the elements are equal, or no further apart than atol + rtol |other|, with broadcasting; torch.isclose.
    /// </summary>
    /// <param name="other">What is compared with.</param>
    /// <param name="rtol">Of the other's size.</param>
    /// <param name="atol">Whatever the size.</param>
    /// <param name="equalNan">Whether NaN is close to NaN.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">A tolerance is negative or not finite.</exception>
    public Tensor IsClose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false)
    {
        if (other is null)
            throw Errors.Null("IsClose", "the operand");
        CheckTolerance("Rtol", rtol);
        CheckTolerance("Atol", atol);
        var shape = Shape.Broadcast("IsClose", Shape, other.Shape);
        // As whole numbers these may be beyond what float32 tells apart.
        if (DType != DType.Float32 && other.DType != DType.Float32 && rtol == 0 && atol == 0)
            return Eq(other);
        ReadOnlySpan<float> x = Float().ElementsOver<float>(shape), y = other.Float().ElementsOver<float>(shape);
        var (relative, absolute) = ((float)rtol, (float)atol);
        bool[] close = new bool[shape.Numel];
        for (int i = 0; i < close.Length; i++)
        {
            float distance = MathF.Abs(x[i] - y[i]);
            close[i] = x[i] == y[i] || (equalNan && float.IsNaN(x[i]) && float.IsNaN(y[i]))
                || (float.IsFinite(distance) && distance <= absolute + MathF.Abs(relative * y[i]));
        }
        return Of(close, shape);

        static void CheckTolerance(string name, double value)
        {
            if (!double.IsFinite(value))
                throw Errors.NonFinite(name, value);
            if (value < 0)
                throw Errors.Negative(name, value);
        }
    }

    /// <summary>Whether all elements are close, see <see cref="IsClose"/>; torch.allclose.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">A tolerance is negative or not finite.</exception>
    public bool AllClose(Tensor other, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false) =>
        !IsClose(other, rtol, atol, equalNan).Elements<bool>().Contains(false);

    /// <summary>Whether both have the same shape and equal elements; torch.equal. NaN equals nothing.</summary>
    /// <exception cref="InvalidValueException">The other tensor is null.</exception>
    public bool Equal(Tensor other) =>
        (other ?? throw Errors.Null("Equal", "the operand")).Shape.Equals(Shape) && !Eq(other).Elements<bool>().Contains(false);

    /// <summary>Whether all elements are other than 0; torch.all. True for an empty tensor.</summary>
    public Tensor All() => Comparisons.Reduce(this, Dimensions.All(Shape), keep: false, all: true);

    /// <summary>Whether all elements along a dimension are other than 0; torch.all.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor All(int dim, bool keepdim = false) =>
        Comparisons.Reduce(this, Dimensions.Some("All", Shape, [dim]), keepdim, all: true);

    /// <summary>Whether one element at least is another than 0; torch.any. False for an empty tensor.</summary>
    public Tensor Any() => Comparisons.Reduce(this, Dimensions.All(Shape), keep: false, all: false);

    /// <summary>Whether one element at least along a dimension is another than 0; torch.any.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Any(int dim, bool keepdim = false) =>
        Comparisons.Reduce(this, Dimensions.Some("Any", Shape, [dim]), keepdim, all: false);

    /// <summary>The elements, of this type, repeated over a shape that this one's broadcasts to; only to be read.</summary>
    internal ReadOnlySpan<T> ElementsOver<T>(Shape shape)
        where T : struct => shape.Numel == Numel ? Elements<T>() : Repeated(shape).Elements<T>();
}
