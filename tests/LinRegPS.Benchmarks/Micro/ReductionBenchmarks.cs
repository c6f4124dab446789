using BenchmarkDotNet.Attributes;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Benchmarks.Micro;

/// <summary>Many numbers to one, or to a row of them.</summary>
public class ReductionBenchmarks
{
    private const int Columns = 100;
    private readonly float[] _sums = new float[Columns];
    private float[] _x = [], _y = [];

    /// <summary>In the nearest cache, in the next, in memory.</summary>
    [Params(1_000, 16_400, 10_000_000)]
    public int Length { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        (_x, _y) = (RandomNumbers.Normal(Length), RandomNumbers.Normal(Length, 1));
        Workers.Threads = Threads;
    }

    [Benchmark]
    public float Sum() => Summation.Sum(_x);

    [Benchmark]
    public float Dot() => Summation.Dot(_x, _y);

    [Benchmark]
    public void SumOfRows() => Summation.SumMiddle(_x, 1, Length / Columns, Columns, _sums);

    [Benchmark]
    public bool AllFinite() => Finite.All(_x);
}
