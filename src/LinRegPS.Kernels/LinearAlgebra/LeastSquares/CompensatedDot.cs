using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.LinearAlgebra.LeastSquares;

/// <summary>Products of columns of doubles in as good as twice the precision: what products and sums round off is added up beside them (Dot2 of Ogita, Rump and Oishi 2005).</summary>
public static class CompensatedDot
{
    private const int Lanes = 4;

    /// <summary>The sum of x[i] * y[i], as far as x goes, as a sum of two doubles.</summary>
    /// <param name="x">[n].</param>
    /// <param name="y">[n] or longer.</param>
    /// <param name="low">Receives what the result is more than that.</param>
    /// <exception cref="ArgumentOutOfRangeException">y is shorter than x.</exception>
    [MethodImpl(Kernel.Hot)]
    public static double Compute(ReadOnlySpan<double> x, ReadOnlySpan<double> y, out double low)
    {
        ref double rx = ref MemoryMarshal.GetReference(x), ry = ref MemoryMarshal.GetReference(y[..x.Length]);
        nuint i = 0, length = (nuint)x.Length;
        Vector256<double> s0 = default, s1 = default, e0 = default, e1 = default;
        for (; i + (2 * Lanes) <= length; i += 2 * Lanes)
        {
            s0 = AddProduct(s0, Vector256.LoadUnsafe(ref rx, i), Vector256.LoadUnsafe(ref ry, i), ref e0);
            s1 = AddProduct(s1, Vector256.LoadUnsafe(ref rx, i + Lanes), Vector256.LoadUnsafe(ref ry, i + Lanes), ref e1);
        }
        e0 += e1;
        double error = (e0.GetElement(0) + e0.GetElement(2)) + (e0.GetElement(1) + e0.GetElement(3)), sum = 0;
        for (int lane = 0; lane < Lanes; lane++)
        {
            sum = Add(sum, s0.GetElement(lane), ref error);
            sum = Add(sum, s1.GetElement(lane), ref error);
        }
        for (; i < length; i++)
        {
            double a = Unsafe.Add(ref rx, i), b = Unsafe.Add(ref ry, i), product = a * b;
            error += Math.FusedMultiplyAdd(a, b, -product);
            sum = Add(sum, product, ref error);
        }
        double result = sum + error;
        low = error - (result - sum);
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AddProduct(Vector256<double> sum, Vector256<double> x, Vector256<double> y, ref Vector256<double> error)
    {
        var product = x * y;
        var rest = Vector256.FusedMultiplyAdd(x, y, -product);
        var next = sum + product;
        var part = next - sum;
        error += rest + ((sum - (next - part)) + (product - part));
        return next;
    }

    // a + b, with what was rounded off added to the error (Knuth).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Add(double a, double b, ref double error)
    {
        double sum = a + b, part = sum - a;
        error += (a - (sum - part)) + (b - part);
        return sum;
    }
}
