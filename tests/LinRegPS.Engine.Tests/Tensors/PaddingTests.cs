using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Tensors;

/// <summary>Pad with every small number before and after, positive and negative, against the rule of each mode, element by element.</summary>
public sealed class PaddingTests
{
    // Where an index outside leads to, and how many there may be on a side; null where the element is the constant one.
    private static readonly Dictionary<string, (Func<int, int, int?> Source, Func<int, int> Most)> s_modes = new()
    {
        ["constant"] = ((i, size) => i >= 0 && i < size ? i : null, _ => int.MaxValue),
        ["replicate"] = ((i, size) => Math.Clamp(i, 0, size - 1), size => size == 0 ? 0 : int.MaxValue),
        ["circular"] = ((i, size) => (i + size) % size, size => size),
        ["reflect"] = ((i, size) => i < 0 ? -i : i >= size ? (2 * size) - 2 - i : i, size => Math.Max(size - 1, 0)),
    };

    public static TheoryData<string, int> Cases { get; } =
        [.. s_modes.Keys.SelectMany(mode => Enumerable.Range(0, 5).Select(size => (mode, size)))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void EachElementIsThatOfTheRule(string mode, int size)
    {
        var (source, most) = s_modes[mode];
        for (int before = -5; before <= 5; before++)
        {
            for (int after = -5; after <= 5; after++)
            {
                // Across the last dimension, and across the one before it.
                float[] elements = [.. Enumerable.Range(1, 2 * size).Select(i => (float)i)];
                var (across, down) = (Tensor.From(elements, 2, size).RequiresGrad_(), Tensor.From(elements, size, 2).RequiresGrad_());
                int[] pair = [before, after];
                if (size + Math.Min(before, 0) + Math.Min(after, 0) < 0 || Math.Max(before, after) > most(size))
                {
                    Expect.Error<InvalidValueException>("InvalidPad", () => across.Pad(pair, mode));
                    continue;
                }
                int length = size + before + after;
                int?[] places = [.. Enumerable.Range(0, length).Select(j => source(j - before, size))];
                Check(across, across.Pad(pair, mode, -7), [2, length], (row, column) => (row * size) + places[column]);
                Check(down, down.Pad([0, 0, before, after], mode, -7), [length, 2], (row, column) => (places[row] * 2) + column);
            }
        }
    }

    private static void Check(Tensor x, Tensor y, int[] shape, Func<int, int, int?> place)
    {
        Assert.Equal(shape, y.Shape);
        int?[] places = [.. Enumerable.Range(0, shape[0]).SelectMany(row => Enumerable.Range(0, shape[1]).Select(column => place(row, column)))];
        float[] numbers = x.ToArray();
        Assert.Equal(places.Select(i => i is null ? -7 : numbers[i.Value]), y.ToArray());
        // Each gives its gradient to where it came from.
        float[] given = [.. Enumerable.Range(1, places.Length).Select(i => (float)i)], gradient = new float[x.Numel];
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] is int from)
                gradient[from] += given[i];
        }
        y.Backward(Tensor.From(given, shape));
        Assert.Equal(gradient, x.Grad!.ToArray());
    }
}
