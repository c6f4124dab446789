using BenchmarkDotNet.Attributes;
using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Benchmarks.Micro;

/// <summary>A matrix times a column, a row times a matrix.</summary>
public class MatrixVectorBenchmarks
{
    private float[] _matrix = [], _column = [], _row = [], _perRow = [], _perColumn = [];

    [Params(1_000, 100_000)]
    public int Rows { get; set; }

    [Params(10, 100)]
    public int Columns { get; set; }

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _matrix = RandomNumbers.Normal(Rows * Columns);
        (_column, _row) = (RandomNumbers.Normal(Columns, 1), RandomNumbers.Normal(Rows, 2));
        (_perRow, _perColumn) = (new float[Rows], new float[Columns]);
        Workers.Threads = Threads;
    }

    [Benchmark]
    public void MatrixTimesColumn() => MatrixProduct.Multiply(_matrix, _column, _perRow, Rows, 1, Columns);

    [Benchmark]
    public void TransposedTimesColumn() => MatrixProduct.MultiplyLeftTransposed(_matrix, _row, _perColumn, Columns, 1, Rows);

    [Benchmark]
    public void RowTimesMatrix() => MatrixProduct.Multiply(_row, _matrix, _perColumn, 1, Columns, Rows);
}
