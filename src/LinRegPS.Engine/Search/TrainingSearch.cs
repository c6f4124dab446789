using System.Collections.Concurrent;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Search;

/// <summary>
/// Trains in several ways, and says which is best on rows that are not trained with. At a quarter and at half of the epochs the worse
/// half of those that still run is stopped. The results do not depend on the number of threads.
/// </summary>
public sealed class TrainingSearch
{
    // Of fewer, none is stopped.
    private const int LeastToStop = 3;

    private int _done, _of;

    /// <summary>The epochs of a training that is not stopped.</summary>
    public required int Epochs { get; init; }

    /// <summary>What the rows that are not trained with are, as the <see cref="DataSplit.Test"/> of each split.</summary>
    public required IReadOnlyList<DataSplit> Splits { get; init; }

    /// <summary>How far a prediction is from its target.</summary>
    public LossFunction Loss { get; init; } = LossFunction.Mse();

    /// <summary>What the orders of the rows come from.</summary>
    public long Seed { get; init; }

    /// <summary>Whether all ways are trained to their end.</summary>
    public bool IsFull { get; init; }

    /// <summary>How many trainings run at once.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How many parts of trainings have ended, and of how many, for whoever waits.</summary>
    public (int Done, int Of) Progress => (Volatile.Read(ref _done), Volatile.Read(ref _of));

    /// <summary>Trains, and gives all ways, the best first: those that finished by their loss, then those that were stopped, by how long they ran.</summary>
    /// <param name="settings">The ways.</param>
    /// <param name="models">Makes a model for each split of one.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <exception cref="InvalidValueException">Less than one epoch or thread, or none of the ways could be trained.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<SearchTrial> Run(IReadOnlyList<SearchSetting> settings, Func<SearchSetting, Module> models, CancellationToken cancellation = default) =>
        Run(Prepare(settings, models), cancellation);

    /// <summary>The ways with their models, which are made on this thread.</summary>
    internal IReadOnlyList<SearchTrial> Prepare(IReadOnlyList<SearchSetting> settings, Func<SearchSetting, Module> models)
    {
        if (Epochs < 1)
            throw Errors.NotPositive("Epoch", Epochs);
        if (Threads < 1)
            throw Errors.NotPositive("ThrottleLimit", Threads);
        return [.. settings.Select(setting => new SearchTrial(setting, [.. Splits.Select(_ => models(setting))], Splits, this))];
    }

    /// <summary>Trains what was prepared.</summary>
    internal IReadOnlyList<SearchTrial> Run(IReadOnlyList<SearchTrial> trials, CancellationToken cancellation)
    {
        var running = trials.ToList();
        int[] stops = IsFull || trials.Count < LeastToStop ? [Epochs] : [.. new[] { (Epochs + 3) / 4, (Epochs + 1) / 2, Epochs }.Distinct()];
        foreach (int stop in stops)
        {
            (_done, _of) = (0, running.Count);
            TrainTo(running, stop, cancellation);
            running.RemoveAll(trial => trial.Status != SearchStatus.Finished);
            if (stop == Epochs)
                break;
            foreach (var trial in Ranked(running).Skip((running.Count + 1) / 2))
                trial.Status = SearchStatus.Stopped;
            running.RemoveAll(trial => trial.Status != SearchStatus.Finished);
        }
        return trials.Count > 0 && trials.All(trial => trial.Status == SearchStatus.Failed) ? throw trials[0].Error! : [.. Ranked(trials)];
    }

    private void TrainTo(List<SearchTrial> trials, int epoch, CancellationToken cancellation)
    {
        // What is a script's own runs on its thread alone.
        if (Threads == 1)
        {
            foreach (var trial in trials)
                Train(trial);
            return;
        }
        // One at a time, the next to whoever is free: some take far longer than others.
        Parallel.ForEach(
            Partitioner.Create(trials, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellation }, Train);

        void Train(SearchTrial trial)
        {
            using var interruptible = Interruption.Begin(cancellation);
            trial.TrainTo(epoch, cancellation);
            cancellation.ThrowIfCancellationRequested();
            Interlocked.Increment(ref _done);
        }
    }

    // The order of the settings decides where losses are equal.
    private static IEnumerable<SearchTrial> Ranked(IEnumerable<SearchTrial> trials) => trials
        .OrderBy(trial => trial.Status).ThenByDescending(trial => trial.Epoch).ThenBy(trial => double.IsNaN(trial.ValidationLoss)).ThenBy(trial => trial.ValidationLoss);
}
