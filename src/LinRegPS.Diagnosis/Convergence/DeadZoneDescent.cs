using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Convergence;

/// <summary>
/// Where and when gradient descent in float32 stands still, derived rather than simulated.
/// <para>
/// A parameter takes a step only where learning rate * |gradient| is half the distance to the next float32 or more, so
/// it has a dead zone: |g_j| less than T_j. The error e and the gradient g = H e of a quadratic loss then go through a
/// few phases, in each of which every parameter is in one of three modes: free (|g_j| above T_j, it moves), held
/// (below, it does not), or sliding: the free ones push |g_j| up to T_j, one step brings it down again, so that in
/// effect the parameter moves just as fast as keeps |g_j| = T_j. With F free and S sliding, the free gradients obey
/// g_F(k+1) = (1 - rate * M) g_F(k), M = H_FF - H_FS H_SS^-1 H_SF, the Schur complement; so each phase has a closed
/// form by M's eigenvalues, and what is looked for is when its first parameter changes its mode. All stands still
/// when none is free.
/// </para>
/// <para>
/// For y = w x + b this gives: w, whose float32 neighbours lie far apart, slides; b, near 0 and so with close neighbours,
/// relaxes with it until its gradient is lost in rounding. So b is where its gradient is 0 for the given w, and w has the
/// curvature that is left then: H_ww - H_wb^2 / H_bb.
/// </para>
/// </summary>
internal sealed class DeadZoneDescent
{
    /// <summary>Beyond these epochs no one trains.</summary>
    private const double MaxEpochs = 1e12;

    private readonly double[,] _hessian;
    private readonly double[] _threshold;
    private readonly double _rate;
    private readonly int _n;

    // The state: error, gradient, and for each parameter its mode and, where it slides, on which side.
    private readonly double[] _error;
    private readonly Mode[] _mode;
    private double[] _gradient;

    private DeadZoneDescent(double[,] hessian, double[] error, double[] threshold, double rate)
    {
        (_hessian, _threshold, _rate, _n) = (hessian, threshold, rate, error.Length);
        _error = [.. error];
        _gradient = Multiply(error);
        _mode = [.. Enumerable.Range(0, _n).Select(j => Math.Abs(_gradient[j]) > threshold[j] ? Mode.Free : Mode.Held)];
    }

    private enum Mode { Free, Sliding, Held }

    /// <summary>
    /// How many epochs until nothing moves, the error that is left on average, and how far noise may shift it; null
    /// where no end is found.
    /// </summary>
    /// <param name="hessian">The Hessian of the loss, all eigenvalues below 2 / rate.</param>
    /// <param name="error">Start minus optimum.</param>
    /// <param name="threshold">The gradient below which each parameter does not move; positive.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="noisy">Which thresholds are the noise of the gradient rather than an ulp.</param>
    public static (double Epochs, double[] Error, double[] Spread)? Run(
        double[,] hessian, double[] error, double[] threshold, double rate, bool[] noisy)
    {
        var descent = new DeadZoneDescent(hessian, error, threshold, rate);
        double epochs = 0;
        // A parameter changes its mode a few times: it starts, crosses zero perhaps, slides, is held.
        for (int phase = 0; phase < (20 * error.Length) + 20; phase++)
        {
            if (!descent._mode.Contains(Mode.Free))
            {
                double[] spread = descent.CentreNoise(noisy);
                return (epochs, descent._error, spread);
            }
            double duration = descent.RunPhase();
            epochs += duration;
            if (!(epochs < MaxEpochs))
                return null;
        }
        return null;
    }

    // A gradient that is as good as its noise stops on either side of 0: on average at 0. Those that slide come along.
    private double[] CentreNoise(bool[] noisy)
    {
        for (int j = 0; j < _n; j++)
        {
            if (noisy[j])
                _mode[j] = Mode.Free;
        }
        double[] rest = new Phase(this).Change(double.PositiveInfinity);
        for (int j = 0; j < _n; j++)
            _error[j] += rest[j];
        return rest;
    }

    // Until the first parameter leaves its mode.
    private double RunPhase()
    {
        var phase = new Phase(this);
        double[] margins = phase.Margins(0);
        // Where it has just come to its mode a parameter stands on the border; only what falls from there counts.
        double before = 0, after = 0;
        // Between whole epochs the closed form interpolates, so a held one may seem to grow by part of an epoch's motion.
        double[] slack = [.. margins.Select((margin, j) => Math.Min(0, margin) - (phase.Scale(j) * (_mode[j] == Mode.Held ? 1e-2 : 1e-9)))];
        double next = 1e-3;
        while (next < MaxEpochs)
        {
            Kernels.Threading.Interruption.CheckLong();
            if (Leaves(next))
            {
                after = next;
                break;
            }
            (before, next) = (next, next * 1.02);
        }
        if (after == 0)
            return MaxEpochs;
        for (int i = 0; i < 80 && after - before > 1e-9 * after; i++)
        {
            double middle = (before + after) / 2;
            (before, after) = Leaves(middle) ? (before, middle) : (middle, after);
        }
        margins = phase.Margins(after);
        int leaving = Enumerable.Range(0, _n).First(j => margins[j] < slack[j]);
        double[] change = phase.Change(after);
        for (int j = 0; j < _n; j++)
            _error[j] += change[j];
        _gradient = Multiply(_error);
        Switch(leaving);
        // Features that are alike come to the border together.
        for (int j = 0; j < _n; j++)
        {
            if (j != leaving && _mode[j] == Mode.Free && Math.Abs(_gradient[j]) < (1 + 1e-6) * _threshold[j])
                Switch(j);
        }
        return after;

        bool Leaves(double epoch)
        {
            double[] now = phase.Margins(epoch);
            for (int j = 0; j < now.Length; j++)
            {
                if (now[j] < slack[j])
                    return true;
            }
            return false;
        }
    }

    // The mode that follows is the one whose own motion is consistent with it.
    private void Switch(int j)
    {
        double side = Math.Sign(_gradient[j]);
        switch (_mode[j])
        {
            case Mode.Free:
                _mode[j] = Mode.Held;
                // Held, does its gradient grow again? Then each small growth makes it take a step: it slides.
                if (side * Multiply(Velocity(_gradient))[j] > 1e-12 * _rate * _threshold[j])
                    _mode[j] = Mode.Sliding;
                break;
            case Mode.Held:
                _mode[j] = Mode.Sliding;
                if (-side * Velocity(_gradient)[j] > _rate * _threshold[j])
                    _mode[j] = Mode.Free;
                break;
            case Mode.Sliding:
                _mode[j] = -side * Velocity(_gradient)[j] <= _rate * _threshold[j] / 2 ? Mode.Held : Mode.Free;
                break;
        }
    }

    // What each parameter moves in an epoch.
    private double[] Velocity(double[] gradient)
    {
        double[] velocity = new double[_n];
        for (int j = 0; j < _n; j++)
            velocity[j] = _mode[j] == Mode.Free ? -_rate * gradient[j] : 0;
        return Follow(velocity, Indices(Mode.Sliding), null);
    }

    // Adds the motion of the sliding ones that keeps their gradients: H_SS x_S = -H_SF x_F.
    private double[] Follow(double[] motion, int[] sliding, SymmetricEigen? solver)
    {
        if (sliding.Length == 0)
            return motion;
        double[] push = Multiply(motion);
        double[] answer = (solver ?? SymmetricEigen.Decompose(Sub(sliding, sliding))).Solve([.. sliding.Select(j => -push[j])]);
        for (int i = 0; i < sliding.Length; i++)
            motion[sliding[i]] = answer[i];
        return motion;
    }

    private int[] Indices(Mode mode) => [.. Enumerable.Range(0, _n).Where(j => _mode[j] == mode)];

    private double[,] Sub(int[] rows, int[] columns)
    {
        var part = new double[rows.Length, columns.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < columns.Length; j++)
                part[i, j] = _hessian[rows[i], columns[j]];
        }
        return part;
    }

    private double[] Multiply(double[] x)
    {
        double[] y = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < _n; j++)
                y[i] += _hessian[i, j] * x[j];
        }
        return y;
    }

    /// <summary>The closed form of the motion while no parameter changes its mode.</summary>
    private sealed class Phase
    {
        private readonly DeadZoneDescent _descent;
        private readonly int[] _free, _sliding;
        private readonly double[] _side;
        private readonly SymmetricEigen? _solver;
        private readonly SymmetricEigen _modes;

        // The free gradients at the start of the phase, along M's eigenvectors.
        private readonly double[] _amplitude;

        public Phase(DeadZoneDescent descent)
        {
            _descent = descent;
            (_free, _sliding) = (descent.Indices(Mode.Free), descent.Indices(Mode.Sliding));
            _side = [.. descent._gradient.Select(g => (double)Math.Sign(g))];
            var schur = descent.Sub(_free, _free);
            if (_sliding.Length > 0)
            {
                _solver = SymmetricEigen.Decompose(descent.Sub(_sliding, _sliding));
                var coupling = descent.Sub(_sliding, _free);
                for (int j = 0; j < _free.Length; j++)
                {
                    double[] x = _solver.Solve([.. Enumerable.Range(0, _sliding.Length).Select(s => coupling[s, j])]);
                    for (int i = 0; i < _free.Length; i++)
                    {
                        for (int s = 0; s < _sliding.Length; s++)
                            schur[i, j] -= coupling[s, i] * x[s];
                    }
                }
            }
            _modes = SymmetricEigen.Decompose(schur);
            _amplitude = [.. Enumerable.Range(0, _free.Length)
                .Select(k => _free.Select((j, i) => _modes.Vectors[i, k] * descent._gradient[j]).Sum())];
        }

        /// <summary>What counts as nothing beside a parameter's margin.</summary>
        public double Scale(int j) => _descent._mode[j] == Mode.Sliding
            ? _descent._rate * _descent._threshold[j]
            : _descent._threshold[j];

        /// <summary>How far each parameter has moved since the phase began.</summary>
        public double[] Change(double epochs) => Along((amplitude, curvature) =>
        {
            double step = _descent._rate * curvature;
            return step >= 1e-14 ? -amplitude * (1 - Decay(step, epochs)) / curvature
                : double.IsFinite(epochs) ? -amplitude * _descent._rate * epochs : 0;
        });

        /// <summary>How far each parameter is inside its mode; negative where it has left it.</summary>
        public double[] Margins(double epochs)
        {
            double[] change = _descent.Multiply(Change(epochs));
            double[] velocity = _sliding.Length == 0 ? change : Along((amplitude, curvature) =>
                -_descent._rate * amplitude * Decay(_descent._rate * curvature, epochs));
            double[] margins = new double[change.Length];
            for (int j = 0; j < margins.Length; j++)
            {
                double gradient = _descent._gradient[j] + change[j], limit = _descent._threshold[j];
                double forward = -_side[j] * velocity[j];
                margins[j] = _descent._mode[j] switch
                {
                    Mode.Free => (_side[j] * gradient) - limit,
                    Mode.Held => limit - Math.Abs(gradient),
                    _ => Math.Min(forward, (_descent._rate * limit) - forward),
                };
            }
            return margins;
        }

        // A direction that oscillates (step above 1) shrinks by |1 - step|, whatever its sign in between.
        private static double Decay(double step, double epochs) => Math.Pow(Math.Abs(1 - step), epochs);

        private double[] Along(Func<double, double, double> motion)
        {
            double[] all = new double[_descent._n];
            for (int k = 0; k < _free.Length; k++)
            {
                double size = motion(_amplitude[k], _modes.Values[k]);
                for (int i = 0; i < _free.Length; i++)
                    all[_free[i]] += size * _modes.Vectors[i, k];
            }
            return _descent.Follow(all, _sliding, _solver);
        }
    }
}
