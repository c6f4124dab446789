namespace LinRegPS.Engine.Tests.Tensors;

/// <summary>
/// Chains of views, drawn at random, against a slow implementation that is obviously right: the list of the places in the first
/// tensor that the view's elements have, row by row.
/// </summary>
public class ViewPropertyTests
{
    private sealed record Shown(Tensor Tensor, int[] Places)
    {
        public int[] Shape => Tensor.Shape.ToArray();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ChainsOfViewsShowAndChangeTheRightElements(int seed)
    {
        var random = new Random(seed);
        int copies = 0, changes = 0;
        for (int trial = 0; trial < 400; trial++)
        {
            int[] sizes = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(trial % 20 == 0 ? 0 : 1, 5))];
            int count = sizes.Aggregate(1, (a, b) => a * b);
            var first = new Shown(Tensor.From([.. Enumerable.Range(0, count).Select(i => (float)i)], sizes), [.. Enumerable.Range(0, count)]);
            float[] expected = first.Tensor.ToArray();
            var current = first;
            int version = 0;
            for (int step = random.Next(1, 7); step > 0; step--)
            {
                current = Next(random, current);
                Assert.Equal(current.Places.Select(i => expected[i]), current.Tensor.ToArray());
                AssertStridesAreTrue(current, first.Tensor, ref copies);
                if (!current.Tensor.SharesMemoryWith(first.Tensor))
                    break;
                if (random.Next(3) > 0 || current.Places.Distinct().Count() < current.Places.Length)
                    continue;
                // Through the view, and read in the first, in the view itself and in a view of the first.
                var addend = Tensor.From([.. current.Places.Select(_ => (float)random.Next(100))], current.Shape);
                current.Tensor.Add_(addend);
                foreach (var (place, number) in current.Places.Zip(addend.ToArray()))
                    expected[place] += number;
                changes++;
                Assert.Equal(expected, first.Tensor.ToArray());
                Assert.Equal(current.Places.Select(i => expected[i]), current.Tensor.ToArray());
                Assert.Equal(++version, first.Tensor.Version);
                Assert.Equal(version, current.Tensor.Version);
                Assert.Equal(expected.Sum(), first.Tensor.T.Sum().Item());
            }
        }
        Assert.InRange(copies, 1, 400);
        Assert.InRange(changes, 100, 2000);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void GradientsGoBackThroughChainsOfViews(int seed)
    {
        var random = new Random(seed);
        for (int trial = 0; trial < 200; trial++)
        {
            int[] sizes = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 4))];
            int count = sizes.Aggregate(1, (a, b) => a * b);
            var leaf = Tensor.From([.. Enumerable.Range(0, count).Select(i => (float)i)], sizes).RequiresGrad_();
            var current = new Shown(leaf, [.. Enumerable.Range(0, count)]);
            for (int step = random.Next(1, 6); step > 0; step--)
                current = Next(random, current);
            float[] weights = [.. current.Places.Select(_ => (float)random.Next(-9, 9))];
            float[] expected = new float[count];
            foreach (var (place, weight) in current.Places.Zip(weights))
                expected[place] += weight;
            (current.Tensor * Tensor.From(weights, current.Shape)).Sum().Backward();
            Assert.Equal(expected, leaf.Grad!.ToArray());
        }
    }

    [Fact]
    public void ElementsOfOtherTypesHaveTheSameViews()
    {
        var random = new Random(6);
        for (int trial = 0; trial < 200; trial++)
        {
            int[] sizes = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 5))];
            int count = sizes.Aggregate(1, (a, b) => a * b);
            long[] numbers = [.. Enumerable.Range(0, count).Select(i => 9007199254740993 + i)];
            var current = new Shown(Tensor.FromInt64(numbers, sizes), [.. Enumerable.Range(0, count)]);
            for (int step = random.Next(1, 6); step > 0; step--)
                current = Next(random, current);
            Assert.Equal(current.Places.Select(i => numbers[i]), current.Tensor.ToInt64Array());
            Assert.Equal(current.Places.Select(i => (float)numbers[i]), current.Tensor.Float().ToArray());
            Assert.Equal(current.Places.Select(i => numbers[i]), current.Tensor.Clone().ToInt64Array());
        }
    }

    private static Shown Next(Random random, Shown from)
    {
        int[] shape = from.Shape;
        int rank = shape.Length, d = rank == 0 ? 0 : random.Next(rank), other = rank == 0 ? 0 : random.Next(rank);
        int counted = random.Next(2) == 0 ? d : d - rank;
        switch (rank == 0 ? 6 + random.Next(2) : random.Next(11))
        {
            case 0:
                int[] swapped = [.. Enumerable.Range(0, rank)];
                (swapped[d], swapped[other]) = (swapped[other], swapped[d]);
                return Moved(from.Tensor.Transpose(counted, other), from, swapped);
            case 1:
                int[] order = [.. Enumerable.Range(0, rank)];
                random.Shuffle(order);
                return Moved(from.Tensor.Permute(order), from, order);
            case 2 when shape[d] > 0:
                int index = random.Next(shape[d]);
                return Taken(from.Tensor.Select(counted, index - (random.Next(2) * shape[d])), from, [.. shape[..d], .. shape[(d + 1)..]], i => [.. i[..d], index, .. i[d..]]);
            case 3:
                int start = random.Next(shape[d] + 1), end = random.Next(start, shape[d] + 1), step = random.Next(1, 4);
                int[] strip = [.. shape];
                strip[d] = (end - start + step - 1) / step;
                return Taken(from.Tensor.Slice(counted, start, end, step), from, strip, i => [.. i[..d], start + (i[d] * step), .. i[(d + 1)..]]);
            case 4 when d != other:
                int offset = random.Next(-2, 3), length = Math.Max(0, Math.Min(shape[d] + Math.Min(offset, 0), shape[other] - Math.Max(offset, 0)));
                int[] rest = [.. Enumerable.Range(0, rank).Where(k => k != d && k != other)];
                return Taken(from.Tensor.Diagonal(offset, counted, other), from, [.. rest.Select(k => shape[k]), length], i =>
                    [.. Enumerable.Range(0, rank).Select(k => k == d ? i[^1] - Math.Min(offset, 0) : k == other ? i[^1] + Math.Max(offset, 0) : i[Array.IndexOf(rest, k)])]);
            case 5 when from.Places.Length > 0:
                int[] factors = Factors(random, from.Places.Length);
                return Same(from.Tensor.Reshape(factors), from, factors);
            case 6:
                int place = random.Next(rank + 1);
                return Same(from.Tensor.Unsqueeze(place), from, [.. shape[..place], 1, .. shape[place..]]);
            case 7 when from.Places.Length is > 0 and < 200:
                int[] target = [random.Next(1, 3), .. shape.Select(size => size == 1 ? random.Next(1, 4) : size)];
                return Taken(from.Tensor.Expand(target), from, target, i => [.. i[1..].Zip(shape, (k, size) => size == 1 ? 0 : k)]);
            case 8:
                return Same(from.Tensor.Squeeze(counted), from, shape[d] == 1 ? [.. shape[..d], .. shape[(d + 1)..]] : shape);
            case 9:
                int first = random.Next(shape[d] + 1), width = random.Next(shape[d] - first + 1);
                int[] narrow = [.. shape];
                narrow[d] = width;
                return Taken(from.Tensor.Narrow(counted, first, width), from, narrow, i => [.. i[..d], first + i[d], .. i[(d + 1)..]]);
            case 10:
                return Same(from.Tensor.RequiresGrad ? from.Tensor : from.Tensor.Detach(), from, shape);
            default:
                return Same(from.Tensor.Flatten(), from, [from.Places.Length]);
        }
    }

    private static Shown Same(Tensor tensor, Shown from, int[] shape)
    {
        Assert.Equal(shape, tensor.Shape);
        return new(tensor, from.Places);
    }

    private static Shown Moved(Tensor tensor, Shown from, int[] order) => Taken(tensor, from, [.. order.Select(d => from.Shape[d])], i =>
    {
        int[] index = new int[order.Length];
        for (int d = 0; d < order.Length; d++)
            index[order[d]] = i[d];
        return index;
    });

    // The element at each index of a shape is the one at another index of what the view is of.
    private static Shown Taken(Tensor tensor, Shown from, int[] shape, Func<int[], int[]> index)
    {
        Assert.Equal(shape, tensor.Shape);
        return new(tensor, [.. Indices(shape).Select(i => from.Places[Flat(index(i), from.Shape)])]);
    }

    // The place of every element in the storage, computed from strides and offset, is what it shows; a copy is packed.
    private static void AssertStridesAreTrue(Shown shown, Tensor first, ref int copies)
    {
        int[] strides = shown.Tensor.Stride();
        int[] places = [.. Indices(shown.Shape).Select(i => shown.Tensor.StorageOffset + i.Zip(strides, (k, stride) => k * stride).Sum())];
        if (!shown.Tensor.SharesMemoryWith(first))
        {
            copies++;
            Assert.True(shown.Tensor.IsContiguous());
            return;
        }
        Assert.Equal(shown.Places, places);
        Assert.Equal(places.SequenceEqual(Enumerable.Range(shown.Tensor.StorageOffset, places.Length)), shown.Tensor.IsContiguous());
        Assert.True(shown.Tensor.Contiguous().IsContiguous());
    }

    private static IEnumerable<int[]> Indices(int[] shape)
    {
        int count = shape.Aggregate(1, (a, b) => a * b);
        for (int i = 0; i < count; i++)
        {
            int[] index = new int[shape.Length];
            for (int d = shape.Length - 1, rest = i; d >= 0; rest /= shape[d--])
                index[d] = rest % shape[d];
            yield return index;
        }
    }

    private static int Flat(int[] index, int[] shape) => index.Zip(shape).Aggregate(0, (flat, d) => (flat * d.Second) + d.First);

    private static int[] Factors(Random random, int count)
    {
        var factors = new List<int>();
        for (int f = 2; count > 1; f++)
        {
            for (; count % f == 0; count /= f)
                factors.Add(f);
        }
        int[] shuffled = [.. factors];
        random.Shuffle(shuffled);
        return shuffled.Length > 2 ? [shuffled[0] * shuffled[1], .. shuffled[2..]] : shuffled.Length == 0 ? [1] : shuffled;
    }
}
