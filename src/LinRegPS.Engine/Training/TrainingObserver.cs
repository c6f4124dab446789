namespace LinRegPS.Training;

/// <summary>
/// Looks on at a <see cref="TrainingLoop"/>, which knows nothing else of whoever does. What is not overridden costs
/// nothing. Gradients and losses are those of the step: what is to be kept is copied.
/// </summary>
public abstract class TrainingObserver
{
    /// <summary>What of the training it is told. What it leaves out costs nothing, and is not told even where it is overridden.</summary>
    public virtual TrainingEvents Listens => TrainingEvents.All;

    /// <summary>Whether it may keep tensors that it sees: then each step makes new ones, and nothing that was taken changes later.</summary>
    public virtual bool KeepsGradients => false;

    /// <summary>What it adds to the record of an epoch that has ended, by the column's name.</summary>
    public virtual IReadOnlyList<RecordColumn> Columns => [];

    /// <summary>Training begins.</summary>
    public virtual void TrainingBegins(TrainingLoop loop)
    {
    }

    /// <summary>A step begins, counted from 1; what is returned is disposed when it has ended.</summary>
    public virtual IDisposable? StepBegins(int step) => null;

    /// <summary>A loss that is not finite, with the graph that made it, before its backward pass.</summary>
    public virtual void NonFiniteLoss(int step, Tensor loss)
    {
    }

    /// <summary>A step has ended; the loss is that of its batch, times the loss scale.</summary>
    public virtual void StepEnded(int step, float loss)
    {
    }

    /// <summary>An epoch has ended; the loss is the mean over its rows.</summary>
    /// <returns>Whether the caller of <see cref="TrainingLoop.Run"/> is to be given the epoch.</returns>
    public virtual bool EpochEnded(int epoch, float loss) => false;

    /// <summary>Whether it is told of an epoch when all others have been, and its record is logged: what it keeps is where all are.</summary>
    public virtual bool StandsLast => false;
}

/// <summary>A number that an observer adds to the record of an epoch. A class: lists of it need not be compiled while a first training waits.</summary>
/// <param name="Name">What the column is called.</param>
/// <param name="Value">The epoch's number.</param>
public sealed record RecordColumn(string Name, double Value);

/// <summary>What a <see cref="TrainingObserver"/> is told of besides the beginning.</summary>
[Flags]
public enum TrainingEvents
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>Each step's beginning.</summary>
    StepBegins = 1,

    /// <summary>Each loss that is not finite.</summary>
    NonFiniteLoss = 2,

    /// <summary>Each step's end.</summary>
    StepEnded = 4,

    /// <summary>Each epoch's end.</summary>
    EpochEnded = 8,

    /// <summary>All of it.</summary>
    All = StepBegins | NonFiniteLoss | StepEnded | EpochEnded,
}
