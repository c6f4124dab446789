using System.Collections;
using System.Runtime.CompilerServices;
using LinRegPS.Conversion;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

// What steps the model, and how the rate of the steps changes.
public abstract partial class TrainingCmdlet
{
    /// <summary>The training that the arguments ask for.</summary>
    /// <param name="first">Where it begins.</param>
    private protected TrainingLoop ToLoop(TrainingPosition first)
    {
        if (IsBound(nameof(ClipNorm)) && IsBound(nameof(ClipValue)))
            throw CallErrors.Conflict(nameof(ClipNorm), nameof(ClipValue));
        var model = ToModel(Model);
        var data = ToLoader();
        var optimizer = ToOptimizer(model);
        // What is left out needs no search by name.
        var loss = IsBound(nameof(Loss)) || ClassWeight is not null ? LossArgument.Read(Loss, AllowBroadcast, ClassWeight, ClassWeight is null ? null : data.InFile?.LoadTarget() ?? data.AllTarget) : LossFunction.Mse(AllowBroadcast);
        if (IsRateAuto)
            SetRate(new TrainingLoop(model, data, optimizer) { Loss = loss, LossScale = LossScale }, first);
        return new TrainingLoop(model, data, optimizer)
        {
            Loss = loss,
            TellsRate = IsRateAuto,
            Epochs = Epoch,
            FirstEpoch = first.Epoch,
            FirstStep = first.Step,
            FirstLossSum = IsBound("StartLoss") ? first.LossSum : null,
            LossScale = LossScale,
            ClipNorm = IsBound(nameof(ClipNorm)) ? ClipNorm : null,
            ClipValue = IsBound(nameof(ClipValue)) ? ClipValue : null,
            AccumulationSteps = AccumulationStep,
            Group = Group,
            Parts = Parts,
            Observers = Schedule is null ? [] : Scheduled(optimizer, data.Count, first),
        };
    }

    private Optimizer ToOptimizer(Module model)
    {
        var schedule = Unwrap(Schedule) as LearningRateSchedule;
        if (schedule is not null && IsBound(nameof(LearningRate)))
            throw CallErrors.Conflict(nameof(LearningRate), nameof(Schedule));
        // One that is measured comes in its place.
        double? rate = IsRateAuto ? 1 : IsBound(nameof(LearningRate)) ? LearningRate : null;
        if (!IsBound(nameof(Optimizer)) && OptimizerSetting is null && schedule is null)
            return new Sgd(model, rate ?? throw Errors.NoUsualRate(nameof(Sgd)));
        object? chosen = IsBound(nameof(Optimizer)) || schedule is null ? Unwrap(Optimizer) : schedule.Optimizer;
        if (chosen is not Optimizer optimizer)
        {
            optimizer = LinRegPS.Optimizer.Named(chosen as string ?? throw CallErrors.NotAName(nameof(Optimizer), $"an optimizer: {string.Join(", ", LinRegPS.Optimizer.Names)}", chosen), model, rate);
            SetUp(optimizer);
            return optimizer;
        }
        SetUp(optimizer);
        if (rate is { } given && !IsRateAuto)
            optimizer.Restart(given);
        return optimizer;
    }

    private bool IsRateAuto => MyInvocation.BoundParameters.TryGetValue(nameof(LearningRate), out object? rate) && NumberAttribute.IsWord(rate);

    // Apart from the rest, so that the diagnosis is not loaded where nobody asks for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void SetRate(TrainingLoop loop, TrainingPosition first)
    {
        if (first != new TrainingPosition(1))
            throw CallErrors.AutoGoesOn();
        var found = Diagnosis.Convergence.AutomaticRate.For(loop);
        loop.Optimizer.Restart(found.Rate);
        Tell(() => FormattableString.Invariant($"Learning rate {found.Rate}: {found.Reason}."));
    }

    private void SetUp(Optimizer optimizer)
    {
        if (OptimizerSetting is not null)
            optimizer.Set(SettingParameters.Read(OptimizerSetting, SettingParameters.Of(optimizer.GetType())));
    }

    // Apart from the rest: a training without a schedule needs nothing of it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private TrainingObserver[] Scheduled(Optimizer optimizer, int batches, TrainingPosition first) =>
        [new ScheduleStepper(Unwrap(Schedule) as LearningRateSchedule ?? NamedSchedule(Unwrap(Schedule) as string ?? throw CallErrors.NotAName(nameof(Schedule), "a schedule", Unwrap(Schedule)), optimizer, batches, first))];

    // Where training goes on, the schedule is that of all of it, from its first rate.
    private LearningRateSchedule NamedSchedule(string name, Optimizer optimizer, int batches, TrainingPosition first)
    {
        if ((first.Epoch > 1 || first.Step > 1) && !IsBound(nameof(LearningRate)))
            throw Errors.ScheduleArgument(name, $"-{nameof(LearningRate)}, that of the first epoch, where training goes on");
        var settings = SettingParameters.Read(ScheduleSetting ?? new Hashtable(), LearningRateSchedule.SettingsOf(name));
        var known = LearningRateSchedule.SettingsOf(name).Select(setting => setting.Name).ToList();
        int epochs = (int)Math.Min(int.MaxValue, first.Epoch - 1L + Epoch);
        long steps = ((long)batches + AccumulationStep - 1) / Math.Max(AccumulationStep, 1);
        Use("TMax", epochs);
        Use("TotalSteps", (int)Math.Min(int.MaxValue, epochs * steps));
        if (!known.Contains("BaseLearningRate"))
            Use("MaxLearningRate", new[] { optimizer.LearningRate });
        // PyTorch's five epochs would leave a rate of 0 for the rest.
        if (name.Equals(nameof(PolynomialLR), StringComparison.OrdinalIgnoreCase))
            Use("TotalIters", epochs);
        var schedule = LearningRateSchedule.Named(name, optimizer, settings);
        long passed = schedule.IsPerBatch ? ((first.Epoch - 1) * steps) + ((first.Step - 2L + AccumulationStep) / AccumulationStep) : first.Epoch - 1;
        for (long step = passed; step > 0; step--)
            schedule.Step();
        return schedule;

        void Use(string setting, object value)
        {
            if (known.Contains(setting))
                settings.TryAdd(setting, value);
        }
    }
}
