namespace LinRegPS;

// Settings of optimizers, schedules and clipping.
internal static partial class Errors
{
    internal static Exception NoSetting(string optimizer, string setting) => new InvalidValueException(
        "NoSuchSetting", $"{optimizer} has no {setting}.", "Leave it out, or take an optimizer that has it, as Sgd or Adam.", name: setting);

    internal static Exception NoSuchSetting(string type, string setting, IEnumerable<string> settings) => new InvalidValueException(
        "NoSuchSetting", $"{type} has no setting '{setting}'. {NearNames.Choice(setting, settings)}", name: setting);

    internal static Exception SettingKind(string type, string setting, Type wanted, object? given) => new InvalidValueException(
        "InvalidSetting",
        FormattableString.Invariant($"{setting} of {type} is {Shown(given)}; {(wanted == typeof(bool) ? "true or false" : wanted == typeof(int) ? "a whole number" : "a number")} is needed."),
        name: setting, value: given);

    internal static Exception NoUsualRate(string optimizer) => new InvalidValueException(
        "InvalidLearningRate", $"{optimizer} has no usual learning rate.", "Give one; 0.01 is a common first try.", name: "LearningRate");

    internal static Exception Nesterov(double momentum, double dampening) => new InvalidValueException(
        "InvalidNesterov",
        FormattableString.Invariant($"Nesterov needs a Momentum above 0 and a Dampening of 0; they are {momentum} and {dampening}."),
        name: "Nesterov", value: true);

    internal static Exception NotAShare(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it must be at least 0 and at most 1."), name: name, value: value);

    internal static Exception Outside(string name, double value, double low, double high) => new InvalidValueException(
        "Invalid" + name,
        FormattableString.Invariant($"{name} is {value}; it must be above {low}{(double.IsInfinity(high) ? " and finite" : FormattableString.Invariant($" and at most {high}"))}."),
        name: name, value: value);

    internal static Exception OneGroup(string optimizer) => new InvalidValueException(
        "WrongParameter", $"{optimizer} steps all parameters together, in one group.", "Give them all when it is made.", name: optimizer);

    internal static Exception NeedsClosure(string optimizer) => new InvalidValueException(
        "ClosureNeeded", $"{optimizer} computes the loss several times in a step.",
        "Give Step a closure that clears the gradients, runs forward and backward, and gives the loss.", name: optimizer);

    internal static Exception ClosureResult(Shape shape) => new InvalidValueException(
        "ClosureResult", $"Step: what the closure gives has shape {shape}; it must be the loss, one number.",
        "Reduce the loss with Mean() or Sum(), and let the closure give nothing else.", operation: "Step", shapes: [shape]);

    internal static Exception Accumulation(string optimizer, int steps) => new InvalidValueException(
        "InvalidAccumulationStep", $"{optimizer} computes the loss several times in a step, and can't add up the gradients of {steps} batches.",
        "Take larger batches.", name: "AccumulationStep", value: steps);

    internal static Exception NonFiniteNorm(double order, float norm) => new InvalidValueException(
        "NonFiniteNorm", FormattableString.Invariant($"Clip.GradNorm: the gradients' norm of order {order} is {norm}, so they can't be clipped by it."),
        operation: "Clip.GradNorm", value: norm);

    internal static Exception PerGroup(string name, int values, int groups) => new InvalidValueException(
        "Invalid" + name, $"{name} has {values} values; one, or one for each of the {groups} parameter groups, is needed.", name: name, value: values);

    internal static Exception NoMomentum(string schedule, string optimizer) => new InvalidValueException(
        "NoMomentum", $"{schedule} cycles the momentum, and {optimizer} has none.", "Leave the momentum as it is, with cycleMomentum false.", name: optimizer);

    internal static Exception ScheduleEnded(string schedule, int steps) => new InvalidValueException(
        "ScheduleEnded", $"{schedule} was made for {steps} steps, and has taken them all.", "Make it for as many steps as the training takes.", name: schedule);

    internal static Exception NeedsMetric(string schedule) => new InvalidValueException(
        "MetricNeeded", $"{schedule} goes by a metric.", "Give the epoch's loss: Step(loss).", name: schedule);

    internal static Exception NoSchedules(string schedule) => new InvalidValueException(
        "NoSchedules", $"{schedule} needs one schedule or more.", name: schedule);

    internal static Exception SchedulesOfOthers(string schedule) => new InvalidValueException(
        "WrongOptimizer", $"{schedule} needs schedules of one optimizer.", name: schedule);

    internal static Exception ScheduleOfOther(string schedule, string optimizer) => new InvalidValueException(
        "WrongOptimizer", $"The {schedule} changes the rates of another optimizer than the training's {optimizer}.", "Make it for this one.", name: schedule);

    internal static Exception NotInOthers(string schedule, string part) => new InvalidValueException(
        "WrongSchedule", $"{schedule} steps its schedules without a metric, which {part} needs.", "Step it by itself.", name: part);

    internal static Exception Milestones(int schedules, int milestones) => new InvalidValueException(
        "InvalidMilestones", $"SequentialLR: {schedules} schedules need {schedules - 1} milestones, one for each but the first; there are {milestones}.", name: "Milestones");

    internal static Exception MilestoneOrder(IEnumerable<int> milestones) => new InvalidValueException(
        "InvalidMilestones", $"SequentialLR: the milestones {string.Join(", ", milestones)} must grow.", name: "Milestones");

    internal static Exception ScheduleArgument(string schedule, string name) => new InvalidValueException(
        "ScheduleArgument", $"{schedule} needs {name}.", name: name);
}
