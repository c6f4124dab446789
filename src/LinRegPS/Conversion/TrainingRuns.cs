using System.Collections;
using System.Globalization;
using LinRegPS.Plots.Figures;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Conversion;

/// <summary>
/// Curves of trainings from whatever recorded them: training records, rows of a loop or of a CSV file, losses alone. Records that
/// come one by one are one training until the epoch goes back; an array is one for itself, and a hashtable of such names them.
/// </summary>
internal sealed class TrainingRuns(IReadOnlyList<string>? properties, CultureInfo? culture)
{
    private const string What = "Training plot", Epoch = "Epoch", Loss = "Loss";
    // Drawn where nothing is said, if it is there.
    private static readonly string[] s_losses = [Loss, "ValidationLoss"];

    private readonly List<Run> _runs = [];
    // The one that records are added to.
    private Run? _open;

    /// <summary>Takes what came down the pipeline, or was given as the argument.</summary>
    public void Add(object? item)
    {
        switch (Wrapping.Unwrap(item))
        {
            case IDictionary runs when runs.Count > 0 && Records.Entries(runs).All(entry => IsList(entry.Value)):
                foreach (var (name, records) in Records.Entries(runs))
                    AddRun(name, records);
                break;
            case IEnumerable runs and not (string or IDictionary) when runs.Cast<object?>().Any(IsList):
                foreach (object? run in runs)
                {
                    if (IsList(run))
                        AddRun(null, run);
                    else
                        AddRecord(run);
                }
                break;
            case IEnumerable and not (string or IDictionary):
                AddRun(null, item);
                break;
            default:
                AddRecord(item);
                break;
        }
    }

    /// <summary>The curves of all trainings.</summary>
    /// <param name="names">What the trainings are called, in their order.</param>
    public List<TrainingCurve> Curves(IReadOnlyList<string> names)
    {
        if (names.Count > _runs.Count)
            throw CallErrors.RunNames(names.Count, _runs.Count);
        var curves = new List<TrainingCurve>();
        for (int i = 0; i < _runs.Count; i++)
        {
            string name = i < names.Count ? names[i] ?? string.Empty : _runs[i].Name ?? (_runs.Count == 1 ? string.Empty : $"training {i + 1}");
            foreach (var (quantity, points) in _runs[i].Points)
                curves.Add(new TrainingCurve(name, quantity, [.. points.Select(point => point.Epoch)], [.. points.Select(point => point.Value)]));
        }
        return curves;
    }

    private static bool IsList(object? item) => Wrapping.Unwrap(item) is IEnumerable and not (string or IDictionary);

    private void AddRun(string? name, object? records)
    {
        Begin(name).AddAll(this, records);
        _open = null;
    }

    private void AddRecord(object? record)
    {
        double? epoch = EpochOf(record);
        if (_open is null || epoch <= _open.Last)
            _open = Begin(null);
        _open.AddRecord(this, record, epoch);
    }

    private Run Begin(string? name)
    {
        var run = new Run(name);
        _runs.Add(run);
        return run;
    }

    private double? EpochOf(object? record) => Wrapping.Unwrap(record) switch
    {
        TrainingRecord training => training.Epoch,
        null or string or ValueType or Tensor => null,
        _ when Records.Has(record, Epoch) => TensorConversion.Double(Records.Get(record, Epoch, What), What, Epoch, culture),
        _ => null,
    };

    private sealed class Run(string? name)
    {
        public string? Name => name;

        public Dictionary<string, List<(double Epoch, double Value)>> Points { get; } = new(StringComparer.OrdinalIgnoreCase);

        public double Last { get; private set; }

        public void AddAll(TrainingRuns runs, object? records)
        {
            foreach (object? record in Records.In(records))
                AddRecord(runs, record, runs.EpochOf(record));
        }

        // A record without an epoch is of the next.
        public void AddRecord(TrainingRuns runs, object? record, double? epoch)
        {
            double at = Last = epoch ?? Last + 1;
            string what = FormattableString.Invariant($"{What}: epoch {at}");
            object? bare = Wrapping.Unwrap(record);
            if (bare is ValueType or Tensor or string)
            {
                Put(Loss, bare);
                return;
            }
            if (bare is TrainingRecord { } training && runs is { IsOfLosses: true })
            {
                Put(Loss, training.Loss);
                foreach (var column in training.Columns)
                {
                    if (column.Name.Equals(s_losses[1], StringComparison.OrdinalIgnoreCase))
                        Put(s_losses[1], column.Value);
                }
                return;
            }
            foreach (string property in runs.Wanted)
            {
                // The validation's loss may be measured in some epochs alone, and is drawn where it is.
                if (runs.IsOfLosses && property != Loss && !Records.Has(record, property))
                    continue;
                Put(property, Records.Get(record, property, what));
            }

            void Put(string quantity, object? value)
            {
                // A blank of a CSV file.
                if (Wrapping.Unwrap(value) is null or "" && quantity != Loss)
                    return;
                if (!Points.TryGetValue(quantity, out var points))
                    Points[quantity] = points = [];
                points.Add((at, TensorConversion.AnyDouble(value, what, quantity, runs.Culture)));
            }
        }
    }

    private bool IsOfLosses => properties is null;

    private IReadOnlyList<string> Wanted => properties ?? s_losses;

    private CultureInfo? Culture => culture;
}
