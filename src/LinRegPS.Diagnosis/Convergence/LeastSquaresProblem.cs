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
        Hessian = new double[Parameters, Parameters];
        for (int i = 0; i < Parameters; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = 0;
                for (int row = 0; row < Samples; row++)
                    sum += design[row, i] * design[row, j];
                Hessian[i, j] = Hessian[j, i] = _factor * sum;
            }
        }
        Eigen = SymmetricEigen.Decompose(Hessian);
    }

    public int Samples { get; }

    public int Parameters { get; }

    /// <summary>H = (2 / N) A'A times the scale.</summary>
    public double[,] Hessian { get; }

    public SymmetricEigen Eigen { get; }

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
        double[] error = Eigen.Solve(Gradient(start, target));
        // Once more from there, so that the optimum has double's digits.
        double[] rest = Eigen.Solve(Gradient([.. start.Zip(error, (s, e) => s - e)], target));
        return [.. error.Zip(rest, (e, r) => e + r)];
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
}
