namespace LinRegPS.Kernels.Optimizers;

/// <summary>The update of stochastic gradient descent.</summary>
public static class SgdUpdate
{
    /// <summary>w = fma(-learningRate, gradient, w), rounded once, as torch.optim.SGD does it; BLAS's saxpy.</summary>
    /// <param name="w">[n].</param>
    /// <param name="gradient">[n].</param>
    /// <param name="learningRate">What the gradient is multiplied by.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gradient is shorter than w.</exception>
    public static void Apply(Span<float> w, ReadOnlySpan<float> gradient, float learningRate) =>
        Elementwise.Forward(new AddScaled(-learningRate), w, gradient[..w.Length], w);
}
