using LinRegPS.Groups;
using LinRegPS.Kernels;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Training;

/// <summary>
/// The gradients of batches that are cut into parts, of which each rank of a process group computes some: those of the whole batch, on all
/// ranks. Each step is one exchange, always of the same size, in which each rank also says whether it goes on: a rank that can't takes part
/// once more to say so, and none waits for it in vain.
/// </summary>
internal sealed class SharedGradients
{
    private const int StatusAt = 0, ChecksumAt = 1, LossesAt = 2;

    private readonly TrainingLoop _loop;
    private readonly Func<float> _differentiate;
    private readonly PartDraws? _draws;
    private readonly FlatState _flat;
    private readonly int _parts, _first, _own;
    private readonly double[] _weights;
    private bool? _isSum;
    private PartExchange _exchange;
    // Where a step is of several batches; then the exchange is of buffers alone.
    private PartSums? _step;
    private int _epoch;

    /// <summary>Gradients of a training, of parts that are loaded one after the other.</summary>
    /// <param name="loop">The training.</param>
    /// <param name="differentiate">Leaves the gradients of the rows that are loaded in the parameters, and gives their loss.</param>
    /// <param name="isRegression">Whether it is a linear regression, which draws nothing and whose loss is a mean over rows.</param>
    public SharedGradients(TrainingLoop loop, Func<float> differentiate, bool isRegression)
    {
        (_loop, _differentiate, Group, _parts) = (loop, differentiate, loop.Group ?? new SingleProcess(), loop.Parts ?? loop.Group!.Size);
        _flat = new FlatState(loop.Parameters, loop.Model.NamedBuffers());
        _draws = isRegression ? null : new PartDraws(loop.Model);
        _isSum = isRegression ? false : null;
        _weights = new double[_parts];
        (_exchange, _step) = NewExchange();
        (_first, _own) = (_exchange.FirstOf(Group.Rank), _exchange.FirstOf(Group.Rank + 1) - _exchange.FirstOf(Group.Rank));
    }

    /// <summary>Who trains.</summary>
    public ProcessGroup Group { get; }

    /// <summary>How all have ended; null as long as they go on.</summary>
    public GroupEnd? End { get; private set; }

    /// <summary>Gives all ranks the parameters, buffers and random numbers of rank 0.</summary>
    public void Begin()
    {
        Generator[] generators = [.. _loop.Model.Generators().Append(Generator.Default).Distinct()];
        Group.RequireAlike(
            $"{_flat}, which draw from {generators.Length} generators, {_parts} parts, {_loop.Data}, epochs {_loop.FirstEpoch} to {_loop.LastEpoch} from step {_loop.FirstStep}", "training");
        _flat.Broadcast(Group);
        foreach (var generator in generators)
            generator.SetState(Group.BroadcastAny(generator.GetState(), 0));
        if (_loop.Data.Draws is { } draws)
            _loop.Data.SetDraws(Group.BroadcastAny(draws, 0));
        _loop.Data.TakeShare(_first, _first + _own, _parts);
    }

    /// <summary>The loss of a batch; leaves its gradients in the parameters, or of the last of those of a step the gradients of all.</summary>
    /// <returns>Null where the work of all has ended, by <see cref="End"/>.</returns>
    public float? Run(int epoch, int batch, BatchPart part)
    {
        if (_flat.IsOtherwise())
            Resize();
        _isSum ??= PartLoss.IsSum(_loop);
        ComputeOwn(batch);
        // Who has begun to talk to the others does not stop in the middle.
        using var whole = Interruption.Whole();
        Tell(RankStatus.Going, epoch);
        _exchange.Meet();
        if (Resolve(string.Empty) is not null)
            return null;
        RequireSame(epoch);
        double total = 0, losses = 0;
        for (int rank = 0; rank < Group.Size; rank++)
        {
            var told = _exchange.HeaderOf(rank)[LossesAt..];
            int first = _exchange.FirstOf(rank), count = _exchange.FirstOf(rank + 1) - first;
            for (int slot = 0; slot < count; slot++)
            {
                double weight = _weights[first + slot] = told[(2 * slot) + 1];
                losses += weight == 0 ? 0 : weight * told[2 * slot];
                total += weight;
            }
        }
        double divisor = _isSum == true ? 1 : total;
        var mean = _exchange.Sum(_weights, divisor);
        var buffers = mean[^_flat.Buffers..];
        // Of buffers there is always the mean.
        if (_isSum == true)
            Elementwise.Forward(new Scaled((float)(1 / total)), buffers, [0], buffers);
        _flat.TakeBuffers(buffers);
        if (_step is null)
            _flat.TakeGradients(mean[.._flat.Gradients]);
        else
            Accumulate(batch, part, divisor);
        return (float)(losses / divisor);
    }

    /// <summary>Takes part in the exchange that the others are at, or will come to, to say that there are no more; gives how all have ended.</summary>
    public GroupEnd Leave(RankStatus status, string text)
    {
        if (End is not null)
            return End;
        using var whole = Interruption.Whole();
        Tell(status, _loop.LastEpoch + 1);
        _exchange.Header[LossesAt..].Clear();
        _exchange.Meet();
        var end = Resolve(text)!;
        if (end.Status == RankStatus.Ended)
            RequireSame(_loop.LastEpoch + 1);
        return end;
    }

    // Each part begins with the buffers as they were, and draws what only its number decides.
    private void ComputeOwn(int batch)
    {
        var told = _exchange.Header[LossesAt..];
        _flat.KeepBuffers();
        _draws?.Begin();
        bool isAny = false;
        for (int slot = 0; slot < _own; slot++)
        {
            told.Slice(2 * slot, 2).Clear();
            // A transform of the rows may draw, too.
            _draws?.Take(_first + slot);
            if (!_loop.Data.Load(batch, _first + slot, _parts))
                continue;
            isAny = true;
            told[2 * slot] = _differentiate();
            told[(2 * slot) + 1] = _isSum == true ? 1 : _loop.Weight ?? _loop.Data.Rows;
            var vector = _exchange.Slot(slot);
            _flat.WriteGradients(_step is null ? vector : _step.Batch(slot));
            _flat.WriteBuffers(vector[^_flat.Buffers..]);
            _flat.RestoreBuffers();
        }
        _draws?.End();
        if (!isAny)
            _flat.ClearGradients();
    }

    // By the parameters' checksum at the beginning of each epoch, so that a rank that goes another way is found.
    private void Tell(RankStatus status, int epoch)
    {
        _exchange.Header[StatusAt] = (double)status;
        if (epoch != _epoch)
            _exchange.Header[ChecksumAt] = _flat.Checksum();
        _epoch = epoch;
    }

    private void RequireSame(int epoch)
    {
        for (int rank = 1; rank < Group.Size; rank++)
        {
            if (_exchange.HeaderOf(rank)[ChecksumAt] != _exchange.HeaderOf(0)[ChecksumAt])
                throw Errors.ParametersDiffer(rank, epoch);
        }
    }

    private GroupEnd? Resolve(string text)
    {
        var (worst, who) = (RankStatus.Going, 0);
        for (int rank = 0; rank < Group.Size; rank++)
        {
            var status = (RankStatus)_exchange.HeaderOf(rank)[StatusAt];
            if (status > worst)
                (worst, who) = (status, rank);
        }
        return worst == RankStatus.Going ? null : End = new GroupEnd(worst, who, Group.BroadcastText(text, who));
    }

    // By shares, as a loss of the share would have given. Between the steps there are no gradients of all.
    private void Accumulate(int batch, BatchPart part, double divisor)
    {
        for (int slot = 0; slot < _own; slot++)
            _step!.Add(slot, part.Share * _weights[_first + slot] / divisor, part.IsAdded);
        if (_loop.StepsAfter(batch))
            _flat.TakeGradients(_step!.Sum());
        else
            _flat.ClearGradients();
    }

    private void Resize()
    {
        _flat.Measure();
        (_exchange, _step) = NewExchange();
    }

    private (PartExchange, PartSums?) NewExchange()
    {
        bool isBatch = _loop.AccumulationSteps == 1;
        return (new(Group, _parts, (isBatch ? _flat.Gradients : 0) + _flat.Buffers, LossesAt + (2 * ((_parts + Group.Size - 1) / Group.Size))),
            isBatch ? null : new PartSums(Group, _parts, _flat.Gradients));
    }
}
