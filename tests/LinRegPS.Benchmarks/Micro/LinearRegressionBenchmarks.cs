using BenchmarkDotNet.Attributes;
using LinRegPS.Kernels.Fused;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Benchmarks.Micro;

/// <summary>Loss and gradients of a linear regression, made together.</summary>
public class LinearRegressionBenchmarks
{
    private float[] _x = [], _target = [], _weight = [], _gradient = [];
    private FusedLinearRegression _pass = new(1);

    /// <summary>The founding case, a batch, in the cache, in memory.</summary>
    [Params("4x1", "64x100", "100000x10", "1000000x100")]
    public string Shape { get; set; } = string.Empty;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        int[] sizes = [.. Shape.Split('x').Select(int.Parse)];
        (_x, _target) = (RandomNumbers.Normal(sizes[0] * sizes[1]), RandomNumbers.Normal(sizes[0], 1));
        (_weight, _gradient) = (RandomNumbers.Normal(sizes[1], 2), new float[sizes[1]]);
        _pass = new FusedLinearRegression(sizes[1]);
        Workers.Threads = Threads;
    }

    [Benchmark]
    public float Pass() => _pass.Run(_x, _target, default, _weight, [], 1, _gradient, []);
}
