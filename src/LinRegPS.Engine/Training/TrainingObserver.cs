namespace LinRegPS;

/// <summary>Looks on at a <see cref="TrainingLoop"/>, which knows nothing else of whoever does.</summary>
public abstract class TrainingObserver
{
    /// <summary>Training begins, of so many steps; the function computes the loss of all data.</summary>
    internal abstract void Begin(TrainingLoop loop, Func<Tensor> loss, long steps);

    /// <summary>Whether a step is to be watched.</summary>
    internal abstract bool Attends(int step);

    /// <summary>Watches a step until the result is disposed.</summary>
    internal abstract Watcher.Scope Watch(int step);

    /// <summary>A step has ended, watched or not.</summary>
    internal abstract void StepEnded(int step, float loss);

    /// <summary>A loss that is not finite, before its backward pass, in a step that may not be watched.</summary>
    internal abstract void InspectNonFinite(int step, Tensor loss);
}
