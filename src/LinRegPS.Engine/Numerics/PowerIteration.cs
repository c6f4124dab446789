using LinRegPS.Kernels.Threading;

namespace LinRegPS.Numerics;

/// <summary>
/// Power iteration: a symmetric matrix, known by its product with a vector, is applied again and again, which turns the
/// vector towards the eigenvector whose eigenvalue is the greatest in size.
/// </summary>
internal sealed class PowerIteration
{
    private PowerIteration(double[] start) => Vector = Normalized(start);

    /// <summary>The vector, of length 1.</summary>
    public double[] Vector { get; private set; }

    /// <summary>The vector times its product: the eigenvalue, once the vector has settled.</summary>
    public double Rayleigh { get; private set; }

    /// <summary>The product's length: the eigenvalue's size, never less than that of <see cref="Rayleigh"/>.</summary>
    public double Length { get; private set; }

    /// <summary>How many products were taken.</summary>
    public int Products { get; private set; }

    /// <summary>Iterates until an estimate settles, nothing is left to follow, or a product is not finite.</summary>
    /// <param name="multiply">The matrix times a vector of length 1.</param>
    /// <param name="start">A vector that has a part in every direction.</param>
    /// <param name="most">The most products to take.</param>
    /// <param name="estimate">Which of the numbers has to settle.</param>
    /// <param name="tolerance">By which part of itself an estimate may still change.</param>
    /// <param name="shift">Is added to every eigenvalue on the way, so that another is the greatest in size.</param>
    public static PowerIteration Run(
        Func<double[], double[]> multiply, double[] start, int most, Func<PowerIteration, double> estimate, Func<double, double> tolerance, double shift = 0)
    {
        var power = new PowerIteration(start);
        double last = double.NaN;
        while (true)
        {
            Interruption.CheckLong();
            double[] product = multiply(power.Vector);
            power.Products++;
            (power.Rayleigh, power.Length) = (Dot(power.Vector, product), Norm(product));
            double now = estimate(power);
            if (power.Products == most || !double.IsFinite(power.Length) || Math.Abs(now - last) <= tolerance(now) * Math.Abs(now))
                return power;
            last = now;
            double[] moved = shift == 0 ? product : [.. product.Zip(power.Vector, (p, v) => p + (shift * v))];
            if (Array.TrueForAll(moved, x => x == 0))
                return power;
            power.Vector = Normalized(moved);
        }
    }

    /// <summary>A vector's length.</summary>
    public static double Norm(double[] vector) => Math.Sqrt(Dot(vector, vector));

    /// <summary>The product of two vectors.</summary>
    public static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static double[] Normalized(double[] vector)
    {
        double length = Norm(vector);
        return Array.ConvertAll(vector, x => x / length);
    }
}
