namespace LinRegPS.Training;

/// <summary>
/// Looks on at a <see cref="TrainingLoop"/>, which knows nothing else of whoever does. What is not overridden costs
/// nothing. Gradients and losses are those of the step: what is to be kept is copied.
/// </summary>
public abstract class TrainingObserver
{
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
}
