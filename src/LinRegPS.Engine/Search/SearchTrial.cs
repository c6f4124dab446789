using LinRegPS.Training;

namespace LinRegPS.Search;

/// <summary>What became of a way to train.</summary>
public enum SearchStatus
{
    /// <summary>All epochs were run.</summary>
    Finished,

    /// <summary>It was among the worse half at a quarter or at half of the epochs.</summary>
    Stopped,

    /// <summary>Its loss was no longer finite.</summary>
    Diverged,

    /// <summary>It could not be trained; <see cref="SearchTrial.Error"/> says why.</summary>
    Failed,
}

/// <summary>A way to train, on each of the splits of the data, as far as it has come.</summary>
public sealed class SearchTrial
{
    private readonly Fold[] _folds;

    internal SearchTrial(SearchSetting setting, IReadOnlyList<Module> models, IReadOnlyList<DataSplit> splits, TrainingSearch search)
    {
        Setting = setting;
        _folds = [.. models.Zip(splits, (model, split) => new Fold(this, model, split, search))];
    }

    /// <summary>The way.</summary>
    public SearchSetting Setting { get; }

    /// <summary>What became of it.</summary>
    public SearchStatus Status { get; internal set; }

    /// <summary>How many epochs were run.</summary>
    public int Epoch { get; private set; }

    /// <summary>The loss on the rows that were not trained with, the mean over the splits; NaN where there is none.</summary>
    public double ValidationLoss { get; private set; } = double.NaN;

    /// <summary>The standard deviation of that over the splits; null for one.</summary>
    public double? Deviation { get; private set; }

    /// <summary>The loss of the last epoch on the rows that were trained with, the mean over the splits.</summary>
    public double Loss { get; private set; } = double.NaN;

    /// <summary>Why it could not be trained; or null.</summary>
    public LinRegException? Error { get; private set; }

    /// <summary>The models that were trained, one for each split.</summary>
    public IReadOnlyList<Module> Models => [.. _folds.Select(fold => fold.Model)];

    /// <summary>Trains up to an epoch; cancelling ends it between two steps.</summary>
    internal void TrainTo(int epoch, CancellationToken cancellation)
    {
        try
        {
            foreach (var fold in _folds)
                fold.TrainTo(epoch, cancellation);
        }
        catch (LinRegException error)
        {
            (Status, Error) = (SearchStatus.Failed, error);
            return;
        }
        double[] losses = [.. _folds.Select(fold => fold.ValidationLoss)];
        Loss = _folds.Average(fold => (double)fold.Loss);
        ValidationLoss = losses.Average();
        Deviation = losses.Length == 1 ? null : Math.Sqrt(losses.Sum(loss => (loss - ValidationLoss) * (loss - ValidationLoss)) / (losses.Length - 1));
        Epoch = _folds.Min(fold => fold.Epoch);
        if (!double.IsFinite(ValidationLoss) || !double.IsFinite(Loss))
            Status = SearchStatus.Diverged;
    }

    /// <summary>The training on one split, which goes on where it was.</summary>
    private sealed class Fold : TrainingObserver
    {
        private readonly DataSplit _split;
        private readonly TrainingSearch _search;
        private readonly SearchTrial _trial;
        private readonly Validation _validation;
        private TrainingLoop? _loop;
        private IEnumerator<int>? _training;
        private int _target;

        public Fold(SearchTrial trial, Module model, DataSplit split, TrainingSearch search) =>
            (_trial, Model, _split, _search, _validation) = (trial, model, split, search, new Validation(split.Test));

        public Module Model { get; }

        public int Epoch { get; private set; }

        public float Loss { get; private set; } = float.NaN;

        public double ValidationLoss { get; private set; } = double.NaN;

        public override TrainingEvents Listens => TrainingEvents.EpochEnded;

        public override bool EpochEnded(int epoch, float loss)
        {
            (Epoch, Loss) = (epoch, loss);
            if (!float.IsFinite(loss))
                _loop!.Stop();
            return epoch >= _target;
        }

        public void TrainTo(int epoch, CancellationToken cancellation)
        {
            _target = epoch;
            _training ??= Begin(cancellation);
            if (_training.MoveNext() && Epoch == _target)
                ValidationLoss = _validation.Loss;
            else if (!float.IsFinite(Loss))
                ValidationLoss = double.NaN;
        }

        private IEnumerator<int> Begin(CancellationToken cancellation)
        {
            var (setting, train) = (_trial.Setting, _split.Train);
            var optimizer = Optimizer.Named(setting.Optimizer, Model, setting.LearningRate);
            var data = new DataLoader(train.Input, train.Target, setting.BatchSize, setting.BatchSize is null ? null : new Generator(_search.Seed));
            _loop = new TrainingLoop(Model, data, optimizer) { Epochs = _search.Epochs, Loss = _search.Loss };
            return _loop.Run([_validation, this], cancellation).GetEnumerator();
        }
    }
}
