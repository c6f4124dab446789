namespace LinRegPS;

// Pooling by norms.
public sealed partial class Tensor
{
    /// <summary>(sum x^p)^(1/p) of each window of sequences; torch.nn.functional.lp_pool1d. The gradient where the sum is 0 is 0.</summary>
    /// <param name="normType">p.</param>
    /// <param name="kernelSize">The window.</param>
    /// <param name="stride">How far it steps; its own size where null.</param>
    /// <param name="ceilMode">Whether a last window counts that reaches beyond the input.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank, or smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor LpPool1d(double normType, int[] kernelSize, int[]? stride = null, bool ceilMode = false) =>
        Rooted(normType, Pow(NotZero(normType)).AvgPool1d(kernelSize, stride, null, ceilMode), WindowSize("LpPool1d", kernelSize, 1));

    /// <summary>(sum x^p)^(1/p) of each window of images; torch.nn.functional.lp_pool2d. The gradient where the sum is 0 is 0.</summary>
    /// <param name="normType">p.</param>
    /// <param name="kernelSize">The window: one number, or one for each dimension.</param>
    /// <param name="stride">How far it steps; its own size where null.</param>
    /// <param name="ceilMode">Whether a last window counts that reaches beyond the input.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank, or smaller than the window.</exception>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Tensor LpPool2d(double normType, int[] kernelSize, int[]? stride = null, bool ceilMode = false) =>
        Rooted(normType, Pow(NotZero(normType)).AvgPool2d(kernelSize, stride, null, ceilMode), WindowSize("LpPool2d", kernelSize, 2));

    private static Tensor Rooted(double p, Tensor means, int window) => ((means.Sign() * means.Abs().Relu()) * window).Pow(1 / p);

    private static int WindowSize(string operation, int[] kernelSize, int dimensions) =>
        Operations.Sizes.Each(operation, "KernelSize", kernelSize, dimensions, 1).Aggregate(1, (a, b) => a * b);

    private static double NotZero(double p) => double.IsFinite(p) && (float)p != 0 ? p : throw Errors.Zero("NormType", p);
}
