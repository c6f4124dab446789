using System.Runtime.ExceptionServices;
using LinRegPS.Groups;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Training;

public sealed partial class TrainingLoop
{
    /// <summary>One training from beginning to end.</summary>
    private sealed class TrainingPass
    {
        private readonly TrainingLoop _loop;
        private readonly IReadOnlyList<TrainingObserver> _observers;
        private readonly TrainingObserver[] _onStepBegins, _onStepEnded, _onEpochEnded;
        // How many of them are the loop's own, a schedule for instance, whose state belongs to the step.
        private readonly int _ownSteps, _ownEpochs;
        private readonly TrainingObserver[] _onNonFinite;
        private readonly LinearRegressionGradients? _regression;
        private readonly Func<float> _evaluate;
        private readonly Tensor[] _clipped;
        private readonly bool _gradientsAreKept;
        private AutogradGradients? _autograd;
        private AutogradThread _thread = AutogradThread.Current;
        private readonly StepStart? _start;
        // Where several processes train, or batches are cut into parts.
        private readonly SharedGradients? _shared;
        private int _epoch, _step, _batch;
        private bool _isWhole = true, _hasOrder;
        private ExceptionDispatchInfo? _failure;

        public TrainingPass(TrainingLoop loop, IReadOnlyList<TrainingObserver> observers)
        {
            (_loop, _observers) = (loop, observers);
            _onStepBegins = Listeners(TrainingEvents.StepBegins);
            _onStepEnded = Listeners(TrainingEvents.StepEnded);
            _onEpochEnded = Listeners(TrainingEvents.EpochEnded);
            _onNonFinite = Listeners(TrainingEvents.NonFiniteLoss);
            (_ownSteps, _ownEpochs) = (loop.Observers.Count(o => (o.Listens & TrainingEvents.StepEnded) != 0), loop.Observers.Count(o => (o.Listens & TrainingEvents.EpochEnded) != 0));
            _regression = LinearRegressionGradients.For(loop);
            // A linear layer has no buffers, and draws nothing.
            _start = _regression is null ? new StepStart(loop.Model) : null;
            _evaluate = Evaluate;
            if (loop.Parts > 1 || loop.Group is { Size: > 1 })
                _shared = new SharedGradients(loop, () => Differentiate(BatchPart.Whole), _regression is not null);
            foreach (var observer in observers)
                _gradientsAreKept |= observer.KeepsGradients;
            _clipped = loop.ClipNorm is null && loop.ClipValue is null ? [] : [.. loop.Parameters.Select(p => p.Value)];
        }

        public IEnumerable<int> Run(CancellationToken cancellation)
        {
            _loop.StopReason = null;
            _shared?.Begin();
            try
            {
                Begin(cancellation);
                while (TryAdvance(cancellation))
                {
                    yield return _epoch;
                    Release();
                }
            }
            finally
            {
                // Whoever takes the epochs may have had enough of them.
                _shared?.Leave(RankStatus.Stopped, string.Empty);
            }
        }

        private void Begin(CancellationToken cancellation)
        {
            try
            {
                foreach (var observer in _observers)
                    observer.TrainingBegins(_loop);
            }
            catch (Exception error) when (_shared is not null)
            {
                _shared.Leave(RankStatus.Failed, error.GetBaseException().Message);
                throw;
            }
            // An observer may have put the training to another epoch.
            (_epoch, _step) = (_loop.FirstEpoch - 1, _loop.FirstStep - 1);
            _loop.Next = new(_loop.FirstEpoch, _loop.FirstStep, _loop.FirstLossSum ?? 0);
            // The order of an epoch that was begun is still there in a loader that began it.
            _hasOrder = _loop.FirstStep > 1 && _loop.Data.HasBegun;
            _loop.Data.Skip(_epoch, cancellation);
        }

        // Whatever ends a step before its end leaves all as it was before it.
        private bool TryAdvance(CancellationToken cancellation)
        {
            try
            {
                bool isWanted = Advance(cancellation);
                if (!isWanted && _shared is not null)
                    LeaveGroup(cancellation.IsCancellationRequested);
                return isWanted;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // Of a step that takes long: what it has of gradients is part of them.
                if (!_isWhole)
                    _loop.Model.ZeroGrad();
                _shared?.Leave(RankStatus.Stopped, string.Empty);
                return false;
            }
            catch (Exception error) when (_shared is not null)
            {
                _shared.Leave(RankStatus.Failed, error.GetBaseException().Message);
                if (error is not GroupEndedException)
                    throw;
                if (_shared.End!.Error is { } other)
                    throw other;
                _loop.Stop(_shared.End.Text);
                return false;
            }
            finally
            {
                using var whole = Interruption.Whole();
                if (!_isWhole)
                    _start?.Restore();
            }
        }

        private void LeaveGroup(bool isStopped)
        {
            var end = _shared!.Leave(isStopped ? RankStatus.Stopped : RankStatus.Ended, _loop.StopReason ?? string.Empty);
            if (!isStopped && end.Error is { } error)
                throw error;
        }

        // An observer that throws, a callback among them, keeps the others from nothing: the epoch is whole, and its record is made
        // and given before the error.
        private bool TellEpoch(float mean)
        {
            bool isWanted = false;
            for (int i = _ownEpochs; i < _onEpochEnded.Length; i++)
            {
                try
                {
                    isWanted |= _onEpochEnded[i].EpochEnded(_epoch, mean);
                }
                catch (Exception error) when (error is not OperationCanceledException)
                {
                    _failure ??= ExceptionDispatchInfo.Capture(error);
                }
            }
            if (!isWanted)
                _failure?.Throw();
            return isWanted;
        }

        // To the end of an epoch that the caller is to be given; false at the end of the training. No iterator, whose locals
        // are fields.
        private bool Advance(CancellationToken cancellation)
        {
            _failure?.Throw();
            var data = _loop.Data;
            _thread = AutogradThread.Current;
            var (onStepEnded, onEpochEnded, isObserved) = (_onStepEnded, _onEpochEnded, _onStepBegins.Length > 0);
            int batches = data.Count, last = _loop.LastEpoch;
            while (_epoch < last && !_loop.IsStopping)
            {
                _epoch++;
                float loss = 0;
                var (_, first, sum) = _loop.Next;
                if (!_hasOrder)
                    data.Begin();
                _hasOrder = false;
                for (int batch = first - 1; batch < batches; batch++)
                {
                    if (cancellation.IsCancellationRequested)
                        return false;
                    _batch = batch;
                    _step++;
                    if (_isWhole)
                        _start?.Keep();
                    _isWhole = false;
                    // A transform may draw, and throw.
                    if (_shared is null)
                        data.Load(batch);
                    loss = isObserved ? ObservedStep(0) : Step();
                    sum += loss * (double)data.RowsOf(batch);
                    _isWhole = _loop.StepsAfter(batch);
                    for (int i = 0; i < _ownSteps; i++)
                        onStepEnded[i].StepEnded(_step, loss);
                    if (_isWhole)
                        _loop.Next = new(_epoch, batch + 2, sum);
                    for (int i = _ownSteps; i < onStepEnded.Length; i++)
                        onStepEnded[i].StepEnded(_step, loss);
                    if (_gradientsAreKept)
                        Release();
                }
                float mean = batches == 1 && first == 1 ? loss : (float)(sum / data.RowsOfEpoch);
                bool wanted = false;
                for (int i = 0; i < _ownEpochs; i++)
                    wanted |= onEpochEnded[i].EpochEnded(_epoch, mean);
                _loop.Next = new(_epoch + 1);
                if (onEpochEnded.Length - _ownEpochs > 1)
                    wanted |= TellEpoch(mean);
                else if (onEpochEnded.Length > _ownEpochs)
                    wanted |= onEpochEnded[_ownEpochs].EpochEnded(_epoch, mean);
                if (wanted)
                    return true;
            }
            return false;
        }

        // The parameters change last and all together: whatever throws before leaves the model as it was. Not optimized at
        // once: a first training would wait for it, and it does next to nothing itself.
        private float Step()
        {
            if (_loop.Optimizer is { NeedsClosure: true } optimizer)
                return optimizer.StepBy(_evaluate);
            float loss = Evaluate();
            if (_loop.StepsAfter(_batch))
                _loop.Optimizer.Step(_thread.Watcher);
            return loss;
        }

        // The loss; leaves the gradients of the batch, or of the batches since the last step, in the parameters.
        private float Evaluate()
        {
            float loss = _shared is null ? Differentiate(Part()) : _shared.Run(_epoch, _batch, Part()) ?? throw new GroupEndedException();
            if (_clipped.Length > 0 && _loop.StepsAfter(_batch))
                ClipGradients();
            return loss;
        }

        // Of the rows that are loaded.
        private float Differentiate(BatchPart part)
        {
            // What is not finite is looked at in the graph, and what was added can't be taken back.
            bool fused = _regression is not null && _regression.Applies(_thread) && (_onNonFinite.Length == 0 || part == BatchPart.Whole);
            float loss = fused ? _regression!.Run(part) : 0;
            if (!fused || (_onNonFinite.Length > 0 && !float.IsFinite(loss)))
                loss = (_autograd ??= Autograd()).Run(part);
            return loss;
        }

        // The gradients that somebody has taken stay as they are.
        private void Release()
        {
            _regression?.Release();
            _autograd?.Release();
        }

        private BatchPart Part()
        {
            int most = _loop.AccumulationSteps;
            if (most == 1)
                return BatchPart.Whole;
            int index = _batch % most;
            return new(1f / Math.Min(most, _loop.Data.Count - _batch + index), index > 0);
        }

        private void ClipGradients()
        {
            if (_loop.ClipNorm is { } norm)
                Clip.GradNorm(_clipped, norm);
            if (_loop.ClipValue is { } value)
                Clip.GradValue(_clipped, value);
        }

        // Within the step alone: what stands behind in a pipeline runs on the same thread between two steps.
        private float ObservedStep(int observer)
        {
            if (observer == _onStepBegins.Length)
                return Step();
            using (_onStepBegins[observer].StepBegins(_step))
                return ObservedStep(observer + 1);
        }

        private AutogradGradients Autograd() => new(_loop)
        {
            OnNonFinite = _onNonFinite.Length == 0 ? null : loss => Array.ForEach(_onNonFinite, observer => observer.NonFiniteLoss(_step, loss)),
        };

        private TrainingObserver[] Listeners(TrainingEvents what) => [.. _observers.Where(observer => (observer.Listens & what) != 0)];
    }
}
