using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Kernels.LinearAlgebra.Planning;

/// <summary>The ways in which a product is computed; <see cref="ProductPlan"/> says which, and what its sums are.</summary>
internal enum ProductPath
{
    /// <summary>One element: <see cref="Summation.Dot"/>.</summary>
    DotProduct,

    /// <summary>Float32, in order and fused.</summary>
    InOrder,

    /// <summary>The same sums, eight rows of a tall-skinny matrix at a time.</summary>
    InOrderTallSkinny,

    /// <summary>Float64 accumulation, rounded once.</summary>
    InFloat64,

    /// <summary>A large matrix with a vector: float32 in blocks.</summary>
    GemvInBlocks,

    /// <summary>Two large matrices: float32 in blocks.</summary>
    GemmInBlocks,
}

/// <summary>
/// Which kernel computes a product of [m, k] and [k, n], and so which bits it has. The only place that decides: whoever
/// multiplies asks here (matrix products, the fused regression), so that a changed threshold changes all of them alike.
/// <code>
/// m, n         m n k        k         path              sums
/// ------------ ------------ --------- ----------------- -------------------------------------------------------------
/// both 1       any          any       DotProduct        up to 7 products and sums each rounded; beyond, float64
/// one of them  &lt; 512        &lt; 16      InOrder           float32, in order and fused, as PyTorch's BLAS has them
/// one of them  &lt; 100,000    &lt; 16      InOrderTallSkinny the same bits
/// one of them  &lt; 100,000    16 ..     InFloat64         float64, rounded once: within half an ulp
/// one of them  100,000 ..   any       GemvInBlocks      float32 in lanes or tiles of rows, float64 beyond (its bound is there)
/// neither      &lt; 100,000    &lt; 8       InOrder           float32, in order and fused, as PyTorch's BLAS has them
/// neither      &lt; 100,000    8 ..      InFloat64         float64, rounded once: within half an ulp
/// neither      100,000 ..   any       GemmInBlocks      float32 in order, in blocks of at most 512 (its bound is there)
/// </code>
/// Who asks for float64 gets it in place of either InOrder. From 8 inner elements on (measured: PyTorch 1.13 with
/// OpenBLAS 0.3.21) PyTorch leaves the order for two matrices, and the true value is the measure; for a matrix and a
/// vector it keeps it. Least squares make no choice: Gram matrices and residuals are in float64 or twice that, whatever
/// the shape.
/// </summary>
internal static class ProductPlan
{
    /// <summary>The most columns of a tall-skinny matrix, whose rows are worked on eight at a time, turned.</summary>
    public const int TallSkinnyColumns = 16;

    // Multiplications: from here on speed counts, and here the time to compile another kernel is soon made up for.
    private const long Large = 100_000, Many = 512;

    // Inner elements.
    private const int LongForVector = 16, LongForMatrices = 8;

    /// <summary>How C [m, n] = A [m, k] B [k, n] is computed, whichever of them is stored transposed.</summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Products that are summed for each element.</param>
    /// <param name="float64">Whether small products are summed in float64, however short the sums.</param>
    public static ProductPath Choose(int m, int n, int k, bool float64 = false)
    {
        if (m == 1 && n == 1)
            return ProductPath.DotProduct;
        bool isVector = m == 1 || n == 1;
        long multiplications = (long)m * n * k;
        if (multiplications >= Large)
            return isVector ? ProductPath.GemvInBlocks : ProductPath.GemmInBlocks;
        if (float64 || k >= (isVector ? LongForVector : LongForMatrices))
            return ProductPath.InFloat64;
        return isVector && multiplications >= Many ? ProductPath.InOrderTallSkinny : ProductPath.InOrder;
    }

    /// <summary>Whether a large matrix of so many columns goes to the tall-skinny kernel.</summary>
    public static bool IsTallSkinny(int columns) => columns is > 0 and <= TallSkinnyColumns;

    /// <summary>
    /// Whether the fused regression on X [rows, columns] may go block by block: where the operations' own sums are those
    /// of blocks, of the predictions and of the loss alike.
    /// </summary>
    public static bool IsFusedByBlocks(int rows, int columns) =>
        rows >= Summation.Long && Choose(rows, 1, columns) == ProductPath.GemvInBlocks;
}
