namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>An optimizer's update of 1,000,000 parameters.</summary>
internal sealed class OptimizerUpdate(string name, string python, Func<Tensor[], Optimizer> make)
    : Case($"update-{name.ToLowerInvariant().Replace(' ', '-')}", $"{name}, update of 1,000,000 parameters")
{
    private const int Count = 1_000_000;

    public override Match Match(Setting setting)
    {
        Numbers w = setting.Data.Normal("w", 1, Count), gradient = setting.Data.Normal("gradient", 1, Count);
        var parameter = w.Tensor();
        parameter.RequiresGrad = true;
        parameter.Grad = gradient.Tensor();
        var optimizer = make([parameter]);
        return new Match(setting.Ours(Check, optimizer.Step), [
            setting.Against("torch", "PyTorch", new TimesAsFast(1), "update", new { make = python, w = w.Argument, gradient = gradient.Argument }),
        ]);

        double[] Check()
        {
            for (int i = 0; i < 3; i++)
                optimizer.Step();
            return [.. CompiledTraining.First(parameter), parameter.ToArray().Average(value => (double)Math.Abs(value))];
        }
    }
}
