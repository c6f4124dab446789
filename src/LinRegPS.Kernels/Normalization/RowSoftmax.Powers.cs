using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Kernels.Normalization;

// The powers of a row, and what is made of them.
public static unsafe partial class RowSoftmax
{
    // So many powers are kept between a row's sum and what is made of them; of a longer row they are computed twice.
    private const int Kept = 1024;

    // What a rounded result lacks is stored times this, so that the rest of the smallest does not vanish.
    private const double Larger = 1 << 24, Smaller = 1 / Larger;

    /// <summary>The greatest element; NaN does not count.</summary>
    [MethodImpl(Kernel.Hot)]
    internal static float Greatest(float* x, int count)
    {
        var greatest = Vector256.Create(float.NegativeInfinity);
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
            greatest = Vector256.MaxNative(Vector256.Load(x + i), greatest);
        var four = Vector128.MaxNative(greatest.GetLower(), greatest.GetUpper());
        var two = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        float most = Math.Max(two[0], two[1]);
        for (; i < count; i++)
            most = x[i] > most ? x[i] : most;
        return most;
    }

    // The sum of e^(x - most), 1 for the greatest.
    private static double PowerSum(float* x, int count, float most, double* kept)
    {
        double powers = 0;
        for (int start = 0; start < count; start += Kept)
            powers += KeepPowers(x + start, Math.Min(Kept, count - start), Wide(most), kept);
        return powers;
    }

    // Most comes as a vector: made of a float in the loop, each turn would wait for the one before.
    [MethodImpl(Kernel.Hot)]
    private static double KeepPowers(float* x, int count, Vector512<double> most, double* kept)
    {
        Vector512<double> first = default, second = default;
        int i = 0;
        for (; i <= count - (2 * Lanes.Count); i += 2 * Lanes.Count)
        {
            Vector512<double> one = Less(Vector256.Load(x + i), most), two = Less(Vector256.Load(x + i + Lanes.Count), most);
            WideExponentials.Exp(ref one, ref two);
            one.Store(kept + i);
            two.Store(kept + i + Lanes.Count);
            first += one;
            second += two;
        }
        if (i <= count - Lanes.Count)
        {
            var one = WideExponentials.Exp(Less(Vector256.Load(x + i), most));
            one.Store(kept + i);
            first += one;
            i += Lanes.Count;
        }
        double sum = Across(first + second);
        for (; i < count; i++)
        {
            kept[i] = WideExponentials.Exp(Less(Vector256.Create(x[i]), most)).ToScalar();
            sum += kept[i];
        }
        return sum;
    }

    // x - most, of which e to the power is 0 or next to it below -700.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Less(Vector256<float> x, Vector512<double> most) =>
        Vector512.MaxNative(Vector512.Create(-700.0), Lanes.Widen(x) - most);

    private static double Across(Vector512<double> sums) => Float64Sum.Across(Float64Sum.Halves(sums));

    private static Vector512<double> Wide(float number) => Vector512.Create((double)number);

    // y = f(e^(x - most), gradient). The powers of a short row are those that its sum has kept.
    private static void Scale<TFunction>(TFunction f, float* x, float* gradient, float* y, int count, float most, double* kept)
        where TFunction : struct, IPowerFunction
    {
        for (int start = 0; start < count; start += Kept)
        {
            int length = Math.Min(Kept, count - start);
            if (count > Kept)
                KeepPowers(x + start, length, Wide(most), kept);
            ScaleKept(f, gradient + start, y + start, length, kept);
        }
    }

    [MethodImpl(Kernel.Hot)]
    private static void ScaleKept<TFunction>(TFunction f, float* gradient, float* y, int count, double* kept)
        where TFunction : struct, IPowerFunction
    {
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Load(gradient + i));
            Vector256.Narrow(f.Forward(Vector256.Load(kept + i), lower), f.Forward(Vector256.Load(kept + i + 4), upper)).Store(y + i);
        }
        for (; i < count; i++)
            y[i] = (float)f.Forward(Vector256.Create(kept[i]), Vector256.Create((double)gradient[i])).ToScalar();
    }

    // y = factor e^(x - most), and what it lacks of that.
    private static void Split(double factor, float* x, float* y, float* rest, int count, float most, double* kept)
    {
        for (int start = 0; start < count; start += Kept)
        {
            int length = Math.Min(Kept, count - start);
            if (count > Kept)
                KeepPowers(x + start, length, Wide(most), kept);
            SplitKept(factor, y + start, rest + start, length, kept);
        }
    }

    [MethodImpl(Kernel.Hot)]
    private static void SplitKept(double factor, float* y, float* rest, int count, double* kept)
    {
        int i = 0;
        for (; i <= count - Lanes.Count; i += Lanes.Count)
        {
            var share = Vector512.Load(kept + i) * factor;
            var rounded = Lanes.Narrow(share);
            rounded.Store(y + i);
            Lanes.Narrow((share - Lanes.Widen(rounded)) * Larger).Store(rest + i);
        }
        for (; i < count; i++)
        {
            double share = kept[i] * factor;
            y[i] = (float)share;
            rest[i] = (float)((share - y[i]) * Larger);
        }
    }

    // A result as it was before it was rounded.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Whole(float* y, float* rest) =>
        Vector512.FusedMultiplyAdd(Lanes.Widen(Vector256.Load(rest)), Vector512.Create(Smaller), Lanes.Widen(Vector256.Load(y)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Whole(float y, float rest) => y + (rest * Smaller);

    // What becomes of a power and the gradient of its element.
    private interface IPowerFunction
    {
        Vector256<double> Forward(Vector256<double> power, Vector256<double> gradient);
    }

    // factor e^(x - most).
    private readonly struct Share(double factor) : IPowerFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Forward(Vector256<double> power, Vector256<double> gradient) => power * factor;
    }

    // gradient - factor e^(x - most).
    private readonly struct LessShare(double factor) : IPowerFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Forward(Vector256<double> power, Vector256<double> gradient) => gradient - (power * factor);
    }

    // x - most - log.
    private readonly struct LessBoth(Vector256<double> most, Vector256<double> log) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var (lower, upper) = Vector256.Widen(x);
            return Vector256.Narrow(lower - most - log, upper - most - log);
        }
    }
}
