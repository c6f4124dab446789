namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>A function of one tensor, without gradients, into a fresh result.</summary>
internal sealed class TensorFunction(string name, string work, string python, Func<Tensor, Tensor> function, int[] shape)
    : Case($"function-{name}", work)
{
    public override Match Match(Setting setting)
    {
        var numbers = setting.Data.Normal("x", 1, shape);
        var x = numbers.Tensor();
        return new Match(setting.Ours(Check, () => function(x)), [
            setting.Against("torch", "PyTorch", new TimesAsFast(1), "forward", new { make = python, x = numbers.Argument }),
        ], Tolerance: 1e-4);

        double[] Check()
        {
            float[] values = function(x).ToArray();
            return [.. values.Take(8).Select(value => (double)value), values.Average(value => (double)Math.Abs(value))];
        }
    }
}
