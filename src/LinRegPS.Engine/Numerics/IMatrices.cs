namespace LinRegPS.Numerics;

/// <summary>
/// What the derivatives of factorizations are made of. Each is one formula, for numbers in float64 (<see cref="Matrix64"/>) and for
/// tensors that are recorded (<see cref="Operations.RecordedMatrices"/>).
/// </summary>
internal interface IMatrices<T>
    where T : IMatrices<T>
{
    /// <summary>The transpose.</summary>
    T Turned { get; }

    /// <summary>The lower triangle, with half of the diagonal.</summary>
    T HalfLower { get; }

    /// <summary>The inverse of a lower triangle.</summary>
    T LowerInverse { get; }

    static abstract T operator *(T a, T b);

    static abstract T operator +(T a, T b);

    static abstract T operator -(T a, T b);

    static abstract T operator -(T a);

    T Scaled(double factor);

    /// <summary>Each column times its factor, of a matrix of one row.</summary>
    T TimesColumns(T factors);

    /// <summary>Each column over its divisor, of a matrix of one row.</summary>
    T OverColumns(T divisors);

    /// <summary>Elements over the value of their column less that of their row; 0 on the diagonal.</summary>
    T OverGaps(T values);

    /// <summary>Elements over the square of their column's value less that of their row's; 0 on the diagonal.</summary>
    T OverSquaredGaps(T values);
}
