using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>Y = 2 X, fitted from w = 0 (and b = 0) with the learning rate 0.01.</summary>
internal static class FoundingCase
{
    public const double LearningRate = 0.01;

    public static Tensor X(params int[] shape) => Tensor.From([1, 2, 3, 4]).Reshape(shape is [] ? [4] : shape);

    public static Tensor Y(params int[] shape) => Tensor.From([2, 4, 6, 8]).Reshape(shape is [] ? [4] : shape);

    public static Linear Model(bool bias)
    {
        var model = new Linear(1, 1, bias);
        foreach (var parameter in model.Parameters())
            parameter.Detach().Zero_();
        return model;
    }

    public static TrainingRun Loop(Module model, int epochs, int logEvery = 1, double lossScale = 1) =>
        new(model, X(4, 1), Y(4, 1)) { LearningRate = LearningRate, Epochs = epochs, LogEvery = logEvery, LossScale = lossScale };
}
