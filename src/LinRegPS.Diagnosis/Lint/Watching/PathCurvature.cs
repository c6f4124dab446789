namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>
/// What the steps of a script tell of the loss's curvature without another pass: the change of the gradient over the
/// change of the parameters, along the way that the training takes. At most the largest curvature, and near it where
/// the steepest direction still matters.
/// </summary>
internal sealed class PathCurvature
{
    private const int MostElements = 1 << 16;
    private float[] _w = [], _g = [];
    private int _step;
    private double _greatest;
    private bool _isSteady = true;

    /// <summary>The largest curvature seen between two steps; null where there were no two to compare.</summary>
    public double? Largest { get; private set; }

    /// <summary>The step that <see cref="Largest"/> was seen at.</summary>
    public int LargestAt { get; private set; }

    /// <summary>The learning rate that the changes amount to; null where they are not one number times the gradient.</summary>
    public double? Rate { get => _isSteady ? field : null; private set; }

    /// <summary>Takes note of parameters and gradients as they are before a step.</summary>
    public void Observe(int step, IReadOnlyList<WatchedParameter> parameters)
    {
        var reached = parameters.Where(parameter => parameter.Tensor.Grad is not null).ToList();
        if (reached.Sum(parameter => (long)parameter.Tensor.Numel) > MostElements)
            return;
        float[] w = [.. reached.SelectMany(parameter => parameter.Tensor.Data.ToArray())];
        float[] g = [.. reached.SelectMany(parameter => parameter.Tensor.Grad!.Data.ToArray())];
        if (step == _step + 1 && w.Length == _w.Length)
            Compare(w, g, step);
        (_w, _g, _step) = (w, g, step);
    }

    private void Compare(float[] w, float[] g, int step)
    {
        double moved = 0, along = 0, downhill = 0, steep = 0;
        for (int i = 0; i < w.Length; i++)
        {
            double dw = (double)w[i] - _w[i];
            moved += dw * dw;
            along += dw * ((double)g[i] - _g[i]);
            downhill -= dw * _g[i];
            steep += (double)_g[i] * _g[i];
        }
        _greatest = Math.Max(_greatest, steep);
        // Near the bottom the difference of two gradients is mostly rounding.
        const double part = 1e-4;
        if (moved == 0 || steep < part * _greatest || !double.IsFinite(moved + along + steep))
            return;
        double rate = downhill / steep;
        // The part of the movement that is no multiple of the gradient; and of a momentum, which one parameter alone can't show,
        // the multiples differ.
        const double steady = 0.05;
        _isSteady &= moved - (rate * downhill) <= part * moved && !(Rate is { } before && Math.Abs(rate - before) > steady * Math.Abs(rate));
        Rate = rate;
        if (!(along / moved <= Largest))
            (Largest, LargestAt) = (along / moved, step - 1);
    }
}
