using System.Runtime.CompilerServices;

namespace LinRegPS.Kernels;

/// <summary>
/// Two operands of different shapes laid over one output. <paramref name="Sizes"/> are the output's dimensions;
/// an operand's stride is 0 along each dimension in which its one element is repeated. The innermost strides are 0 or 1.
/// </summary>
public readonly record struct Broadcast(int[] Sizes, int[] FirstStrides, int[] SecondStrides)
{
    /// <summary>z = f(x, y), by runs along the innermost dimension.</summary>
    public void Forward<TOperator>(TOperator f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TOperator : struct, IBinaryFunction
    {
        if (z.Length > 0)
            Run(f, x, y, z, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TOperator>(
        TOperator f, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z, int dimension)
        where TOperator : struct, IBinaryFunction
    {
        int size = Sizes[dimension], strideX = FirstStrides[dimension], strideY = SecondStrides[dimension];
        if (dimension == Sizes.Length - 1)
        {
            Elementwise.Forward(f, x[..(strideX == 0 ? 1 : size)], y[..(strideY == 0 ? 1 : size)], z[..size]);
            return;
        }
        int strideZ = z.Length / size;
        for (int i = 0; i < size; i++)
            Run(f, x[(i * strideX)..], y[(i * strideY)..], z.Slice(i * strideZ, strideZ), dimension + 1);
    }
}
