namespace LinRegPS.Kernels.Optimizers;

/// <summary>The update of stochastic gradient descent.</summary>
public static class SgdUpdate
{
    /// <summary>w = fma(-learningRate, gradient, w), rounded once, as torch.optim.SGD does it.</summary>
    public static void Apply(Span<float> w, ReadOnlySpan<float> gradient, float learningRate) =>
        Elementwise.Forward(new AddScaled(-learningRate), w, gradient[..w.Length], w);
}
