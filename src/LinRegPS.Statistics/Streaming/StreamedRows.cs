using LinRegPS.Data;
using LinRegPS.Numerics;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Streaming;

/// <summary>The rows of a design matrix, made anew in each pass over observations.</summary>
/// <param name="source">The observations.</param>
/// <param name="design">The columns.</param>
/// <param name="columns">What each feature is made of.</param>
internal sealed class StreamedRows(ObservationSource source, DesignMatrix design, Column[] columns)
{
    /// <summary>The columns.</summary>
    public DesignMatrix Design => design;

    /// <summary>Goes over them: the design's elements, which are the same array each time, and the target, both in its units.</summary>
    public IEnumerable<(DoubleDouble[] Row, double Target)> Read(CancellationToken cancellation)
    {
        double[] features = new double[columns.Length];
        foreach (var block in source.Read(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < block.Count; row++)
            {
                for (int j = 0; j < features.Length; j++)
                {
                    double number = block.Columns[columns[j].Variable][row];
                    features[j] = columns[j].Level < 0 ? number : columns[j].Level == (int)number ? 1 : 0;
                }
                yield return (design.Expand(design.Units.Scale(features)), design.Units.ScaleTarget(block.Columns[^1][row]));
            }
        }
    }

    /// <summary>Target less fitted value.</summary>
    /// <param name="row">The design's elements.</param>
    /// <param name="target">What was observed.</param>
    /// <param name="coefficients">One for each.</param>
    /// <param name="largest">The largest of what it is the difference of.</param>
    public static DoubleDouble Residual(DoubleDouble[] row, double target, DoubleDouble[] coefficients, out double largest)
    {
        DoubleDouble rest = target;
        largest = Math.Abs(target);
        for (int j = 0; j < row.Length; j++)
        {
            var term = row[j] * coefficients[j];
            largest = Math.Max(largest, Math.Abs(term.High));
            rest -= term;
        }
        return rest;
    }
}
