using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Normalization;

/// <summary>
/// How the planes of [rows, channels, inner] elements fall into sets that are normalized together: set s has the planes
/// s * SetStep + i * PlaneStep. A batch norm has a set for each channel, a group norm one for each group of a row.
/// </summary>
/// <param name="Sets">How many sets.</param>
/// <param name="Planes">The planes of each.</param>
/// <param name="SetStep">From a set's first plane to the next set's.</param>
/// <param name="PlaneStep">From a plane of a set to its next.</param>
/// <param name="Inner">The elements of a plane.</param>
/// <param name="Channels">Weight and bias of a plane are those of its number modulo this.</param>
public readonly record struct PlaneSets(int Sets, int Planes, int SetStep, int PlaneStep, int Inner, int Channels)
{
    /// <summary>The elements of a set.</summary>
    public int Count => Planes * Inner;

    /// <summary>The number of a plane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Plane(int set, int i) => (set * SetStep) + (i * PlaneStep);
}

/// <summary>
/// Sets of planes shifted and scaled to mean 0 and variance 1, with a weight and a bias for each channel, computed in float64 and
/// rounded once. A weight or bias that is empty is not applied.
/// </summary>
public static unsafe class PlaneNorm
{
    /// <summary>The sets' means and 1 / sqrt(variance + epsilon), the variance divided by their elements.</summary>
    /// <param name="x">[rows, channels, inner].</param>
    /// <param name="sets">Which planes belong together.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="means">Receives the means, [sets].</param>
    /// <param name="scales">Receives the scales, [sets].</param>
    /// <param name="variances">Receives the variances, [sets].</param>
    public static void Measure(ReadOnlySpan<float> x, PlaneSets sets, double epsilon, Span<double> means, Span<double> scales, Span<double> variances)
    {
        fixed (float* px = x)
        fixed (double* pm = means, ps = scales, pv = variances)
            ParallelRows.Run(sets.Sets, sets.Count, new Moments(px, sets, epsilon, pm, ps, pv));
    }

    /// <summary>y = (x - mean) scale weight + bias.</summary>
    /// <param name="x">[rows, channels, inner].</param>
    /// <param name="weight">[channels], or empty.</param>
    /// <param name="bias">[channels], or empty.</param>
    /// <param name="sets">Which planes belong together.</param>
    /// <param name="means">[sets].</param>
    /// <param name="scales">[sets].</param>
    /// <param name="y">Receives [rows, channels, inner].</param>
    public static void Forward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, PlaneSets sets,
        ReadOnlySpan<double> means, ReadOnlySpan<double> scales, Span<float> y)
    {
        fixed (float* px = x, pw = weight, pb = bias, py = y)
        fixed (double* pm = means, ps = scales)
            ParallelRows.Run(sets.Sets, sets.Count, new Scale(px, pw, pb, sets, pm, ps, py));
    }

    /// <summary>
    /// The gradient with respect to x, and for each plane those with respect to weight and bias, still to be summed over the rows.
    /// </summary>
    /// <param name="gradient">With respect to y, [rows, channels, inner].</param>
    /// <param name="x">[rows, channels, inner].</param>
    /// <param name="weight">[channels], or empty.</param>
    /// <param name="sets">Which planes belong together.</param>
    /// <param name="means">[sets].</param>
    /// <param name="scales">[sets].</param>
    /// <param name="areFixed">Whether means and scales do not depend on x.</param>
    /// <param name="dx">Receives [rows, channels, inner], or empty.</param>
    /// <param name="weightSums">Receives [rows, channels].</param>
    /// <param name="biasSums">Receives [rows, channels].</param>
    public static void Backward(
        ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, PlaneSets sets,
        ReadOnlySpan<double> means, ReadOnlySpan<double> scales, bool areFixed, Span<float> dx, Span<double> weightSums, Span<double> biasSums)
    {
        fixed (float* pg = gradient, px = x, pw = weight, pd = dx)
        fixed (double* pm = means, ps = scales, pws = weightSums, pbs = biasSums)
            ParallelRows.Run(sets.Sets, sets.Count, new BackwardSet(pg, px, pw, sets, pm, ps, areFixed, pd, pws, pbs));
    }

    private readonly struct Moments(float* x, PlaneSets sets, double epsilon, double* means, double* scales, double* variances) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int set)
        {
            double sum = 0, squares = 0;
            for (int i = 0; i < sets.Planes; i++)
            {
                float* plane = x + ((nint)sets.Plane(set, i) * sets.Inner);
                sum += Float64Sum.Block<Float64Sum.ElementTerm>(plane, plane, sets.Inner);
            }
            double mean = sum / sets.Count;
            for (int i = 0; i < sets.Planes; i++)
                squares += Reductions.Moments.SquaredDeviations(x + ((nint)sets.Plane(set, i) * sets.Inner), sets.Inner, mean);
            (means[set], variances[set]) = (mean, squares / sets.Count);
            scales[set] = 1 / Math.Sqrt((squares / sets.Count) + epsilon);
        }
    }

    private readonly struct Scale(float* x, float* weight, float* bias, PlaneSets sets, double* means, double* scales, float* y) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int set)
        {
            for (int i = 0; i < sets.Planes; i++)
            {
                int number = sets.Plane(set, i), channel = number % sets.Channels;
                float* from = x + ((nint)number * sets.Inner), to = y + ((nint)number * sets.Inner);
                double mean = means[set], scale = scales[set] * (weight == null ? 1 : weight[channel]), shift = bias == null ? 0 : bias[channel];
                Elementwise.Loop(
                    new Scaled(mean, scale, shift), new Elementwise.Each(from), new Elementwise.One(0), to, 0, (nuint)sets.Inner);
            }
        }
    }

    // dx = scale (g w - mean(g w) - n mean(g w n)), with n the normalized x; without the means where they are fixed.
    private readonly struct BackwardSet(
        float* gradient, float* x, float* weight, PlaneSets sets, double* means, double* scales, bool areFixed, float* dx, double* weightSums, double* biasSums)
        : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int set)
        {
            double mean = means[set], scale = scales[set], weighted = 0, normal = 0;
            for (int i = 0; i < sets.Planes; i++)
            {
                int number = sets.Plane(set, i);
                float* g = gradient + ((nint)number * sets.Inner), from = x + ((nint)number * sets.Inner);
                double factor = weight == null ? 1 : weight[number % sets.Channels];
                double sum = Float64Sum.Block<Float64Sum.ElementTerm>(g, g, sets.Inner), products = scale * Products(g, from, sets.Inner, mean);
                (weightSums[number], biasSums[number]) = (products, sum);
                weighted += sum * factor;
                normal += products * factor;
            }
            if (dx == null)
                return;
            (weighted, normal) = areFixed ? (0, 0) : (weighted / sets.Count, normal / sets.Count);
            for (int i = 0; i < sets.Planes; i++)
            {
                int number = sets.Plane(set, i);
                float* g = gradient + ((nint)number * sets.Inner), from = x + ((nint)number * sets.Inner), to = dx + ((nint)number * sets.Inner);
                double factor = weight == null ? 1 : weight[number % sets.Channels];
                Elementwise.Loop(
                    new ScaledDifference(factor, weighted, mean, scale * normal, scale), new Elementwise.Each(g), new Elementwise.Each(from), to, 0, (nuint)sets.Inner);
            }
        }

        // The sum of g (x - mean).
        [MethodImpl(Kernel.Hot)]
        private static double Products(float* g, float* x, int count, double mean)
        {
            Vector512<double> first = default, second = default;
            var middle = Vector512.Create(mean);
            int i = 0;
            for (; i <= count - (2 * Lanes.Count); i += 2 * Lanes.Count)
            {
                first += Lanes.Widen(Vector256.Load(g + i)) * (Lanes.Widen(Vector256.Load(x + i)) - middle);
                second += Lanes.Widen(Vector256.Load(g + i + Lanes.Count)) * (Lanes.Widen(Vector256.Load(x + i + Lanes.Count)) - middle);
            }
            double sum = Float64Sum.Across(Float64Sum.Halves(first + second));
            for (; i < count; i++)
                sum += g[i] * (x[i] - mean);
            return sum;
        }
    }

    // (x - mean) scale + shift.
    private readonly struct Scaled(double mean, double scale, double shift) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> x, Vector256<float> y)
        {
            var value = ((Lanes.Widen(x) - Vector512.Create(mean)) * scale) + Vector512.Create(shift);
            return Vector256.Narrow(value.GetLower(), value.GetUpper());
        }
    }

    // (g factor - mean gradient - (x - mean) slope) scale.
    private readonly struct ScaledDifference(double factor, double meanGradient, double mean, double slope, double scale) : IBinaryFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Forward(Vector256<float> g, Vector256<float> x)
        {
            var value = ((Lanes.Widen(g) * factor) - Vector512.Create(meanGradient) - ((Lanes.Widen(x) - Vector512.Create(mean)) * slope)) * scale;
            return Vector256.Narrow(value.GetLower(), value.GetUpper());
        }
    }
}
