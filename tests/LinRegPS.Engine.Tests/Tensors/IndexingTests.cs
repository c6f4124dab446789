namespace LinRegPS.Engine.Tests.Tensors;

public class IndexingTests
{
    // 0 to 23 in [2, 3, 4].
    private static readonly Tensor s_t = Tensor.From([.. Enumerable.Range(0, 24).Select(i => (float)i)], 2, 3, 4);

    // PyTorch 1.13.1 has these for torch.arange(24.).reshape(2, 3, 4)[...]
    public static TheoryData<object[], int[], float[]> Indices { get; } = new()
    {
        { [1], [3, 4], [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23] },
        { [-1, 0], [4], [12, 13, 14, 15] },
        { [1, 2, 3], [], [23] },
        { [1L, "-3", " -4 "], [], [12] },
        { [":", 0, 0], [2], [0, 12] },
        { [0, "1:3"], [2, 4], [4, 5, 6, 7, 8, 9, 10, 11] },
        { [0, ":", "::2"], [3, 2], [0, 2, 4, 6, 8, 10] },
        { ["1:", "-1:", ":-2"], [1, 1, 2], [20, 21] },
        { [0, 0, "1:100:2"], [2], [1, 3] },
        { [0, 0, "3:1"], [0], [] },
        { ["-100:1", 1, -1], [1], [7] },
    };

    [Theory]
    [MemberData(nameof(Indices))]
    public void IndicesAndSlicesAreAsInPyTorch(object[] index, int[] shape, float[] expected)
    {
        var part = s_t.At(index);
        Assert.Equal(shape, part.Shape);
        Assert.Equal(expected, part.ToArray());
    }

    [Fact]
    public void IndexersTakeOneToThreeIndices()
    {
        Assert.Equal(s_t.At(1).ToArray(), s_t[1].ToArray());
        Assert.Equal(s_t.At("1:", 2).ToArray(), s_t["1:", 2].ToArray());
        Assert.Equal(s_t.At(0, ":", -1).ToArray(), s_t[0, ":", -1].ToArray());
        Assert.Same(s_t, s_t.At());
    }

    [Fact]
    public void SlicesTakeWhatPythonTakes()
    {
        int?[] bounds = [null, .. Enumerable.Range(-7, 15)];
        foreach (int size in Enumerable.Range(0, 6))
        {
            float[] elements = [.. Enumerable.Range(0, size).Select(i => (float)i)];
            foreach (int? start in bounds)
            {
                foreach (int? end in bounds)
                {
                    foreach (int step in new[] { 1, 2, 3, int.MaxValue })
                    {
                        int first = FromStart(start, size) ?? 0, last = FromStart(end, size) ?? size;
                        var expected = elements.Where(i => i >= first && i < last && (i - Math.Max(first, 0)) % step == 0);
                        Assert.Equal(expected, Tensor.From(elements).Slice(0, start, end, step).ToArray());
                    }
                }
            }
        }

        static int? FromStart(int? index, int size) => index < 0 ? index + size : index;
    }

    [Fact]
    public void SlicesAreViews()
    {
        var t = Tensor.From([1, 2, 3, 4], 2, 2);
        Tensor[] parts = [t[0], t["0:1"], t.Select(1, 0), t.Slice(0, null, null)];
        for (int i = 0; i < parts.Length; i++)
            parts[i].Add_(10 * (i + 1));
        Assert.Equal([1 + 10 + 20 + 30 + 40, 2 + 10 + 20 + 40, 3 + 30 + 40, 4 + 40], t.ToArray());
        Assert.Equal([101, 72], parts[1].ToArray());
        Assert.All(parts.Append(t), part => Assert.Equal(4, part.Version));
    }

    [Fact]
    public void GradientsGoToTheElementsTaken()
    {
        var w = Tensor.Ones(2, 3).RequiresGrad_();
        ((w[1, "::2"] * Tensor.From([5, 7])).Sum() + w[0, 0] + w[0, 0]).Backward();
        Assert.Equal([2, 0, 0, 5, 0, 7], w.Grad!.ToArray());
    }
}
