namespace LinRegPS;

/// <summary>
/// One operation, forward and backward, and at the same time its node in the graph: a recorded result holds the
/// operation as its <see cref="Tensor.GradFn"/>; torch.autograd.Function. A new operation derives from it, says what it saves,
/// and is run by <see cref="Apply"/>:
/// <code>
/// sealed class Cube(Tensor x) : Operation(x)
/// {
///     protected override bool Saves(int input) => true;
///     protected override Tensor Forward() => Input(0) * Input(0) * Input(0);
///     protected override void Backward(Tensor gradient) => Give(0, gradient * 3 * Input(0).Square());
/// }
/// </code>
/// A backward written with tensors can be differentiated again.
/// </summary>
public abstract partial class Operation
{
    // Null once they are freed.
    private Input[]? _inputs;
    private Tensor? _output;
    private int _outputVersion;
    private readonly bool _isNeeded;
    private bool _keepsNothing;

    /// <summary>An operation on these tensors; null for one that is left out. Where their gradients go is fixed here.</summary>
    protected Operation(params ReadOnlySpan<Tensor?> inputs)
    {
        var list = new Input[inputs.Length];
        for (int i = 0; i < list.Length; i++)
            _isNeeded |= list[i].Take(inputs[i]);
        _inputs = list;
    }

    /// <summary>An operation on one tensor.</summary>
    protected Operation(Tensor x)
    {
        var list = new Input[1];
        _isNeeded = list[0].Take(x);
        _inputs = list;
    }

    /// <summary>An operation on three tensors; null for one that is left out.</summary>
    protected Operation(Tensor? x, Tensor? y, Tensor? z)
    {
        var list = new Input[3];
        _isNeeded = list[0].Take(x) | list[1].Take(y) | list[2].Take(z);
        _inputs = list;
    }

    /// <summary>An operation on two tensors; null for one that is left out.</summary>
    protected Operation(Tensor? x, Tensor? y)
    {
        var list = new Input[2];
        _isNeeded = list[0].Take(x) | list[1].Take(y);
        _inputs = list;
    }

    /// <summary>What PyTorch shows in grad_fn: <c>MulBackward</c>.</summary>
    public string Name => Label + "Backward";

    /// <summary>The operation's name in messages and, with Backward behind it, in grad_fn.</summary>
    protected virtual string Label => GetType().Name;

    /// <summary>The <see cref="Label"/>, for messages that others write.</summary>
    internal string OperationName => Label;

    /// <summary>The inputs; none once they are freed.</summary>
    internal ReadOnlySpan<Input> Inputs => _inputs;

    /// <summary>Whether a backward pass has let go of what was saved.</summary>
    internal bool IsFreed { get; private set; }

    /// <summary>Whether a backward pass went through and left it as it is, a link to what stands behind: nothing was saved.</summary>
    internal bool IsLink => IsFreed && _inputs is not null;

    /// <summary>Whether the result is kept for the backward pass.</summary>
    internal bool IsOutputSaved => _output is not null;

    /// <summary>Where the operation stands in the order in which they were recorded; 0 where it was not.</summary>
    internal long Sequence { get; private set; }

    /// <summary>The last walk over the graph that has seen this node.</summary>
    internal long Visit { get; set; }

    /// <summary>The result, in <see cref="Backward"/>; where <see cref="SavesOutput"/>.</summary>
    /// <exception cref="AutogradException">It is not saved.</exception>
    protected Tensor Output => _output ?? throw Errors.NotSaved(Name, "its output");

    /// <summary>Whether the result shares its elements with the input.</summary>
    internal virtual bool GivesView => false;

    /// <summary>Whether whole numbers give whole numbers that may be greater: those of int64 tensors are refused where float32 may have rounded them.</summary>
    private protected virtual bool WholeGrows => false;

    /// <summary>Whether <see cref="Backward"/> reads the result.</summary>
    protected virtual bool SavesOutput => false;

    /// <inheritdoc/>
    public override string ToString() => $"<{Name}>";

    /// <summary>Runs the operation, and records it where an input requires a gradient; torch.autograd.Function.apply.</summary>
    /// <exception cref="AutogradException">The operation gave no result.</exception>
    public Tensor Apply()
    {
        var thread = AutogradThread.Current;
        if (thread.Watcher is { } watcher)
            return RunWatched(thread, watcher);
        var output = RunForward(thread);
        return _isNeeded && thread.Suspended == 0 ? Record(output, thread) : output;
    }

    /// <summary>Computes the result; checks the inputs first. What it does with tensors is neither recorded nor watched.</summary>
    protected abstract Tensor Forward();

    /// <summary>
    /// Gives each input that <see cref="Needs"/> one its gradient, by <see cref="Give"/>. What it does with tensors is recorded
    /// where the pass is to be differentiated again, and only then.
    /// </summary>
    /// <param name="gradient">The gradient of the result, of its shape; not to be changed.</param>
    protected abstract void Backward(Tensor gradient);

    /// <summary>
    /// Whether <see cref="Backward"/> reads an input. Asked when the operation is recorded: what is needed only for the
    /// gradient of another input is not saved where that <see cref="Needs"/> none.
    /// </summary>
    protected virtual bool Saves(int input) => false;

    /// <summary>
    /// Lets go of what the operation keeps besides inputs and output, once no backward pass can follow. What does not override it
    /// keeps nothing.
    /// </summary>
    protected virtual void Free() => _keepsNothing = true;

    /// <summary>An input: in <see cref="Forward"/> any, in <see cref="Backward"/> one that <see cref="Saves"/>.</summary>
    /// <exception cref="AutogradException">It is not saved, or was freed by an earlier backward pass.</exception>
    /// <exception cref="InvalidValueException">It is null.</exception>
    protected Tensor Input(int index)
    {
        ref readonly var input = ref At(index);
        return (Sequence == 0 || input.IsSaved ? input.Tensor : null)
            ?? throw (input.Exists ? Errors.NotSaved(Name, $"input {index}") : Missing(index));
    }

    /// <summary>The shape of an input, saved or not.</summary>
    /// <exception cref="InvalidValueException">It is null.</exception>
    protected Shape InputShape(int index)
    {
        ref readonly var input = ref At(index);
        return input.Exists ? input.Shape : throw Missing(index);
    }

    private Exception Missing(int index) => Errors.Null(Label, $"operand {index + 1}");

    /// <summary>Whether there is such an input: it may have been left out.</summary>
    protected bool Has(int index) => At(index).Exists;

    /// <summary>Whether an input required a gradient when the operation ran; ctx.needs_input_grad.</summary>
    protected bool Needs(int index) => At(index).NeedsGradient;

    /// <summary>
    /// Gives an input its gradient, or part of it. It is summed over the dimensions in which the input was broadcast. The tensor
    /// may be anybody's: it is copied before it is changed or kept.
    /// </summary>
    /// <exception cref="AutogradException">No backward pass runs this operation on this thread.</exception>
    /// <exception cref="ShapeMismatchException">The gradient has another shape than the input, and was not broadcast from it.</exception>
    protected void Give(int input, Tensor gradient) => HandOn(input, gradient, shared: true);

    /// <summary><see cref="Give"/>s a gradient that nobody else has: it may be changed and kept.</summary>
    private protected void GiveNew(int input, Tensor gradient) => HandOn(input, gradient, shared: false);

    /// <summary>Whether the result will be recorded; in <see cref="Forward"/>, which itself suspends recording once.</summary>
    private protected bool IsRecorded => _isNeeded && AutogradThread.Current.Suspended == 1;

    /// <summary>Whether an operation on a tensor would leave no trace, recorded or seen by a watcher: then it needs no node. One that is null is told of by the node.</summary>
    private protected static bool LeavesNoTrace(Tensor x) => x is { RequiresGrad: var needed } && LeavesNoTrace(needed);

    /// <summary>The same of an operation on two tensors.</summary>
    private protected static bool LeavesNoTrace(Tensor x, Tensor y) =>
        x is { RequiresGrad: var xNeeded } && y is { RequiresGrad: var yNeeded } && LeavesNoTrace(xNeeded || yNeeded);

    /// <summary>Whether an operation would leave no trace on tensors of which one requires a gradient, or none.</summary>
    private protected static bool LeavesNoTrace(bool isNeeded)
    {
        var thread = AutogradThread.Current;
        return thread.Watcher is null && (!isNeeded || thread.Suspended > 0);
    }

    /// <summary>Passes the gradient on to the inputs.</summary>
    internal void RunBackward(Tensor gradient) => Backward(gradient);

    /// <summary>Throws where the values saved are no longer there, or no longer those of the forward pass.</summary>
    internal void CheckSaved(string pass)
    {
        if (_inputs is not { } inputs)
        {
            Watcher.Current?.GraphFreed(this);
            throw Errors.GraphFreed(Name, pass);
        }
        foreach (ref readonly var input in inputs.AsSpan())
        {
            if (input.IsSaved)
                Check(input.Tensor, input.SavedVersion);
        }
        if (_output is not null)
            Check(_output, _outputVersion);

        void Check(Tensor saved, int version)
        {
            if (saved.Version == version)
                return;
            Watcher.Current?.SavedTensorChanged(this, saved, version, saved.Version);
            throw Errors.SavedTensorChanged(Name, pass, saved.Shape, version, saved.Version);
        }
    }

    /// <summary>
    /// Lets go of everything saved, so that memory is free while the pass goes on. An operation that saved nothing stays as it is:
    /// another pass may go through it.
    /// </summary>
    internal void LetGo()
    {
        bool saved = _output is not null;
        foreach (ref readonly var input in Inputs)
            saved |= input.IsSaved;
        Free();
        IsFreed = true;
        if (saved || !_keepsNothing)
        {
            (_inputs, _output) = (null, null);
            return;
        }
        // Who looked on may have kept what backward does not need.
        foreach (ref var input in _inputs.AsSpan())
        {
            if (input.Exists)
                input.LetGo();
        }
    }

    private ref readonly Input At(int index)
    {
        if (_inputs is not { } inputs)
            throw Errors.GraphFreed(Name, "Backward");
        return ref inputs[index];
    }

    private void HandOn(int input, Tensor gradient, bool shared)
    {
        var pass = BackwardPass.Current ?? throw Errors.NoPass(Name);
        pass.Give(At(input), gradient, shared);
    }
}
