namespace LinRegPS.Statistics.LeastSquares;

/// <summary>
/// Powers of two by which features and target far from 1 are divided before they are squared, so that no square is beyond
/// double: the statistics are then the same bits at every scale. Where nothing is far from 1, all are 2^0.
/// </summary>
internal sealed class Units
{
    // Up to 2^64 and down to 2^-64, fourth powers of what is left by 1e-30 are well within double.
    private const int Far = 64;

    private readonly int[] _features;
    private readonly int _target;

    private Units(int[] features, int target) => (_features, _target) = (features, target);

    /// <summary>Data that are taken as they are.</summary>
    public static Units None { get; } = new([], 0);

    /// <summary>The units of data.</summary>
    /// <param name="rows">A row of features for each observation.</param>
    /// <param name="features">The features' names.</param>
    /// <param name="target">The observations.</param>
    /// <param name="degree">The highest power of each feature.</param>
    public static Units Of(IReadOnlyList<double[]> rows, IReadOnlyList<string> features, double[] target, int degree)
    {
        double most = 0;
        foreach (double y in target)
            most = Math.Max(most, Math.Abs(y));
        // No square of a float32 is far, and a large tensor is not copied.
        return Of(rows is TensorRows && degree == 1 ? [] : Exponents(rows, features, degree), Unit(most, 1));
    }

    /// <summary>The units of data that are not in memory.</summary>
    /// <param name="features">The largest size of each feature's numbers.</param>
    /// <param name="names">The features' names.</param>
    /// <param name="target">The largest size of the target's.</param>
    /// <param name="degree">The highest power of each feature.</param>
    public static Units Of(double[] features, IReadOnlyList<string> names, double target, int degree)
    {
        for (int j = 0; j < features.Length; j++)
        {
            for (int power = 2; power <= degree; power++)
            {
                if (Math.Pow(features[j], power) > double.MaxValue)
                    throw StatisticsErrors.PowerOverflow($"{names[j]}^{power}");
            }
        }
        return Of(Array.ConvertAll(features, most => Unit(most, degree)), Unit(target, 1));
    }

    private static Units Of(int[] exponents, int target) => target == 0 && Array.TrueForAll(exponents, e => e == 0) ? None : new(exponents, target);

    /// <summary>The rows in these units.</summary>
    public IReadOnlyList<double[]> Scale(IReadOnlyList<double[]> rows) =>
        Array.TrueForAll(_features, e => e == 0) ? rows : [.. rows.Select(Scale)];

    /// <summary>A row in these units.</summary>
    public double[] Scale(double[] row) =>
        _features.Length == 0 ? row : [.. row.Select((x, j) => Math.ScaleB(x, -_features[j]))];

    /// <summary>The target in its unit.</summary>
    public double[] ScaleTarget(double[] target) => _target == 0 ? target : Array.ConvertAll(target, y => Math.ScaleB(y, -_target));

    /// <summary>A number of the target in its unit.</summary>
    public double ScaleTarget(double target) => _target == 0 ? target : Math.ScaleB(target, -_target);

    /// <summary>By which power of two a power of a feature was divided.</summary>
    public int ExponentOf(int feature, int power) => _features.Length == 0 || power == 0 ? 0 : _features[feature] * power;

    /// <summary>By which power of two the target was divided.</summary>
    public int Target => _target;

    /// <summary>A number of the target's unit as it is in the data.</summary>
    public double OfTarget(double value) => Math.ScaleB(value, _target);

    /// <summary>A number of the target's unit squared.</summary>
    public double OfSquares(double value) => Math.ScaleB(value, 2 * _target);

    private static int[] Exponents(IReadOnlyList<double[]> rows, IReadOnlyList<string> features, int degree)
    {
        (rows as TensorRows)?.RequireFinite();
        double[] most = new double[features.Count];
        foreach (double[] row in rows)
        {
            for (int j = 0; j < most.Length; j++)
                most[j] = Math.Max(most[j], Math.Abs(row[j]));
        }
        for (int j = 0; j < most.Length; j++)
        {
            // What is divided here has no power that could overflow later.
            int power = 2;
            while (power <= degree && Math.Pow(most[j], power) <= double.MaxValue)
                power++;
            if (power <= degree)
                throw StatisticsErrors.PowerOverflow($"{features[j]}^{power}", 1 + rows.TakeWhile(row => Math.Pow(Math.Abs(row[j]), power) <= double.MaxValue).Count());
        }
        return Array.ConvertAll(most, x => Unit(x, degree));
    }

    private static int Unit(double most, int degree)
    {
        int exponent = most == 0 || !double.IsFinite(most) ? 0 : Math.ILogB(most);
        return Math.Abs((long)exponent) * degree <= Far ? 0 : exponent;
    }
}
