using System.Globalization;

namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>
/// A rule of the training lint: it is told of what happens, remembers what it needs, and says at the end what it found.
/// A new rule overrides the events it wants, and is listed in <see cref="RuleCatalog"/>; its id is its class's name.
/// </summary>
internal abstract class LintRule
{
    public string Id => GetType().Name;

    /// <summary>What all rules know of the training: its step, its parameters, its losses, its curvature.</summary>
    public LintWatcher Lint { protected get; set; } = null!;

    /// <summary>An operation ran; its output has a GradFn if it was recorded. Needed: an input requires a gradient.</summary>
    public virtual void Ran(Operation operation, Tensor output, bool needed)
    {
    }

    /// <summary>A loss refused to compare tensors of different shapes.</summary>
    public virtual void LossRefused(Tensor prediction, Tensor target)
    {
    }

    /// <summary>Numbers were taken out of a tensor that requires a gradient.</summary>
    public virtual void Read(Tensor tensor, string method)
    {
    }

    /// <summary>A tensor that requires a gradient got a view that does not.</summary>
    public virtual void Detached(Tensor source, Tensor result)
    {
    }

    /// <summary>A backward pass was refused: the tensor records nothing.</summary>
    public virtual void NothingRecorded(Tensor result)
    {
    }

    /// <summary>A backward pass was refused: a tensor saved by an operation was changed in place.</summary>
    public virtual void SavedTensorChanged(Operation operation, Tensor saved, int then, int now)
    {
    }

    /// <summary>A backward pass was refused: an earlier one had freed what an operation saved.</summary>
    public virtual void GraphFreed(Operation operation)
    {
    }

    /// <summary>A backward pass begins that is one of those to look at closely.</summary>
    public virtual void Inspect(LossGraph graph)
    {
    }

    /// <summary>A backward pass begins at a loss that is not finite: once, the first time.</summary>
    public virtual void InspectNonFinite(LossGraph graph)
    {
    }

    /// <summary>A node hands on the gradient of an input; only in passes looked at closely.</summary>
    public virtual void GradientPassed(Operation node, Tensor gradient, Tensor passed)
    {
    }

    /// <summary>A backward pass has ended.</summary>
    public virtual void BackwardEnded()
    {
    }

    /// <summary>A leaf is about to be given a gradient.</summary>
    public virtual void Accumulating(WatchedParameter parameter, Tensor gradient)
    {
    }

    /// <summary>A gradient is about to be set, or cleared with null.</summary>
    public virtual void SettingGradient(WatchedParameter parameter, Tensor? gradient)
    {
    }

    /// <summary>A parameter is about to be changed in place by a method and its argument.</summary>
    public virtual void Changing(WatchedParameter parameter, string method, Tensor argument)
    {
    }

    /// <summary>An optimizer is about to step a parameter with its gradient.</summary>
    public virtual void Stepping(WatchedParameter parameter, Tensor gradient, double? learningRate)
    {
    }

    /// <summary>A step was refused: nothing that it was to change has a gradient.</summary>
    public virtual void StepRefused(string what)
    {
    }

    /// <summary>An operation refused its inputs.</summary>
    public virtual void Refused(Operation operation, LinRegException error)
    {
    }

    /// <summary>A loss refused a target that has not one of the scores' classes for each row.</summary>
    public virtual void ClassesRefused(Tensor scores, Tensor target)
    {
    }

    /// <summary>A backward pass begins, looked at closely or not.</summary>
    public virtual void BackwardStarts(IReadOnlyList<Operation> nodes)
    {
    }

    /// <summary>A layer computed as it does to train; the output is null where it refused to.</summary>
    public virtual void LayerTrained(Module layer, Tensor input, Tensor? output)
    {
    }

    /// <summary>An optimizer is about to step all that it holds.</summary>
    public virtual void OptimizerSteps(Optimizer optimizer)
    {
    }

    /// <summary>A schedule of learning rates was stepped, by its maker too.</summary>
    public virtual void ScheduleStepped(LearningRateSchedule schedule)
    {
    }

    /// <summary>Gradients of these tensors were asked for by name, which no tensor keeps.</summary>
    public virtual void Asked(IReadOnlyList<Tensor> inputs)
    {
    }

    /// <summary>Gradients were to be clipped: how many times their limit they were.</summary>
    public virtual void Clipping(string what, double limit, double times)
    {
    }

    /// <summary>The looking on has ended: what a rule knows that others must know too, before any is asked what it found.</summary>
    public virtual void Conclude()
    {
    }

    /// <summary>What was found, asked once at the end.</summary>
    public abstract IEnumerable<TrainingFinding> Findings();

    protected TrainingFinding Found(string name, int firstStep, int count, string finding, string evidence, string remedy) =>
        new(Id, name, Lint.Epoch(firstStep), count, finding, evidence, remedy);

    /// <summary>A number as texts have it: 7 significant digits.</summary>
    protected static string Number(double value) => value.ToString("G7", CultureInfo.InvariantCulture);

    /// <summary>A number that is measured to a part in a thousand: 5 significant digits.</summary>
    protected static string Rough(double value) => value.ToString("G5", CultureInfo.InvariantCulture);

    /// <summary>A count and what is counted.</summary>
    protected static string Plural(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
