namespace LinRegPS.Optimizers;

/// <summary>
/// Searches a length along a direction where the loss has gone down enough and its slope is flat enough (Wolfe's strong conditions), by cubic
/// interpolation; what torch.optim.LBFGS does.
/// </summary>
/// <param name="evaluate">Loss and gradient at a length.</param>
internal sealed class WolfeSearch(Func<double, (double Loss, float[] Gradient)> evaluate)
{
    // Where the bracket moves no parameter by more than the last, the search ends, whatever tolerance the optimizer has.
    private const double Decrease = 1e-4, Flatness = 0.9, LeastMove = 1e-9;
    private const int MostSteps = 25;
    private int _evaluations, _steps;

    /// <summary>A place along the direction.</summary>
    public readonly record struct Point(double Length, double Loss, float[] Gradient, float Slope);

    /// <summary>What was found.</summary>
    public readonly record struct Result(double Length, double Loss, float[] Gradient, int Evaluations);

    /// <summary>Searches from a length on.</summary>
    public Result Run(double length, Point start, float[] direction)
    {
        var (low, high, isDone) = Bracket(length, start, direction);
        if (!isDone)
            low = Zoom(low, high, start, direction);
        return new Result(low.Length, low.Loss, low.Gradient, _evaluations);
    }

    private Point At(double length, float[] direction)
    {
        var (loss, gradient) = evaluate(length);
        _evaluations++;
        return new Point(length, loss, gradient, CurvatureHistory.Dot(gradient, direction));
    }

    private static bool IsTooHigh(Point point, Point start) => point.Loss > start.Loss + (Decrease * point.Length * start.Slope);

    private static bool IsFlat(Point point, Point start) => Math.Abs(point.Slope) <= -Flatness * start.Slope;

    // Goes further until the point is between two, or is found.
    private (Point A, Point B, bool IsDone) Bracket(double length, Point start, float[] direction)
    {
        Point before = start, point = At(length, direction);
        for (; _steps < MostSteps; _steps++)
        {
            if (IsTooHigh(point, start) || (_steps > 1 && point.Loss >= before.Loss))
                return (before, point, false);
            if (IsFlat(point, start))
                return (point, point, true);
            if (point.Slope >= 0)
                return (before, point, false);
            double least = point.Length + (0.01 * (point.Length - before.Length)), most = point.Length * 10;
            double next = Interpolate(before, point, least, most);
            (before, point) = (point, At(next, direction));
        }
        return (start, point, false);
    }

    private Point Zoom(Point a, Point b, Point start, float[] direction)
    {
        double size = direction.Max(Math.Abs);
        bool isAtEnd = false, isDone = false;
        var (low, high) = a.Loss <= b.Loss ? (a, b) : (b, a);
        while (!isDone && _steps < MostSteps && Math.Abs(high.Length - low.Length) * size >= LeastMove)
        {
            double least = Math.Min(low.Length, high.Length), most = Math.Max(low.Length, high.Length);
            double length = Interpolate(low, high, least, most), margin = 0.1 * (most - least);
            if (Math.Min(most - length, length - least) < margin)
            {
                // Twice near an end, or at one: away from it.
                bool away = isAtEnd || length >= most || length <= least;
                if (away)
                    length = Math.Abs(length - most) < Math.Abs(length - least) ? most - margin : least + margin;
                isAtEnd = !away;
            }
            else
            {
                isAtEnd = false;
            }
            var point = At(length, direction);
            _steps++;
            if (IsTooHigh(point, start) || point.Loss >= low.Loss)
            {
                (low, high) = low.Loss <= point.Loss ? (low, point) : (point, low);
                continue;
            }
            if (IsFlat(point, start))
                isDone = true;
            else if (point.Slope * (high.Length - low.Length) >= 0)
                high = low;
            low = point;
        }
        return low;
    }

    // Where the cubic through both losses and slopes is lowest, within bounds; the middle of them where it has no lowest place.
    private static double Interpolate(Point a, Point b, double least, double most)
    {
        double d1 = a.Slope + b.Slope - (3 * (a.Loss - b.Loss) / (a.Length - b.Length)), square = (d1 * d1) - ((double)a.Slope * b.Slope);
        if (!(square >= 0))
            return (least + most) / 2;
        double d2 = Math.Sqrt(square);
        double place = a.Length <= b.Length
            ? b.Length - ((b.Length - a.Length) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + (2 * d2))))
            : a.Length - ((a.Length - b.Length) * ((a.Slope + d2 - d1) / (a.Slope - b.Slope + (2 * d2))));
        return Math.Min(Math.Max(place, least), most);
    }
}
