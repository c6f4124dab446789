using System.Collections;

namespace LinRegPS;

/// <summary>
/// Changes an optimizer's learning rates as training goes on; torch.optim.lr_scheduler, whose names, rates and order of calls these have:
/// <code>
/// $schedule = [LinRegPS.StepLR]::new($adam, 30, 0.1)
/// foreach ($epoch in 1..100) { ...; $adam.Step(); $schedule.Step() }
/// </code>
/// Making one sets the rates of the first epoch. Several on one optimizer each change what the others left.
/// </summary>
public abstract partial class LearningRateSchedule
{
    private protected const string EpochKey = "last_epoch", BaseKey = "base_lrs", LastKey = "_last_lr", ClassKey = "class";

    // Before the first step, which the constructors of derived classes take when all is set.
    private protected LearningRateSchedule(Optimizer optimizer)
    {
        Optimizer = optimizer ?? throw Errors.Null(GetType().Name, "the optimizer");
        BaseRates = [.. optimizer.ParameterGroups.Select((group, i) => group.InitialRate ??= optimizer.RateOf(i))];
    }

    /// <summary>Whose rates change.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>How often it was stepped; last_epoch, though it may count batches.</summary>
    public int LastEpoch { get; private protected set; } = -1;

    /// <summary>The rates that it starts from, one for each parameter group; base_lrs.</summary>
    public IReadOnlyList<double> BaseRates { get; private protected set; }

    /// <summary>Whether it is to be stepped after each batch rather than after each epoch.</summary>
    internal virtual bool IsPerBatch => false;

    /// <summary>The optimizer's rates after the last step, one for each parameter group; get_last_lr.</summary>
    public IReadOnlyList<double> GetLastLr() => Last;

    private protected double[] Last { get; set; } = [];

    /// <summary>Goes on to the next epoch, or batch, and sets the optimizer's rates.</summary>
    /// <exception cref="InvalidValueException">The new rate is negative or not finite, or there is no further step.</exception>
    public virtual void Step()
    {
        LastEpoch++;
        Apply(Rate);
        Watcher.Current?.ScheduleStepped(this);
    }

    /// <summary>An epoch of this loss has ended.</summary>
    internal virtual void StepAfter(float loss) => Step();

    /// <summary>Goes to an epoch, by the closed form where there is one.</summary>
    internal virtual void GoTo(int epoch)
    {
        LastEpoch = epoch;
        Apply(group => ClosedForm(group) ?? Rate(group));
    }

    /// <summary>Takes back the step of the constructor, but for the rates.</summary>
    internal virtual void Undo() => LastEpoch--;

    /// <summary>
    /// Copies of all that <see cref="LoadStateDict"/> needs; state_dict. Settings are not among it: make a schedule of the same ones.
    /// </summary>
    public virtual OrderedDictionary<string, object> StateDict() => new()
    {
        [ClassKey] = GetType().Name,
        [EpochKey] = LastEpoch,
        [BaseKey] = BaseRates.ToArray(),
        [LastKey] = Last.ToArray(),
    };

    /// <summary>Goes on where the schedule that gave <see cref="StateDict"/> was; load_state_dict. Sets the optimizer's rates too.</summary>
    /// <exception cref="InvalidValueException">A state of another schedule, or of an optimizer with other groups.</exception>
    public virtual void LoadStateDict(IDictionary stateDict)
    {
        int groups = Optimizer.ParameterGroups.Count;
        if (stateDict[ClassKey] as string != GetType().Name || stateDict[EpochKey] is not int epoch
            || stateDict[BaseKey] is not double[] rates || rates.Length != groups || stateDict[LastKey] is not double[] last || last.Length != groups)
            throw Errors.StateMismatch(GetType().Name, [$"the state of a {GetType().Name} over {groups} parameter group{(groups == 1 ? "" : "s")} is needed"]);
        (LastEpoch, BaseRates) = (epoch, rates.ToArray());
        Apply(group => last[group]);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{GetType().Name}(LastEpoch={LastEpoch}, {string.Join(", ", Last.Select(rate => FormattableString.Invariant($"{rate}")))})");

    /// <summary>The rate of a group at <see cref="LastEpoch"/>, from the one that it has.</summary>
    private protected abstract double Rate(int group);

    /// <summary>The rate of a group at <see cref="LastEpoch"/>, whatever it has; null where there is no formula.</summary>
    private protected virtual double? ClosedForm(int group) => null;

    /// <summary>The rate that a group has.</summary>
    private protected double Current(int group) => Optimizer.RateOf(group);

    /// <summary>Gives each group its rate, all computed before the first is set.</summary>
    private protected void Apply(Func<int, double> rate)
    {
        double[] rates = new double[BaseRates.Count];
        for (int i = 0; i < rates.Length; i++)
            rates[i] = rate(i);
        for (int i = 0; i < rates.Length; i++)
            Optimizer.SetRate(i, rates[i]);
        Last = rates;
    }

    /// <summary>What a state has under a key.</summary>
    private protected T Read<T>(IDictionary state, string key) =>
        state[key] is T value ? value : throw Errors.StateMismatch(GetType().Name, [$"missing {key}"]);

    /// <summary>Values for each group: one for all, or as many as there are groups.</summary>
    private protected static T[] ForEach<T>(Optimizer optimizer, string name, T[] values)
    {
        int groups = optimizer.ParameterGroups.Count;
        if (Errors.Given(values, nameof(LearningRateSchedule), name).Length != 1 && values.Length != groups)
            throw Errors.PerGroup(name, values.Length, groups);
        if (values.Length == 1)
            return [.. Enumerable.Repeat(values[0], groups)];
        // Groups that share the optimizer's rate part here.
        for (int i = 0; i < groups; i++)
            optimizer.ParameterGroups[i].LearningRate ??= optimizer.LearningRate;
        return values;
    }

    /// <summary>What a function makes of the epoch; a script's may forget to give it, which is not 0.</summary>
    private protected double Factor(Func<int, double?> function) => function(LastEpoch) ?? throw Errors.Null(GetType().Name, "what the function gives");

    private protected static int Positive(string name, int value) => value >= 1 ? value : throw Errors.NotPositive(name, value);

    private protected static double Finite(string name, double value) => double.IsFinite(value) ? value : throw Errors.NonFinite(name, value);

    private protected static double Fraction(string name, double value) => value is >= 0 and <= 1 ? value : throw Errors.NotAShare(name, value);
}
