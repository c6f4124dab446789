namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.pad.</summary>
internal static class Padding
{
    /// <summary>The tensor, cut off where a number is negative, within elements of one value.</summary>
    public static Tensor Constant(Tensor x, int[] pad, double value)
    {
        int[] sizes = x.Shape.ToArray(), starts = new int[sizes.Length];
        for (int i = 0; i < pad.Length; i += 2)
        {
            int d = sizes.Length - 1 - (i / 2), before = pad[i], after = pad[i + 1];
            if (before < 0 || after < 0)
                x = x.Narrow(d, Math.Max(-before, 0), x.Shape[d] + Math.Min(before, 0) + Math.Min(after, 0));
            starts[d] = Math.Max(before, 0);
            sizes[d] = (int)Math.Min(x.Shape[d] + (long)starts[d] + Math.Max(after, 0), int.MaxValue);
        }
        return new Surrounded("Pad", x, new Box(starts, x.Shape), new Shape(sizes), value).Apply();
    }

    /// <summary>The tensor with its own elements around it: which, a function of place and size says.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="pad">How many before and after, the last dimension first.</param>
    /// <param name="index">The index of a place that may be outside of the size.</param>
    /// <param name="most">How many there can be on a side, for a size.</param>
    public static Tensor Mirrored(Tensor x, int[] pad, Func<int, int, int> index, Func<int, int> most)
    {
        for (int i = 0; i < pad.Length; i += 2)
        {
            int d = x.Rank - 1 - (i / 2), size = x.Shape[d];
            if (Math.Max(pad[i], pad[i + 1]) > Math.Max(most(size), 0))
                throw Errors.PadTooLarge(Math.Max(pad[i], pad[i + 1]), d, x.Shape);
            long[] indices = new long[x.Shape.With(d, (long)size + pad[i] + pad[i + 1])[d]];
            for (int j = 0; j < indices.Length; j++)
                indices[j] = index(j - pad[i], size);
            x = x.Chosen("Pad", d, indices);
        }
        return pad.Length == 0 ? x.Clone() : x;
    }
}

/// <summary>A part of so many indices in each dimension, from a start on.</summary>
internal sealed record Box(int[] Starts, Shape Shape) : Part
{
    public override Tensor Of(Tensor whole)
    {
        int offset = whole.StorageOffset;
        for (int d = 0; d < Starts.Length; d++)
            offset += Starts[d] * whole.Strides[d];
        return whole.Show(Shape, offset, whole.Strides);
    }
}
