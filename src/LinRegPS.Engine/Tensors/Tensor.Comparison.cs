using System.Globalization;

namespace LinRegPS;

// Tensors beside tensors and numbers. What is to be told apart by identity goes by ReferenceEquals, never by Equals.
public sealed partial class Tensor : IComparable
{
    /// <summary>The number of elements, as collections have it.</summary>
    public int Count => Numel;

    /// <summary>The number of elements, as arrays of any rank have it.</summary>
    public int Length => Numel;

    /// <summary>
    /// Whether two tensors have the same shape and elements, or a tensor's one element is a number, in float32. As with .NET's
    /// numbers, and unlike torch.equal, NaN equals NaN, so that a tensor equals itself; 0 and -0 are equal.
    /// </summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj) || (obj is Tensor other
        ? Shape.Equals(other.Shape) && Order(other) == 0
        : Numel == 1 && Number(obj) is not null && CompareTo(obj) == 0);

    /// <summary>Goes by the shape alone: elements change in place, and a key has to be found again.</summary>
    public override int GetHashCode() => Shape.GetHashCode();

    /// <summary>
    /// The order for sorting and for finding what is the same. Tensors of one element go by their number, NaN first; others by
    /// shape and then element by element, which says no more than that they differ: no such tensor is less than another.
    /// </summary>
    /// <exception cref="InvalidValueException">The other is neither a tensor nor a number.</exception>
    public int CompareTo(object? obj)
    {
        if (obj is null)
            return 1;
        var other = obj as Tensor ?? (Number(obj) is null ? throw Errors.NoNumber("Compare", obj) : Operand("Compare", obj));
        if (Numel == 1 && other.Numel == 1)
            return Order(other);
        int shapes = Shape.Rank != other.Shape.Rank ? Shape.Rank.CompareTo(other.Shape.Rank) : Shape.ToArray().AsSpan().SequenceCompareTo(other.Shape.ToArray());
        return shapes != 0 ? shapes : Order(other);
    }

    // Of elements as many as the other's: whole numbers as such, with all of their digits.
    private int Order(Tensor other) =>
        (DType, other.DType) is (DType.Int64, DType.Int64) ? Elements<long>().SequenceCompareTo(other.Elements<long>())
        : DType == DType.Int64 || other.DType == DType.Int64 ? Doubles(this).AsSpan().SequenceCompareTo(Doubles(other))
        : Data.SequenceCompareTo(other.Data);

    private static double[] Doubles(Tensor tensor) => tensor.DType == DType.Int64
        ? Array.ConvertAll(tensor.ToInt64Array(), i => (double)i)
        : Array.ConvertAll(tensor.Data.ToArray(), x => (double)x);

    private static double? Number(object? value) =>
        value is byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal or Half
            ? value is Half half ? (double)half : Convert.ToDouble(value, CultureInfo.InvariantCulture)
            : null;
}
