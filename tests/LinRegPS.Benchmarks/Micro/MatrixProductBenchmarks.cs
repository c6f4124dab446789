using BenchmarkDotNet.Attributes;
using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Benchmarks.Micro;

/// <summary>Products of square matrices, and of the shapes that a small network has.</summary>
public class MatrixProductBenchmarks
{
    private float[] _a = [], _b = [], _c = [];
    private int _m, _n, _k;

    /// <summary>m x k times k x n.</summary>
    [Params("16x16x16", "64x64x64", "256x256x256", "1024x1024x1024", "128x784x512", "128x256x10", "33x17x65")]
    public string Shape { get; set; } = string.Empty;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        int[] sizes = [.. Shape.Split('x').Select(int.Parse)];
        (_m, _k, _n) = (sizes[0], sizes[1], sizes[2]);
        (_a, _b, _c) = (RandomNumbers.Normal(_m * _k), RandomNumbers.Normal(_k * _n, 1), new float[_m * _n]);
        Workers.Threads = Threads;
    }

    [Benchmark]
    public void Multiply() => MatrixProduct.Multiply(_a, _b, _c, _m, _n, _k);

    [Benchmark]
    public void RightTransposed() => MatrixProduct.MultiplyRightTransposed(_a, _b, _c, _m, _n, _k);

    [Benchmark]
    public void LeftTransposed() => MatrixProduct.MultiplyLeftTransposed(_a, _b, _c, _m, _n, _k);
}
