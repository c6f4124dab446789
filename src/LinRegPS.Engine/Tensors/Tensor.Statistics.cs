using System.Collections;
using LinRegPS.Operations;

namespace LinRegPS;

// Variances, products, norms and other numbers of many elements.
public sealed partial class Tensor
{
    /// <summary>The variance of all elements, over one less than their number; torch.var.</summary>
    /// <param name="unbiased">Whether the sum of squares is divided by one less than the number of elements; else by their number.</param>
    public Tensor Var(bool unbiased = true) => Var([], unbiased);

    /// <summary>Variances along one dimension; torch.var.</summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="unbiased">Whether sums of squares are divided by one less than the number of elements; else by their number.</param>
    /// <param name="keepdim">Whether the dimension stays, with size 1.</param>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Var(int dim, bool unbiased = true, bool keepdim = false) => Var([dim], unbiased, keepdim);

    /// <summary>Variances along several dimensions; torch.var. NaN where there are too few elements.</summary>
    /// <param name="dim">The dimensions; all where none is given.</param>
    /// <param name="unbiased">Whether sums of squares are divided by one less than the number of elements; else by their number.</param>
    /// <param name="keepdim">Whether the dimensions stay, with size 1.</param>
    /// <exception cref="InvalidValueException">A dimension does not exist, or is named twice.</exception>
    public Tensor Var(int[] dim, bool unbiased = true, bool keepdim = false) => Var(dim, unbiased ? 1 : 0, keepdim);

    /// <summary>Variances along several dimensions, which are objects as the lists of dynamic languages have them: those would take a list for true; torch.var.</summary>
    /// <exception cref="InvalidValueException">A dimension is no whole number, does not exist, or is named twice.</exception>
    public Tensor Var(object[] dim) => Var(WholeDimensions("Var", dim));

    /// <summary>Variances along several dimensions, which are in a list of another kind; torch.var.</summary>
    /// <exception cref="InvalidValueException">A dimension is no whole number, does not exist, or is named twice.</exception>
    public Tensor Var(IEnumerable dim) => Var(WholeDimensions("Var", dim));

    /// <summary>Variances along several dimensions, over the number of elements less a correction; torch.var.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, or is named twice.</exception>
    public Tensor Var(int[] dim, int correction, bool keepdim = false) => Variance("Var", dim, correction, keepdim, root: false);

    /// <summary>The standard deviation of all elements, the square root of <see cref="Var(bool)"/>; torch.std.</summary>
    /// <param name="unbiased">Whether the sum of squares is divided by one less than the number of elements; else by their number.</param>
    public Tensor Std(bool unbiased = true) => Std([], unbiased);

    /// <summary>Standard deviations along one dimension; torch.std.</summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="unbiased">Whether sums of squares are divided by one less than the number of elements; else by their number.</param>
    /// <param name="keepdim">Whether the dimension stays, with size 1.</param>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Std(int dim, bool unbiased = true, bool keepdim = false) => Std([dim], unbiased, keepdim);

    /// <summary>Standard deviations along several dimensions; torch.std. The derivative where all elements are alike is 0.</summary>
    /// <param name="dim">The dimensions; all where none is given.</param>
    /// <param name="unbiased">Whether sums of squares are divided by one less than the number of elements; else by their number.</param>
    /// <param name="keepdim">Whether the dimensions stay, with size 1.</param>
    /// <exception cref="InvalidValueException">A dimension does not exist, or is named twice.</exception>
    public Tensor Std(int[] dim, bool unbiased = true, bool keepdim = false) => Std(dim, unbiased ? 1 : 0, keepdim);

    /// <summary>Standard deviations along several dimensions, which are objects as the lists of dynamic languages have them: those would take a list for true; torch.std.</summary>
    /// <exception cref="InvalidValueException">A dimension is no whole number, does not exist, or is named twice.</exception>
    public Tensor Std(object[] dim) => Std(WholeDimensions("Std", dim));

    /// <summary>Standard deviations along several dimensions, which are in a list of another kind; torch.std.</summary>
    /// <exception cref="InvalidValueException">A dimension is no whole number, does not exist, or is named twice.</exception>
    public Tensor Std(IEnumerable dim) => Std(WholeDimensions("Std", dim));

    /// <summary>Standard deviations along several dimensions, with a correction of the number of elements; torch.std.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, or is named twice.</exception>
    public Tensor Std(int[] dim, int correction, bool keepdim = false) => Variance("Std", dim, correction, keepdim, root: true);

    /// <summary>Variances and means along several dimensions; torch.var_mean.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, is named twice or is empty.</exception>
    public (Tensor Var, Tensor Mean) VarMean(int[] dim, bool unbiased = true, bool keepdim = false) =>
        (Var(dim, unbiased, keepdim), Mean(dim, keepdim));

    /// <summary>Standard deviations and means along several dimensions; torch.std_mean.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, is named twice or is empty.</exception>
    public (Tensor Std, Tensor Mean) StdMean(int[] dim, bool unbiased = true, bool keepdim = false) =>
        (Std(dim, unbiased, keepdim), Mean(dim, keepdim));

    /// <summary>The product of all elements; torch.prod. 1 for an empty tensor.</summary>
    /// <exception cref="InvalidValueException">A result of int64 numbers is 2^24 or more, and might have been rounded.</exception>
    public Tensor Prod() => Prod([], false);

    /// <summary>Products along one dimension; torch.prod.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Prod(int dim, bool keepdim = false) => Prod([dim], keepdim);

    /// <summary>log(sum(exp(x))) along one dimension, whose powers may be beyond float32; torch.logsumexp.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor LogSumExp(int dim, bool keepdim = false) => LogSumExp([dim], keepdim);

    /// <summary>log(sum(exp(x))) along several dimensions; torch.logsumexp.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, or is named twice.</exception>
    public Tensor LogSumExp(int[] dim, bool keepdim = false)
    {
        bool[] marks = Dimensions.Some("LogSumExp", Shape, dim);
        return new LogSumExp(this, marks, Dimensions.Left(Shape, marks, keepdim)).Apply();
    }

    /// <summary>The greatest elements along one dimension; torch.amax. Equals share the gradient evenly; NaN wins.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public Tensor Amax(int dim, bool keepdim = false) => Amax([dim], keepdim);

    /// <summary>The greatest elements along several dimensions; torch.amax. Equals share the gradient evenly; NaN wins.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, is named twice or is empty.</exception>
    public Tensor Amax(int[] dim, bool keepdim = false)
    {
        bool[] marks = Dimensions.Some("Amax", Shape, dim);
        var left = Dimensions.Left(Shape, marks, keepdim);
        return DType == DType.Float32 ? new Amax(this, marks, left).Apply() : WholeExtreme("Amax", marks, left, greatest: true);
    }

    /// <summary>The smallest elements along one dimension; torch.amin. Equals share the gradient evenly; NaN wins.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or is empty.</exception>
    public Tensor Amin(int dim, bool keepdim = false) => Amin([dim], keepdim);

    /// <summary>The smallest elements along several dimensions; torch.amin. Equals share the gradient evenly; NaN wins.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, is named twice or is empty.</exception>
    public Tensor Amin(int[] dim, bool keepdim = false)
    {
        bool[] marks = Dimensions.Some("Amin", Shape, dim);
        var left = Dimensions.Left(Shape, marks, keepdim);
        return DType == DType.Float32 ? new Amin(this, marks, left).Apply() : WholeExtreme("Amin", marks, left, greatest: false);
    }

    /// <summary>Running sums along a dimension; torch.cumsum.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor CumSum(int dim) => new Recurrence("CumSum", this, null, Shape.Dimension("CumSum", dim)).Apply();

    /// <summary>Running products along a dimension; torch.cumprod. Its gradient is right where elements are 0.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor CumProd(int dim)
    {
        int d = Shape.Dimension("CumProd", dim);
        if (Rank == 0 || Numel == 0)
            return Clone();
        // The first element, and then each time the factor alone.
        var first = Cat([Slice(d, 0, 1), Zeros([.. Shape.With(d, Shape[d] - 1)]).To(DType)], d);
        return new Recurrence("CumProd", first, this, d).Apply();
    }

    // Text is one dimension.
    private static int[] WholeDimensions(string operation, IEnumerable dim) => [.. (dim is string text ? new[] { text } : dim ?? throw Errors.Null(operation, "dim"))
        .Cast<object?>().Select(d => TryInt(WrapperAttribute.Unwrap(d), out int whole) ? whole : throw Errors.IndexText($"{d}"))];

    private Tensor Variance(string operation, int[] dim, int correction, bool keepdim, bool root)
    {
        bool[] marks = Dimensions.Some(operation, Shape, dim);
        return new Variance(this, marks, Dimensions.Left(Shape, marks, keepdim), correction, root).Apply();
    }

    private Tensor Prod(int[] dim, bool keepdim)
    {
        bool[] marks = Dimensions.Some("Prod", Shape, dim);
        return new Prod(this, marks, Dimensions.Left(Shape, marks, keepdim)).Apply();
    }
}
