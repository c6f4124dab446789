using LinRegPS.Training;

namespace LinRegPS.Diagnosis.Lint.Watching;

// What several rules need to know of a training.
internal sealed partial class LintWatcher
{
    /// <summary>When to look closely.</summary>
    public LintSchedule Schedule { get; } = new();

    /// <summary>The backward passes begun, or the epoch whose backward pass has begun.</summary>
    public int Step { get; set; }

    /// <summary>All backward passes that were watched.</summary>
    public int Passes { get; private set; }

    /// <summary>Whether the training of now is a script, of which every step is told, or a compiled loop, which tells some.</summary>
    public bool IsScript { get; set; } = true;

    /// <summary>Whether the step of now is one to look at closely.</summary>
    public bool IsInspecting { get; private set; }

    /// <summary>Whether the steps had different data tensors: then their losses can't be compared one by one.</summary>
    public bool DataVaries { get; private set; }

    /// <summary>Whether a gradient was the sum of several backward passes.</summary>
    public bool HasPiledUp { get => field || RepeatsPasses; private set; }

    /// <summary>Whether a pass went through the graph of an earlier step once more.</summary>
    public bool RepeatsPasses { get; set; }

    /// <summary>Whether the data has no NaN and no infinity, as far as that was looked at.</summary>
    public bool DataIsFinite { get; set; } = true;

    /// <summary>The greatest rate of a step so far, for a schedule makes the last one small; else <see cref="LearningRate"/>.</summary>
    public double? GreatestLearningRate => LearningRate is { } last && _greatestRate > last ? _greatestRate : LearningRate;

    /// <summary>Of how many backward passes a step is meant to take the sum.</summary>
    public int PassesPerStep { get; set; } = 1;

    /// <summary>Whether an optimizer was seen, and never with a rate other than 0.</summary>
    public bool RatesAreZero => _greatestRate == 0;

    /// <summary>The data of a model's training; null for scripts.</summary>
    public DataLoader? Data { get; set; }

    /// <summary>The same, where steps take parts of them; null where each takes all.</summary>
    public DataLoader? Batches => Data is { IsWhole: false } ? Data : null;

    /// <summary>How many backward passes there were in the step of a model's training: an optimizer that searches along a line tries several.</summary>
    public int PassesOfStep { get; set; }

    /// <summary>Whether the pass is at parameters that are tried, and not where a step began.</summary>
    public bool IsTrial => !IsScript && PassesOfStep > 1;

    /// <summary>Whether a loss that rises is meant: an optimizer was told so.</summary>
    public bool Maximizes { get; private set; }

    /// <summary>Whether a script's own steps have all gone along the gradient, where the loss rises at any rate.</summary>
    public bool Ascends => _ascents >= 3 && _descents == 0;

    public LossHistory Losses { get; } = new();

    public RateHistory Rates { get; } = new();

    /// <summary>What the model gives for all rows that it is trained with, as it is used; null for scripts.</summary>
    public Func<Tensor>? Predict { get; set; }

    /// <summary>Whether what the model gives is to be the target itself, and not its logarithm, odds or what else a loss makes the target of.</summary>
    public bool PredictsTarget { get; set; } = true;

    /// <summary>The rows that are kept for validation, if any are.</summary>
    public Validation? Validation { get; set; }

    public ValidationCurve Curve { get; } = new();

    /// <summary>The classes that targets had.</summary>
    public TargetClasses Classes { get; } = new();

    /// <summary>The optimizers that stepped, each once; steps without an optimizer object have none.</summary>
    public List<Optimizer> Optimizers { get; } = [];

    /// <summary>Where tensors come from.</summary>
    public Lineage Lineage { get; }

    public PathCurvature Path { get; } = new();

    /// <summary>The largest curvature of a model's loss, where there is a model; set by whoever trains it.</summary>
    public ModelCurvature? Curvature { get; set; }

    /// <summary>Whether every step was the gradient times a rate: only of those does the curvature tell which rates diverge.</summary>
    public bool IsGradientDescent { get; set; } = true;

    /// <summary>
    /// The last learning rate that an optimizer was given; else the one that the changes by hand amount to. Null where
    /// steps are more than the gradient times a rate.
    /// </summary>
    public double? LearningRate { get => IsGradientDescent ? field ?? Path.Rate : null; private set; }

    public IReadOnlyList<WatchedParameter> Parameters => _inOrder;

    /// <summary>Whether the last backward pass was refused: what is missing then is its gradients.</summary>
    public bool PassRefused { get; private set; }

    /// <summary>The epoch that a step belongs to; in a script, the number of the backward pass.</summary>
    public int Epoch(int step) => Batches is null ? step : ((step - 1) / Batches.Count) + 1;

    /// <summary>All data of which a tensor is a batch, or the tensor itself.</summary>
    public Tensor Whole(Tensor tensor, bool isTarget) => Batches is { } data && tensor.Rank > 0
        && (isTarget ? data.AllTarget : data.AllInput) is var all && all.Shape.With(0, tensor.Shape[0]).Equals(tensor.Shape) && data.IsBatch(tensor, isTarget) ? all : tensor;
}
