namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>A step of linear regression over all rows at once, in the loop that Invoke-Training runs.</summary>
internal sealed class FullBatch(int rows, int columns, bool bias)
    : Case($"full-batch-{(rows >= 1_000_000 ? $"{rows / 1_000_000}m" : $"{rows / 1000}k")}x{columns}{(bias ? "-bias" : "")}", $"full-batch linear regression {rows:N0} x {columns}{(bias ? " with bias" : "")}, one step")
{
    // Above the caches of today's machines: reading X is what takes the time.
    private readonly bool _large = (long)rows * columns >= 50_000_000;

    public override Match Match(Setting setting)
    {
        var (x, y) = setting.Data.Linear(rows, columns);
        var (input, target) = (x.Tensor(), y.Tensor().Reshape(rows, 1));
        var model = CompiledTraining.ZeroModel(columns, bias);
        int steps = _large ? 10 : 100;
        var ours = setting.Ours(Check, () => CompiledTraining.Run(model, input, target, steps), steps);
        var arguments = new { x = x.Argument, y = y.Argument };
        var reading = new ReadOnce(x.Values);
        var bound = new Opponent(
            "reading X once", new Local("reading X once", setting.Threads, () => [], reading.Run), _large ? new TimesAsFast(1 / 1.25) : null);
        var faster = new TimesAsFast(!_large ? 4 : setting.Threads == 1 ? 2 : 3);
        return new Match(ours, bias
            ? [bound, setting.Against("torch", "PyTorch nn.Linear", faster, "full_batch_linear", arguments)]
            :
            [
                bound,
                setting.Against("numpy", "NumPy by hand", faster, "full_batch", arguments),
                setting.Against("torch", "PyTorch autograd", faster, "full_batch_autograd", arguments),
                setting.Against("torchsharp", "TorchSharp autograd", faster, "full_batch_autograd", arguments),
            ]);

        double[] Check()
        {
            var last = CompiledTraining.Run(model, input, target, 3);
            return [last.Loss, .. CompiledTraining.First(model.Weight), .. bias ? CompiledTraining.First(model.Bias!) : []];
        }
    }
}
