using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Convergence;

/// <summary>Predicts gradient descent from the data, before or without training.</summary>
public sealed class ConvergenceAnalysis
{
    // Jacobi's method takes n^3 for each sweep, and the standstill a matrix for each phase.
    internal const int MostParameters = 512;
    private const int MostForStandstill = 64;

    // Beyond it the gradients that double has along the flattest direction are its rounding errors.
    private const double MostConditionForStandstill = 1e12;

    /// <summary>More epochs than these are not counted: 4.6E+18.</summary>
    internal const long MostEpochs = 1L << 62;

    /// <summary>The learning rate asked about.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>What the gradient is multiplied by: a loss scale, or the N of a hand-made gradient that lacks its mean.</summary>
    public double GradientScale { get; init; } = 1;

    /// <summary>What the moving gradient keeps from step to step, as of Sgd; from 0 to below 1.</summary>
    public double Momentum { get; init; }

    /// <summary>How much of a parameter is added to its gradient: it moves the optimum.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The optimizer. Of those that scale each gradient by its own size the report says how far they can come, and no more.</summary>
    public string Optimizer { get; init; } = nameof(Sgd);

    /// <summary>The distance to the optimum that is wanted; without a target, the part of the error that may be left.</summary>
    public double Tolerance { get; init; } = 1e-7;

    /// <summary>The parameters at the start, the bias last; zeros where null.</summary>
    public double[]? Start { get; init; }

    /// <summary>Where the random directions for models that are not linear come from.</summary>
    public int Seed { get; init; }

    /// <summary>The report for least squares on an input.</summary>
    /// <param name="input">Rows of samples, [samples, features], or [samples] for one feature.</param>
    /// <param name="target">A number for each sample, or [samples, outputs]; null where it is not known.</param>
    /// <param name="bias">Whether the model has one.</param>
    /// <exception cref="ShapeMismatchException">Input, target and start do not fit each other.</exception>
    /// <exception cref="InvalidValueException">A setting is out of range, the data are not finite, or there are too many parameters.</exception>
    public ConvergenceReport Measure(Tensor input, Tensor? target, bool bias)
    {
        int features = input.Rank == 2 ? input.Shape[1] : 1;
        IEnumerable<string> names = features == 1 ? ["weight"] : Enumerable.Range(0, features).Select(j => $"weight[{j}]");
        int outputs = target is { Rank: 2 } ? target.Shape[1] : 1;
        return Measure(input, target, [.. names, .. bias ? ["bias"] : Array.Empty<string>()], bias, outputs, Start is null ? null : [Start]);
    }

    /// <summary>
    /// The report for a model: exact where it is a single linear layer, from its parameters as they are; else the
    /// largest curvature there, which needs the target.
    /// </summary>
    /// <param name="model">The model, at the parameters from which it starts.</param>
    /// <param name="input">Its input.</param>
    /// <param name="target">What it should give, in the shape of its output.</param>
    /// <exception cref="ShapeMismatchException">Input, target and start do not fit each other.</exception>
    /// <exception cref="InvalidValueException">A setting is out of range, the data or the gradient are not finite, there are no parameters or too many, or the target is needed.</exception>
    public ConvergenceReport Measure(Module model, Tensor input, Tensor? target)
    {
        var parameters = model.NamedParameters().Where(p => p.Value.RequiresGrad).ToList();
        if (parameters.Count == 0)
            throw Errors.NoParameters(model.GetType().Name);
        Check();
        // The graph tells: the output is one Linear operation of this input.
        if (Graph(model, input) is not Operations.Linear linear || !ReferenceEquals(linear.Inputs[0].Tensor, input))
        {
            string name = model.GetType().Name;
            return CurvatureProbe.Report(
                this, name, parameters, () => Loss.Mse(model.Invoke(input), target ?? throw DiagnosisErrors.TargetNeeded(name)));
        }
        Tensor weight = linear.Inputs[1].Tensor!;
        var bias = linear.Inputs[2].Tensor;
        int features = weight.Shape[1], outputs = weight.Shape[0];
        string weightName = Name(weight, "weight");
        IEnumerable<string> names = features == 1 ? [weightName] : Enumerable.Range(0, features).Select(j => $"{weightName}[{j}]");
        double[][] start = [.. Enumerable.Range(0, outputs).Select(o => Row(weight, o, features).Concat(bias is null ? [] : Row(bias, o, 1)).ToArray())];
        return Measure(
            input, target, [.. names, .. bias is null ? Array.Empty<string>() : [Name(bias, "bias")]], bias is not null, outputs,
            Start is null ? start : [Start]);

        string Name(Tensor tensor, string otherwise) =>
            parameters.FirstOrDefault(p => ReferenceEquals(p.Value, tensor))?.Name ?? otherwise;

        static Operation? Graph(Module model, Tensor input)
        {
            using (Watcher.KeepInputs())
                return model.Invoke(input).GradFn;
        }

        static IEnumerable<double> Row(Tensor tensor, int row, int width) =>
            tensor.ToArray().Skip(row * width).Take(width).Select(x => (double)x);
    }

    internal void Check()
    {
        Sgd.CheckLearningRate(LearningRate);
        if (!double.IsFinite(GradientScale) || GradientScale <= 0)
            throw DiagnosisErrors.NotAPositiveNumber("GradientScale", GradientScale);
        if (!double.IsFinite(Tolerance) || Tolerance <= 0)
            throw DiagnosisErrors.NotAPositiveNumber("Tolerance", Tolerance);
        if (Momentum is not (>= 0 and < 1))
            throw Errors.Beta(nameof(Momentum), Momentum);
        LinRegPS.Optimizer.NotNegative(nameof(WeightDecay), WeightDecay);
        if (LinRegPS.Optimizer.Find(Optimizer) is null)
            throw Errors.NoSuchName("optimizer", Optimizer, LinRegPS.Optimizer.Names);
    }

    private ConvergenceReport Measure(Tensor input, Tensor? target, string[] names, bool bias, int outputs, double[][]? starts)
    {
        Check();
        double[,] design = LeastSquaresProblem.Design(input, bias);
        if (names.Length > MostParameters)
            throw DiagnosisErrors.TooManyFeatures(names.Length, MostParameters);
        var problem = new LeastSquaresProblem(design, outputs, GradientScale);
        double[][]? targets = target is null ? null : Columns(target, problem.Samples, outputs);
        starts = [.. Enumerable.Range(0, outputs).Select(o => starts is null ? new double[names.Length] : starts[Math.Min(o, starts.Length - 1)])];
        if (starts.FirstOrDefault(s => s.Length != names.Length) is { } wrong)
            throw DiagnosisErrors.ConvergenceStart(wrong.Length, names);
        var directions = Directions(problem, names);
        double[][]? errors = targets?.Select((y, o) => problem.Error(starts[o], y)).ToArray();
        double[][]? optima = errors?.Select((e, o) => starts[o].Zip(e, (s, d) => s - d).ToArray()).ToArray();
        if (WeightDecay > 0)
            errors = optima?.Select((w, o) => starts[o].Zip(Decayed(problem, w), (s, d) => s - d).ToArray()).ToArray();
        bool isAdaptive = LinRegPS.Optimizer.Find(Optimizer) != typeof(Sgd);
        bool diverges = !isAdaptive && directions[0].Step >= MomentumDescent.Limit(Momentum);
        bool isPlain = !isAdaptive && Momentum == 0 && WeightDecay == 0;
        // Where the data does not determine parameters, rounding alone decides where they end.
        bool predictable = names.Length <= MostForStandstill && directions.All(d => d.Eigenvalue > 0 || d.Main().Length == 1)
            && problem.Spectrum.Largest < MostConditionForStandstill * problem.Spectrum.Smallest;
        var standstill = targets is null || diverges || LearningRate == 0 || !predictable
            || !isPlain
            ? null
            : Join(targets.Select((y, o) => PredictedStandstill.Predict(problem, names, starts[o], y, LearningRate)));
        return new ConvergenceWords(problem, directions, LearningRate, Tolerance, diverges)
        {
            GradientScale = GradientScale,
            Outputs = outputs,
            HasBias = bias,
            Centred = bias && names.Length > 1 ? Other("centred", FeatureScaling.Centre(problem.Gram)) : null,
            Scaled = Other("scaled", FeatureScaling.Scale(bias ? FeatureScaling.Centre(problem.Gram) : problem.Gram, bias, problem.Samples)),
            Momentum = Momentum,
            WeightDecay = WeightDecay,
            Adaptive = isAdaptive ? new AdaptiveSteps(Optimizer, LearningRate, errors) : null,
            Optimum = optima is null ? [] : [.. optima.SelectMany(w => w)],
            DecayedOptimum = errors is null || WeightDecay == 0 ? [] : [.. errors.SelectMany((e, o) => starts[o].Zip(e, (s, d) => s - d))],
            Standstill = standstill,
            WithTarget = target is not null,
            EpochsToTolerance = isAdaptive ? null : EpochsToTolerance(directions, errors),
        }.Report();

        Conditioning? Other(string name, DoubleDouble[,] gram)
        {
            var spectrum = GramSpectrum.Decompose(gram);
            return spectrum.Rank == 0 ? null : Conditioning.Fixed(
                name, problem.Eigenvalue(spectrum.Largest) + WeightDecay, problem.Eigenvalue(spectrum.Smallest) + WeightDecay, Momentum);
        }
    }

    private ConvergenceDirection[] Directions(LeastSquaresProblem problem, string[] names)
    {
        double[] sizes = problem.Sizes();
        return [.. Enumerable.Range(0, names.Length).Select(k =>
        {
            double eigenvalue = problem.Eigenvalue(problem.Spectrum.Values[k]) + WeightDecay, step = LearningRate * eigenvalue;
            return new ConvergenceDirection
            {
                Eigenvalue = eigenvalue,
                Contraction = MomentumDescent.Contraction(step, Momentum),
                Step = step,
                Lacks = MomentumDescent.Lacks(step, Momentum),
                Vector = problem.Spectrum.Vectors[k],
                Sizes = sizes,
                Parameter = names,
            };
        })];
    }

    // The length of the error falls in every epoch where no direction grows, so that bisection finds the epoch.
    private long? EpochsToTolerance(ConvergenceDirection[] directions, double[][]? errors)
    {
        ConvergenceDirection[] moving = [.. directions.Where(d => d.Eigenvalue > 0)];
        double[] amplitude = [.. moving.Select(d => errors is null
            ? 0
            : Math.Sqrt(errors.Sum(e => Math.Pow(e.Zip(d.Vector, (x, v) => x * v).Sum(), 2))))];
        if (errors is null && moving.Length > 0)
            amplitude[Array.IndexOf(moving, moving.MaxBy(d => (d.Contraction, -d.Step)))] = 1;
        if (Distance(0) <= Tolerance)
            return moving.Length == 0 ? null : 0;
        long after = 1;
        while (!(Distance(after) <= Tolerance))
        {
            after *= 2;
            if (after >= MostEpochs)
                return null;
        }
        long before = after / 2;
        while (after - before > 1)
        {
            long middle = before + ((after - before) / 2);
            (before, after) = Distance(middle) <= Tolerance ? (before, middle) : (middle, after);
        }
        return after;

        double Distance(long epoch) => Math.Sqrt(moving.Select((d, k) =>
            amplitude[k] == 0 ? 0 : Math.Pow(amplitude[k] * (Momentum == 0 ? Power(d.Step, epoch) : MomentumDescent.Envelope(d.Step, Momentum, epoch)), 2)).Sum());

        // |1 - step|^epoch, for steps that are nothing beside 1.
        static double Power(double step, long epoch) => epoch == 0 ? 1
            : step < 0.5 ? Math.Exp(epoch * double.LogP1(-step)) : Math.Pow(Math.Abs(1 - step), epoch);
    }

    // (H + decay) w = H optimum, along each eigenvector.
    private double[] Decayed(LeastSquaresProblem problem, double[] optimum)
    {
        double[] decayed = new double[optimum.Length];
        for (int k = 0; k < decayed.Length; k++)
        {
            double eigenvalue = problem.Eigenvalue(problem.Spectrum.Values[k]);
            double[] vector = problem.Spectrum.Vectors[k];
            double part = optimum.Zip(vector, (w, v) => w * v).Sum() * eigenvalue / (eigenvalue + WeightDecay);
            for (int j = 0; j < decayed.Length; j++)
                decayed[j] += part * vector[j];
        }
        return decayed;
    }

    private static PredictedStandstill? Join(IEnumerable<PredictedStandstill?> outputs)
    {
        PredictedStandstill?[] all = [.. outputs];
        return all.Contains(null) ? null : PredictedStandstill.Join(all!);
    }

    private static double[][] Columns(Tensor target, int samples, int outputs)
    {
        bool fits = (target.Rank == 1 && outputs == 1) || (target.Rank == 2 && target.Shape[1] == outputs);
        if (!fits || target.Shape[0] != samples)
            throw DiagnosisErrors.ConvergenceTarget(target.Shape, samples, outputs);
        int bad = Array.FindIndex(target.ToArray(), y => !float.IsFinite(y));
        if (bad >= 0)
            throw DiagnosisErrors.ConvergenceData("the target", bad / outputs);
        return [.. Enumerable.Range(0, outputs).Select(o =>
            Enumerable.Range(0, samples).Select(row => (double)target.Data[(row * outputs) + o]).ToArray())];
    }
}
