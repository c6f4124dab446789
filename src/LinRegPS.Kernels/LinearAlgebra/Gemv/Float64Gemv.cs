using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Kernels.LinearAlgebra.Gemv;

/// <summary>The product of a small matrix with a vector by float64 accumulation, rounded once.</summary>
internal static unsafe class Float64Gemv
{
    /// <summary>y = X w, X being [rows, columns].</summary>
    [MethodImpl(Kernel.Hot)]
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, int rows, int columns)
    {
        fixed (float* px = x[..(rows * columns)], pw = w[..columns], py = y[..rows])
        {
            float* at = px;
            int row = 0;
            for (; row <= rows - 4; row += 4, at += 4 * (nint)columns)
                MultiplyFour(at, pw, py + row, columns);
            for (; row < rows; row++, at += columns)
                py[row] = (float)Float64Sum.Block<Float64Sum.ProductTerm>(at, pw, columns);
        }
    }

    // Four rows share the widening of w.
    [MethodImpl(Kernel.Hot)]
    private static void MultiplyFour(float* x0, float* w, float* y, nint columns)
    {
        float* x1 = x0 + columns, x2 = x1 + columns, x3 = x2 + columns;
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nint c = 0;
        for (; c <= columns - Lanes.Count; c += Lanes.Count)
        {
            var f = Lanes.Widen(Vector256.Load(w + c));
            // A product of two float32 is exact in float64: fused or not, the bits are the same.
            s0 = Vector512.MultiplyAddEstimate(f, Lanes.Widen(Vector256.Load(x0 + c)), s0);
            s1 = Vector512.MultiplyAddEstimate(f, Lanes.Widen(Vector256.Load(x1 + c)), s1);
            s2 = Vector512.MultiplyAddEstimate(f, Lanes.Widen(Vector256.Load(x2 + c)), s2);
            s3 = Vector512.MultiplyAddEstimate(f, Lanes.Widen(Vector256.Load(x3 + c)), s3);
        }
        Vector256<double> h0 = Float64Sum.Halves(s0), h1 = Float64Sum.Halves(s1), h2 = Float64Sum.Halves(s2), h3 = Float64Sum.Halves(s3);
        if (c <= columns - 4)
        {
            var f = Lanes.Widen(Vector128.Load(w + c));
            h0 = Vector256.MultiplyAddEstimate(f, Lanes.Widen(Vector128.Load(x0 + c)), h0);
            h1 = Vector256.MultiplyAddEstimate(f, Lanes.Widen(Vector128.Load(x1 + c)), h1);
            h2 = Vector256.MultiplyAddEstimate(f, Lanes.Widen(Vector128.Load(x2 + c)), h2);
            h3 = Vector256.MultiplyAddEstimate(f, Lanes.Widen(Vector128.Load(x3 + c)), h3);
            c += 4;
        }
        double t0 = Float64Sum.Across(h0), t1 = Float64Sum.Across(h1), t2 = Float64Sum.Across(h2), t3 = Float64Sum.Across(h3);
        for (; c < columns; c++)
        {
            double f = w[c];
            t0 += f * x0[c];
            t1 += f * x1[c];
            t2 += f * x2[c];
            t3 += f * x3[c];
        }
        (y[0], y[1], y[2], y[3]) = ((float)t0, (float)t1, (float)t2, (float)t3);
    }
}
