using BenchmarkDotNet.Attributes;
using LinRegPS.Kernels.Optimizers;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Benchmarks.Micro;

/// <summary>What an optimizer does to parameters once their gradient is there.</summary>
public class OptimizerBenchmarks
{
    private static readonly AdamUpdate s_adam = new(0.9f, 0.1f, 0.999f, 0.001f, 1e-8f, 1, 1e-6f, 0);
    private float[] _w = [], _gradient = [], _means = [], _squares = [];

    /// <summary>A line's parameters, and those of a network of 784-512-256-10.</summary>
    [Params(2, 535_818)]
    public int Parameters { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        (_w, _gradient) = (RandomNumbers.Normal(Parameters), RandomNumbers.Normal(Parameters, 1));
        (_means, _squares) = (new float[Parameters], new float[Parameters]);
        Workers.Threads = Threads;
    }

    [Benchmark]
    public void Sgd() => SgdUpdate.Apply(_w, _gradient, 1e-6f);

    [Benchmark]
    public void Adam() => s_adam.Apply(_w, _gradient, _means, _squares);
}
