using LinRegPS.Operations;

namespace LinRegPS;

/// <summary>What one layer of a model does with an input of some shape.</summary>
/// <param name="Name">The path that leads to the layer; empty for a model that is one.</param>
/// <param name="Layer">What the layer is, as it prints.</param>
/// <param name="InputShape">The shape of what goes in; null behind a layer that could not run.</param>
/// <param name="OutputShape">The shape of what comes out; null where the layer could not run.</param>
/// <param name="Parameters">The numbers that it learns.</param>
/// <param name="Multiplications">Those of matrix products, of which convolutions, recurrent layers and attention are made.</param>
/// <param name="Memory">The bytes of all results that were made on the way.</param>
/// <param name="Problem">Why the layer could not run; null where it could.</param>
public sealed record LayerMeasure(
    string Name, string Layer, Shape? InputShape, Shape? OutputShape, long Parameters, long Multiplications, long Memory, string? Problem)
{
    /// <summary>
    /// A model's layers in the order in which they run on zeros, as the model is used rather than trained: those of
    /// <see cref="Sequential"/> models one by one, every other as a whole.
    /// </summary>
    /// <param name="model">The model, which does not change.</param>
    /// <param name="inputShape">The shape of the input, its rows too.</param>
    public static IReadOnlyList<LayerMeasure> Of(Module model, Shape inputShape)
    {
        using var evaluating = Errors.Given(model, nameof(LayerMeasure)).Evaluating();
        using var unrecorded = GradMode.NoGrad();
        var measures = new List<LayerMeasure>();
        Walk(string.Empty, model, Tensor.Zeros(Errors.Given(inputShape, nameof(LayerMeasure)).ToArray()), measures);
        return measures;
    }

    private static Tensor? Walk(string name, Module module, Tensor? x, List<LayerMeasure> measures)
    {
        if (module is Sequential)
        {
            foreach (var (part, value, _) in module.Members())
                x = Walk(name.Length == 0 ? part : $"{name}.{part}", (Module)value!, x, measures);
            return x;
        }
        var counter = new Counter();
        Tensor? y = null;
        string? problem = null;
        try
        {
            using var watching = counter.Watch();
            y = x is null ? null : module.Invoke(x);
        }
        catch (Exception error) when (error.GetBaseException() is LinRegException)
        {
            problem = ((LinRegException)error.GetBaseException()).Facts;
        }
        string text = module.ToString();
        measures.Add(new(
            name, text.Contains('\n', StringComparison.Ordinal) ? module.GetType().Name : text, x?.Shape, y?.Shape,
            module.Parameters().Sum(p => (long)p.Numel), counter.Multiplications, counter.Memory, problem));
        return y;
    }

    private sealed class Counter : Watcher
    {
        public long Multiplications { get; private set; }

        public long Memory { get; private set; }

        public override void Ran(Operation operation, Tensor output, bool needed)
        {
            Multiplications += operation switch
            {
                Operations.Linear => output.Numel * (long)operation.Inputs[1].Shape[1],
                MatMul => output.Numel * (long)operation.Inputs[0].Shape[^1],
                WindowProduct product => product.Multiplications,
                Correlation convolution => convolution.Multiplications,
                Dot => operation.Inputs[0].Shape.Numel,
                _ => 0,
            };
            if (operation is not Reshape)
                Memory += sizeof(float) * (output.Numel + (operation is WindowProduct windows ? windows.Windows : 0L));
        }

        public override void LossRefused(Tensor prediction, Tensor target)
        {
        }

        public override void Read(Tensor tensor, string method)
        {
        }

        public override void Detached(Tensor source, Tensor result)
        {
        }

        public override void NothingRecorded(Tensor result)
        {
        }

        public override void SavedTensorChanged(Operation operation, Tensor saved, int then, int now)
        {
        }

        public override void BackwardStarts(Tensor result, IReadOnlyList<Operation> nodes)
        {
        }

        public override void GradientPassed(Operation node, Tensor gradient, Tensor passed)
        {
        }

        public override void BackwardEnded(bool graphKept)
        {
        }

        public override void Accumulating(Tensor leaf, Tensor gradient)
        {
        }

        public override void SettingGradient(Tensor leaf, Tensor? gradient)
        {
        }

        public override void Changing(Tensor tensor, string method, Tensor argument)
        {
        }

        public override void Stepping(Tensor parameter, string? name, Tensor? gradient, double learningRate, bool isPlain)
        {
        }

        public override void GraphFreed(Operation operation)
        {
        }

        public override void StepRefused(string what)
        {
        }
    }
}
