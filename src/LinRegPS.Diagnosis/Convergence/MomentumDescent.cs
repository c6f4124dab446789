namespace LinRegPS.Diagnosis.Convergence;

/// <summary>
/// Gradient descent with momentum along one eigenvector, as PyTorch steps it: v = momentum v + gradient, w = w - rate v. The error
/// follows e[k+1] = (1 + momentum - step) e[k] - momentum e[k-1], step being the rate times the eigenvalue (Polyak 1964).
/// </summary>
internal static class MomentumDescent
{
    /// <summary>What the error is multiplied by in an epoch, in the end: the larger root of z^2 - (1 + momentum - step) z + momentum.</summary>
    public static double Contraction(double step, double momentum)
    {
        if (momentum == 0)
            return Math.Abs(1 - step);
        double sum = 1 + momentum - step, square = Square(step, momentum);
        return square <= 0 ? Math.Sqrt(momentum) : (Math.Abs(sum) + Math.Sqrt(square)) / 2;
    }

    /// <summary>What the contraction lacks to 1, with all digits where that is little; for steps that do not diverge.</summary>
    public static double Lacks(double step, double momentum)
    {
        double gap = 1 - momentum + step, square = Square(step, momentum);
        return momentum > 0 && square < 0 ? 1 - Math.Sqrt(momentum)
            : step < 1 + momentum ? 2 * step / (gap + Math.Sqrt(Math.Max(square, 0)))
            : 1 - Contraction(step, momentum);
    }

    /// <summary>The rate times the largest eigenvalue from which on the error grows.</summary>
    public static double Limit(double momentum) => 2 * (1 + momentum);

    /// <summary>The momentum that shrinks the slowest of these steps fastest; steps are above 0 and below 4.</summary>
    public static double Best(IEnumerable<double> steps) => steps.Max(step => Math.Pow(1 - Math.Sqrt(step), 2));

    /// <summary>
    /// The largest error that is still to come, of an error of 1 that starts at rest: |e[k]| is at most this from epoch k on, and it falls with k.
    /// </summary>
    public static double Envelope(double step, double momentum, double epoch)
    {
        double sum = 1 + momentum - step, square = Square(step, momentum);
        if (square < 0)
        {
            // momentum^(k/2) times a wave, the height of which its first two values tell: 1 and 1 - step.
            double cosine = sum / (2 * Math.Sqrt(momentum)), sine = Math.Sqrt(1 - (cosine * cosine));
            double other = (((1 - step) / Math.Sqrt(momentum)) - cosine) / sine;
            return Math.Exp(epoch / 2 * Math.Log(momentum)) * Math.Sqrt(1 + (other * other));
        }
        // a p^k + b q^k with a + b = 1 and a p + b q = 1 - step.
        double root = Math.Sqrt(square), p = (sum + (sum < 0 ? -root : root)) / 2, q = momentum / p;
        double logarithm = step < 1 + momentum ? double.LogP1(-Lacks(step, momentum)) : Math.Log(Math.Abs(p));
        if (root < 1e-9 * Math.Abs(sum))
            return Math.Exp(epoch * logarithm) * (1 + (epoch * Math.Abs(((1 - step) / p) - 1)));
        double a = (1 - step - q) / (p - q), b = 1 - a;
        return (Math.Abs(a) * Math.Exp(epoch * logarithm)) + (q == 0 ? 0 : Math.Abs(b) * Math.Pow(Math.Abs(q), epoch));
    }

    // That of the difference of the roots: one for all, for where they meet its rounding decides.
    private static double Square(double step, double momentum) => ((1 - momentum + step) * (1 - momentum + step)) - (4 * step);
}
