using LinRegPS.Kernels;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Operations;

namespace LinRegPS;

/// <summary>Element-wise work on tensors of different shapes, and its reverse.</summary>
internal static class Broadcasting
{
    // Elements that are put in another order in less time than a sum over several runs of dimensions takes.
    private const int FewElements = 1 << 15;

    /// <summary>f(a, b) in a new tensor; the operation's name is for the error where the shapes do not broadcast.</summary>
    public static Tensor Combine<TFunction>(string operation, TFunction f, Tensor a, Tensor b)
        where TFunction : struct, IBinaryFunction
    {
        var result = new Tensor(Shape.Broadcast(operation, a.Shape, b.Shape));
        Combine(f, a, b, result);
        return result;
    }

    /// <summary>result = f(a, b), result having the shape that both broadcast to.</summary>
    public static void Combine<TFunction>(TFunction f, Tensor a, Tensor b, Tensor result)
        where TFunction : struct, IBinaryFunction
    {
        if (IsWholeOrOne(a, result) && IsWholeOrOne(b, result))
            Elementwise.Forward(f, a.Data, b.Data, result.Data);
        else
            Plan(a.Shape, b.Shape, result.Shape).Forward(f, a.Data, b.Data, result.Data);
    }

    /// <summary>The gradient times a derivative f(x, y), unrecorded, in the memory of the derivative.</summary>
    public static Tensor Times<TFunction>(Tensor gradient, TFunction derivative, Tensor x, Tensor y)
        where TFunction : struct, IBinaryFunction
    {
        var slope = new Tensor(gradient.Shape);
        Combine(derivative, x, y, slope);
        Combine(default(Mul), gradient, slope, slope);
        return slope;
    }

    /// <summary>A tensor's elements, taken in a shape of as many, repeated to fill another that it broadcasts to; unrecorded.</summary>
    public static Tensor Expand(Tensor x, Shape aligned, Shape shape)
    {
        var result = new Tensor(shape);
        // The operand that is not read needs a shape that fits: one element does.
        if (x.Numel == 1 || x.Numel == result.Numel)
            Elementwise.Forward(default(First), x.Data, [0], result.Data);
        else
            Plan(aligned, Shape.Scalar, shape).Forward(default(First), x.Data, [0], result.Data);
        return result;
    }

    /// <summary>
    /// The reverse of broadcasting, recorded where operations are: sums a gradient over the dimensions in which the operand was
    /// repeated. The gradient itself where nothing was.
    /// </summary>
    /// <exception cref="ShapeMismatchException">The shape does not broadcast to the gradient's.</exception>
    public static Tensor SumTo(Tensor gradient, Shape shape)
    {
        if (gradient.Shape.Equals(shape))
            return gradient;
        int added = gradient.Rank - shape.Rank;
        if (added < 0)
            throw Errors.GradientShape(shape, gradient.Shape);
        Span<bool> reduced = stackalloc bool[gradient.Rank];
        for (int i = 0; i < reduced.Length; i++)
        {
            reduced[i] = i < added || shape[i - added] != gradient.Shape[i];
            if (reduced[i] && i >= added && shape[i - added] != 1)
                throw Errors.GradientShape(shape, gradient.Shape);
        }
        return Operations.Sum.Apply(gradient, reduced, shape);
    }

    /// <summary>Sums over the marked dimensions, in the shape that they leave, unrecorded.</summary>
    public static Tensor Sum(Tensor x, ReadOnlySpan<bool> reduced, Shape shape)
    {
        if (x.Numel is > 0 and <= FewElements && IsSplit(reduced))
            return SumAtOnce(x, reduced, shape);
        // From the innermost run of marked dimensions outwards, one pass over ever fewer elements for each.
        var current = x;
        for (int end = x.Rank; end > 0; end--)
        {
            if (!reduced[end - 1])
                continue;
            int start = end - 1;
            while (start > 0 && reduced[start - 1])
                start--;
            var from = current.Shape;
            var result = new Tensor(reduced[..start].Contains(true) ? from.WithOnes(start, end) : shape);
            Summation.SumMiddle(
                current.Data, from.Product(0, start), from.Product(start, end), from.Product(end, from.Rank), result.Data);
            (current, end) = (result, start + 1);
        }
        return !ReferenceEquals(current, x) ? current : x.DType == DType.Float32 ? x.Copy() : x.Float();
    }

    // Whether other dimensions stand between marked ones.
    private static bool IsSplit(ReadOnlySpan<bool> marks)
    {
        int first = marks.IndexOf(true);
        return first >= 0 && marks[first..(marks.LastIndexOf(true) + 1)].Contains(false);
    }

    // The marked dimensions put together, so that nothing is rounded on the way.
    private static Tensor SumAtOnce(Tensor x, ReadOnlySpan<bool> reduced, Shape shape)
    {
        bool[] marks = reduced.ToArray();
        int[] order = [.. Enumerable.Range(0, x.Rank).OrderByDescending(d => marks[d])];
        var result = new Tensor(shape);
        using (GradMode.NoGrad())
            Summation.SumMiddle(x.Permute(order).Data, 1, x.Numel / result.Numel, result.Numel, result.Data);
        return result;
    }

    private static bool IsWholeOrOne(Tensor operand, Tensor result) =>
        operand.Numel == 1 || operand.Shape.Equals(result.Shape)
        || (operand.Numel == result.Numel && result.Numel > 0);

    // Neighbouring dimensions that both operands walk through alike are merged, so that runs are long.
    private static Broadcast Plan(Shape a, Shape b, Shape result)
    {
        var sizes = new List<int>();
        var first = new List<int>();
        var second = new List<int>();
        int strideA = 1, strideB = 1;
        for (int i = 1; i <= result.Rank; i++)
        {
            int size = result[^i];
            if (size == 1)
                continue;
            int sizeA = i <= a.Rank ? a[^i] : 1, sizeB = i <= b.Rank ? b[^i] : 1;
            int stepA = sizeA == 1 ? 0 : strideA, stepB = sizeB == 1 ? 0 : strideB;
            if (sizes.Count > 0 && Continues(first, stepA, sizes[0]) && Continues(second, stepB, sizes[0]))
                sizes[0] *= size;
            else
            {
                sizes.Insert(0, size);
                first.Insert(0, stepA);
                second.Insert(0, stepB);
            }
            strideA *= sizeA;
            strideB *= sizeB;
        }
        if (sizes.Count == 0)
            return new Broadcast([1], [0], [0]);
        return new Broadcast([.. sizes], [.. first], [.. second]);

        static bool Continues(List<int> strides, int step, int size) => step == strides[0] * size;
    }
}
