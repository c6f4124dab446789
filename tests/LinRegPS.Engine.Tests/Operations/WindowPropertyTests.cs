namespace LinRegPS.Engine.Tests.Operations;

/// <summary>Convolution and pooling with random settings against loops that can be read at a glance, in float64.</summary>
public sealed class WindowPropertyTests
{
    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 40)];

    private sealed record Setting(int N, int G, int C, int O, int[] Size, int[] Kernel, int[] Stride, int[] Pad, int[] Dilation)
    {
        public int[] Out => [.. Enumerable.Range(0, 2).Select(d => ((Size[d] + (2 * Pad[d]) - (Dilation[d] * (Kernel[d] - 1)) - 1) / Stride[d]) + 1)];

        public static Setting Draw(Random random)
        {
            int g = random.Next(1, 3);
            int[] kernel = [random.Next(1, 4), random.Next(1, 4)], dilation = [random.Next(1, 3), random.Next(1, 3)];
            int[] size = [.. Enumerable.Range(0, 2).Select(d => (dilation[d] * (kernel[d] - 1)) + random.Next(1, 6))];
            return new(random.Next(1, 3), g, g * random.Next(1, 3), g * random.Next(1, 3), size, kernel, [random.Next(1, 4), random.Next(1, 4)],
                [random.Next(0, (kernel[0] / 2) + 1), random.Next(0, (kernel[1] / 2) + 1)], dilation);
        }

        // The place in the input of an element of a window; null in the padding.
        public (int Y, int X)? At(int oy, int ox, int ky, int kx)
        {
            int y = (oy * Stride[0]) - Pad[0] + (ky * Dilation[0]), x = (ox * Stride[1]) - Pad[1] + (kx * Dilation[1]);
            return y >= 0 && y < Size[0] && x >= 0 && x < Size[1] ? (y, x) : null;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void ConvolutionIsTheSumOverTheWindow(int seed)
    {
        var random = new Random(seed);
        var s = Setting.Draw(random);
        int perGroup = s.C / s.G, outPerGroup = s.O / s.G;
        var x = Draw(random, s.N, s.C, s.Size[0], s.Size[1]);
        var w = Draw(random, s.O, perGroup, s.Kernel[0], s.Kernel[1]);
        var b = Draw(random, s.O);
        var y = x.Conv2d(w, b, s.Stride, s.Pad, s.Dilation, s.G);
        Assert.Equal([s.N, s.O, s.Out[0], s.Out[1]], y.Shape);
        var gradient = Draw(random, [.. y.Shape]).Detach();
        y.Backward(gradient);

        double[] sums = new double[y.Numel], dx = new double[x.Numel], dw = new double[w.Numel], db = new double[b.Numel];
        int at = 0;
        for (int n = 0; n < s.N; n++)
            for (int o = 0; o < s.O; o++)
                for (int oy = 0; oy < s.Out[0]; oy++)
                    for (int ox = 0; ox < s.Out[1]; ox++, at++)
                    {
                        double g = gradient.ToArray()[at];
                        sums[at] += b.ToArray()[o];
                        db[o] += g;
                        for (int c = 0; c < perGroup; c++)
                            for (int ky = 0; ky < s.Kernel[0]; ky++)
                                for (int kx = 0; kx < s.Kernel[1]; kx++)
                                {
                                    if (s.At(oy, ox, ky, kx) is not var (py, px))
                                        continue;
                                    int channel = (o / outPerGroup * perGroup) + c;
                                    int i = (((((n * s.C) + channel) * s.Size[0]) + py) * s.Size[1]) + px;
                                    int j = (((((o * perGroup) + c) * s.Kernel[0]) + ky) * s.Kernel[1]) + kx;
                                    sums[at] += (double)x.ToArray()[i] * w.ToArray()[j];
                                    dx[i] += g * w.ToArray()[j];
                                    dw[j] += g * x.ToArray()[i];
                                }
                    }
        Near(sums, y);
        Near(dx, x.Grad!);
        Near(dw, w.Grad!);
        Near(db, b.Grad!);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void PoolingIsTheGreatestOrTheMeanOfTheWindow(int seed)
    {
        var random = new Random(seed);
        var s = Setting.Draw(random);
        var x = Draw(random, s.N, s.C, s.Size[0], s.Size[1]);
        var greatest = x.MaxPool2d(s.Kernel, s.Stride, s.Pad, s.Dilation);
        s = s with { Dilation = [1, 1] };
        var means = x.AvgPool2d(s.Kernel, s.Stride, s.Pad, countIncludePad: seed % 2 == 0);
        double[] sums = new double[means.Numel];
        Each(s, (at, _, _, members) =>
        {
            double sum = members.OfType<int>().Sum(i => (double)x.ToArray()[i]);
            sums[at] = sum / (seed % 2 == 0 ? members.Count : members.OfType<int>().Count());
        });
        Near(sums, means);

        s = Setting.Draw(new Random(seed));
        float[] most = new float[greatest.Numel], gradient = new float[x.Numel];
        Each(s, (at, _, _, members) =>
        {
            int best = members.OfType<int>().MaxBy(i => x.ToArray()[i]);
            most[at] = x.ToArray()[best];
            gradient[best] += 1 + (at % 3);
        });
        Assert.Equal(most, greatest.ToArray());
        greatest.Backward(Tensor.From([.. Enumerable.Range(0, greatest.Numel).Select(at => 1f + (at % 3))]).Reshape([.. greatest.Shape]));
        Assert.Equal(gradient, x.Grad!.ToArray());
    }

    // Each window, by the indices of its elements; null for one in the padding.
    private static void Each(Setting s, Action<int, int, int, List<int?>> visit)
    {
        int at = 0;
        for (int plane = 0; plane < s.N * s.C; plane++)
            for (int oy = 0; oy < s.Out[0]; oy++)
                for (int ox = 0; ox < s.Out[1]; ox++, at++)
                {
                    var members = new List<int?>();
                    for (int ky = 0; ky < s.Kernel[0]; ky++)
                        for (int kx = 0; kx < s.Kernel[1]; kx++)
                            members.Add(s.At(oy, ox, ky, kx) is var (y, x) ? (((plane * s.Size[0]) + y) * s.Size[1]) + x : null);
                    visit(at, oy, ox, members);
                }
    }

    private static Tensor Draw(Random random, params int[] shape) =>
        Tensor.From([.. Enumerable.Range(0, new Shape(shape).Numel).Select(_ => (float)((random.NextDouble() * 4) - 2))]).Reshape(shape).RequiresGrad_();

    // By the greatest element: sums of terms of both signs.
    private static void Near(double[] expected, Tensor actual)
    {
        double bound = 4 * expected.Max(Math.Abs) / (1 << 23);
        Assert.All(expected.Zip(actual.ToArray()), pair => Assert.InRange(pair.Second - pair.First, -bound, bound));
    }
}
