using System.Collections;

namespace LinRegPS.Training;

// What lets a training that goes on end where it would have ended.
public sealed partial class EarlyStopping
{
    private const string BestLossKey = "best_loss", BestEpochKey = "best_epoch", WorseKey = "worse", BestKey = "best";

    /// <summary>How many epochs may be no better.</summary>
    internal int Patience => patience;

    /// <summary>Copies of all that <see cref="LoadStateDict"/> needs.</summary>
    internal OrderedDictionary<string, object?> StateDict() => new()
    {
        [BestLossKey] = BestLoss,
        [BestEpochKey] = BestEpoch,
        [WorseKey] = _worse,
        [BestKey] = _best.Select(tensor => tensor.Copy()).ToArray(),
    };

    /// <summary>Goes on where the other was that gave <see cref="StateDict"/>; after <see cref="TrainingBegins"/>.</summary>
    /// <exception cref="InvalidValueException">It is the state of another training.</exception>
    internal void LoadStateDict(IDictionary state)
    {
        Tensor[] best = [.. (state[BestKey] as IEnumerable)?.OfType<Tensor>() ?? []];
        bool fits = best.Length == 0 || best.Select(tensor => tensor.Shape).SequenceEqual(_kept.Select(tensor => tensor.Shape));
        if (!fits || state[BestLossKey] is not float loss || state[BestEpochKey] is not int epoch || state[WorseKey] is not int worse)
            throw Errors.StateMismatch(nameof(EarlyStopping), ["the best parameters of another model"]);
        (BestLoss, BestEpoch, _worse, _best) = (loss, epoch, worse, [.. best.Select(tensor => tensor.Copy())]);
    }
}
