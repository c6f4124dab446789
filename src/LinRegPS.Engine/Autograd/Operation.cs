using LinRegPS.Kernels;

namespace LinRegPS;

/// <summary>
/// One operation, forward and backward, and at the same time its node in the graph: a recorded result holds the
/// operation as its <see cref="Tensor.GradFn"/>. A new operation derives from it and says what it saves.
/// </summary>
public abstract class Operation
{
    // A Lamport clock: later than everything made before on this thread, and than every input, from whatever thread.
    [ThreadStatic]
    private static long s_clock;

    private Tensor? _output;
    private int _firstVersion, _secondVersion, _outputVersion;
    private Tensor? _gradient;
    private bool _ownsGradient;

    private protected Operation(Tensor first, Tensor? second = null, Tensor? third = null)
    {
        First = first;
        SecondOrNull = second;
        Third = third;
    }

    /// <summary>What PyTorch shows in grad_fn: <c>MulBackward</c>.</summary>
    public string Name => Label + "Backward";

    /// <summary>The operation's name in messages and, with Backward behind it, in grad_fn.</summary>
    private protected virtual string Label => GetType().Name;

    /// <summary>The <see cref="Label"/>, for messages that others write.</summary>
    internal string OperationName => Label;

    /// <summary>What <see cref="Backward"/> reads of the inputs and the output.</summary>
    private protected virtual Saves Saves => Saves.Nothing;

    internal Tensor First { get; private set; }

    internal Tensor Second => SecondOrNull!;

    internal Tensor? SecondOrNull { get; private set; }

    internal Tensor? Third { get; private set; }

    /// <summary>The result, where the operation saves it.</summary>
    private protected Tensor Output => _output!;

    internal long Sequence { get; private set; }

    /// <summary>The last backward pass that has seen this node.</summary>
    internal long Visit { get; set; }

    /// <summary>What has come of the gradient of the result so far in the pass that runs.</summary>
    internal Tensor? PendingGradient => _gradient;

    /// <inheritdoc/>
    public override string ToString() => $"<{Name}>";

    /// <summary>Computes the result; checks the inputs first.</summary>
    private protected abstract Tensor Forward();

    /// <summary>Gives each input that requires one its gradient, by <see cref="Tensor.Accumulate"/>.</summary>
    private protected abstract void Backward(Tensor gradient);

    /// <summary>Runs the operation, and records it where an input requires a gradient.</summary>
    internal Tensor Apply()
    {
        var output = Forward();
        bool needed = First.RequiresGrad || SecondOrNull is { RequiresGrad: true } || Third is { RequiresGrad: true };
        if (needed && GradMode.IsEnabled)
            Record(output);
        Watcher.Current?.Ran(this, output, needed);
        return output;
    }

    /// <summary>Takes part of the gradient of the result. A shared one belongs to someone else and is not changed.</summary>
    internal void Receive(Tensor gradient, bool shared)
    {
        if (_gradient is null)
            (_gradient, _ownsGradient) = (gradient, !shared);
        else
        {
            var sum = _ownsGradient ? _gradient : new Tensor(_gradient.Shape);
            Broadcasting.Combine(default(Add), _gradient, gradient, sum);
            (_gradient, _ownsGradient) = (sum, true);
        }
    }

    /// <summary>Passes the gradient on to the inputs.</summary>
    internal void RunBackward()
    {
        var gradient = _gradient!;
        _gradient = null;
        Backward(gradient);
    }

    internal void DropGradient() => _gradient = null;

    /// <summary>Throws where the values saved are no longer there, or no longer those of the forward pass.</summary>
    internal void CheckSaved()
    {
        if (First is null)
            throw Errors.GraphFreed(Name);
        if (Saves.HasFlag(Saves.First))
            Check(First, _firstVersion);
        if (Saves.HasFlag(Saves.Second))
            Check(Second, _secondVersion);
        if (Saves.HasFlag(Saves.Output))
            Check(Output, _outputVersion);

        void Check(Tensor saved, int version)
        {
            if (saved.Version == version)
                return;
            Watcher.Current?.SavedTensorChanged(this, saved, version, saved.Version);
            throw Errors.SavedTensorChanged(Name, saved.Shape, version, saved.Version);
        }
    }

    /// <summary>Lets go of everything saved, so that memory is free while the pass goes on.</summary>
    internal void Free()
    {
        First = null!;
        SecondOrNull = Third = _output = null;
    }

    private void Record(Tensor output)
    {
        long clock = Math.Max(s_clock, Math.Max(SequenceOf(First), Math.Max(SequenceOf(SecondOrNull), SequenceOf(Third))));
        s_clock = Sequence = clock + 1;
        _firstVersion = First.Version;
        _secondVersion = SecondOrNull?.Version ?? 0;
        _outputVersion = output.Version;
        if (Saves.HasFlag(Saves.Output))
            _output = output;
        output.SetHistory(this);

        static long SequenceOf(Tensor? input) => input?.GradFn?.Sequence ?? 0;
    }
}
