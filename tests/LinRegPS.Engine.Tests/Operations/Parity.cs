using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Operations;

/// <summary>The two checks that every operation goes through: against PyTorch's numbers, and against its own slope.</summary>
internal static class Parity
{
    private const int MaxUlps = 4;

    // Central differences of fourth order, (8 (F(x+h) - F(x-h)) - (F(x+2h) - F(x-2h))) / 12h, F = sum(output * weights).
    // Inputs are multiples of 2^-10 and h is 2^-8, so x ± h is exact. Outputs off by MaxUlps, 2^-24 each, put at most
    // 18/12 * MaxUlps * 2^-24 / h = 9e-5 of sum |output * weights| on the slope. What the formula leaves out, h^4/30 =
    // 8e-12 of the fifth derivative, is less than a tenth of that for every function in the table.
    private const double Step = 1.0 / 256;
    private const double Bound = 1.1 * 1.5 * MaxUlps / (1 << 24) / Step;

    // Gradients are sums and differences of what was rounded before.
    private const double SecondBound = 4 * Bound;

    /// <summary>
    /// Outputs and gradients within 4 ulp of the float64 value rounded to float32, or within PyTorch's own error.
    /// </summary>
    /// <param name="operation">What is checked.</param>
    /// <param name="expected">PyTorch's case.</param>
    /// <param name="bySize">Whether the ulps are those of the greatest element: for sums of many terms of both signs.</param>
    public static void AssertMatchesReference(OperationUnderTest operation, ReferenceCase expected, bool bySize = false)
    {
        Tensor[] inputs = [.. expected.Inputs.Select(i => i.ToTensor())];
        var (output, indices) = operation.Reference(inputs, new Attributes(expected.Attrs));

        Assert.Equal(expected.Outputs[0].Shape, output.Shape);
        AssertClose("output", output, expected.OutputsF64, expected.Outputs[0].Floats, bySize);
        if (expected.Outputs.Length > 1)
            Assert.Equal(expected.Outputs[1].Integers, indices);

        Assert.Equal(expected.Grads.Count > 0, output.RequiresGrad);
        if (output.RequiresGrad)
            output.Backward(Tensor.From(expected.Weights).Reshape([.. output.Shape]));
        foreach (var (input, reference) in inputs.Zip(expected.Inputs))
        {
            if (!reference.Grad)
                Assert.Null(input.Grad);
            else
                AssertClose("gradient of " + reference.Name, input.Grad, expected.GradsF64[reference.Name], expected.Grads[reference.Name].Floats, bySize);
        }
    }

    /// <summary>Gradients against the slope of the output along random directions.</summary>
    public static Tensor AssertMatchesFiniteDifferences(OperationUnderTest operation, Sample sample)
    {
        var random = new Random(1);
        var attributes = Attributes.Parse(sample.Attributes);
        float[][] x = [.. sample.Shapes.Select((shape, i) => Spread(random, new Shape(shape).Numel, sample.Positive, i))];
        Tensor[] inputs = Inputs(x);
        var output = operation.Apply(inputs, attributes).Output;
        float[] weights = Spread(random, output.Numel, positive: false);
        output.Backward(Tensor.From(weights).Reshape([.. output.Shape]), retainGraph: true);

        double size = output.ToArray().Zip(weights, (o, w) => Math.Abs((double)o * w)).Sum();
        for (int trial = 0; trial < 5; trial++)
        {
            float[][] direction = [.. x.Select(v => v.Select(_ => random.Next(2) == 0 ? 1f : -1f).ToArray())];
            double slope = ((8 * (F(1) - F(-1))) - (F(2) - F(-2))) / (12 * Step);
            double analytic = inputs.Zip(direction, (input, d) => Dot(input.Grad!.ToArray(), d)).Sum();
            Assert.InRange(analytic - slope, -Bound * size, Bound * size);

            double F(int steps) => Dot(operation.Apply(Inputs(Along(direction, steps)), attributes).Output.ToArray(), weights);
        }
        return output;

        Tensor[] Inputs(float[][] elements) =>
            [.. elements.Zip(sample.Shapes, (e, shape) => Tensor.From(e).Reshape(shape).RequiresGrad_())];

        float[][] Along(float[][] direction, int steps) =>
            [.. x.Zip(direction, (v, d) => v.Zip(d, (a, b) => (float)(a + (steps * Step * b))).ToArray())];
    }

    /// <summary>Inputs around which a sample's operation is smooth.</summary>
    public static Tensor[] Draw(Sample sample)
    {
        var random = new Random(3);
        return [.. sample.Shapes.Select((shape, i) => Tensor.From(Spread(random, new Shape(shape).Numel, sample.Positive, i)).Reshape(shape))];
    }

    /// <summary>
    /// The gradients of a recorded pass against those of an ordinary one, and their own gradients against their slope along
    /// random directions of the inputs and of the gradient that the pass starts from.
    /// </summary>
    /// <returns>What was recorded: tensors whose graphs are those of second and of third derivatives.</returns>
    public static Tensor[] AssertMatchesSecondDifferences(OperationUnderTest operation, Sample sample)
    {
        var random = new Random(2);
        var attributes = Attributes.Parse(sample.Attributes);
        float[][] x = [.. sample.Shapes.Select((shape, i) => Spread(random, new Shape(shape).Numel, sample.Positive, i))];
        int[] shape = [.. operation.Apply(Inputs(x), attributes).Output.Shape];
        // The gradient that the pass starts from is one more variable.
        float[][] variables = [.. x, Spread(random, new Shape(shape).Numel, positive: false)];
        float[][] weights = [.. x.Select(v => Spread(random, v.Length, positive: false))];

        var (leaves, recorded) = Gradients(variables, createGraph: true);
        var ordinary = Gradients(variables, createGraph: false).Gradients;
        double size = 0;
        for (int i = 0; i < x.Length; i++)
        {
            AssertAlike(ordinary[i].ToArray(), recorded[i].ToArray());
            size += ordinary[i].ToArray().Zip(weights[i], (g, w) => Math.Abs((double)g * w)).Sum();
        }
        var combined = recorded.Zip(weights, (g, w) => (g * Tensor.From(w).Reshape([.. g.Shape])).Sum()).Aggregate((a, b) => a + b);
        // Where a second derivative is zero, nothing of it is recorded.
        var second = LinRegPS.Autograd.Grad(combined, leaves, Tensor.Scalar(1).RequiresGrad_(), createGraph: true, allowUnused: true);
        for (int trial = 0; trial < 3; trial++)
        {
            float[][] direction = [.. variables.Select(v => v.Select(_ => random.Next(2) == 0 ? 1f : -1f).ToArray())];
            double slope = ((8 * (G(1) - G(-1))) - (G(2) - G(-2))) / (12 * Step);
            double analytic = second.Zip(direction, (g, d) => g is null ? 0 : Dot(g.ToArray(), d)).Sum();
            Assert.InRange(analytic - slope, -SecondBound * size, SecondBound * size);

            double G(int steps) => Gradients([.. variables.Zip(direction, (v, d) => v.Zip(d, (a, b) => (float)(a + (steps * Step * b))).ToArray())], false)
                .Gradients.Zip(weights, (g, w) => Dot(g.ToArray(), w)).Sum();
        }
        return [combined, .. second.OfType<Tensor>()];

        Tensor[] Inputs(float[][] elements) =>
            [.. elements.Zip(sample.Shapes, (e, s) => Tensor.From(e).Reshape(s).RequiresGrad_())];

        (Tensor[] Leaves, Tensor[] Gradients) Gradients(float[][] values, bool createGraph)
        {
            Tensor[] inputs = Inputs(values);
            var start = Tensor.From(values[^1]).Reshape(shape).RequiresGrad_();
            var output = operation.Apply(inputs, attributes).Output;
            return ([.. inputs, start], [.. LinRegPS.Autograd.Grad(output, inputs, start, createGraph: createGraph).Select(g => g!)]);
        }
    }

    // A recorded pass goes another way where an ordinary one has a kernel: each term is rounded, and what cancels shows it.
    private static void AssertAlike(float[] expected, float[] actual)
    {
        float greatest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair =>
            Assert.InRange(Math.Abs((double)pair.First - pair.Second), 0, 8 * (double)(MathF.BitIncrement(greatest) - greatest)));
    }

    // Magnitudes from 0.5 to 2, at equal distances in a random order: none near 0, where abs and relu bend, and of up
    // to 12 no two nearer than 1/8, so that max and min stay where they are; nor two of neighbouring inputs nearer than 1/16.
    // Multiples of 2^-10.
    private static float[] Spread(Random random, int count, bool positive, int input = 0)
    {
        float[] values = [.. Enumerable.Range(0, count).Select(i => 0.5f + (input / 16f) + (MathF.Round(1536f * i / count) / 1024))];
        random.Shuffle(values);
        return [.. values.Select(v => positive || random.Next(2) == 0 ? v : -v)];
    }

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();

    private static void AssertClose(string what, Tensor? tensor, double[] exact, float[] peer, bool bySize)
    {
        Assert.NotNull(tensor);
        float[] actual = tensor.ToArray();
        Assert.Equal(exact.Length, actual.Length);
        double bound = bySize ? MaxUlps * exact.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max() / (1 << 23) : 0;
        for (int i = 0; i < actual.Length; i++)
        {
            float rounded = (float)exact[i];
            bool close = !float.IsFinite(rounded) ? actual[i].Equals(rounded)
                : Ulps.Between(actual[i], rounded) <= MaxUlps
                || Math.Abs(actual[i] - exact[i]) <= bound
                || (float.IsFinite(peer[i]) && Math.Abs(actual[i] - exact[i]) <= Math.Abs(peer[i] - exact[i]));
            Assert.True(close, $"{what}[{i}] is {actual[i]:G9}; float64 has {exact[i]:G17}, PyTorch {peer[i]:G9}.");
        }
    }
}
