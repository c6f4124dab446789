using LinRegPS.Operations;

namespace LinRegPS;

// Rows by their numbers, put together in bags.
public sealed partial class Tensor
{
    /// <summary>Sums, means or greatest elements of the rows of a weight that bags of whole numbers name; torch.nn.functional.embedding_bag. A bag without numbers gives zeros.</summary>
    /// <param name="weight">[rows,size].</param>
    /// <param name="offsets">Where in a vector of numbers each bag begins, [bags]; null where this tensor is [bags,numbers].</param>
    /// <param name="mode">"mean", "sum" or "max".</param>
    /// <param name="perSampleWeights">What each number's row counts in a sum, in the numbers' shape; 1 where null.</param>
    /// <param name="includeLastOffset">Whether the last of the offsets is where the last bag ends.</param>
    /// <param name="paddingIdx">A number that counts for nothing; negative counts from the end.</param>
    /// <returns>[bags,size].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="InvalidValueException">The weight is null, the number of a row that does not exist, offsets that do not ascend from 0, another mode, or weights without a sum.</exception>
    /// <exception cref="AutogradException">This tensor requires a gradient, but numbers of rows have none.</exception>
    public Tensor EmbeddingBag(
        Tensor weight, Tensor? offsets = null, string mode = "mean", Tensor? perSampleWeights = null, bool includeLastOffset = false, int? paddingIdx = null)
    {
        const string name = "EmbeddingBag";
        CheckRows(name, weight);
        if (mode is not ("mean" or "sum" or "max"))
            throw Errors.NoSuchName($"mode of {name}", $"{mode}", ["mean", "sum", "max"]);
        if (Rank is not (1 or 2) || Rank == 1 != offsets is not null)
            throw Errors.Bags(Shape, offsets?.Shape);
        if (perSampleWeights is not null && mode != "sum")
            throw Errors.BagWeights(mode);
        if (perSampleWeights is not null && !perSampleWeights.Shape.Equals(Shape))
            throw Errors.ParameterShape($"{name}: perSampleWeights", Shape, perSampleWeights.Shape);
        int rows = weight.Shape[0], size = weight.Shape[1], padding = PaddingRow(paddingIdx, rows);
        int[] ends = offsets is null ? [.. Enumerable.Range(1, Shape[0]).Select(bag => bag * Shape[1])] : Ends(offsets, Numel, includeLastOffset);
        long[] numbers = Indices.Of(name, this);
        int[] map = new int[Numel], bags = new int[Numel], counts = new int[ends.Length];
        for (int i = 0, bag = 0; i < map.Length; i++)
        {
            map[i] = Indices.Checked(name, numbers[i], rows, i, 0, weight.Shape);
            while (i >= ends[bag])
                bag++;
            bool isPadding = map[i] == padding;
            (map[i], bags[i]) = isPadding ? (-1, -1) : (map[i], bag);
            counts[bag] += isPadding ? 0 : 1;
        }
        var (taken, whole) = (new Shape(map.Length, size), new Shape(ends.Length, size));
        var vectors = Pick.Apply(weight, new Picks(name, weight.Shape, taken, 1, size, map));
        if (mode == "max")
            return Pick.Apply(vectors, new Picks(name, taken, whole, 1, 1, Greatest(vectors, bags, ends.Length)));
        if (perSampleWeights is not null)
            vectors *= perSampleWeights.Reshape(Numel, 1);
        var sums = Spread.Apply(vectors, new Picks(name, whole, taken, 1, size, bags));
        return mode == "sum" ? sums : sums / From(Array.ConvertAll(counts, count => (float)Math.Max(count, 1))).Unsqueeze(1);
    }

    private static int[] Ends(Tensor offsets, int count, bool includeLastOffset)
    {
        if (offsets.Rank != 1)
            throw Errors.IndexVector("EmbeddingBag", offsets.Shape);
        long[] starts = Indices.Of("EmbeddingBag", offsets);
        for (int i = 0; i < starts.Length; i++)
        {
            if (i == 0 ? starts[i] != 0 : starts[i] < starts[i - 1] || starts[i] > count)
                throw Errors.BagOffset(i, starts[i], count);
        }
        if (starts.Length == 0 || (includeLastOffset && starts[^1] != count))
            throw Errors.BagOffset(Math.Max(starts.Length - 1, 0), starts.LastOrDefault(-1), count);
        return includeLastOffset ? Array.ConvertAll(starts[1..], end => (int)end) : [.. starts[1..].Select(end => (int)end), count];
    }

    // Which element each bag's greatest is, the first of equals; -1 for none. NaN wins.
    private static int[] Greatest(Tensor vectors, int[] bags, int count)
    {
        int size = vectors.Shape[1];
        int[] places = new int[count * size];
        Array.Fill(places, -1);
        ReadOnlySpan<float> elements = vectors.Data;
        for (int i = 0; i < elements.Length; i++)
        {
            if (bags[i / size] < 0)
                continue;
            ref int place = ref places[(bags[i / size] * size) + (i % size)];
            if (place < 0 || elements[i] > elements[place] || (float.IsNaN(elements[i]) && !float.IsNaN(elements[place])))
                place = i;
        }
        return places;
    }
}
