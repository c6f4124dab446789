namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>One step of the founding case, y = 2x at four points, in the loop that Invoke-Training runs.</summary>
internal sealed class FoundingStep() : Case("founding-compiled", "founding case, one compiled step")
{
    private const int Epochs = 10_000;

    public override bool UsesThreads => false;

    public override Match Match(Setting setting)
    {
        var x = Tensor.From([1, 2, 3, 4], 4, 1);
        var y = Tensor.From([2, 4, 6, 8], 4, 1);
        var ours = setting.Ours(() => Train(10), () => Train(Epochs), Epochs);
        Opponent[] others =
        [
            setting.Against("numpy", "NumPy by hand", new TimesAsFast(25), "founding"),
            setting.Against("torchsharp", "TorchSharp autograd", new TimesAsFast(150), "founding_autograd"),
            setting.Against("torch", "PyTorch autograd", null, "founding_autograd"),
            setting.Against("torch", "PyTorch nn.Linear", null, "founding_linear"),
        ];
        return new Match(ours, others, Alone: new AtMost(0.5e-6)) { Counts = [Allocated()] };

        double[] Train(int epochs)
        {
            var model = CompiledTraining.ZeroModel(1, bias: false);
            var last = CompiledTraining.Run(model, x, y, epochs);
            return [last.Loss, model.Weight.Item()];
        }

        Count Allocated()
        {
            Train(Epochs);
            double perStep = (Bytes(2 * Epochs) - Bytes(Epochs)) / (double)Epochs;
            return new Count("bytes allocated a step", $"{perStep:0.##}", "0", perStep < 0.005);
        }

        long Bytes(int epochs)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Train(epochs);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
