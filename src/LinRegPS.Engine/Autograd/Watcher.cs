namespace LinRegPS;

/// <summary>
/// What the engine tells of its work while somebody looks on. One for each thread, so for each runspace; null when
/// nobody does, and then all that is paid is a branch. A watcher reads and never changes a tensor.
/// </summary>
internal abstract class Watcher
{
    /// <summary>The one that looks on at this thread's work, or null.</summary>
    public static Watcher? Current => AutogradThread.Current.Watcher;

    /// <summary>Whether each gradient that a backward pass hands on is to be told of: costly, and asked once at the start of a pass.</summary>
    public virtual bool FollowsNodes => false;

    /// <summary>Looks on until the result is disposed, in place of whoever did.</summary>
    public Scope Watch() => Replace(this);

    /// <summary>Nobody looks on until the result is disposed: for work that is not the user's.</summary>
    public static Scope Pause() => Replace(null);

    /// <summary>
    /// Recorded operations keep all of their inputs until the result is disposed, for a look at the graph later by somebody who
    /// does not watch now.
    /// </summary>
    public static KeptInputs KeepInputs()
    {
        AutogradThread.Current.KeepingInputs++;
        return new KeptInputs();
    }

    /// <summary>An operation ran; its output has a GradFn if it was recorded. Needed: an input requires a gradient.</summary>
    public abstract void Ran(Operation operation, Tensor output, bool needed);

    /// <summary>A loss refused to compare tensors of different shapes.</summary>
    public abstract void LossRefused(Tensor prediction, Tensor target);

    /// <summary>Numbers were taken out of a tensor that requires a gradient.</summary>
    public abstract void Read(Tensor tensor, string method);

    /// <summary>A tensor that requires a gradient got a view that does not.</summary>
    public abstract void Detached(Tensor source, Tensor result);

    /// <summary>A backward pass was refused: the tensor records nothing.</summary>
    public abstract void NothingRecorded(Tensor result);

    /// <summary>A backward pass was refused: a tensor saved by an operation was changed in place.</summary>
    public abstract void SavedTensorChanged(Operation operation, Tensor saved, int then, int now);

    /// <summary>A backward pass was refused: what an operation had saved was freed by an earlier pass.</summary>
    public abstract void GraphFreed(Operation operation);

    /// <summary>A backward pass begins at a result made by these nodes, the last first.</summary>
    public abstract void BackwardStarts(Tensor result, IReadOnlyList<Operation> nodes);

    /// <summary>
    /// A node has made, of the gradient of its result, the gradient of an input, and hands it on; only where
    /// <see cref="FollowsNodes"/>.
    /// </summary>
    public abstract void GradientPassed(Operation node, Tensor gradient, Tensor passed);

    /// <summary>The backward pass that began last has ended.</summary>
    public abstract void BackwardEnded(bool graphKept);

    /// <summary>A leaf is about to be given a gradient.</summary>
    public abstract void Accumulating(Tensor leaf, Tensor gradient);

    /// <summary>A gradient is about to be set, or cleared with null.</summary>
    public abstract void SettingGradient(Tensor leaf, Tensor? gradient);

    /// <summary>A tensor is about to be changed in place by a method and its argument.</summary>
    public abstract void Changing(Tensor tensor, string method, Tensor argument);

    /// <summary>
    /// An optimizer is about to step a parameter; without a gradient it passes over it. The name is the model's; plain where
    /// the step is the gradient times the learning rate and nothing else.
    /// </summary>
    public abstract void Stepping(Tensor parameter, string? name, Tensor? gradient, double learningRate, bool isPlain);

    /// <summary>A step was refused: nothing that it was to change has a gradient.</summary>
    public abstract void StepRefused(string what);

    /// <summary>An operation refused its inputs.</summary>
    public virtual void Refused(Operation operation, LinRegException error)
    {
    }

    /// <summary>A loss refused a target that has not one of the scores' classes for each row.</summary>
    public virtual void ClassesRefused(Tensor scores, Tensor target)
    {
    }

    /// <summary>A layer computed as it does to train, with a draw or by the batch's own mean; the output is null where it refused to.</summary>
    public virtual void LayerTrained(Module layer, Tensor input, Tensor? output)
    {
    }

    /// <summary>An optimizer is about to step all that it holds.</summary>
    public virtual void OptimizerSteps(Optimizer optimizer)
    {
    }

    /// <summary>A schedule of learning rates was stepped; making one steps it too.</summary>
    public virtual void ScheduleStepped(LearningRateSchedule schedule)
    {
    }

    /// <summary>A tensor was given the numbers of a state that was saved.</summary>
    public virtual void Loaded(Tensor tensor)
    {
    }

    /// <summary>Gradients of these tensors are asked for by name, which no tensor keeps.</summary>
    public virtual void Asked(IReadOnlyList<Tensor> inputs)
    {
    }

    /// <summary>Gradients were to be clipped: how many times their limit they were, at most 1 where none was changed.</summary>
    public virtual void Clipping(string what, double limit, double times)
    {
    }

    private static Scope Replace(Watcher? watcher)
    {
        var thread = AutogradThread.Current;
        var before = thread.Watcher;
        thread.Watcher = watcher;
        return new Scope(before);
    }

    /// <summary>The span of a <see cref="Watch"/>.</summary>
    public readonly struct Scope(Watcher? before) : IDisposable
    {
        /// <summary>Gives the thread back to who looked on before.</summary>
        public void Dispose() => AutogradThread.Current.Watcher = before;
    }

    /// <summary>The span of a <see cref="KeepInputs"/>; dispose it once, on the thread that began it.</summary>
    public readonly struct KeptInputs : IDisposable
    {
        /// <summary>Ends it, unless an outer span goes on.</summary>
        public void Dispose() => AutogradThread.Current.KeepingInputs--;
    }
}
