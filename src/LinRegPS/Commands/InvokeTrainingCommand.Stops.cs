using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

// Where a training begins, and what is said where it ends before its end.
public sealed partial class InvokeTrainingCommand
{
    /// <summary>The number of the first epoch, to go on with a training: -Epoch more are run from there. The random orders of the epochs before are passed over.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int StartEpoch { get; set; } = 1;

    /// <summary>The first step of -StartEpoch, a batch, from 1, with -StartLoss: so a training goes on within an epoch, whose record has the LearningRate of this step. Where one stops it says with which.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int StartStep { get; set; } = 1;

    /// <summary>With -StartStep, and needed there, what the losses of the epoch's rows before come to, so that its Loss is the mean of all. Where a training stops it says that, too.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double StartLoss { get; set; }

    private TrainingPosition ToStart()
    {
        // A loader has its order still.
        if (StartStep > 1 && Shuffle && !IsBound(nameof(Seed)))
            throw CallErrors.OrderUnknown();
        return new(StartEpoch, StartStep, StartLoss);
    }

    // By the host where the pipeline is stopped: it takes nothing more then.
    private void TellWhereStopped(TrainingLoop loop, bool byError)
    {
        if (!IsTelling)
            return;
        var (epoch, step, sum) = loop.Next;
        // An error before anything was done says all there is to say; who asked for checkpoints knows how to go on.
        if (epoch == 0 || epoch > loop.LastEpoch || (byError && (loop.Next == ToStart() || _savedEpoch is not null)))
            return;
        string within = step == 1 ? string.Empty : FormattableString.Invariant($", and within that one after {step - 1} of {loop.Data.Count} steps");
        string text = $"Training stopped before epoch {epoch}{within}. The model keeps what it has learned; {HowToGoOn(epoch)}.";
        if (step > 1 && _savedEpoch is null)
            text += FormattableString.Invariant($" To repeat no step of it: -StartEpoch {epoch} -StartStep {step} -StartLoss {sum:R}.");
        if (_savedEpoch is null && Unwrap(Optimizer) is not LinRegPS.Optimizer && loop.Optimizer.KeepsState && Unwrap(Schedule) is not LearningRateSchedule)
            text += $" {loop.Optimizer.GetType().Name} begins anew then: only an object of New-Optimizer keeps what it knows of the steps before.";
        if (byError)
            WriteWarning(text);
        else
            Host?.UI?.WriteWarningLine(text);
    }

    // Where it is seen first: of each step to ask would be paid by all. What has become NaN stays so.
    private void WarnOfNonFinite(int epoch, float loss, int batches, TrainingObserver? lint)
    {
        if (float.IsFinite(loss) || _hasWarned || lint is not null)
            return;
        _hasWarned = true;
        // The loss of a first batch that is the only one is of before any step: no rate made it so.
        string remedy = epoch == StartEpoch && batches == 1
            ? "No step was made before it: look for NaN, infinite or huge numbers in the data and the model, and then train a new one; -Diagnose says where it began."
            : "Run it on a new model with a smaller -LearningRate, or with -Diagnose, which says where it began.";
        WriteWarning(FormattableString.Invariant($"The loss is {loss} at epoch {epoch}, which is no number to learn from. {remedy}"));
    }

    // A loss of the training itself has had its warning.
    private void WarnOfNoBest(EarlyStopping stopping)
    {
        if (stopping.IsNotANumberSince == 0 || _hasWarned || !IsTelling)
            return;
        string kept = stopping.BestEpoch == 0 ? "no epoch had a better one, and the model has the parameters of the last" : FormattableString.Invariant($"the model has the parameters of epoch {stopping.BestEpoch}, the best before");
        WriteWarning(FormattableString.Invariant(
            $"The validation loss is NaN from epoch {stopping.IsNotANumberSince} on, which is never better: {kept}. Look for NaN, infinite or huge numbers in the validation data; where there are none, train a new model with a smaller -LearningRate, or with -Diagnose, which says where it began."));
    }
}
