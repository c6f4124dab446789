using LinRegPS.Kernels.Threading;

namespace LinRegPS;

// The forward pass: computed, recorded where a gradient may be asked for, and told to who looks on.
public abstract partial class Operation
{
    private Tensor RunWatched(AutogradThread thread, Watcher watcher)
    {
        Tensor output;
        try
        {
            using (Watcher.Pause())
                output = RunForward(thread);
        }
        catch (LinRegException error)
        {
            watcher.Refused(this, error);
            throw;
        }
        if (_isNeeded && thread.Suspended == 0)
            output = Record(output, thread);
        watcher.Ran(this, output, _isNeeded);
        return output;
    }

    private Tensor RunForward(AutogradThread thread)
    {
        Interruption.Check();
        thread.Suspended++;
        try
        {
            var output = Forward() ?? throw Errors.NoResult(Label);
            if (WholeGrows)
                CheckWhole(output);
            return output;
        }
        finally
        {
            thread.Suspended--;
        }
    }

    // A result of whole numbers alone is refused where float32, in which it was computed, may have rounded it. A number that is no tensor counts
    // as one where it has no decimals.
    private void CheckWhole(Tensor output)
    {
        bool isInt64 = false;
        foreach (ref readonly var input in Inputs)
        {
            if (input.Tensor is not { } x)
                continue;
            isInt64 |= x.DType == DType.Int64;
            if (x.DType == DType.Float32 && !(x.Rank == 0 && x.Data[0] == MathF.Floor(x.Data[0])))
                return;
        }
        if (!isInt64)
            return;
        foreach (float element in output.Data)
        {
            if (MathF.Abs(element) >= 1 << 24)
                throw Errors.RoundedWhole(Label, element);
        }
    }

    private Tensor Record(Tensor output, AutogradThread thread)
    {
        long clock = thread.Clock;
        bool kept = thread.Watcher is not null || thread.KeepingInputs > 0;
        var inputs = _inputs.AsSpan();
        for (int i = 0; i < inputs.Length; i++)
        {
            ref var input = ref inputs[i];
            if (!input.Exists)
                continue;
            // A result that is one of the inputs would take the history from it.
            if (ReferenceEquals(output, input.Tensor))
                output = output.ViewAs(output.Shape);
            if (input.Node is { } node)
                clock = Math.Max(clock, node.Sequence);
            if (Saves(i))
                input.Save();
            else if (!kept)
                input.LetGo();
        }
        thread.Clock = Sequence = clock + 1;
        if (SavesOutput)
            (_output, _outputVersion) = (output, output.Version);
        output.SetHistory(this);
        return output;
    }
}
