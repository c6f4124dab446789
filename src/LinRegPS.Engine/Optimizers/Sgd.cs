using LinRegPS.Kernels.Optimizers;

namespace LinRegPS;

/// <summary>Stochastic gradient descent without momentum; torch.optim.SGD.</summary>
public static class Sgd
{
    /// <summary>Throws where a learning rate is negative or not finite.</summary>
    public static void CheckLearningRate(double learningRate)
    {
        if (!float.IsFinite((float)learningRate) || learningRate < 0)
            throw Errors.LearningRate(learningRate);
    }

    /// <summary>w = w - learningRate * gradient, in place and unrecorded; throws where there is no gradient.</summary>
    public static void Step(Tensor parameter, string name, double learningRate)
    {
        CheckLearningRate(learningRate);
        if (parameter.Grad is null)
        {
            Watcher.Current?.StepRefused(name);
            throw Errors.NoGradient(name);
        }
        Watcher.Current?.Stepping(parameter, null, parameter.Grad, learningRate);
        Update(parameter, parameter.Grad, learningRate);
    }

    /// <summary>
    /// Steps with every parameter of a model that has a gradient, as PyTorch does; throws where none has.
    /// </summary>
    public static void Step(Module model, double learningRate) =>
        Step([.. model.NamedParameters()], model, learningRate);

    internal static void Step(ModelParameter[] parameters, Module model, double learningRate)
    {
        CheckLearningRate(learningRate);
        bool any = false;
        foreach (var parameter in parameters)
        {
            Watcher.Current?.Stepping(parameter.Value, parameter.Name, parameter.Gradient, learningRate);
            if (parameter.Gradient is not { } gradient)
                continue;
            any = true;
            Update(parameter.Value, gradient, learningRate);
        }
        if (!any)
        {
            string name = model.GetType().Name;
            Watcher.Current?.StepRefused(name);
            throw Errors.NoGradient(name);
        }
    }

    private static void Update(Tensor parameter, Tensor gradient, double learningRate)
    {
        SgdUpdate.Apply(parameter.Data, gradient.Data, (float)learningRate);
        parameter.MarkChanged();
    }
}
