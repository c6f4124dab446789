using LinRegPS.Kernels.Fused;

namespace LinRegPS;

/// <summary>
/// Forward and backward of a linear layer with one output under the mean squared error, without a graph and without
/// new memory: what the recorded operations would do, to the bit, with the data read once.
/// </summary>
internal sealed class LinearRegressionStep
{
    private readonly Linear _layer;
    private readonly FusedLinearRegression _pass;
    private Tensor? _weightGradient, _biasGradient;

    private LinearRegressionStep(Linear layer)
    {
        _layer = layer;
        _pass = new FusedLinearRegression(layer.InFeatures);
    }

    /// <summary>The step, or null where model and data are not a linear regression, or not for this loss.</summary>
    public static LinearRegressionStep? For(Module model, Tensor input, Tensor target)
    {
        bool fits = model is Linear { OutFeatures: 1 } layer
            && input.Rank > 0 && input.Shape[^1] == layer.InFeatures
            && target.Shape.Equals(input.Shape.With(input.Rank - 1, 1));
        // Gradients of data are for the graph.
        return fits && !input.RequiresGrad && !target.RequiresGrad ? new LinearRegressionStep((Linear)model) : null;
    }

    /// <summary>Whether nobody is to see the operations, and both parameters learn.</summary>
    public bool Applies =>
        Watcher.Current is null && GradMode.IsEnabled
        && _layer.Weight is { RequiresGrad: true, IsLeaf: true } && _layer.Bias is null or { RequiresGrad: true, IsLeaf: true };

    /// <summary>The loss of the batch before it is scaled; leaves the gradients of the scaled loss in the parameters.</summary>
    public float Run(Batches batches, float scale)
    {
        _weightGradient ??= new Tensor(_layer.Weight.Shape);
        if (_layer.Bias is not null)
            _biasGradient ??= new Tensor(_layer.Bias.Shape);
        float loss = _pass.Run(
            batches.InputData, batches.TargetData, batches.NextInput, _layer.Weight.Data, _layer.Bias is null ? [] : _layer.Bias.Data, scale,
            _weightGradient.Data, _biasGradient is null ? [] : _biasGradient.Data);
        _layer.Weight.Grad = _weightGradient;
        if (_layer.Bias is not null)
            _layer.Bias.Grad = _biasGradient;
        return loss;
    }

    /// <summary>Leaves the gradients to whoever has taken them; the next step makes new ones.</summary>
    public void ReleaseGradients() => _weightGradient = _biasGradient = null;
}
