namespace LinRegPS.Training;

/// <summary>
/// The loss and the metrics of a model on data that it is not trained with, after an epoch: as the model is used rather
/// than trained, and unrecorded. They are computed when they are asked for.
/// </summary>
public sealed class Validation : TrainingObserver
{
    private readonly DataSet? _data;
    private readonly IReadOnlyList<MetricFunction> _metrics;
    private TrainingLoop? _loop;
    private RecordColumn[]? _columns;

    /// <summary>Validation on these data; metrics alone, of the data that the model is trained with, where they are null.</summary>
    /// <param name="data">Rows that are not trained with, or null.</param>
    /// <param name="metrics">What is told besides the loss.</param>
    public Validation(DataSet? data, params IReadOnlyList<MetricFunction> metrics) => (_data, _metrics) = (data, metrics);

    /// <summary>The rows that are not trained with, or null.</summary>
    internal DataSet? Data => _data;

    /// <summary>The loss on the data, times the training's scale; NaN before the first epoch has ended.</summary>
    public double Loss => _loop is null || _data is null ? double.NaN : Columns[0].Value;

    /// <inheritdoc/>
    public override TrainingEvents Listens => TrainingEvents.EpochEnded;

    /// <inheritdoc/>
    public override IReadOnlyList<RecordColumn> Columns => _columns ??= Compute();

    /// <inheritdoc/>
    /// <exception cref="InvalidValueException">A metric has the name of a parameter or of another column of a record.</exception>
    public override void TrainingBegins(TrainingLoop loop)
    {
        (_loop, _columns) = (loop, null);
        var taken = loop.Parameters.Select(p => p.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var metric in _metrics)
        {
            if (TrainingRecord.IsTaken(NameOf(metric)) || !taken.Add(NameOf(metric)))
                throw Errors.MetricName(NameOf(metric));
        }
    }

    /// <inheritdoc/>
    public override bool EpochEnded(int epoch, float loss)
    {
        _columns = null;
        return false;
    }

    private RecordColumn[] Compute()
    {
        var loop = _loop!;
        var data = _data ?? loop.Data.InFile;
        using var evaluating = loop.Model.Evaluating();
        using var noGrad = GradMode.NoGrad();
        using var unseen = Watcher.Pause();
        var (prediction, target) = data is null
            ? (loop.Model.Invoke(loop.Data.AllInput), loop.Data.AllTarget)
            : (Prediction.Of(loop.Model, data), data.LoadTarget());
        var columns = new List<RecordColumn>();
        if (_data is not null)
            columns.Add(new("ValidationLoss", (float)(loop.Loss.Compute(prediction, target).Item() * loop.LossScale)));
        columns.AddRange(_metrics.Select(metric => new RecordColumn(NameOf(metric), metric.Compute(prediction, target))));
        return [.. columns];
    }

    private string NameOf(MetricFunction metric) => _data is null ? metric.Name : "Validation" + metric.Name;
}
