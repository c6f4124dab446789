using LinRegPS.Numerics;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Fits;

/// <summary>Makes a fit of data: checked first, so that what can't be fitted is said in words.</summary>
internal sealed class OrdinaryLeastSquares
{
    // Between a model's float32 output and the same in double.
    private const double OutputTolerance = 1e-4;

    /// <summary>The features' names, in the order of the columns of <see cref="Rows"/>.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>What the features are columns of; each a variable of its own where null.</summary>
    public IReadOnlyList<ModelVariable>? Variables { get; init; }

    /// <summary>The rows that were left out before, from 1.</summary>
    public IReadOnlyList<long> OmittedRows { get; init; } = [];

    /// <summary>A row of features for each observation.</summary>
    public required IReadOnlyList<double[]> Rows { get; init; }

    /// <summary>What the target is called.</summary>
    public required string TargetName { get; init; }

    /// <summary>The observations.</summary>
    public required double[] Target { get; init; }

    /// <summary>The relative rounding of the data.</summary>
    public double Precision { get; init; } = DesignMatrix.DoublePrecision;

    /// <summary>The highest power of each feature.</summary>
    public int Degree { get; init; } = 1;

    /// <summary>The probability with which intervals hold.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>Ends the work.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The exact fit.</summary>
    public LinearFit Fit(bool intercept) => Result(Solve(intercept));

    /// <summary>A trained model as a fit, with its distance from the exact one.</summary>
    public LinearFit Fit(Module model)
    {
        var parameters = LinearParameters(model, out float[] weight, out float? bias);
        if (weight.Length != Features.Count)
            throw StatisticsErrors.NotOneLinear(model.GetType().Name, $"it has {weight.Length} features, the data {Features.Count}");
        CheckOutput(model, weight, bias ?? 0);
        var exact = Solve(bias.HasValue);
        var coefficients = parameters.Select(value => (DoubleDouble)value).ToArray();
        var trained = exact.With(coefficients);
        return Result(trained, new ExactDistance(trained, Result(exact)));
    }

    private LinearFit Result(Regression regression) => Result(regression, distance: null);

    private LinearFit Result(Regression regression, ExactDistance? distance) => new(regression, TargetName, ConfidenceLevel)
    {
        Variables = Variables ?? [.. Features.Select(name => new ModelVariable(name))],
        OmittedRows = OmittedRows,
        Distance = distance,
    };

    private Regression Solve(bool intercept)
    {
        if (Degree < 1)
            throw Errors.NotPositive("Degree", Degree);
        if (Rows.Count == 0)
            throw StatisticsErrors.NoRows();
        if (Rows.Count != Target.Length)
            throw StatisticsErrors.TargetRows(Rows.Count, Target.Length);
        // Before any column is made: a degree may be beyond all memory.
        long columns = ((long)Features.Count * Degree) + (intercept ? 1 : 0);
        if (columns == 0)
            throw StatisticsErrors.NoTerms();
        if (Rows.Count < columns)
            throw StatisticsErrors.TooFewRows(Rows.Count, columns, DesignMatrix.Names(Features, intercept, Degree));
        var units = Units.Of(Rows, Features, Target, Degree);
        var design = new DesignMatrix(Features, units.Scale(Rows), intercept, Degree, Precision, Cancellation) { Units = units };
        if (Array.TrueForAll(Target, y => y == (intercept ? Target[0] : 0)))
            throw StatisticsErrors.ConstantTarget(Target[0]);
        return LeastSquaresSolver.Fit(design, units.ScaleTarget(Target));
    }

    // Bias first, where there is one, as the intercept is.
    private static IEnumerable<float> LinearParameters(Module model, out float[] weight, out float? bias)
    {
        var parameters = model.NamedParameters();
        string name = model.GetType().Name;
        var weights = parameters.Where(p => IsNamed(p, "weight")).ToArray();
        var biases = parameters.Where(p => IsNamed(p, "bias")).ToArray();
        if (weights.Length != 1 || biases.Length > 1 || parameters.Count != weights.Length + biases.Length)
            throw StatisticsErrors.NotOneLinear(name, $"its parameters are {string.Join(", ", parameters)}");
        if (weights[0].Shape.Rank != 2 || weights[0].Shape[0] != 1)
            throw StatisticsErrors.NotOneLinear(name, $"its weight has the shape {weights[0].Shape}, not [1, features]");
        weight = weights[0].Value.ToArray();
        bias = biases.Length == 1 ? biases[0].Value.Item() : null;
        return bias is { } first ? [first, .. weight] : weight;

        static bool IsNamed(ModelParameter parameter, string last) =>
            parameter.Name == last || parameter.Name.EndsWith("." + last, StringComparison.Ordinal);
    }

    // A layer with an activation after it has the same parameters, but is another function.
    private void CheckOutput(Module model, float[] weight, float bias)
    {
        var input = Tensor.From([.. Rows.SelectMany(row => row).Select(x => (float)x)], Rows.Count, weight.Length);
        using var scope = GradMode.NoGrad();
        float[] output = model.Invoke(input).ToArray();
        for (int i = 0; i < Rows.Count; i++)
        {
            double expected = bias, size = Math.Abs(bias);
            for (int j = 0; j < weight.Length; j++)
            {
                expected += weight[j] * Rows[i][j];
                size += Math.Abs(weight[j] * Rows[i][j]);
            }
            if (output.Length != Rows.Count || !(Math.Abs(output[i] - expected) <= OutputTolerance * size))
                throw StatisticsErrors.NotOneLinear(model.GetType().Name, "its output is not weight x input + bias");
        }
    }
}
