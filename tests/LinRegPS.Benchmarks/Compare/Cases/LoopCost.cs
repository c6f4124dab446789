using LinRegPS.Training;

namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>What the loop costs beside its steps: the founding case with nobody looking on, and a network that is validated in each epoch.</summary>
internal sealed class LoopCost(bool isValidated) : Case(
    isValidated ? "loop-validated" : "loop-alone",
    isValidated ? "an epoch of the course's digit network, validated, with accuracy and a record" : "the loop beside its steps, nothing watched")
{
    private const int Steps = 10_000, Epochs = 20, Rows = 1437, TestRows = 360, Batch = 100;

    public override bool UsesThreads => isValidated;

    public override Match Match(Setting setting)
    {
        if (!isValidated)
        {
            return new Match(setting.Ours(() => [], () => Whole(Founding(Steps)), Steps),
                [new("its steps alone", new Local("its steps alone", setting.Threads, () => [], StepsOfFounding, Steps), new AtMostBeyond(1e-6))])
            {
                Counts = [Allocated()],
            };
        }
        var test = new DataSet(Pixels(2, TestRows), Digits(TestRows));
        return new Match(setting.Ours(() => [], () => Validated(test), Epochs),
            [new("steps and tests alone", new Local("steps and tests alone", setting.Threads, () => [], () => StepsOfDigits(test), Epochs), new TimesAsFast(1 / 1.05))]);
    }

    private static TrainingLoop Founding(int epochs)
    {
        var model = CompiledTraining.ZeroModel(1, bias: false);
        return new TrainingLoop(model, new DataLoader(Tensor.From([1, 2, 3, 4], 4, 1), Tensor.From([2, 4, 6, 8], 4, 1)), new Sgd(model, 0.01)) { Epochs = epochs };
    }

    private static void Whole(TrainingLoop loop)
    {
        foreach (int _ in loop.Run([]))
        {
        }
    }

    private static void StepsOfFounding()
    {
        var loop = Founding(Steps);
        var gradients = LinearRegressionGradients.For(loop)!;
        for (int step = 0; step < Steps; step++)
        {
            gradients.Run(BatchPart.Whole);
            loop.Optimizer.Step(Watcher.Current);
        }
    }

    private static Count Allocated()
    {
        Whole(Founding(Steps));
        double perStep = (Bytes(2 * Steps) - Bytes(Steps)) / (double)Steps;
        return new Count("bytes allocated a step", $"{perStep:0.##}", "0", perStep < 0.005);

        static long Bytes(int epochs)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Whole(Founding(epochs));
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static TrainingLoop DigitLoop()
    {
        var model = new Sequential(new Linear(64, 100, true, new Generator(0)), new ReLU(), new Linear(100, 10, true, new Generator(1)));
        return new TrainingLoop(model, new DataLoader(Pixels(1, Rows), Digits(Rows), Batch), new Adam(model, 0.001))
        {
            Loss = LossFunction.Named("CrossEntropy"),
            Epochs = Epochs,
        };
    }

    private static void Validated(DataSet test)
    {
        foreach (var record in DigitLoop().Records(1, [new Validation(test, MetricFunction.Named("Accuracy"))]))
            GC.KeepAlive(record);
    }

    private static void StepsOfDigits(DataSet test)
    {
        var loop = DigitLoop();
        var gradients = new AutogradGradients(loop);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            loop.Data.Begin();
            for (int batch = 0; batch < loop.Data.Count; batch++)
            {
                loop.Data.Load(batch);
                gradients.Run(BatchPart.Whole);
                loop.Optimizer.Step(Watcher.Current);
            }
            using var noGrad = GradMode.NoGrad();
            var prediction = loop.Model.Invoke(test.Input);
            GC.KeepAlive((loop.Loss.Compute(prediction, test.Target), Metric.Accuracy(prediction, test.Target)));
        }
    }

    private static Tensor Pixels(long seed, int rows) => Tensor.Uniform(new Generator(seed), 0, 1, rows, 64);

    private static Tensor Digits(int rows) => Tensor.From([.. Enumerable.Range(0, rows).Select(row => (float)(row % 10))], rows);
}
