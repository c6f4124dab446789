using System.Runtime.Intrinsics;
using LinRegPS.Kernels.LinearAlgebra.Gemm;

namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>
/// Convolutions and their gradients as products whose windows are read from the image that they lie over, widened by its padding: no
/// matrix of windows is made. An element's products are summed in order, each fused with its addition, in equal blocks of at most 512
/// whose sums are added in order; a weight's gradient so for each image, of which the sum is in float64. Threads change nothing.
/// </summary>
public static unsafe class DirectConvolution
{
    /// <summary>The convolution y of x with the weight, and a bias that is added to its rounded sums.</summary>
    /// <param name="shape">What it goes over.</param>
    /// <param name="weight">[groups, outer, inner, rows' length, columns' length].</param>
    /// <param name="x">[images, groups, inner, rows' size, columns' size].</param>
    /// <param name="bias">[groups, outer], or empty.</param>
    /// <param name="y">Receives [images, groups, outer, rows' count, columns' count]; none of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Multiply(ConvolutionShape shape, ReadOnlySpan<float> weight, ReadOnlySpan<float> x, ReadOnlySpan<float> bias, Span<float> y)
    {
        Check(shape, weight, x, y);
        fixed (float* pw = weight, px = x, pb = bias.IsEmpty ? bias : bias[..(shape.Groups * shape.Outer)], py = y)
        {
            if (Vector512.IsHardwareAccelerated)
                WindowProducts<GemmVector512, Vector512<float>>.Run(shape, pw, px, pb, py);
            else if (Vector256.IsHardwareAccelerated)
                WindowProducts<GemmVector256, Vector256<float>>.Run(shape, pw, px, pb, py);
            else
                WindowProducts<GemmVector128, Vector128<float>>.Run(shape, pw, px, pb, py);
        }
    }

    /// <summary>Its transpose: the gradient of x from that of y.</summary>
    /// <param name="shape">What it goes over.</param>
    /// <param name="weight">[groups, outer, inner, rows' length, columns' length].</param>
    /// <param name="y">[images, groups, outer, rows' count, columns' count].</param>
    /// <param name="x">Receives [images, groups, inner, rows' size, columns' size]; neither of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void MultiplyTransposed(ConvolutionShape shape, ReadOnlySpan<float> weight, ReadOnlySpan<float> y, Span<float> x)
    {
        Check(shape, weight, x, y);
        fixed (float* pw = weight, px = x, py = y)
        {
            if (Vector512.IsHardwareAccelerated)
                ImageSums<GemmVector512, Vector512<float>>.Run(shape, pw, py, px);
            else if (Vector256.IsHardwareAccelerated)
                ImageSums<GemmVector256, Vector256<float>>.Run(shape, pw, py, px);
            else
                ImageSums<GemmVector128, Vector128<float>>.Run(shape, pw, py, px);
        }
    }

    /// <summary>The gradient of the weight from x and the gradient of y.</summary>
    /// <param name="shape">What it goes over.</param>
    /// <param name="x">[images, groups, inner, rows' size, columns' size].</param>
    /// <param name="y">[images, groups, outer, rows' count, columns' count].</param>
    /// <param name="weight">Receives [groups, outer, inner, rows' length, columns' length]; neither of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Correlate(ConvolutionShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> weight)
    {
        Check(shape, weight, x, y);
        fixed (float* pw = weight, px = x, py = y)
        {
            if (Vector512.IsHardwareAccelerated)
                WeightSums<GemmVector512, Vector512<float>>.Run(shape, px, py, pw);
            else if (Vector256.IsHardwareAccelerated)
                WeightSums<GemmVector256, Vector256<float>>.Run(shape, px, py, pw);
            else
                WeightSums<GemmVector128, Vector128<float>>.Run(shape, px, py, pw);
        }
    }

    // Kernels work with pointers, which check nothing.
    private static void Check(ConvolutionShape shape, ReadOnlySpan<float> weight, ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(weight.Length, (long)shape.Groups * shape.Outer * shape.Depth);
        ArgumentOutOfRangeException.ThrowIfLessThan(x.Length, (long)shape.Products * shape.Inner * shape.Plane);
        ArgumentOutOfRangeException.ThrowIfLessThan(y.Length, (long)shape.Products * shape.Outer * shape.Windows);
    }
}
