using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>The terms of both gradients of an operation on pairs, in float64: where they are summed, they may largely cancel.</summary>
internal interface ITerms
{
    /// <summary>Whether the operation's own derivatives round on the way to a term: then terms that are not summed are better made here too.</summary>
    bool IsRounded => true;

    /// <summary>The gradient times the derivative by x. What the operation does not read for it is any number.</summary>
    double First(double gradient, double x, double y);

    /// <summary>The gradient times the derivative by y. What the operation does not read for it is any number.</summary>
    double Second(double gradient, double x, double y);
}

/// <summary>The gradient of an operand of a pair, in float64: the terms of one that was repeated to broadcast are summed before they are rounded.</summary>
internal static class RepeatedOperand
{
    // Beyond it the vectors of the kernels are the faster.
    private const int FewTerms = 512;

    /// <summary>
    /// The sums of the terms, in the operand's shape; null where there are many, or where terms are exact: of what was not repeated, and where so
    /// few in a row are added that PyTorch's order of roundings is kept.
    /// </summary>
    public static Tensor? Sum(ITerms terms, bool first, Tensor gradient, Tensor? x, Tensor? y, Shape operand)
    {
        var shape = gradient.Shape;
        if (shape.Numel is 0 or > FewTerms || (!terms.IsRounded && operand.Numel == shape.Numel))
            return null;
        int[] strides = Strides(operand, shape);
        bool isRow = strides.Zip(shape).SkipWhile(d => d.First != 0 || d.Second == 1).All(d => d.First == 0 || d.Second == 1);
        if (!terms.IsRounded && isRow && shape.Numel / operand.Numel < Summation.Long)
            return null;
        var each = gradient.Data;
        ReadOnlySpan<float> xs = x is null ? each : x.ElementsOver<float>(shape), ys = y is null ? each : y.ElementsOver<float>(shape);
        double[] all = new double[each.Length];
        for (int i = 0; i < all.Length; i++)
            all[i] = first ? terms.First(each[i], xs[i], ys[i]) : terms.Second(each[i], xs[i], ys[i]);
        return SumTo(all, shape, operand);
    }

    /// <summary>Terms of a shape summed over the dimensions in which an operand was repeated, and rounded once.</summary>
    public static Tensor SumTo(double[] terms, Shape shape, Shape operand)
    {
        int[] strides = Strides(operand, shape), position = new int[shape.Rank];
        double[] sums = new double[operand.Numel];
        for (int i = 0, at = 0; i < terms.Length; i++)
        {
            sums[at] += terms[i];
            for (int d = shape.Rank - 1; d >= 0; d--)
            {
                at += strides[d];
                if (++position[d] < shape[d])
                    break;
                at -= strides[d] * position[d];
                position[d] = 0;
            }
        }
        var sum = new Tensor(operand);
        for (int i = 0; i < sums.Length; i++)
            sum.Data[i] = (float)sums[i];
        return sum;
    }

    // How far the operand goes in each dimension of the result; 0 where it is repeated.
    private static int[] Strides(Shape operand, Shape shape)
    {
        int[] own = Layout.RowMajor(operand), strides = new int[shape.Rank];
        for (int d = 0; d < own.Length; d++)
            strides[shape.Rank - own.Length + d] = operand[d] == 1 ? 0 : own[d];
        return strides;
    }
}
