namespace LinRegPS.Operations;

/// <summary>The dimensions that a reduction goes over, one mark for each of the tensor's.</summary>
internal static class Dimensions
{
    public static bool[] All(Shape shape)
    {
        bool[] marks = new bool[shape.Rank];
        Array.Fill(marks, true);
        return marks;
    }

    public static bool[] Some(string operation, Shape shape, int[] dimensions)
    {
        // As in PyTorch, no dimension given is all of them.
        if (dimensions.Length == 0)
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

    /// <summary>The shape with each marked dimension of size 1.</summary>
    public static Shape Kept(Shape shape, bool[] marks) =>
        new([.. shape.Select((size, d) => marks[d] ? 1 : size)]);

    /// <summary>The shape without the marked dimensions.</summary>
    public static Shape Dropped(Shape shape, bool[] marks) =>
        new([.. shape.Where((_, d) => !marks[d])]);
}
