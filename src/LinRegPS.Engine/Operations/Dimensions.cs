namespace LinRegPS.Operations;

/// <summary>The dimensions that a reduction goes over, one mark for each of the tensor's.</summary>
internal static class Dimensions
{
    public static bool[] All(Shape shape)
    {
        bool[] marks = new bool[shape.Rank];
        for (int d = 0; d < marks.Length; d++)
            marks[d] = true;
        return marks;
    }

    public static bool[] Some(string operation, Shape shape, int[] dimensions)
    {
        // As in PyTorch, no dimension given is all of them.
        if ((dimensions ?? throw Errors.Null(operation, "dim")).Length == 0)
            return All(shape);
        bool[] marks = new bool[shape.Rank];
        foreach (int dimension in dimensions)
        {
            int d = shape.Dimension(operation, dimension);
            if (marks.Length == 0)
                continue;
            if (marks[d])
                throw Errors.RepeatedDimension(operation, dimensions);
            marks[d] = true;
        }
        return marks;
    }

    /// <summary>The shape that a reduction leaves: without the marked dimensions, or with size 1 for each.</summary>
    public static Shape Left(Shape shape, bool[] marks, bool keep) => keep ? Kept(shape, marks) : Dropped(shape, marks);

    /// <summary>The shape with each marked dimension of size 1.</summary>
    public static Shape Kept(Shape shape, bool[] marks)
    {
        int[] sizes = shape.ToArray();
        for (int d = 0; d < sizes.Length; d++)
        {
            if (marks[d])
                sizes[d] = 1;
        }
        return new Shape(sizes);
    }

    /// <summary>The shape without the marked dimensions.</summary>
    public static Shape Dropped(Shape shape, bool[] marks)
    {
        int[] sizes = new int[shape.Rank];
        int kept = 0;
        for (int d = 0; d < sizes.Length; d++)
        {
            if (!marks[d])
                sizes[kept++] = shape[d];
        }
        return kept == 0 ? Shape.Scalar : new Shape(sizes[..kept]);
    }

    /// <summary>The products of the sizes before a dimension, of it and behind it; of a number 1 each.</summary>
    public static (int Outer, int Count, int Inner) Around(Shape shape, int dimension) => shape.Rank == 0
        ? (1, 1, 1)
        : (shape.Product(0, dimension), shape[dimension], shape.Product(dimension + 1, shape.Rank));

    /// <summary>The product of the marked dimensions' sizes.</summary>
    public static int Count(Shape shape, bool[] marks)
    {
        int count = 1;
        for (int d = 0; d < marks.Length; d++)
        {
            if (marks[d])
                count *= shape[d];
        }
        return count;
    }
}
