using BenchmarkDotNet.Attributes;
using LinRegPS.Kernels.Random;

namespace LinRegPS.Benchmarks.Micro;

/// <summary>Random numbers, as PyTorch draws them.</summary>
public class RandomBenchmarks
{
    private readonly MersenneTwister _twister = new(0);
    private readonly float[] _numbers = new float[1_000_000];

    [Benchmark]
    public void Uniform() => _twister.FillUniform(_numbers, -1, 1);

    [Benchmark]
    public void Normal() => _twister.FillNormal(_numbers, 0, 1);
}
