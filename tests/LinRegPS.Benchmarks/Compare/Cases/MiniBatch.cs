using LinRegPS.Kernels.Random;

namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>An epoch of linear regression with bias in batches of 64 rows, in the loop that Invoke-Training runs.</summary>
internal sealed class MiniBatch(bool shuffle)
    : Case($"mini-batch-{(shuffle ? "shuffled" : "in-order")}", $"mini-batches of {Size} from {Rows:N0} x {Columns}, {(shuffle ? "shuffled" : "in order")}, one epoch")
{
    private const int Rows = 100_000, Columns = 100, Size = 64, Epochs = 5;

    public override Match Match(Setting setting)
    {
        var (x, y) = setting.Data.Linear(Rows, Columns);
        var (input, target) = (x.Tensor(), y.Tensor().Reshape(Rows, 1));
        var model = CompiledTraining.ZeroModel(Columns, bias: true);
        var ours = setting.Ours(Check, () => Train(Epochs), Epochs);
        // The order of the epoch that is checked; those that are timed draw their own.
        var order = setting.Data.Get("order", [Rows], values =>
        {
            int[] rows = new int[Rows];
            new MersenneTwister(0).FillPermutation(rows);
            for (int i = 0; i < Rows; i++)
                values[i] = shuffle ? rows[i] : i;
        });
        object arguments = new { x = x.Argument, y = y.Argument, order = order.Argument, size = Size, shuffle };
        Opponent[] others =
        [
            setting.Against("numpy", "NumPy by hand", new TimesAsFast(3), "mini_batch", arguments),
            setting.Against("torch", "PyTorch nn.Linear", new TimesAsFast(30), "mini_batch", arguments),
            setting.Against("torchsharp", "TorchSharp nn.Linear", null, "mini_batch", arguments),
        ];
        return new Match(ours, !shuffle ? others :
        [
            .. others,
            setting.Against("torch", "PyTorch DataLoader", null, "mini_batch_loader", arguments),
        ]);

        void Train(int epochs) => CompiledTraining.Run(model, input, target, epochs, Size, shuffle);

        double[] Check()
        {
            Train(1);
            using var scope = GradMode.NoGrad();
            return [Loss.Mse(model.Forward(input), target).Item(), .. CompiledTraining.First(model.Weight), .. CompiledTraining.First(model.Bias!)];
        }
    }
}
