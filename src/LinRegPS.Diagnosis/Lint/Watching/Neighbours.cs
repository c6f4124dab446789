namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>
/// What rows that are alike say of each other's targets: how well the mean of the nearest others predicts each, and how well
/// single columns do. No model, and so a measure for one.
/// </summary>
internal sealed class Neighbours
{
    private const int MostRows = 512, MostColumns = 256, Nearest = 5;
    private readonly double[][] _columns;
    private readonly int[][] _nearest;
    private readonly double[][] _targets;

    /// <param name="input">A row for each sample.</param>
    /// <param name="targets">What is to be predicted of each row, numbers; of classes a column for each.</param>
    public Neighbours(Tensor input, double[][] targets)
    {
        // Of more rows, some at equal distances.
        int samples = input.Shape[0], rows = Math.Min(samples, MostRows), width = input.Numel / samples;
        int[] taken = [.. Enumerable.Range(0, rows).Select(i => (int)((long)i * samples / rows))];
        _columns = [.. Enumerable.Range(0, Math.Min(width, MostColumns)).Select(k => (int)((long)k * width / Math.Min(width, MostColumns)))
            .Select(j => Standardized([.. taken.Select(row => (double)input.Data[(row * width) + j])]))];
        _targets = [.. targets.Select(target => taken.Select(row => target[row]).ToArray())];
        _nearest = [.. Enumerable.Range(0, rows).Select(NearestTo)];
    }

    public int Rows => _nearest.Length;

    /// <summary>The part of the targets' variance that the nearest others do not explain.</summary>
    public double Unexplained() => Unexplained([.. Enumerable.Range(0, Rows)]);

    /// <summary>In how many of 99 random orders of the targets the neighbours, and the best single column, predict as well as in the true one.</summary>
    public (int Neighbours, int Columns) AsGoodInDisorder()
    {
        const int orders = 99;
        var random = new Random(0);
        int[] order = [.. Enumerable.Range(0, Rows)];
        double near = Unexplained(order), column = BestColumn(order);
        int asNear = 0, asColumn = 0;
        for (int i = 0; i < orders; i++)
        {
            random.Shuffle(order);
            asNear += Unexplained(order) <= near ? 1 : 0;
            asColumn += BestColumn(order) >= column ? 1 : 0;
        }
        return (asNear, asColumn);
    }

    private double Unexplained(int[] order)
    {
        double error = 0, variance = 0;
        foreach (double[] target in _targets)
        {
            double mean = target.Average();
            for (int row = 0; row < Rows; row++)
            {
                double guess = 0;
                foreach (int other in _nearest[row])
                    guess += target[order[other]] / _nearest[row].Length;
                error += (target[order[row]] - guess) * (target[order[row]] - guess);
                variance += (target[row] - mean) * (target[row] - mean);
            }
        }
        return variance == 0 ? 1 : error / variance;
    }

    private double BestColumn(int[] order)
    {
        double best = 0;
        foreach (double[] target in _targets)
        {
            double[] y = Standardized(target);
            foreach (double[] column in _columns)
            {
                double product = 0;
                for (int row = 0; row < Rows; row++)
                    product += column[row] * y[order[row]];
                best = Math.Max(best, Math.Abs(product / Rows));
            }
        }
        return best;
    }

    private int[] NearestTo(int row)
    {
        double[] distance = new double[_targets[0].Length];
        foreach (double[] column in _columns)
        {
            for (int other = 0; other < distance.Length; other++)
                distance[other] += (column[other] - column[row]) * (column[other] - column[row]);
        }
        distance[row] = double.PositiveInfinity;
        int[] others = [.. Enumerable.Range(0, distance.Length)];
        Array.Sort(distance, others);
        return others[..Math.Min(Nearest, others.Length - 1)];
    }

    private static double[] Standardized(double[] numbers)
    {
        double mean = numbers.Average(), deviation = Math.Sqrt(numbers.Average(x => (x - mean) * (x - mean)));
        return [.. numbers.Select(x => deviation == 0 ? 0 : (x - mean) / deviation)];
    }
}
