using BenchmarkDotNet.Attributes;
using LinRegPS.Kernels;
using LinRegPS.Kernels.Threading;
using LinRegPS.Operations;

namespace LinRegPS.Benchmarks.Micro;

/// <summary>Functions of each element, into a reused buffer.</summary>
public class ElementwiseBenchmarks
{
    private float[] _x = [], _y = [], _z = [];

    /// <summary>In the nearest cache, in the next, in memory.</summary>
    [Params(1_000, 16_384, 10_000_000)]
    public int Length { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        (_x, _y, _z) = (RandomNumbers.Normal(Length), RandomNumbers.Normal(Length, 1), new float[Length]);
        Workers.Threads = Threads;
    }

    [Benchmark]
    public void Add() => Elementwise.Forward(default(Add), _x, _y, _z);

    [Benchmark]
    public void Multiply() => Elementwise.Forward(default(Mul), _x, _y, _z);

    [Benchmark]
    public void Relu() => Elementwise.Forward(default(Relu), _x, _z);

    [Benchmark]
    public void Exp() => Elementwise.Forward(default(Exp), _x, _z);

    [Benchmark]
    public void Log() => Elementwise.Forward(default(Log), _x, _z);

    [Benchmark]
    public void Tanh() => Elementwise.Forward(default(LinRegPS.Operations.Tanh), _x, _z);

    [Benchmark]
    public void Sigmoid() => Elementwise.Forward(default(LinRegPS.Operations.Sigmoid), _x, _z);

    [Benchmark]
    public void TanhBackward() => Elementwise.Backward(default(LinRegPS.Operations.Tanh), _x, _y, _z);
}
