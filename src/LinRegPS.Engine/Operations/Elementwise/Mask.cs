using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels;

namespace LinRegPS.Operations;

/// <summary>Ones and zeros that say where a function has which of its parts; constants, as what is compared has no slope.</summary>
internal static class Mask
{
    /// <summary>1 where an element is from one number to another, or NaN, else 0.</summary>
    public static Tensor Within(Tensor x, float low, float high) => Broadcasting.Combine("Within", new Between(low, high), x, x);

    /// <summary>1 where an element is 0, else 0.</summary>
    public static Tensor Zero(Tensor x) => Broadcasting.Combine("Zero", default(Nothing), x, x);

    private readonly struct Nothing : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) =>
            Vector256<float>.One & Vector256.Equals(x, Vector256<float>.Zero);
    }

    private readonly struct Between(float low, float high) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y) => Vector256.AndNot(
            Vector256<float>.One, Vector256.LessThan(x, Vector256.Create(low)) | Vector256.GreaterThan(x, Vector256.Create(high)));
    }
}
