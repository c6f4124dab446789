using System.Runtime.CompilerServices;
using LinRegPS.Groups;
using LinRegPS.Numerics;

namespace LinRegPS.Statistics.LeastSquares;

/// <summary>What residuals are like beyond the sum of their squares: whether one says something about the next, and whether they are normal.</summary>
/// <param name="DurbinWatson">The Durbin-Watson statistic.</param>
/// <param name="JarqueBera">The Jarque-Bera statistic of skewness and kurtosis.</param>
internal sealed record ResidualShape(double DurbinWatson, double JarqueBera)
{
    // Sums are formed in double for so many rows, in double-double of these.
    private const int Block = 256;

    /// <summary>Of residuals in memory.</summary>
    public static ResidualShape Of(DoubleDouble[] residuals, DoubleDouble squares)
    {
        DoubleDouble mean = 0;
        for (int start = 0; start < residuals.Length; start += Block)
        {
            double part = 0;
            for (int i = start; i < Math.Min(start + Block, residuals.Length); i++)
                part += residuals[i].High;
            mean += part;
        }
        return Of([residuals], mean / residuals.Length, squares);
    }

    /// <summary>Of residuals that come some at a time.</summary>
    /// <param name="residuals">Some of them after the other.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="squares">The sum of their squares.</param>
    /// <param name="group">The processes, each with residuals of its own, in the order of the ranks; null for this one alone.</param>
    public static ResidualShape Of(IEnumerable<ReadOnlyMemory<DoubleDouble>> residuals, DoubleDouble mean, DoubleDouble squares, ProcessGroup? group = null)
    {
        if (group is not { Size: > 1 })
            return OfThis().ToShape(squares);
        var sums = group.Agree(OfThis);
        sums.AddOthers(group);
        return sums.ToShape(squares);

        Sums OfThis()
        {
            var own = new Sums(mean);
            foreach (var some in residuals)
                own.Add(some.Span);
            return own;
        }
    }

    private static ResidualShape Of(DoubleDouble[][] residuals, DoubleDouble mean, DoubleDouble squares) =>
        Of(residuals.Select(some => new ReadOnlyMemory<DoubleDouble>(some)), mean, squares);

    private sealed class Sums(DoubleDouble mean)
    {
        private DoubleDouble _serial, _second, _third, _fourth, _first, _last;
        private double _serialPart, _part2, _part3, _part4;
        private long _count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Add(ReadOnlySpan<DoubleDouble> residuals)
        {
            var last = _last;
            double serial = _serialPart, part2 = _part2, part3 = _part3, part4 = _part4;
            long count = _count;
            foreach (var residual in residuals)
            {
                if (count == 0)
                {
                    _first = residual;
                }
                else
                {
                    double step = Difference(residual, last);
                    serial += step * step;
                    if (count % Block == 0)
                    {
                        _serial += serial;
                        serial = 0;
                    }
                }
                last = residual;
                double d = Difference(residual, mean), square = d * d;
                part2 += square;
                part3 += square * d;
                part4 += square * square;
                if (++count % Block == 0)
                {
                    _second += part2;
                    _third += part3;
                    _fourth += part4;
                    part2 = part3 = part4 = 0;
                }
            }
            (_last, _serialPart, _part2, _part3, _part4, _count) = (last, serial, part2, part3, part4, count);
        }

        // The first residual of a rank follows the last of the ranks before.
        public void AddOthers(ProcessGroup group)
        {
            double[] counts = group.AllGather((double)_count), firsts = group.AllGather(_first.High), lasts = group.AllGather(_last.High);
            var sums = group.Sum([_serial + _serialPart, _second + _part2, _third + _part3, _fourth + _part4]);
            (_serial, _second, _third, _fourth) = (sums[0], sums[1], sums[2], sums[3]);
            (_serialPart, _part2, _part3, _part4, _count) = (0, 0, 0, 0, (long)counts.Sum());
            double last = double.NaN;
            for (int rank = 0; rank < counts.Length; rank++)
            {
                if (counts[rank] == 0)
                    continue;
                if (!double.IsNaN(last))
                    _serial += (firsts[rank] - last) * (firsts[rank] - last);
                last = lasts[rank];
            }
        }

        public ResidualShape ToShape(DoubleDouble squares)
        {
            var (second, third, fourth) = ((_second + _part2) / _count, (_third + _part3) / _count, (_fourth + _part4) / _count);
            double skewness = (double)(third / (second * DoubleDouble.Sqrt(second)));
            double excess = (double)(fourth / (second * second)) - 3;
            return new((double)((_serial + _serialPart) / squares), _count / 6.0 * (skewness * skewness + excess * excess / 4));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static double Difference(DoubleDouble a, DoubleDouble b) => a.High - b.High + (a.Low - b.Low);
    }
}
