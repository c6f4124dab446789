using LinRegPS.Kernels.Threading;

namespace LinRegPS.Statistics.Fits;

/// <summary>
/// A smooth curve through points: Cleveland's locally weighted regression, robust against outliers, as R's lowess computes it
/// (W. S. Cleveland, LOWESS, The American Statistician 35, 1981).
/// </summary>
internal static class Lowess
{
    private const double Span = 2.0 / 3, Distance = 0.01, Near = 0.001, Far = 0.999;
    private const int Rounds = 3;

    /// <summary>The points of the curve, by their x.</summary>
    public static (double[] X, double[] Y) Smooth(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        int n = x.Count;
        double[] xs = [.. x], ys = [.. y], smooth = new double[n], robust = new double[n], residuals = new double[n];
        Array.Sort(xs, ys);
        if (n < 2)
            return (xs, ys);
        int near = Math.Max(2, Math.Min(n, (int)((Span * n) + 1e-7)));
        double skip = Distance * (xs[^1] - xs[0]);
        for (int round = 0; ; round++)
        {
            Fit(xs, ys, smooth, near, skip, round > 0 ? robust : null);
            for (int i = 0; i < n; i++)
                residuals[i] = ys[i] - smooth[i];
            if (round == Rounds || !Weigh(residuals, robust))
                return (xs, smooth);
        }
    }

    // Bisquare weights by six median residuals; false where the points lie on the curve.
    private static bool Weigh(double[] residuals, double[] robust)
    {
        double[] sizes = Array.ConvertAll(residuals, Math.Abs);
        double scale = sizes.Average();
        Array.Sort(sizes);
        int n = sizes.Length, middle = n / 2;
        double six = n % 2 == 0 ? 3 * (sizes[middle] + sizes[n - middle - 1]) : 6 * sizes[middle];
        if (six < 1e-7 * scale || six == 0)
            return false;
        for (int i = 0; i < n; i++)
        {
            double size = Math.Abs(residuals[i]), part = size / six;
            robust[i] = size <= Near * six ? 1 : size <= Far * six ? Math.Pow(1 - (part * part), 2) : 0;
        }
        return true;
    }

    // A line is fitted around every point that is not close to the one before; between them it is straight.
    private static void Fit(double[] x, double[] y, double[] smooth, int near, double skip, double[]? robust)
    {
        int n = x.Length, left = 0, right = near - 1, last = -1, i = 0;
        double[] weights = new double[n];
        while (last < n - 1)
        {
            Interruption.CheckLong();
            while (right < n - 1 && x[i] - x[left] > x[right + 1] - x[i])
                (left, right) = (left + 1, right + 1);
            smooth[i] = At(x, y, x[i], left, right, weights, robust) ?? y[i];
            for (int j = last + 1; j < i; j++)
            {
                double along = (x[j] - x[last]) / (x[i] - x[last]);
                smooth[j] = (along * smooth[i]) + ((1 - along) * smooth[last]);
            }
            last = i;
            double cut = x[last] + skip;
            for (i = last + 1; i < n && x[i] <= cut; i++)
            {
                if (x[i] == x[last])
                    (smooth[i], last) = (smooth[last], i);
            }
            i = Math.Max(last + 1, i - 1);
        }
    }

    // The line's value at a place; null where no point has a weight.
    private static double? At(double[] x, double[] y, double place, int left, int right, double[] weights, double[]? robust)
    {
        double h = Math.Max(place - x[left], x[right] - place), sum = 0;
        int end = left;
        for (; end < x.Length; end++)
        {
            double distance = Math.Abs(x[end] - place);
            weights[end] = 0;
            if (distance <= Far * h)
            {
                weights[end] = distance <= Near * h ? 1 : Cube(1 - Cube(distance / h));
                if (robust is not null)
                    weights[end] *= robust[end];
                sum += weights[end];
            }
            else if (x[end] > place)
                break;
        }
        if (sum <= 0)
            return null;
        for (int j = left; j < end; j++)
            weights[j] /= sum;
        if (h > 0)
        {
            double mean = 0, spread = 0;
            for (int j = left; j < end; j++)
                mean += weights[j] * x[j];
            for (int j = left; j < end; j++)
                spread += weights[j] * (x[j] - mean) * (x[j] - mean);
            // Where the points hardly differ there is no slope.
            if (Math.Sqrt(spread) > Near * (x[^1] - x[0]))
            {
                double slope = (place - mean) / spread;
                for (int j = left; j < end; j++)
                    weights[j] *= (slope * (x[j] - mean)) + 1;
            }
        }
        double value = 0;
        for (int j = left; j < end; j++)
            value += weights[j] * y[j];
        return value;
    }

    private static double Cube(double value) => value * value * value;
}
