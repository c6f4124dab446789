using LinRegPS.Kernels.Threading;
using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Convergence;

/// <summary>
/// The mean squared error of a linear model as a quadratic of its parameters, in double:
/// scale / (N outputs) * |A theta - y|^2, with A the input and, for the bias, a column of ones at its end.
/// </summary>
internal sealed class LeastSquaresProblem
{
    private readonly double[,] _design;
    private readonly double _factor;

    /// <summary>The problem for a design matrix.</summary>
    /// <param name="design">The input by rows, with the ones.</param>
    /// <param name="outputs">How many outputs the mean is taken over; they share the Hessian.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    public LeastSquaresProblem(double[,] design, int outputs, double scale)
    {
        (_design, Samples, Parameters) = (design, design.GetLength(0), design.GetLength(1));
        _factor = 2 * scale / ((double)Samples * outputs);
        Gram = SumsOfProducts(design);
        Spectrum = GramSpectrum.Decompose(Gram, design);
        Hessian = new double[Parameters, Parameters];
        for (int i = 0; i < Parameters; i++)
        {
            for (int j = 0; j < Parameters; j++)
                Hessian[i, j] = _factor * Gram[i, j].High;
        }
    }

    public int Samples { get; }

    public int Parameters { get; }

    /// <summary>A'A.</summary>
    public DoubleDouble[,] Gram { get; }

    /// <summary>H = (2 / N) A'A times the scale.</summary>
    public double[,] Hessian { get; }

    /// <summary>The eigenvalues of A'A, which times <see cref="Eigenvalue"/> of 1 are the Hessian's, and its eigenvectors.</summary>
    public GramSpectrum Spectrum { get; }

    /// <summary>The eigenvalue of the Hessian for one of A'A.</summary>
    public double Eigenvalue(double ofGram) => _factor * ofGram;

    /// <summary>The norms of the columns of A: how much a unit of each parameter does to all predictions.</summary>
    public double[] Sizes() => [.. Enumerable.Range(0, Parameters).Select(j => Math.Sqrt(Gram[j, j].High))];

    /// <summary>The input and, where there is a bias, a column of ones.</summary>
    public static double[,] Design(Tensor input, bool bias)
    {
        if (input.Rank is not (1 or 2) || input.Numel == 0)
            throw DiagnosisErrors.ConvergenceInput(input.Shape);
        int samples = input.Shape[0], features = input.Numel / samples;
        var design = new double[samples, features + (bias ? 1 : 0)];
        for (int row = 0; row < samples; row++)
        {
            for (int j = 0; j < features; j++)
            {
                float x = input.Data[(row * features) + j];
                design[row, j] = float.IsFinite(x) ? x : throw DiagnosisErrors.ConvergenceData("the input", row);
            }
            if (bias)
                design[row, features] = 1;
        }
        return design;
    }

    /// <summary>Start minus the optimum that gradient descent reaches from there: what no sample sees of the start stays.</summary>
    public double[] Error(double[] start, double[] target)
    {
        // A'(A start - y), to the last digit: where an eigenvalue is small its part is what is left of large numbers.
        var products = new DoubleDouble[Parameters];
        for (int row = 0; row < Samples; row++)
        {
            DoubleDouble residual = -target[row];
            for (int j = 0; j < Parameters; j++)
                residual += (DoubleDouble)_design[row, j] * start[j];
            for (int j = 0; j < Parameters; j++)
                products[j] += residual * _design[row, j];
        }
        return Spectrum.Solve(products);
    }

    public double[] Gradient(double[] parameters, double[] target)
    {
        double[] gradient = new double[Parameters];
        for (int row = 0; row < Samples; row++)
        {
            double residual = Predict(parameters, row) - target[row];
            for (int j = 0; j < Parameters; j++)
                gradient[j] += _factor * residual * _design[row, j];
        }
        return gradient;
    }

    /// <summary>
    /// How exactly float32 computes each element of the gradient: the standard deviation of the roundings' sum, each
    /// rounding being evenly spread over one ulp, of variance ulp^2 / 12. A prediction is rounded at each product and
    /// each sum; the residual, each product with the input, and each partial sum of the gradient once more.
    /// </summary>
    public double[] GradientNoise(double[] parameters, double[] target)
    {
        int roundings = (2 * Parameters) - 1 - (HasOnes ? 1 : 0);
        double[] variance = new double[Parameters], sum = new double[Parameters];
        for (int row = 0; row < Samples; row++)
        {
            double prediction = Predict(parameters, row), residual = prediction - target[row];
            double inPrediction = (roundings * Square(prediction)) + Square(residual);
            for (int j = 0; j < Parameters; j++)
            {
                double weight = _factor * _design[row, j], term = weight * residual;
                sum[j] += term;
                variance[j] += (weight * weight * inPrediction) + Square(term) + Square(sum[j]);
            }
        }
        return [.. variance.Select(v => Math.Sqrt(v / 12))];

        static double Square(double value)
        {
            double ulp = Ulp.Size((float)value);
            return ulp * ulp;
        }
    }

    private bool HasOnes => Enumerable.Range(0, Samples).All(row => _design[row, Parameters - 1] == 1);

    private double Predict(double[] parameters, int row)
    {
        double sum = 0;
        for (int j = 0; j < Parameters; j++)
            sum += _design[row, j] * parameters[j];
        return sum;
    }

    // The products of float32 numbers are exact in double; what their sums round is kept (Ogita, Rump and Oishi 2005).
    public static DoubleDouble[,] SumsOfProducts(double[,] design)
    {
        int samples = design.GetLength(0), n = design.GetLength(1);
        double[] sums = new double[n * n], errors = new double[n * n];
        for (int row = 0; row < samples; row++)
        {
            if (row % 8 == 0)
                Interruption.CheckLong();
            for (int i = 0; i < n; i++)
            {
                double x = design[row, i];
                for (int j = 0; j <= i; j++)
                {
                    int at = (i * n) + j;
                    double term = x * design[row, j], sum = sums[at] + term, part = sum - sums[at];
                    errors[at] += (sums[at] - (sum - part)) + (term - part);
                    sums[at] = sum;
                }
            }
        }
        var gram = new DoubleDouble[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
                gram[i, j] = gram[j, i] = (DoubleDouble)sums[(i * n) + j] + errors[(i * n) + j];
        }
        return gram;
    }
}
