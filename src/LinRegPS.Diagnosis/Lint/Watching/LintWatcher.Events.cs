namespace LinRegPS.Diagnosis.Lint.Watching;

// What is told of layers, targets, optimizers and schedules.
internal sealed partial class LintWatcher
{
    public override void Refused(Operation operation, LinRegException error)
    {
        foreach (var rule in _on.Refused)
            rule.Refused(operation, error);
    }

    public override void ClassesRefused(Tensor scores, Tensor target)
    {
        foreach (var rule in _on.ClassesRefused)
            rule.ClassesRefused(scores, target);
    }

    public override void LayerTrained(Module layer, Tensor input, Tensor? output)
    {
        foreach (var rule in _on.LayerTrained)
            rule.LayerTrained(layer, input, output);
    }

    public override void OptimizerSteps(Optimizer optimizer)
    {
        if (!Optimizers.Contains(optimizer))
            Optimizers.Add(optimizer);
        foreach (var rule in _on.OptimizerSteps)
            rule.OptimizerSteps(optimizer);
    }

    public override void ScheduleStepped(LearningRateSchedule schedule)
    {
        foreach (var rule in _on.ScheduleStepped)
            rule.ScheduleStepped(schedule);
    }

    public override void Clipping(string what, double limit, double times)
    {
        foreach (var rule in _on.Clipping)
            rule.Clipping(what, limit, times);
    }
}
