using System.Collections;
using LinRegPS.Kernels.Threading;
using LinRegPS.Optimizers;

namespace LinRegPS;

/// <summary>
/// Limited-memory BFGS; torch.optim.LBFGS: for batches that are all of the data. A step computes loss and gradients several times, so it takes
/// a closure; it keeps a history of gradients' changes for all parameters together, and takes neither weight decay nor groups:
/// <code>
/// $lbfgs = [LinRegPS.LBFGS]::new($model)
/// $loss = $lbfgs.Step({
///     $lbfgs.ZeroGrad()
///     $loss = [LinRegPS.Loss]::Mse($model.Forward($X), $Y)
///     $loss.Backward()
///     $loss
/// })
/// </code>
/// </summary>
public sealed class LBFGS : Optimizer
{
    private const string HistoryKey = "history";
    private CurvatureHistory _history = new();

    /// <summary>Steps for the parameters that a model has now.</summary>
    /// <exception cref="InvalidValueException">The model has no parameters, or the rate is negative or not finite.</exception>
    public LBFGS(Module model, double learningRate = 1)
        : base(model, learningRate)
    {
    }

    /// <summary>Steps for these parameters.</summary>
    /// <exception cref="InvalidValueException">There are no parameters, one is given twice, or the rate is negative or not finite.</exception>
    public LBFGS(Tensor[] parameters, double learningRate = 1)
        : base(parameters, learningRate)
    {
    }

    /// <summary>How many directions a step goes at most; max_iter.</summary>
    /// <exception cref="InvalidValueException">A number below 1.</exception>
    public int MaxIterations { get; set => field = Positive(nameof(MaxIterations), value); } = 20;

    /// <summary>After how many evaluations a step takes no further direction; 0 for a quarter more than <see cref="MaxIterations"/>; max_eval.</summary>
    /// <exception cref="InvalidValueException">A negative number.</exception>
    public int MaxEvaluations { get; set => field = value >= 0 ? value : throw Errors.Negative(nameof(MaxEvaluations), value); }

    /// <summary>Where no element of the gradient is larger, a step ends; tolerance_grad.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double GradientTolerance { get; set => field = NotNegative(nameof(GradientTolerance), value); } = 1e-7;

    /// <summary>Where neither the loss nor a parameter changes by more, a step ends; tolerance_change.</summary>
    /// <exception cref="InvalidValueException">A value that is negative or not finite.</exception>
    public double ChangeTolerance { get; set => field = NotNegative(nameof(ChangeTolerance), value); } = 1e-9;

    /// <summary>How many changes of the gradient are kept; history_size.</summary>
    /// <exception cref="InvalidValueException">A number below 1.</exception>
    public int HistorySize { get; set => field = Positive(nameof(HistorySize), value); } = 100;

    /// <summary>Whether the length of each move is searched for by Wolfe's conditions, rather than being the learning rate; line_search_fn.</summary>
    public bool StrongWolfe { get; set; }

    private protected override IReadOnlyList<string> StateNames => [];

    private protected override bool TakesWeightDecay => false;

    private protected override bool TakesMaximize => false;

    private protected override bool TakesGroups => false;

    internal override bool NeedsClosure => true;

    internal override bool KeepsState => !_history.IsEmpty;

    private ParameterState[] States => ParameterGroups[0].States;

    /// <summary>Not to be had: give <see cref="Optimizer.Step(Func{Tensor})"/> a closure.</summary>
    /// <exception cref="InvalidValueException">Always.</exception>
    public override void Step() => throw Errors.NeedsClosure(nameof(LBFGS));

    /// <inheritdoc/>
    public override OrderedDictionary<string, object> StateDict()
    {
        var state = base.StateDict();
        state[HistoryKey] = _history.ToDictionary();
        return state;
    }

    internal override float StepBy(Func<float> evaluate)
    {
        float first = evaluate();
        Watcher.Current?.OptimizerSteps(this);
        bool any = false;
        foreach (var state in States)
        {
            if (Watcher.Current is { } watcher)
                Announce(watcher, ParameterGroups[0], state, ParameterGroups[0].LearningRate ?? LearningRate, isPlain: false);
            any |= state.Value.Grad is not null;
        }
        if (!any)
            throw Refuse(What);
        TryRun(evaluate, first);
        foreach (var state in States)
            state.Steps++;
        return first;
    }

    private protected override void Update(ParameterState state, ReadOnlySpan<float> gradient, double learningRate, double weightDecay) =>
        throw Errors.NeedsClosure(nameof(LBFGS));

    private protected override Action? ReadMore(IDictionary stateDict, List<string> problems)
    {
        if (stateDict[HistoryKey] is IDictionary history && CurvatureHistory.TryRead(history, Numel, out var load))
            return () => load(_history);
        problems.Add($"a {HistoryKey} of {Numel} numbers is needed");
        return null;
    }

    private int Numel => States.Sum(state => state.Value.Numel);

    // A loss that throws on the way leaves all as it was.
    private void TryRun(Func<float> evaluate, double loss)
    {
        var history = _history.Copy();
        float[][] start = Copies();
        try
        {
            Run(evaluate, loss);
        }
        catch
        {
            _history = history;
            Restore(start);
            throw;
        }
    }

    private float[][] Copies() => [.. States.Select(state => state.Value.Data.ToArray())];

    private void Restore(float[][] start)
    {
        using var whole = Interruption.Whole();
        foreach (var (state, elements) in States.Zip(start))
        {
            elements.CopyTo(state.Value.Data);
            state.Value.MarkChanged();
        }
    }

    private void Run(Func<float> evaluate, double loss)
    {
        double rate = ParameterGroups[0].LearningRate ?? LearningRate;
        int evaluations = 1, mostEvaluations = MaxEvaluations > 0 ? MaxEvaluations : MaxIterations * 5 / 4;
        float[] gradient = Gradient();
        if (Largest(gradient) <= GradientTolerance)
            return;
        for (int iteration = 1; ; iteration++)
        {
            bool isFirst = _history.IsEmpty;
            float[] direction = _history.Direction(gradient, HistorySize);
            double before = loss, step = isFirst ? Math.Min(1, 1 / (float)gradient.Sum(g => (double)Math.Abs(g))) * rate : rate;
            _history.Moved(step);
            float slope = CurvatureHistory.Dot(gradient, direction);
            if (slope > -ChangeTolerance)
                return;
            if (StrongWolfe)
            {
                float[][] start = Copies();
                var found = new WolfeSearch(length => Evaluate(evaluate, start, direction, length))
                    .Run(step, new(0, loss, gradient, slope), direction);
                (step, loss, gradient) = (found.Length, found.Loss, found.Gradient);
                evaluations += found.Evaluations;
                Move(direction, step);
            }
            else
            {
                Move(direction, step);
                if (iteration != MaxIterations)
                {
                    // In the last iteration nobody would look at it.
                    loss = evaluate();
                    gradient = Gradient();
                    evaluations++;
                }
            }
            _history.Moved(step);
            if (iteration == MaxIterations || evaluations >= mostEvaluations || Largest(gradient) <= GradientTolerance
                || Largest(direction) * step <= ChangeTolerance || Math.Abs(loss - before) < ChangeTolerance)
                return;
        }
    }

    private (double Loss, float[] Gradient) Evaluate(Func<float> evaluate, float[][] start, float[] direction, double length)
    {
        Move(direction, length);
        try
        {
            return (evaluate(), Gradient());
        }
        finally
        {
            Restore(start);
        }
    }

    private void Move(float[] direction, double length)
    {
        int offset = 0;
        foreach (var state in States)
        {
            var w = state.Value.Data;
            Kernels.Optimizers.SgdUpdate.Apply(w, direction.AsSpan(offset, w.Length), -(float)length);
            state.Value.MarkChanged();
            offset += w.Length;
        }
    }

    // Zeros for a parameter that has none.
    private float[] Gradient()
    {
        float[] all = new float[Numel];
        int offset = 0;
        foreach (var state in States)
        {
            state.Value.Grad?.Data.CopyTo(all.AsSpan(offset));
            offset += state.Value.Numel;
        }
        return all;
    }

    // NaN is as large as anything.
    private static float Largest(float[] elements)
    {
        float largest = 0;
        foreach (float element in elements)
            largest = MathF.Max(largest, MathF.Abs(element));
        return largest;
    }

    private static int Positive(string name, int value) => value >= 1 ? value : throw Errors.NotPositive(name, value);
}
