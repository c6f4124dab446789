using LinRegPS.Operations;

namespace LinRegPS;

// Copies with the elements in other places, or several times.
public sealed partial class Tensor
{
    /// <summary>A copy with dimensions in the reverse order; torch.flip.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, or is named twice.</exception>
    public Tensor Flip(params int[] dims)
    {
        int[] dimensions = Dims("Flip", dims);
        return dimensions.Aggregate(Apart(dimensions), (x, d) => x.Chosen("Flip", d, Sequence(x.Extent(d), i => x.Extent(d) - 1 - i)));
    }

    /// <summary>A copy with all elements, taken row by row, moved on by so many places, the last to the front; torch.roll.</summary>
    public Tensor Roll(int shifts) => Flatten().Roll(shifts, 0).Reshape(Shape.ToArray());

    /// <summary>A copy with the indices of a dimension moved on by so many places, the last to the front; torch.roll.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Roll(int shifts, int dims) => Roll([shifts], [dims]);

    /// <summary>A copy with the indices of dimensions moved on by so many places each, the last to the front; torch.roll.</summary>
    /// <exception cref="InvalidValueException">A dimension does not exist, or there are not as many shifts as dimensions.</exception>
    public Tensor Roll(int[] shifts, int[] dims)
    {
        if (shifts is null || dims is null)
            throw Errors.Null("Roll", shifts is null ? "shifts" : "dims");
        if (shifts.Length != dims.Length)
            throw Errors.CountMismatch("Roll", "shifts", shifts.Length, "dims", dims.Length);
        int[] dimensions = [.. dims.Select(d => Shape.Dimension("Roll", d))];
        return shifts.Zip(dimensions).Aggregate(Apart(dimensions), (x, move) =>
        {
            int size = Math.Max(x.Extent(move.Second), 1), shift = (move.First % size) + size;
            return x.Chosen("Roll", move.Second, Sequence(x.Extent(move.Second), i => (i + size + size - shift) % size));
        });
    }

    /// <summary>A copy with the whole repeated so often along each dimension, new ones first; torch.Tensor.repeat.</summary>
    /// <param name="repeats">How often, for at least as many dimensions as there are.</param>
    /// <exception cref="InvalidValueException">There are fewer numbers than dimensions, one is negative, or the result is too large.</exception>
    public Tensor Repeat(params int[] repeats)
    {
        if (repeats is null)
            throw Errors.Null("Repeat", "repeats");
        if (repeats.Length < Rank || repeats.Any(r => r < 0))
            throw Errors.Repeats(repeats, Shape);
        int[] sizes = [.. Enumerable.Repeat(1, repeats.Length - Rank), .. Shape];
        var result = new Shape([.. repeats.Select((r, d) => checked(r * (long)sizes[d]) is <= int.MaxValue and var size ? (int)size : int.MaxValue)]);
        // Along one dimension after the other, the innermost first, so that a view has two dimensions more at most.
        var x = Reshape(sizes);
        for (int d = sizes.Length - 1; d >= 0; d--)
        {
            if (repeats[d] == 1)
                continue;
            int outer = x.Shape.Product(0, d), run = x.Shape.Product(d, x.Rank);
            x = x.Reshape(outer, 1, run).Expand(outer, repeats[d], run).Reshape(x.Shape.With(d, result[d]).ToArray());
        }
        return ReferenceEquals(x, this) || x.SharesMemoryWith(this) ? x.Clone() : x;
    }

    /// <summary>The same with fewer numbers than dimensions allowed, which are those of the last; torch.tile.</summary>
    /// <exception cref="InvalidValueException">A number is negative, or the result is too large.</exception>
    public Tensor Tile(params int[] dims) =>
        Repeat([.. Enumerable.Repeat(1, Math.Max(0, Rank - (dims ?? throw Errors.Null("Tile", "dims")).Length)), .. dims]);

    /// <summary>Each element so often, as a vector; torch.repeat_interleave.</summary>
    /// <exception cref="InvalidValueException">The number is negative, or the result is too large.</exception>
    public Tensor RepeatInterleave(int repeats) => Flatten().RepeatInterleave(repeats, 0);

    /// <summary>Each index of a dimension so often, one after the other; torch.repeat_interleave.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, the number is negative, or the result is too large.</exception>
    public Tensor RepeatInterleave(int repeats, int dim)
    {
        int d = Shape.Dimension("RepeatInterleave", dim);
        if (repeats < 0)
            throw Errors.Negative("Repeats", repeats);
        var x = Rank == 0 ? Reshape(1) : this;
        return x.Chosen("RepeatInterleave", d, Sequence(x.Shape.With(d, (long)x.Extent(d) * repeats)[d], i => i / repeats));
    }

    /// <summary>Each index of a dimension as often as its own number says; torch.repeat_interleave.</summary>
    /// <param name="repeats">A number for each index, or one for all.</param>
    /// <param name="dim">The dimension; without one, the elements are taken row by row.</param>
    /// <exception cref="InvalidValueException">The dimension does not exist, there is not a whole number, 0 or more, for each index, or the result is too large.</exception>
    public Tensor RepeatInterleave(Tensor repeats, int? dim = null)
    {
        var x = dim is null ? Flatten() : Rank == 0 ? Reshape(1) : this;
        int d = Shape.Dimension("RepeatInterleave", dim ?? 0);
        d = dim is null ? 0 : d;
        long[] counts = Indices.Of("RepeatInterleave", repeats);
        if (counts.Length == 1)
            counts = Sequence(x.Extent(d), _ => counts[0]);
        if (counts.Length != x.Extent(d))
            throw Errors.CountMismatch("RepeatInterleave", "the dimension", x.Extent(d), "repeats", counts.Length);
        if (Array.Find(counts, c => c < 0) is < 0 and var negative)
            throw Errors.Negative("Repeats", negative);
        // The sum is known to fit before there is a single index.
        _ = x.Shape.With(d, counts.Sum(count => Math.Min(count, int.MaxValue)));
        return x.Chosen("RepeatInterleave", d, [.. counts.SelectMany((count, i) => Enumerable.Repeat((long)i, (int)count))]);
    }

    /// <summary>
    /// A copy with elements more before and after it, or fewer where a number is negative; torch.nn.functional.pad.
    /// </summary>
    /// <param name="pad">How many before and after in the last dimension, then in the one before it, and so on.</param>
    /// <param name="mode">Constant, reflect, replicate or circular.</param>
    /// <param name="value">What constant ones are.</param>
    /// <exception cref="InvalidValueException">
    /// The numbers are not pairs for dimensions that there are, a dimension would become negative, there is no such mode, or the
    /// dimension is too small for it.
    /// </exception>
    public Tensor Pad(int[] pad, string mode = "constant", double value = 0)
    {
        if (pad is null || mode is null)
            throw Errors.Null("Pad", pad is null ? "pad" : "mode");
        if (pad.Length % 2 != 0 || pad.Length / 2 > Rank)
            throw Errors.PadPairs(pad, Shape);
        for (int i = 0; i < pad.Length; i += 2)
        {
            if (Shape[^((i / 2) + 1)] + (long)Math.Min(pad[i], 0) + Math.Min(pad[i + 1], 0) < 0)
                throw Errors.PadPairs(pad, Shape);
        }
        return mode.ToLowerInvariant() switch
        {
            "constant" => Padding.Constant(this, pad, value),
            "reflect" => Padding.Mirrored(this, pad, (i, size) => Math.Abs(i) is var j && j < size ? j : (2 * (size - 1)) - j, size => size - 1),
            "replicate" => Padding.Mirrored(this, pad, (i, size) => Math.Clamp(i, 0, size - 1), size => size == 0 ? 0 : int.MaxValue),
            "circular" => Padding.Mirrored(this, pad, (i, size) => ((i % size) + size) % size, size => size),
            _ => throw Errors.NoSuchName("mode of Pad", mode, ["constant", "reflect", "replicate", "circular"]),
        };
    }

    /// <summary>A copy with so many equal elements before and after it; torch.nn.functional.pad.</summary>
    /// <exception cref="InvalidValueException">The numbers are not pairs for dimensions that there are, or a dimension would become negative.</exception>
    public Tensor Pad(int[] pad, double value) => Pad(pad, "constant", value);

    // A number has one index.
    private int Extent(int dimension) => Rank == 0 ? 1 : Shape[dimension];

    private int[] Dims(string operation, int[] dims)
    {
        if (dims is null)
            throw Errors.Null(operation, "dims");
        int[] dimensions = [.. dims.Select(d => Shape.Dimension(operation, d))];
        return dimensions.Distinct().Count() == dims.Length ? dimensions : throw Errors.RepeatedDimension(operation, dims);
    }

    // Where nothing is to be moved, a copy all the same.
    private Tensor Apart(int[] dimensions) => dimensions.Length == 0 ? Clone() : this;

    private static long[] Sequence(int count, Func<int, long> element)
    {
        long[] sequence = new long[count];
        for (int i = 0; i < count; i++)
            sequence[i] = element(i);
        return sequence;
    }
}
