using System.Collections;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Engine.Tests.Statistics;

/// <summary>A fit ends where it is told to: at once, and in each of its stages.</summary>
public sealed class CancellationTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    public void AFitThatIsStoppedEndsWithoutAResult(int degree, bool dependent)
    {
        using var stop = new CancellationTokenSource();
        // Told while the rows are read: everything after that is the work.
        var rows = new StoppingRows(Rows(60, 4, dependent), stop);
        Assert.Throws<OperationCanceledException>(() => Fit(rows, degree, stop.Token));
        Assert.True(rows.Reads <= 60 * 2, $"{rows.Reads} rows were read");
    }

    [Fact]
    public void ATensorsFitIsStoppedToo()
    {
        using var stop = new CancellationTokenSource();
        var data = Tensor.Normal(new Generator(1), 0, 1, 2000, 20);
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => Fit(new LinRegPS.Statistics.LeastSquares.TensorRows(data), 1, stop.Token));
    }

    private static LinearFit Fit(IReadOnlyList<double[]> rows, int degree, CancellationToken cancellation) => new OrdinaryLeastSquares
    {
        Features = [.. Enumerable.Range(0, rows[0].Length).Select(j => $"x{j}")],
        Rows = rows,
        TargetName = "y",
        Target = [.. Enumerable.Range(0, rows.Count).Select(i => Math.Sin(i))],
        Degree = degree,
        Cancellation = cancellation,
    }.Fit(intercept: true);

    private static double[][] Rows(int count, int columns, bool dependent)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double[] row = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble())];
            // So near to dependence that the work is done in twice the precision.
            if (dependent)
                row[^1] = row[0] + (1e-9 * row[1]);
            return row;
        })];
    }

    private sealed class StoppingRows(double[][] rows, CancellationTokenSource stop) : IReadOnlyList<double[]>
    {
        public int Reads { get; private set; }

        public int Count => rows.Length;

        public double[] this[int index]
        {
            get
            {
                if (++Reads == rows.Length)
                    stop.Cancel();
                return rows[index];
            }
        }

        public IEnumerator<double[]> GetEnumerator() => ((IEnumerable<double[]>)rows).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
