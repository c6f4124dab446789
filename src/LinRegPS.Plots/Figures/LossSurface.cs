using LinRegPS.Kernels.Threading;
using LinRegPS.Plots.Drawing;

namespace LinRegPS.Plots.Figures;

/// <summary>The loss at points of a grid over two numbers that a model learns, the others being as they are.</summary>
internal sealed class LossSurface
{
    private const int Columns = 128, Rows = 96;
    // Around the path, as a share of its range.
    private const double Around = 0.35;
    // Scales of both numbers are the same, so that angles are true, unless one would be a line.
    private const double MostUnequal = 8;

    private readonly ParameterElement _first, _second;

    /// <summary>Computes it. The model is as it was when this is done.</summary>
    /// <param name="first">The number from left to right.</param>
    /// <param name="second">The number from bottom to top.</param>
    /// <param name="loss">The model's loss, as the model is.</param>
    /// <param name="path">Where a training went; where the model is, if it is empty.</param>
    /// <param name="cancellation">Ends the work.</param>
    public LossSurface(ParameterElement first, ParameterElement second, Func<double> loss, IReadOnlyList<(double First, double Second)> path, CancellationToken cancellation)
    {
        (_first, _second) = (first, second);
        (X, Y) = Ranges(path);
        Xs = [.. Enumerable.Range(0, Columns).Select(i => X.At((i + 0.5) / Columns))];
        Ys = [.. Enumerable.Range(0, Rows).Select(i => Y.At((i + 0.5) / Rows))];
        Values = new double[Rows, Columns];
        var saved = Save();
        try
        {
            for (int row = 0; row < Rows; row++)
            {
                for (int column = 0; column < Columns; column++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Set(_first, Xs[column]);
                    Set(_second, Ys[row]);
                    Values[row, column] = loss();
                }
            }
        }
        finally
        {
            using var whole = Interruption.Whole();
            saved();
        }
    }

    /// <summary>The axis of the first number.</summary>
    public Axis X { get; }

    /// <summary>The axis of the second number.</summary>
    public Axis Y { get; }

    /// <summary>The columns' numbers.</summary>
    public double[] Xs { get; }

    /// <summary>The rows' numbers.</summary>
    public double[] Ys { get; }

    /// <summary>[rows, columns] the losses.</summary>
    public double[,] Values { get; }

    private (Axis X, Axis Y) Ranges(IReadOnlyList<(double First, double Second)> path)
    {
        var points = path.Where(point => double.IsFinite(point.First) && double.IsFinite(point.Second)).ToList();
        if (points.Count == 0)
            points = [(Get(_first), Get(_second))];
        var (x, y) = (Range(points.Select(point => point.First)), Range(points.Select(point => point.Second)));
        double width = x.High - x.Low, height = y.High - y.Low, most = Math.Max(width, height * Columns / Rows);
        if (Math.Max(width / height, height / width) < MostUnequal)
            (x, y) = (Widened(x, most), Widened(y, most * Rows / Columns));
        return (new Axis(_first.Name, [x.Low, x.High]), new Axis(_second.Name, [y.Low, y.High]));
    }

    private static (double Low, double High) Range(IEnumerable<double> values)
    {
        double low = values.Min(), high = values.Max(), range = high - low;
        double around = range > 0 ? Around * range : Math.Max(1, Math.Abs(low));
        return (low - around, high + around);
    }

    private static (double Low, double High) Widened((double Low, double High) range, double to)
    {
        double middle = (range.Low + range.High) / 2;
        return (middle - (to / 2), middle + (to / 2));
    }

    // Puts back the very bits, so that nothing has changed for a backward pass either.
    private Action Save()
    {
        var (first, second) = (Get(_first), Get(_second));
        var versions = (_first.Parameter.Value.Version, _second.Parameter.Value.Version);
        return () =>
        {
            Set(_first, first);
            Set(_second, second);
            _first.Parameter.Value.RestoreVersion(versions.Item1);
            _second.Parameter.Value.RestoreVersion(versions.Item2);
        };
    }

    private static float Get(ParameterElement element) => element.Parameter.Value.Data[element.Index];

    private static void Set(ParameterElement element, double value)
    {
        element.Parameter.Value.Data[element.Index] = (float)value;
        element.Parameter.Value.MarkChanged();
    }
}
