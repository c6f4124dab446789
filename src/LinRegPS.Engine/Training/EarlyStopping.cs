namespace LinRegPS.Training;

/// <summary>
/// Ends a training whose loss has not got better for some epochs, and keeps the parameters and buffers that had the best. Those of whole data
/// are those that the epoch began with, from which its loss was computed; with batches, those that it ended with.
/// </summary>
/// <param name="patience">How many epochs may be no better.</param>
/// <param name="validation">Whose loss counts, that of the parameters an epoch ends with; the training's own where null.</param>
public sealed partial class EarlyStopping(int patience, Validation? validation = null) : TrainingObserver
{
    private TrainingLoop? _loop;
    private Tensor[] _kept = [];
    private Tensor[] _before = [], _best = [];
    private int _worse;

    /// <summary>The best loss of an epoch.</summary>
    public float BestLoss { get; private set; }

    /// <summary>The epoch that had it; 0 where none had a loss that is a number.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The first epoch whose loss was NaN, which is never the best; 0 where none was.</summary>
    public int IsNotANumberSince { get; private set; }

    private string Reason => FormattableString.Invariant($"no better {(validation is null ? "" : "validation ")}loss for {patience} epoch{(patience == 1 ? "" : "s")}{(BestEpoch == 0 ? "" : $", the best was that of epoch {BestEpoch}")}");

    /// <inheritdoc/>
    public override TrainingEvents Listens => TrainingEvents.EpochEnded;

    /// <inheritdoc/>
    /// <exception cref="InvalidValueException">A patience below 1.</exception>
    public override void TrainingBegins(TrainingLoop loop)
    {
        if (patience < 1)
            throw Errors.NotPositive("Patience", patience);
        (_loop, _worse, BestLoss, BestEpoch, IsNotANumberSince) = (loop, 0, float.PositiveInfinity, 0, 0);
        _kept = [.. loop.Parameters.Concat(loop.Model.NamedBuffers()).Select(p => p.Value)];
        _before = Copies();
    }

    /// <inheritdoc/>
    public override bool EpochEnded(int epoch, float loss)
    {
        Tensor[] now = Copies();
        loss = (float?)validation?.Loss ?? loss;
        if (loss < BestLoss)
            (BestLoss, BestEpoch, _worse, _best) = (loss, epoch, 0, validation is null && _loop!.Data.Count == 1 ? _before : now);
        else if (++_worse >= patience)
            _loop!.Stop(Reason);
        if (IsNotANumberSince == 0 && float.IsNaN(loss))
            IsNotANumberSince = epoch;
        _before = now;
        return false;
    }

    /// <summary>Gives the model the parameters and buffers that had the best loss; after the training.</summary>
    public void RestoreBest()
    {
        foreach (var (tensor, best) in _kept.Zip(_best))
            tensor.Replace(best);
    }

    private Tensor[] Copies() => [.. _kept.Select(tensor => tensor.Copy())];
}
