using LinRegPS.Operations;

namespace LinRegPS;

// Tensors made by a rule.
public sealed partial class Tensor
{
    /// <summary>The whole numbers from 0 to below an end, int64; torch.arange.</summary>
    /// <exception cref="InvalidValueException">The end is below 0, or there are too many.</exception>
    public static Tensor Arange(long end) => Arange(0, end);

    /// <summary>The whole numbers from a start to before an end, every step-th, int64; torch.arange.</summary>
    /// <exception cref="InvalidValueException">The step is 0 or leads away from the end, or there are too many.</exception>
    public static Tensor Arange(long start, long end, long step = 1)
    {
        var distance = (Int128)end - start;
        if (step == 0 || distance * step < 0)
            throw Errors.Steps(start, end, step);
        var count = (distance + step - Math.Sign(step)) / step;
        return count <= Array.MaxLength ? FromInt64(Sequence((int)count, i => start + (i * step))) : throw Errors.Steps(start, end, step);
    }

    /// <summary>The numbers from 0 to below an end, float32; torch.arange.</summary>
    /// <exception cref="InvalidValueException">The end is below 0 or not finite, or there are too many.</exception>
    public static Tensor Arange(double end) => Arange(0, end, 1d);

    /// <summary>The numbers from a start to before an end, every step, float32; torch.arange.</summary>
    /// <exception cref="InvalidValueException">A number is not finite, the step is 0 or leads away from the end, or there are too many.</exception>
    public static Tensor Arange(double start, double end, double step = 1)
    {
        double count = Math.Ceiling((end - start) / step);
        if (!double.IsFinite(start) || !double.IsFinite(step) || !(count >= 0 && count <= Array.MaxLength))
            throw Errors.Steps(start, end, step);
        return Computed((int)count, i => start + (i * step));
    }

    /// <summary>So many numbers at equal distances from a start to an end, both among them; torch.linspace.</summary>
    /// <exception cref="InvalidValueException">A bound is not finite, or the number of steps is negative.</exception>
    public static Tensor Linspace(double start, double end, int steps)
    {
        if (!double.IsFinite(start) || !double.IsFinite(end))
            throw Errors.NonFinite(double.IsFinite(start) ? "End" : "Start", double.IsFinite(start) ? end : start);
        if (steps < 0)
            throw Errors.Negative("Steps", steps);
        double step = (end - start) / Math.Max(steps - 1, 1);
        return Computed(steps, i => i < (steps + 1) / 2 ? start + (i * step) : end - ((steps - 1 - i) * step));
    }

    /// <summary>A base to the power of numbers at equal distances from a start to an end; torch.logspace.</summary>
    /// <exception cref="InvalidValueException">A bound is not finite, or the number of steps is negative.</exception>
    public static Tensor Logspace(double start, double end, int steps, double @base = 10)
    {
        Linspace(start, end, steps);
        double step = (end - start) / Math.Max(steps - 1, 1);
        return Computed(steps, i => Math.Pow(@base, i < (steps + 1) / 2 ? start + (i * step) : end - ((steps - 1 - i) * step)));
    }

    /// <summary>Ones on the diagonal of a matrix of zeros; torch.eye.</summary>
    /// <exception cref="InvalidValueException">A size is negative.</exception>
    public static Tensor Eye(int n) => Eye(n, n);

    /// <summary>Ones on the diagonal of a matrix of zeros; torch.eye.</summary>
    /// <exception cref="InvalidValueException">A size is negative.</exception>
    public static Tensor Eye(int n, int m)
    {
        var eye = Zeros(n, m);
        new DiagonalLine(0, 0, 1).Of(eye).Assign(Scalar(1));
        return eye;
    }

    /// <summary>One value in another tensor's shape, of its type; torch.full_like.</summary>
    /// <exception cref="InvalidValueException">The tensor is null, or int64 and the value has no int64.</exception>
    public static Tensor FullLike(Tensor input, double value)
    {
        var like = Empty((input ?? throw Errors.Null("FullLike", "the tensor")).DType, input.Shape);
        like.Assign(NumberAs(input.DType, value));
        return like;
    }

    /// <summary>Zeros in another tensor's shape, of its type; torch.zeros_like.</summary>
    /// <exception cref="InvalidValueException">The tensor is null.</exception>
    public static Tensor ZerosLike(Tensor input) => FullLike(input, 0);

    /// <summary>Ones in another tensor's shape, of its type; torch.ones_like.</summary>
    /// <exception cref="InvalidValueException">The tensor is null.</exception>
    public static Tensor OnesLike(Tensor input) => FullLike(input, 1);

    /// <summary>Vectors as the coordinates of a grid: views of each, expanded to the shape of all; torch.meshgrid.</summary>
    /// <param name="tensors">Vectors, or numbers.</param>
    /// <param name="indexing">'ij' for a dimension for each in their order, 'xy' for the first two swapped.</param>
    /// <exception cref="InvalidValueException">There is no tensor or one is null, or there is no such indexing.</exception>
    /// <exception cref="ShapeMismatchException">One is no vector.</exception>
    public static Tensor[] Meshgrid(Tensor[] tensors, string indexing = "ij")
    {
        Joining.Check("Meshgrid", tensors);
        if (indexing is not ("ij" or "xy"))
            throw Errors.NoSuchName("indexing of Meshgrid", indexing, ["ij", "xy"]);
        if (Array.Find(tensors, t => t.Rank > 1) is { } matrix)
            throw Errors.IndexVector("Meshgrid", matrix.Shape);
        bool swaps = indexing == "xy" && tensors.Length > 1;
        int[] places = [.. Enumerable.Range(0, tensors.Length).Select(i => swaps && i < 2 ? 1 - i : i)];
        int[] sizes = new int[tensors.Length];
        for (int i = 0; i < sizes.Length; i++)
            sizes[places[i]] = tensors[i].Numel;
        return [.. tensors.Select((t, i) => t.Reshape([.. sizes.Select((_, d) => d == places[i] ? t.Numel : 1)]).Expand(sizes))];
    }

    /// <summary>For each class a row of zeros with a 1 at its number, int64, as a new last dimension; torch.nn.functional.one_hot.</summary>
    /// <param name="numClasses">How many there are; -1 for one more than the greatest.</param>
    /// <exception cref="InvalidValueException">An element is no whole number from 0 to below the number of classes, or there are neither elements nor a number.</exception>
    public Tensor OneHot(int numClasses = -1)
    {
        long[] classes = Indices.Of("OneHot", this);
        if (classes.Length == 0 && numClasses <= 0)
            throw Errors.Empty("OneHot", Shape);
        long count = numClasses < 0 ? classes.Max() + 1 : numClasses;
        long[] hot = new long[new Shape(classes.Length, (int)Math.Min(count, int.MaxValue)).Numel];
        for (int i = 0; i < classes.Length; i++)
            hot[(i * count) + Indices.Checked("OneHot", classes[i], (int)count, i, Rank, new Shape([.. Shape, (int)count]))] = 1;
        return FromInt64(hot, [.. Shape, (int)count]);
    }

    /// <summary>A matrix with the vector on a diagonal among zeros; of a matrix a copy of the diagonal; torch.diag.</summary>
    /// <exception cref="ShapeMismatchException">The tensor is neither.</exception>
    public Tensor Diag(int diagonal = 0)
    {
        if (Rank == 2)
            return Diagonal(diagonal).Clone();
        if (Rank != 1)
            throw Errors.NoMatrix("Diag", Shape);
        int size = checked(Numel + Math.Abs(diagonal));
        return Surrounded.Apply("Diag", this, new DiagonalLine(diagonal, 0, 1), new Shape(size, size));
    }

    private static Tensor Computed(int count, Func<int, double> element)
    {
        var result = new Tensor(new Shape(count));
        var elements = result.Data;
        for (int i = 0; i < count; i++)
            elements[i] = (float)element(i);
        return result;
    }
}
