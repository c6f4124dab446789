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
            Add(optimizer);
        Maximizes |= optimizer.Maximize;
        foreach (var rule in _on.OptimizerSteps)
            rule.OptimizerSteps(optimizer);
    }

    public override void ScheduleStepped(LearningRateSchedule schedule)
    {
        foreach (var rule in _on.ScheduleStepped)
            rule.ScheduleStepped(schedule);
    }

    public override void Loaded(Tensor tensor)
    {
        if (tensor is { RequiresGrad: true, IsLeaf: true })
            Parameter(tensor).Restart();
    }

    public override void Asked(IReadOnlyList<Tensor> inputs)
    {
        foreach (var rule in _on.Asked)
            rule.Asked(inputs);
    }

    public override void Clipping(string what, double limit, double times)
    {
        foreach (var rule in _on.Clipping)
            rule.Clipping(what, limit, times);
    }

    private void Add(Optimizer optimizer)
    {
        Optimizers.Add(optimizer);
        foreach (var model in optimizer.ParameterGroups.Select(group => group.Model).OfType<Module>().Distinct())
            SetPlaces(model);
    }

    /// <summary>Says which parameters are a model's, and of which of its layers.</summary>
    public void SetPlaces(Module model)
    {
        foreach (var parameter in model.NamedParameters().Where(p => p.Value is { RequiresGrad: true, IsLeaf: true }))
            Parameter(parameter.Value).Place ??= (model, parameter.Name[..(parameter.Name.LastIndexOf('.') + 1)]);
    }
}
