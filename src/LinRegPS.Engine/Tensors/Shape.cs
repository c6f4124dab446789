using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LinRegPS;

/// <summary>The sizes of a tensor's dimensions, outermost first. Immutable; prints as <c>[4,1]</c>, and <c>[]</c> for a number.</summary>
public sealed class Shape : IReadOnlyList<int>, IEquatable<Shape>
{
    /// <summary>The most dimensions that a tensor has; PyTorch's limit.</summary>
    internal const int MaxRank = 64;

    private readonly int[] _sizes;

    /// <summary>The shape of a single number: no dimensions.</summary>
    internal static Shape Scalar { get; } = new([]);

    /// <summary>A shape of the given sizes.</summary>
    /// <exception cref="InvalidValueException">
    /// A size is negative, the product is more than an array holds, or there are more than 64 dimensions.
    /// </exception>
    public Shape(params int[] sizes)
    {
        if (Errors.Given(sizes, nameof(Shape)).Length > MaxRank)
            throw Errors.TooManyDimensions(sizes.Length);
        _sizes = (int[])sizes.Clone();
        long count = 1;
        foreach (int size in sizes)
        {
            if (size < 0)
                throw Errors.NegativeSize(ToString());
            count *= size;
            if (count > Array.MaxLength)
                throw Errors.TooManyElements(ToString());
        }
        Numel = (int)count;
    }

    /// <summary>The number of elements; 1 for a shape without dimensions.</summary>
    public int Numel { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => _sizes.Length;

    /// <summary>The number of dimensions, as a collection has it.</summary>
    public int Count => _sizes.Length;

    /// <summary>The size of one dimension; negative indices count from the end.</summary>
    public int this[int dimension] => _sizes[dimension < 0 ? dimension + _sizes.Length : dimension];

    /// <summary>The sizes, not copied.</summary>
    internal ReadOnlySpan<int> Sizes => _sizes;

    /// <summary>A copy of the sizes.</summary>
    public int[] ToArray() => [.. _sizes];

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)_sizes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _sizes.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Shape? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || other.Rank != Rank)
            return false;
        for (int i = 0; i < _sizes.Length; i++)
        {
            if (_sizes[i] != other._sizes[i])
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _sizes.Aggregate(_sizes.Length, HashCode.Combine);

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(",", _sizes)}]";

    /// <summary>The index from 0 of a dimension that may be counted from the end. A number counts as having one.</summary>
    internal int Dimension(string operation, int dimension)
    {
        int rank = Math.Max(Rank, 1);
        if (dimension < -rank || dimension >= rank)
            throw Errors.Dimension(operation, dimension, this);
        return dimension < 0 ? dimension + rank : dimension;
    }

    /// <summary>The product of the sizes from one dimension up to another.</summary>
    internal int Product(int from, int to)
    {
        int product = 1;
        for (int i = from; i < to; i++)
            product *= _sizes[i];
        return product;
    }

    /// <summary>The shape with one size replaced.</summary>
    internal Shape With(int dimension, long size)
    {
        int[] sizes = ToArray();
        sizes[dimension] = size <= Array.MaxLength ? (int)size : throw Errors.TooManyElements(this, dimension, size);
        return new Shape(sizes);
    }

    /// <summary>The shape with size 1 for the dimensions from one up to another.</summary>
    internal Shape WithOnes(int from, int to)
    {
        int[] sizes = ToArray();
        sizes.AsSpan(from, to - from).Fill(1);
        return new Shape(sizes);
    }

    /// <summary>The shape with one dimension left out.</summary>
    internal Shape Without(int dimension) => new([.. _sizes[..dimension], .. _sizes[(dimension + 1)..]]);

    /// <summary>The shape that both broadcast to, by NumPy's rule.</summary>
    internal static Shape Broadcast(string operation, Shape a, Shape b)
    {
        if (a.Equals(b) || b.Rank == 0)
            return a;
        if (a.Rank == 0)
            return b;
        return TryBroadcast(a, b, out Shape? both) ? both : throw Errors.CannotBroadcast(operation, a, b);
    }

    internal static bool TryBroadcast(Shape a, Shape b, [NotNullWhen(true)] out Shape? both)
    {
        both = null;
        int[] sizes = new int[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            int sizeA = i <= a.Rank ? a._sizes[^i] : 1, sizeB = i <= b.Rank ? b._sizes[^i] : 1;
            if (sizeA != sizeB && sizeA != 1 && sizeB != 1)
                return false;
            sizes[^i] = sizeA == 1 ? sizeB : sizeA;
        }
        both = new Shape(sizes);
        return true;
    }
}
