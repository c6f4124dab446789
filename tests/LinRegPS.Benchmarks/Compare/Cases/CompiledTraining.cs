using LinRegPS.Training;

namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>The loop that Invoke-Training runs.</summary>
internal static class CompiledTraining
{
    /// <summary>Trains, and gives the last epoch's record.</summary>
    public static TrainingRecord Run(Module model, Tensor x, Tensor y, int epochs, int? batchSize = null, bool shuffle = false)
    {
        var data = new DataLoader(x, y, batchSize, shuffle ? new Generator(0) : null);
        return new TrainingLoop(model, data, new Sgd(model, 0.01)) { Epochs = epochs }.Records(logEvery: epochs).Last();
    }

    /// <summary>A linear model of zeros.</summary>
    public static Linear ZeroModel(int features, bool bias)
    {
        var model = new Linear(features, 1, bias);
        using var scope = GradMode.NoGrad();
        foreach (var parameter in model.Parameters())
            parameter.Zero_();
        return model;
    }

    /// <summary>The first numbers of a tensor.</summary>
    public static IEnumerable<double> First(Tensor tensor, int count = 8) => tensor.ToArray().Take(count).Select(x => (double)x);
}
