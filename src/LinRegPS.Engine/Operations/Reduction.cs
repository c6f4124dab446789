namespace LinRegPS;

/// <summary>How the losses of single elements become the result.</summary>
public enum Reduction
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>None: one loss for each element.</summary>
    None,

    /// <summary>Their sum over the number of rows, the size of the first dimension; of <see cref="Loss.KlDiv"/> alone.</summary>
    BatchMean,
}
