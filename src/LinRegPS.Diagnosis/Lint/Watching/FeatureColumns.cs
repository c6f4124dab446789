using LinRegPS.Diagnosis.Convergence;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>One column of the data, or the ones of a bias.</summary>
/// <param name="Name">column 0, or the bias's ones.</param>
/// <param name="Scale">How large the numbers are that a weight learns from.</param>
/// <param name="Reach">How far its furthest number is from where that is counted from.</param>
/// <param name="Mean">The mean.</param>
/// <param name="IsConstant">Whether all its numbers are alike.</param>
/// <param name="IsOnes">Whether it is what a bias is multiplied by.</param>
internal sealed record FeatureColumn(string Name, double Scale, double Reach, double Mean, bool IsConstant, bool IsOnes)
{
    private const double Rare = 5;

    /// <summary>The scale; of a column that is anything in a few rows alone, how much it is there: that is not small.</summary>
    public double Size => Reach > Rare * Scale ? Reach : Scale;

    /// <summary>How far from 0 it is for its spread.</summary>
    public double Ratio => Math.Abs(Mean) / Scale;
}

/// <summary>The columns of data, with the ones of a bias: their scales, and how well gradient descent can tell them apart.</summary>
internal sealed class FeatureColumns
{
    private const int MostColumns = 64;
    private readonly List<FeatureColumn> _all = [];
    private readonly Lazy<double> _condition;

    private FeatureColumns(IReadOnlyList<Tensor> batches, bool bias)
    {
        int width = batches[0].Rank >= 2 ? batches[0].Shape[^1] : 1;
        for (int j = 0; j < width; j++)
            _all.Add(Measure(batches, j, width, bias));
        if (bias)
            _all.Add(new FeatureColumn("the bias's ones", 1, 1, 1, true, true));
        _condition = new Lazy<double>(() => width > MostColumns ? double.PositiveInfinity : Spectrum(batches, width, bias));
    }

    /// <summary>The column of the least scale above 0.</summary>
    public FeatureColumn? Least => _all.Where(column => column.Scale > 0).MinBy(column => column.Size);

    /// <summary>The column of the greatest scale.</summary>
    public FeatureColumn? Greatest => _all.Where(column => column.Scale > 0).MaxBy(column => column.Scale);

    /// <summary>The column that is furthest from 0 for its spread, where a bias pulls against it.</summary>
    public FeatureColumn? OffCentre => _all[^1].IsOnes ? _all.Where(column => !column.IsConstant).MaxBy(column => column.Ratio) : null;

    /// <summary>The constant columns beside a bias.</summary>
    public IReadOnlyList<FeatureColumn> Constants => _all[^1].IsOnes ? [.. _all.Where(column => column is { IsConstant: true, IsOnes: false })] : [];

    /// <summary>Largest over smallest eigenvalue of those that are not 0; infinite where there are too many columns to tell.</summary>
    public double Condition => _condition.Value;

    /// <summary>Measures the columns of batches of the same data.</summary>
    public static FeatureColumns Of(IReadOnlyList<Tensor> batches, bool bias) => new(batches, bias);

    private static FeatureColumn Measure(IReadOnlyList<Tensor> batches, int j, int width, bool bias)
    {
        double least = double.PositiveInfinity, greatest = double.NegativeInfinity, sum = 0, squares = 0, centred = 0;
        int rows = 0;
        foreach (float x in Column())
            (rows, sum, squares, least, greatest) = (rows + 1, sum + x, squares + ((double)x * x), Math.Min(least, x), Math.Max(greatest, x));
        double mean = sum / rows;
        foreach (float x in Column())
            centred += (x - mean) * (x - mean);
        // The mean of a constant may round: only least and greatest tell.
        bool isConstant = least == greatest;
        double origin = bias && !isConstant ? mean : 0;
        return new FeatureColumn(
            $"column {j}", Math.Sqrt((bias && !isConstant ? centred : squares) / rows), Math.Max(greatest - origin, origin - least), mean, isConstant, false);

        IEnumerable<float> Column()
        {
            foreach (var batch in batches)
            {
                for (int i = j; i < batch.Numel; i += width)
                    yield return batch.Data[i];
            }
        }
    }

    private static double Spectrum(IReadOnlyList<Tensor> batches, int width, bool bias)
    {
        if (batches.Any(batch => !Kernels.Reductions.Finite.All(batch.Data)))
            return double.NaN;
        float[] all = [.. batches.SelectMany(batch => batch.Data.ToArray())];
        var design = LeastSquaresProblem.Design(Tensor.From(all, all.Length / width, width), bias);
        var spectrum = GramSpectrum.Decompose(LeastSquaresProblem.SumsOfProducts(design), design);
        return spectrum.Rank == 0 ? 1 : spectrum.Largest / spectrum.Smallest;
    }
}
