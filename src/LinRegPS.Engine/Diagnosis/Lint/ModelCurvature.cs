namespace LinRegPS;

/// <summary>
/// The largest curvature of a model's loss, by power iteration on differences of gradients. The parameters and
/// gradients are left as they were, to the bit.
/// </summary>
internal sealed class ModelCurvature(Func<Tensor> loss, IReadOnlyList<Tensor> parameters)
{
    private double? _atStart;

    /// <summary>Measured when the training began; null where the gradient is not finite.</summary>
    public double? AtStart => _atStart;

    /// <summary>Measures where the training begins.</summary>
    public void MeasureStart() => _atStart = Measure();

    /// <summary>Measured now; null where the gradient is not finite.</summary>
    public double? Measure()
    {
        const int most = 30;
        const double enough = 1e-3;
        var before = parameters.Select(p => (p.Data.ToArray(), p.Grad)).ToList();
        try
        {
            float[] here = Gradient();
            // Downhill, the steep directions weigh most already; a fixed pattern is added for those that the gradient lacks.
            double[] direction = [.. here.Select((g, i) => (double)g + (1e-3 * Norm(here) * Math.Cos(i)))];
            if (Norm(direction) == 0)
                direction = [.. here.Select((_, i) => 1 + (0.5 * Math.Cos(i)))];
            double length = Norm(direction), last = 0;
            double size = 1e-2 * Math.Max(1, Math.Sqrt(before.Sum(p => p.Item1.Sum(w => (double)w * w))));
            for (int i = 0; i < most; i++)
            {
                Move(before, direction, size / length);
                float[] there = Gradient();
                double along = 0;
                for (int k = 0; k < here.Length; k++)
                {
                    double slope = ((double)there[k] - here[k]) / size;
                    along += slope * direction[k] / length;
                    direction[k] = slope;
                }
                length = Norm(direction);
                if (!double.IsFinite(length))
                    return null;
                if (length == 0 || Math.Abs(length - last) <= enough * length)
                    return along < 0 ? along : length;
                last = length;
            }
            return last;
        }
        finally
        {
            for (int i = 0; i < parameters.Count; i++)
            {
                before[i].Item1.CopyTo(parameters[i].Data);
                parameters[i].Grad = before[i].Grad;
            }
        }
    }

    private float[] Gradient()
    {
        foreach (var parameter in parameters)
            parameter.Grad = null;
        loss().Backward();
        return [.. parameters.SelectMany(p => p.Grad is { } g ? g.Data.ToArray() : new float[p.Numel])];
    }

    private void Move(List<(float[] Elements, Tensor? Gradient)> from, double[] direction, double size)
    {
        int k = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            var w = parameters[i].Data;
            for (int j = 0; j < w.Length; j++)
                w[j] = (float)(from[i].Elements[j] + (size * direction[k++]));
        }
    }

    private static double Norm(IEnumerable<double> vector) => Math.Sqrt(vector.Sum(x => x * x));

    private static double Norm(float[] vector) => Norm(vector.Select(x => (double)x));
}
