namespace LinRegPS;

// Windows for signals, computed in float64: [size], symmetric, or periodic as the first elements of the symmetric one that is longer by one.
public sealed partial class Tensor
{
    /// <summary>A raised cosine from 0 to 0; torch.hann_window.</summary>
    /// <param name="windowLength">How many elements.</param>
    /// <param name="periodic">Whether it goes on with its first element behind the last, as spectra want it; else it is symmetric.</param>
    /// <exception cref="InvalidValueException">A length below 0, or more than a tensor holds.</exception>
    public static Tensor HannWindow(int windowLength, bool periodic = true) => HammingWindow(windowLength, periodic, 0.5, 0.5);

    /// <summary>alpha less beta times a cosine; torch.hamming_window.</summary>
    /// <param name="windowLength">How many elements.</param>
    /// <param name="periodic">Whether it goes on with its first element behind the last; else it is symmetric.</param>
    /// <param name="alpha">The mean.</param>
    /// <param name="beta">What the cosine counts.</param>
    /// <exception cref="InvalidValueException">A length below 0, or more than a tensor holds.</exception>
    public static Tensor HammingWindow(int windowLength, bool periodic = true, double alpha = 0.54, double beta = 0.46) =>
        SignalWindow(windowLength, periodic, at => alpha - (beta * Math.Cos(2 * Math.PI * at)));

    /// <summary>Blackman's sum of two cosines; torch.blackman_window.</summary>
    /// <param name="windowLength">How many elements.</param>
    /// <param name="periodic">Whether it goes on with its first element behind the last; else it is symmetric.</param>
    /// <exception cref="InvalidValueException">A length below 0, or more than a tensor holds.</exception>
    public static Tensor BlackmanWindow(int windowLength, bool periodic = true) =>
        SignalWindow(windowLength, periodic, at => 0.42 - (0.5 * Math.Cos(2 * Math.PI * at)) + (0.08 * Math.Cos(4 * Math.PI * at)));

    /// <summary>A triangle from 0 to 0; torch.bartlett_window.</summary>
    /// <param name="windowLength">How many elements.</param>
    /// <param name="periodic">Whether it goes on with its first element behind the last; else it is symmetric.</param>
    /// <exception cref="InvalidValueException">A length below 0, or more than a tensor holds.</exception>
    public static Tensor BartlettWindow(int windowLength, bool periodic = true) =>
        SignalWindow(windowLength, periodic, at => 1 - Math.Abs((2 * at) - 1));

    /// <summary>Kaiser's window, of Bessel functions; torch.kaiser_window.</summary>
    /// <param name="windowLength">How many elements.</param>
    /// <param name="periodic">Whether it goes on with its first element behind the last; else it is symmetric.</param>
    /// <param name="beta">How narrow it is, finite.</param>
    /// <exception cref="InvalidValueException">A length below 0, or more than a tensor holds, or beta is not finite.</exception>
    public static Tensor KaiserWindow(int windowLength, bool periodic = true, double beta = 12)
    {
        if (!float.IsFinite((float)beta))
            throw Errors.NonFinite("Beta", beta);
        double whole = LogBessel(Math.Abs(beta));
        return SignalWindow(windowLength, periodic, at => Math.Exp(LogBessel(Math.Abs(beta) * 2 * Math.Sqrt(Math.Max(0, at * (1 - at)))) - whole));
    }

    // Of each element's place between 0 and 1.
    private static Tensor SignalWindow(int length, bool periodic, Func<double, double> value)
    {
        // One element alone is 1.
        if (length == 1)
            return Ones(1);
        var window = Zeros(length);
        for (int i = 0; i < length; i++)
            window.Data[i] = (float)value((double)i / (periodic ? length : length - 1));
        return window;
    }

    // log I0(x): by the series where that is within float64, else by the first terms for large x.
    private static double LogBessel(double x)
    {
        if (x > 700)
            return x - (0.5 * Math.Log(2 * Math.PI * x)) + Math.Log(1 + (0.125 / x) + (9 / (128 * x * x)) + (225 / (3072 * x * x * x)));
        double sum = 1, term = 1;
        for (int k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return Math.Log(sum);
    }
}
