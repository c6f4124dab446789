using LinRegPS.Training;

namespace LinRegPS.Files.Traces;

/// <summary>
/// The trainings of a log. Keras writes a row for each epoch, Lightning one for each thing that is logged, in which the other
/// columns are empty; where epochs or steps begin anew, another training was appended, which is never mixed with the one before.
/// </summary>
internal sealed class LogRuns
{
    private const string EpochColumn = "epoch", Unused = "logged.";
    private const int MostShown = 5;

    private static readonly string[] s_steps = ["step", "global_step", "iteration"];
    // Of each epoch's own count too, which orders rows but counts no training's steps.
    private static readonly string[] s_order = [.. s_steps, "batch", "batch_idx", "iter"];
    private static readonly string[] s_epochLoss = ["train_loss_epoch", "train_loss", "train/loss_epoch", "train/loss", "loss/train", "training_loss", "epoch_loss", "loss_epoch", "loss"];
    private static readonly string[] s_stepLoss = ["train_loss_step", "train_loss", "train/loss_step", "train/loss", "loss/train", "training_loss", "loss_step", "epoch_loss", "loss"];
    private static readonly string[] s_validation = ["val_loss", "val/loss", "loss/val", "valid_loss", "loss/valid", "validation_loss", "loss/validation"];

    private readonly Log _log;
    private readonly TraceOptions _options;
    private readonly int _key, _loss;
    private readonly int? _order, _rate;
    private readonly List<Run> _runs = [];
    // What is logged where no loss is.
    private readonly SortedSet<string> _leftOut = new(StringComparer.Ordinal);

    private LogRuns(Log log, TraceOptions options)
    {
        (_log, _options) = (log, options);
        string[] keys = options.BySteps ? s_steps : [EpochColumn];
        _key = Find(keys) ?? throw new UnreadableException($"it is no log of a training: it has no column '{keys[0]}'; it has {FileErrors.List(log.Names)}");
        _loss = Find(options.Loss is { } named ? [named] : options.BySteps ? s_stepLoss : s_epochLoss)
            ?? throw new UnreadableException($"it has no column '{options.Loss ?? "loss"}'; it has {FileErrors.List(log.Names)}");
        _order = options.BySteps ? null : Find(s_order);
        _rate = Enumerable.Range(0, log.Names.Count).Cast<int?>().FirstOrDefault(i => IsRate(log.Names[i!.Value]));
    }

    /// <summary>The records of the training that is meant.</summary>
    public static IReadOnlyList<TrainingRecord> Read(Log log, TraceOptions options)
    {
        var runs = new LogRuns(log, options);
        runs.Divide();
        return runs.Records(runs.Chosen());
    }

    private void Divide()
    {
        GiveEpochs();
        Run? run = null;
        var last = (Key: -1, Order: 0.0);
        bool hasLoss = false;
        foreach (var row in _log.Rows)
        {
            bool logsLoss = row.Numbers[_loss] is not null;
            if (!logsLoss && (_options.BySteps || row.Numbers[_key] is null))
            {
                NoteLeftOut(row);
                continue;
            }
            var place = (Key: Whole(row), Order: (_order is { } order ? row.Numbers[order] : null) ?? last.Order);
            // One thing is logged once at a place.
            if (run is null || row.Begins || place.CompareTo(last) < 0 || (place == last && hasLoss && logsLoss))
            {
                _runs.Add(run = new Run(row.Place));
                hasLoss = false;
            }
            hasLoss = logsLoss || (hasLoss && place == last);
            last = place;
            run.Add(place.Key, row);
        }
        _runs.RemoveAll(run => run.Epochs.Values.All(epoch => epoch.Numbers[_loss] is null));
    }

    private void NoteLeftOut(LogRow row)
    {
        for (int i = 0; i < row.Numbers.Length; i++)
        {
            if (row.Numbers[i] is not null && i != _key && i != _order && i != _rate && !_log.Names[i].Equals(EpochColumn, StringComparison.OrdinalIgnoreCase))
                _leftOut.Add(_log.Names[i]);
        }
    }

    // Lightning logs rates without an epoch, before the epoch's first step.
    private void GiveEpochs()
    {
        double? next = null;
        for (int i = _log.Rows.Count - 1; i >= 0; i--)
        {
            double?[] numbers = _log.Rows[i].Numbers;
            if (numbers[_loss] is null)
                numbers[_key] ??= next;
            next = _log.Rows[i].Begins ? null : numbers[_key];
        }
    }

    private Run Chosen()
    {
        if (_runs.Count == 0)
            throw new UnreadableException(_log.Texts.ElementAtOrDefault(_loss) ?? $"no row of it has a '{_log.Names[_loss]}'");
        if (_options.Run is { } number)
            return number >= 1 && number <= _runs.Count ? _runs[number - 1] : throw FileErrors.NoSuchRun(_log.File, number, _runs.Count);
        return _runs.Count == 1 ? _runs[0] : throw FileErrors.SeveralRuns(_log.File, _runs.Count, [.. _runs.Take(MostShown).Select(Describe)]);
    }

    private string Describe(Run run, int index) =>
        $"{index + 1} from {run.FirstPlace} to {run.LastPlace}, {_log.Names[_key]} {run.Epochs.Keys.First()} to {run.Epochs.Keys.Last()}";

    private List<TrainingRecord> Records(Run run)
    {
        string[] texts = [.. _log.Names.Where((_, i) => _log.Texts.ElementAtOrDefault(i) is not null)];
        if (texts.Length > 0)
            _options.Warn($"'{_log.File}': {FileErrors.List(texts)} {(texts.Length == 1 ? "has" : "have")} no numbers, and {(texts.Length == 1 ? "is" : "are")} left out.");
        if (_leftOut.Count > 0)
            _options.Warn($"'{_log.File}': where no '{_log.Names[_loss]}' is logged there is no record, which leaves out {FileErrors.List(_leftOut)} there.");
        int[] without = [.. run.Epochs.Where(epoch => epoch.Value.Numbers[_loss] is null).Select(epoch => epoch.Key)];
        if (without.Length > 0)
            _options.Warn($"'{_log.File}': there is no '{_log.Names[_loss]}' at {_log.Names[_key]} {FileErrors.List([.. without.Select(epoch => FormattableString.Invariant($"{epoch}"))])}, which {(without.Length == 1 ? "is" : "are")} left out.");
        var known = run.Epochs.Where(epoch => epoch.Value.Numbers[_loss] is not null).ToArray();
        // Whoever counts from 0 begins with it, or goes on with a later one.
        int begins = run.Epochs.Keys.First(), first = begins == 0 || (begins > 1 && _log.CountsFromZero == true) ? 1 : 0;
        return [.. known.Select(epoch => Record(epoch.Key + first, epoch.Value.Numbers, epoch.Value.Time))];
    }

    private TrainingRecord Record(int number, double?[] numbers, TimeSpan time)
    {
        var columns = new List<RecordColumn>();
        for (int i = 0; i < numbers.Length; i++)
        {
            if (i == _key || i == _loss || i == _rate || numbers[i] is not { } value)
                continue;
            string title = Title(_log.Names[i]);
            columns.Add(new(columns.Exists(column => column.Name.Equals(title, StringComparison.OrdinalIgnoreCase)) ? Unused + _log.Names[i] : title, value));
        }
        double loss = numbers[_loss]!.Value;
        if (double.IsFinite(loss) && !float.IsFinite((float)loss))
            _options.Warn(FormattableString.Invariant($"'{_log.File}': the loss {loss:R} of {_log.Names[_key]} {number} is beyond float32, and read as {(float)loss}."));
        return new TrainingRecord(number, (float)loss, time, [], _rate is { } rate ? numbers[rate] : null) { Columns = columns };
    }

    private static string Title(string name) =>
        s_validation.Contains(name, StringComparer.OrdinalIgnoreCase) ? "ValidationLoss" : TrainingRecord.IsTaken(name) ? Unused + name : name;

    private static bool IsRate(string name) => name.Equals("lr", StringComparison.OrdinalIgnoreCase) || name.Equals("learning_rate", StringComparison.OrdinalIgnoreCase)
        || name.Equals(nameof(TrainingRecord.LearningRate), StringComparison.OrdinalIgnoreCase) || name.StartsWith("lr-", StringComparison.OrdinalIgnoreCase);

    private int? Find(params string[] names)
    {
        foreach (string name in names)
        {
            for (int i = 0; i < _log.Names.Count; i++)
            {
                if (_log.Names[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                    return i;
            }
        }
        return null;
    }

    private int Whole(LogRow row) => (row.Numbers[_key] ?? double.NaN) is >= 0 and < int.MaxValue and var number && number == Math.Floor(number)
        ? (int)number
        : throw new UnreadableException(FormattableString.Invariant($"'{_log.Names[_key]}' of {row.Place} is {(row.Numbers[_key] is { } wrong ? $"{wrong:R}" : "missing")}, which counts nothing"));

    /// <summary>One training: what was logged of each epoch or step.</summary>
    private sealed class Run(string firstPlace)
    {
        public string FirstPlace { get; } = firstPlace;

        public string LastPlace { get; private set; } = firstPlace;

        public SortedDictionary<int, (double?[] Numbers, TimeSpan Time)> Epochs { get; } = [];

        // What is logged later in an epoch is its last.
        public void Add(int epoch, LogRow row)
        {
            LastPlace = row.Place;
            if (!Epochs.TryGetValue(epoch, out var known))
                known.Numbers = new double?[row.Numbers.Length];
            for (int i = 0; i < row.Numbers.Length; i++)
                known.Numbers[i] = row.Numbers[i] ?? known.Numbers[i];
            Epochs[epoch] = (known.Numbers, row.Time);
        }
    }
}
