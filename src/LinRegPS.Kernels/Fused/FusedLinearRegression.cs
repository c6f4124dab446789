using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.LinearAlgebra.Gemm;
using LinRegPS.Kernels.LinearAlgebra.Gemv;
using LinRegPS.Kernels.LinearAlgebra.Planning;
using LinRegPS.Kernels.Rearrangement;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Kernels.Fused;

/// <summary>
/// Forward and backward of a linear regression with one output, y = X w + b against a target under the mean squared
/// error. Large data are read once: block by block the predictions, their errors and the gradients are made while the
/// block is in cache. Every number has the bits that the operations give one after the other. Holds the memory that
/// it needs, so that a step allocates nothing; not for use by two threads at once.
/// </summary>
/// <param name="columns">The number of columns of X.</param>
public sealed unsafe partial class FusedLinearRegression(int columns)
{
    private readonly float[] _weight = new float[BlockedGemv.PaddedLength(columns)];
    private float[] _prediction = [], _error = [];
    private double[] _partial = [];

    /// <summary>
    /// The mean squared error of all rows, and its derivatives times <paramref name="scale"/>; in PyTorch mse_loss of linear,
    /// and its backward.
    /// </summary>
    /// <param name="x">X, [rows, columns].</param>
    /// <param name="target">[rows], at least one.</param>
    /// <param name="next">The rows of X that come next, to be prefetched meanwhile; or none.</param>
    /// <param name="weight">w, [columns].</param>
    /// <param name="bias">b, one element; or none where there is no bias.</param>
    /// <param name="scale">What the derivatives are multiplied by.</param>
    /// <param name="weightGradient">Receives the derivatives with respect to w, [columns].</param>
    /// <param name="biasGradient">Receives that with respect to b, one element; or none where there is no bias.</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public float Run(
        ReadOnlySpan<float> x, ReadOnlySpan<float> target, RowPrefetcher next, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float scale,
        Span<float> weightGradient, Span<float> biasGradient)
    {
        x = x[..(target.Length * columns)];
        weight = weight[..columns];
        weightGradient = weightGradient[..columns];
        float sum = ProductPlan.IsFusedByBlocks(target.Length, columns)
            ? RunByBlocks(x, target, default, target.Length, weight, bias, scale, weightGradient, biasGradient)
            : RunAtOnce(x, target, next, weight, bias, scale, weightGradient, biasGradient);
        return sum / target.Length;
    }

    internal float RunAtOnce(
        ReadOnlySpan<float> x, ReadOnlySpan<float> target, RowPrefetcher next, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, float scale,
        Span<float> weightGradient, Span<float> biasGradient)
    {
        int rows = target.Length;
        Reserve(ref _prediction, rows);
        Reserve(ref _error, rows);
        Span<float> prediction = new(_prediction, 0, rows), error = new(_error, 0, rows);
        Predict(x, weight, prediction, rows, ref next);
        if (bias.Length > 0)
            Elementwise.Forward(new AddScaled(1), prediction, bias, prediction);
        float sum = Summation.SquaredError(prediction, target);
        Differentiate(prediction, target, rows, scale, error);
        var path = ProductPlan.Choose(1, columns, rows);
        if (path == ProductPath.DotProduct)
            weightGradient[0] = Summation.Dot(error, x);
        else if (path == ProductPath.GemvInBlocks)
            MatrixProduct.MultiplyLeftTransposed(error, x, weightGradient, 1, columns, rows);
        else
            SmallGemm.SumRows(error, 1, x, rows, weightGradient, path == ProductPath.InFloat64, ref next);
        if (bias.Length > 0)
            biasGradient[0] = Summation.Sum(error);
        return sum;
    }

    // Some rows at a time, and before them half as many of the next are prefetched.
    private void Predict(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, Span<float> prediction, int rows, ref RowPrefetcher next)
    {
        const int slice = 8;
        int row = 0;
        for (; !next.IsEmpty && row + (2 * slice) <= rows; row += slice)
        {
            next.Prefetch(slice / 2 * columns);
            MatrixProduct.MultiplyRightTransposed(
                x.Slice(row * columns, slice * columns), weight, prediction.Slice(row, slice), slice, 1, columns);
        }
        MatrixProduct.MultiplyRightTransposed(x[(row * columns)..], weight, prediction[row..], rows - row, 1, columns);
    }

    /// <summary>The derivative of the mean squared error, element by element; the roundings are those of the operation.</summary>
    private static void Differentiate(
        ReadOnlySpan<float> prediction, ReadOnlySpan<float> target, int count, float scale, Span<float> error)
    {
        Elementwise.Forward(new ScaledDifference(2f / count), prediction, target, error);
        if (scale != 1)
            Elementwise.Forward(new Scaled(scale), error, [0], error);
    }

    private static void Reserve<T>(ref T[] memory, int length)
    {
        if (memory.Length < length)
            memory = GC.AllocateUninitializedArray<T>(length);
    }
}
