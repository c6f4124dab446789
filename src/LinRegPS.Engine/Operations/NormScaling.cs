namespace LinRegPS.Operations;

/// <summary>
/// The rows of [rows,count] times what their norm says, in float64: torch.nn.functional.normalize divides each by its norm, which counts as
/// eps at least; torch.renorm scales down those whose norm is above a bound, and adds a little to the norm, as PyTorch keeps a division by
/// nothing away.
/// </summary>
/// <param name="label">What it is done for.</param>
/// <param name="x">[rows,count].</param>
/// <param name="p">The norm's order, above 0 and finite.</param>
/// <param name="scale">What a row's length becomes: 1, or the bound.</param>
/// <param name="isScaled">Whether a row of this norm is divided by it.</param>
/// <param name="otherwise">What other rows are divided by: eps, or 1.</param>
/// <param name="little">What is added to the norm.</param>
internal sealed class NormScaling(string label, Tensor x, double p, double scale, Predicate<float> isScaled, double otherwise, double little) : Operation(x)
{
    private const int Large = 1 << 14;

    protected override string Label => label;

    private int Count => InputShape(0)[1];

    /// <summary>Whether it can be used: of large tensors, and of infinite norms, a few operations are the faster way.</summary>
    public static bool Is(Tensor x, double p) => p > 0 && double.IsFinite(p) && x.Numel is > 0 and <= Large;

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var result = Input(0).Copy();
        for (int row = 0; row < InputShape(0)[0]; row++)
        {
            var elements = result.Data.Slice(row * Count, Count);
            double norm = Norm(elements), factor = isScaled((float)norm) ? scale / (norm + little) : 1 / otherwise;
            for (int i = 0; i < elements.Length; i++)
                elements[i] = (float)(elements[i] * factor);
        }
        return result;
    }

    // Of x f(norm): f times the gradient, and x f' times what the norm moves by.
    protected override void Backward(Tensor gradient) => GiveNew(0, GradMode.IsEnabled ? Recorded(gradient, Input(0)) : ByRows(gradient));

    private Tensor ByRows(Tensor gradient)
    {
        var result = gradient.Copy();
        for (int row = 0; row < InputShape(0)[0]; row++)
        {
            var x = Input(0).Data.Slice(row * Count, Count);
            var g = result.Data.Slice(row * Count, Count);
            double norm = Norm(x), held = norm + little, inner = 0;
            bool scaled = isScaled((float)norm);
            for (int i = 0; i < x.Length; i++)
                inner += (double)g[i] * x[i];
            for (int i = 0; i < x.Length; i++)
            {
                double slope = x[i] == 0 ? 0 : p == 2 ? x[i] / norm : (x[i] > 0 ? 1 : -1) * Math.Pow(Math.Abs(x[i]) / norm, p - 1);
                g[i] = (float)(scaled ? (g[i] - (inner * slope / held)) * (scale / held) : g[i] / otherwise);
            }
        }
        return result;
    }

    private Tensor Recorded(Tensor gradient, Tensor x)
    {
        var norm = x.Norm(p, 1, keepdim: true);
        var (held, slope) = (norm + little, Operations.Norm.Slope(x, norm, p));
        var scaled = (scale / held * gradient) - (scale / held.Square() * (gradient * x).Sum(1, keepdim: true) * slope);
        return Tensor.Where(Tensor.FromBool([.. norm.ToArray().Select(n => isScaled(n))], [.. norm.Shape]), scaled, gradient / otherwise);
    }

    private double Norm(ReadOnlySpan<float> x)
    {
        double sum = 0;
        foreach (float element in x)
            sum += p == 2 ? (double)element * element : Math.Pow(Math.Abs((double)element), p);
        return p == 2 ? Math.Sqrt(sum) : Math.Pow(sum, 1 / p);
    }
}
