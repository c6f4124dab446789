using LinRegPS.Groups;

namespace LinRegPS.Training;

/// <summary>
/// The loop that a script would write: forward, loss, backward, step, for a number of epochs over the data. Whatever else
/// is wanted of a training (records, progress, a diagnosis) is an observer's work.
/// </summary>
public sealed partial class TrainingLoop
{
    private int _epochs = 1, _firstEpoch = 1;

    /// <summary>A loop that fits a model's parameters to the data.</summary>
    /// <exception cref="InvalidValueException">There are no data, no parameter that requires a gradient, or the optimizer steps what is no parameter of the model.</exception>
    public TrainingLoop(Module model, DataLoader data, Optimizer optimizer)
    {
        (Model, Data, Optimizer) = (model, data, optimizer);
        if (data.InputShape.Numel == 0)
            throw Errors.Empty("Training", data.InputShape);
        Parameters = model.NamedParameters();
        if (!Parameters.Any(p => p.Value.RequiresGrad))
            throw Errors.NoParameters(model.GetType().Name);
        RequireOwn(model, Parameters, optimizer);
    }

    /// <summary>The model, whose parameters change.</summary>
    public Module Model { get; }

    /// <summary>The data, a step for each batch.</summary>
    public DataLoader Data { get; }

    /// <summary>What steps the parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The model's parameters, frozen ones too.</summary>
    public IReadOnlyList<ModelParameter> Parameters { get; }

    /// <summary>How far a prediction is from its target; the mean squared error where it is not set.</summary>
    public LossFunction Loss { get; init; } = LossFunction.Mse();

    /// <summary>How many times to go over the data; at least 1.</summary>
    public int Epochs { get => _epochs; init => _epochs = value; }

    /// <summary>The number of the first epoch; at least 1. Above 1 a training goes on: the random orders of the epochs before are passed over.</summary>
    public int FirstEpoch { get => _firstEpoch; init => _firstEpoch = value; }

    /// <summary>The first step of the first epoch, a batch, from 1. Above 1 a training goes on within an epoch that was begun.</summary>
    public int FirstStep { get; init; } = 1;

    /// <summary>What the losses of the first epoch's rows before its first step came to: <see cref="TrainingPosition.LossSum"/>. Needed where that step is above 1.</summary>
    public double? FirstLossSum { get; init; }

    /// <summary>Where the training that runs is to go on, or that ran: behind the last whole step of its optimizer and its schedule.</summary>
    public TrainingPosition Next { get; private set; }

    /// <summary>The number of the last epoch.</summary>
    public int LastEpoch => FirstEpoch + Epochs - 1;

    /// <summary>What the loss is multiplied by.</summary>
    public double LossScale { get; init; } = 1;

    /// <summary>The largest norm of all gradients together, to which larger ones are scaled before the step; see <see cref="Clip.GradNorm(Module, double, double, bool)"/>.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The largest size of an element of a gradient, to which larger ones are cut before the step; see <see cref="Clip.GradValue(Module, double)"/>.</summary>
    public double? ClipValue { get; init; }

    /// <summary>
    /// Of how many batches a step takes the mean gradient, the last step of an epoch of those that are left. Each batch counts alike, as in
    /// PyTorch's <c>loss / n</c>, whatever its rows: of batches of one size it is a batch as large as so many.
    /// </summary>
    public int AccumulationSteps { get; init; } = 1;

    /// <summary>The processes that train together, each with its share of the rows of each batch; null where this one trains alone.</summary>
    public ProcessGroup? Group { get; init; }

    /// <summary>
    /// Into how many parts each batch is cut, whose gradients are added up in float64 in their order: with as many parts any number of
    /// ranks gives the same bits. As many as there are ranks where null.
    /// </summary>
    public int? Parts { get; init; }

    /// <summary>Whether records tell the learning rate, as they do where a schedule changes it.</summary>
    public bool TellsRate { get; init; }

    /// <summary>Who looks on whoever runs the training, and is told first: what belongs to it, as a schedule of learning rates.</summary>
    public IReadOnlyList<TrainingObserver> Observers { get; init; } = [];

    /// <summary>How many batches the training goes through.</summary>
    public long Steps => (Epochs * (long)Data.Count) - FirstStep + 1;

    /// <summary>
    /// Trains, giving the number of each epoch that an observer wants to be given, while it runs. Cancelling ends it between
    /// two steps, or an <see cref="Kernels.Threading.Interruption"/> within one: model, optimizer and schedule are left as the last
    /// whole step made them, and as well by whatever is thrown.
    /// <see cref="Next"/> says where to go on.
    /// </summary>
    /// <param name="observers">Who looks on, in the order in which they are told.</param>
    /// <param name="cancellation">Ends training between two steps.</param>
    /// <exception cref="InvalidValueException">Less than one epoch, a first epoch or step that there is not or whose losses before are not known, more epochs than an int can count, a loss scale that is not finite, a limit of gradients that is not above 0, batches can't be added up, or fewer parts of batches than ranks or more than rows.</exception>
    public IEnumerable<int> Run(IReadOnlyList<TrainingObserver> observers, CancellationToken cancellation = default)
    {
        if (Epochs < 1)
            throw Errors.NotPositive("Epoch", Epochs);
        if (FirstEpoch < 1)
            throw Errors.NotPositive("StartEpoch", FirstEpoch);
        if (FirstEpoch - 1L + Epochs > int.MaxValue)
            throw Errors.TooManyEpochs(FirstEpoch, Epochs);
        if (!float.IsFinite((float)LossScale))
            throw Errors.NonFinite("LossScale", LossScale);
        if (ClipNorm is { } norm)
            Clip.CheckLimit("ClipNorm", norm);
        if (ClipValue is { } value)
            Clip.CheckLimit("ClipValue", value);
        if (AccumulationSteps < 1)
            throw Errors.NotPositive("AccumulationStep", AccumulationSteps);
        if (AccumulationSteps > 1 && Optimizer.NeedsClosure)
            throw Errors.Accumulation(Optimizer.GetType().Name, AccumulationSteps);
        int ranks = Group?.Size ?? 1, parts = Parts ?? ranks;
        if (parts < ranks)
            throw parts < 1 ? Errors.NotPositive("Part", parts) : Errors.FewParts(parts, ranks);
        if (Parts > Data.RowsOf(0))
            throw Errors.ManyParts(parts, Data.RowsOf(0));
        if (FirstStep < 1 || FirstStep > Data.Count + 1L || (FirstStep > 1 && !StepsAfter(FirstStep - 2)))
            throw Errors.FirstStep(FirstStep, Data.Count, AccumulationSteps);
        if (FirstLossSum is { } sum && !double.IsFinite(sum))
            throw Errors.NonFinite("StartLoss", sum);
        // What is not known counts as no loss at all, and what is before the first step is none.
        if (FirstStep > 1 ? FirstLossSum is null : FirstLossSum is not (null or 0))
            throw Errors.FirstLoss(FirstStep);
        Optimizer.CheckSettings();
        return new TrainingPass(this, Observers.Count == 0 ? observers : [.. Observers, .. observers]).Run(cancellation);
    }

    /// <summary>Whether the optimizer steps after a batch of an epoch, from 0.</summary>
    internal bool StepsAfter(int batch) => AccumulationSteps == 1 || (batch + 1) % AccumulationSteps == 0 || batch + 1 == Data.Count;

    /// <summary>Leaves out the epochs up to one: model, optimizer and data are where they were at its end.</summary>
    internal void GoOn(int after) => (_firstEpoch, _epochs) = (after + 1, LastEpoch - after);

    /// <summary>Ends the training that runs after this epoch.</summary>
    /// <param name="reason">Why, in words for a record; of several the first counts.</param>
    public void Stop(string? reason = null) => StopReason ??= reason ?? "a callback asked for it";

    /// <summary>Why the epoch is to be the last, or was; null where the training goes through all epochs.</summary>
    public string? StopReason { get; private set; }

    /// <summary>Whether the epoch is to be the last.</summary>
    internal bool IsStopping => StopReason is not null;

    /// <summary>The loss of all data, as the model is used rather than trained: without a draw, and changing no buffer.</summary>
    internal Tensor ComputeLoss()
    {
        using var evaluating = Model.Evaluating();
        return ComputeLoss(Data.AllInput, Data.AllTarget);
    }

    internal Tensor ComputeLoss(Tensor input, Tensor target)
    {
        var prediction = Model.Invoke(input);
        var loss = Loss.Compute(prediction, target);
        Weight = Loss.Weigh?.Invoke(prediction, target);
        return LossScale == 1 ? loss : loss * LossScale;
    }

    /// <summary>What the mean of the last loss divided by, where that was not as many for each row; else null.</summary>
    internal double? Weight { get; private set; }

    /// <summary>Refuses an optimizer that would step another model by gradients that are not this training's, and this one not at all.</summary>
    /// <exception cref="InvalidValueException">The optimizer steps what is no parameter of the model.</exception>
    internal static void RequireOwn(Module model, IReadOnlyList<ModelParameter> parameters, Optimizer optimizer)
    {
        if (!StepsAll(parameters, optimizer) && Foreign(parameters, optimizer) is { Length: > 0 } foreign)
            throw Errors.ForeignParameters(optimizer.GetType().Name, model.GetType().Name, foreign);
    }

    // As it is nearly always: then nothing more is to be looked up.
    private static bool StepsAll(IReadOnlyList<ModelParameter> own, Optimizer optimizer)
    {
        if (optimizer.ParameterGroups is not [{ Parameters: var stepped }] || stepped.Count != own.Count)
            return false;
        for (int i = 0; i < own.Count; i++)
        {
            if (!ReferenceEquals(stepped[i].Value, own[i].Value))
                return false;
        }
        return true;
    }

    private static string[] Foreign(IReadOnlyList<ModelParameter> parameters, Optimizer optimizer)
    {
        var own = new HashSet<object>(parameters.Select(p => p.Value), ReferenceEqualityComparer.Instance);
        return [.. optimizer.ParameterGroups.SelectMany(g => g.Parameters).Where(p => !own.Contains(p.Value)).Select(p => p.Name)];
    }
}
