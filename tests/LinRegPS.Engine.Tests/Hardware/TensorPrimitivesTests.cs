using System.Runtime.Intrinsics;
using LinRegPS.Engine.Tests.Kernels;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Hardware;

// Why some of the package's functions are not taken. Whoever raises its version learns here which reasons are gone.
public class TensorPrimitivesTests
{
    private static readonly float[] s_x =
        [.. Enumerable.Range(0, 1 << 20).Select(i => BitConverter.UInt32BitsToSingle((uint)i * 4093))];

    public static TheoryData<string> Names { get; } =
        [.. ElementwiseFunction.All.Where(f => f.Source is not Source.Absent).Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsOrIsNotTakenForAReasonThatHolds(string name)
    {
        // Without vectors it calls the C runtime for all functions.
        Assert.True(Vector128.IsHardwareAccelerated);
        var function = ElementwiseFunction.Named(name);
        switch (function.Source)
        {
            case Source.TensorPrimitives:
            case Source.SameInstruction:
                Assert.Equal(-1, FirstDifference(function.Package!, function.Kernel));
                break;
            case Source.TooFarOff:
                Assert.True(Worst(function.Package!) > 2, "It is within the limit now.");
                break;
            case Source.OfTheRuntime:
                Assert.Equal("acosh", name);
                Assert.Equal(-1, FirstDifference(function.Package!, Acosh));
                break;
            case Source.LosesSmall:
                float[] small = [1e-20f, 1e-20f, 1e-20f, 1e-20f, 1e-20f, 1e-20f, 1e-20f, 1e-20f], y = new float[8];
                function.Package!(small, y);
                Assert.True(Ulps.Error(y[0], function.Exact(small[0])) > 1000, "It is right where x is small now.");
                break;
            case Source.DependsOnPlace:
                Assert.NotEqual(-1, FirstDifference(function.Package!, OneByOne));
                Assert.True(Worst(function.Package!) > Worst(function.Kernel), "It is more exact now.");
                break;
            default:
                Assert.Fail("A reason without a test.");
                break;
        }

        double Worst(SpanFunction f) => Values(f).Select((y, i) => Ulps.Error(y, function.Exact(s_x[i]))).Max();

        static void Acosh(ReadOnlySpan<float> x, Span<float> y)
        {
            for (int i = 0; i < x.Length; i++)
                y[i] = MathF.Acosh(x[i]);
        }

        void OneByOne(ReadOnlySpan<float> x, Span<float> y)
        {
            for (int i = 0; i < x.Length; i++)
                function.Package!(x.Slice(i, 1), y.Slice(i, 1));
        }
    }

    private static int FirstDifference(SpanFunction f, SpanFunction g)
    {
        float[] a = Values(f), b = Values(g);
        return Enumerable.Range(0, a.Length).FirstOrDefault(i => !a[i].Equals(b[i]), -1);
    }

    private static float[] Values(SpanFunction f)
    {
        float[] y = new float[s_x.Length];
        f(s_x, y);
        return y;
    }
}
