using LinRegPS.Kernels;
using LinRegPS.Kernels.Fused;

namespace LinRegPS.Training;

/// <summary>
/// Gradients of a linear layer with one output under the mean squared error, without a graph and without new memory: what
/// the recorded operations would do, to the bit, with the data read once.
/// </summary>
internal sealed class LinearRegressionGradients
{
    private readonly Linear _layer;
    private readonly DataLoader _data;
    private readonly float _scale;
    private readonly FusedLinearRegression _pass;
    private Tensor? _weightGradient, _biasGradient;
    private bool _dataLearn;

    private LinearRegressionGradients(Linear layer, DataLoader data, float scale)
    {
        (_layer, _data, _scale, _dataLearn) = (layer, data, scale, data.RequiresGrad);
        _pass = new FusedLinearRegression(layer.InFeatures);
    }

    /// <summary>Them, or null where model, data and loss are not a linear regression.</summary>
    public static LinearRegressionGradients? For(TrainingLoop loop)
    {
        var (input, target) = (loop.Data.InputShape, loop.Data.TargetShape);
        return loop.Model is Linear { OutFeatures: 1 } layer && loop.Loss.IsMeanSquaredError && loop.Data.Transforms.Count == 0
            && input.Rank > 0 && input[^1] == layer.InFeatures
            && target.Equals(input.With(input.Rank - 1, 1))
            ? new LinearRegressionGradients(layer, loop.Data, (float)loop.LossScale)
            : null;
    }

    /// <summary>Whether nobody on the thread is to see the operations, both parameters learn, and the data do not.</summary>
    public bool Applies(AutogradThread thread) =>
        thread is { Watcher: null, Suspended: 0 } && !_dataLearn
        && _layer.Weight is { RequiresGrad: true, IsLeaf: true } && _layer.Bias is null or { RequiresGrad: true, IsLeaf: true };

    /// <summary>The loss of the batch, scaled; leaves its gradients in the parameters, or adds them to those.</summary>
    public float Run(BatchPart part)
    {
        if (part.IsAdded)
            return Add(part.Share);
        _weightGradient ??= new Tensor(_layer.Weight.Shape);
        if (_layer.Bias is not null)
            _biasGradient ??= new Tensor(_layer.Bias.Shape);
        ReadOnlySpan<float> weight = _layer.Weight.Data, bias = _layer.Bias is null ? [] : _layer.Bias.Data;
        Span<float> weightGradient = _weightGradient.Data, biasGradient = _biasGradient is null ? [] : _biasGradient.Data;
        float scale = _scale * part.Share;
        float loss = _data.IsYetToGather && _data.RawInput.Rank == 2 && _pass.CanGather(_data.Rows)
            ? _pass.RunGathered(_data.RawInput.Data, _data.RawTarget.Data, _data.OrderOfRows, _data.Rows, weight, bias, scale, weightGradient, biasGradient)
            : _pass.Run(_data.InputData, _data.TargetData, _data.NextInput, weight, bias, scale, weightGradient, biasGradient);
        Leave(_layer.Weight, _weightGradient);
        if (_layer.Bias is not null)
            Leave(_layer.Bias, _biasGradient);
        return loss * _scale;
    }

    // Nearly always it is there from the step before; nobody watches, who would have to be told.
    private static void Leave(Tensor parameter, Tensor? gradient)
    {
        if (!ReferenceEquals(parameter.Grad, gradient))
            parameter.Grad = gradient;
    }

    private float Add(float share)
    {
        var (weight, bias) = (_layer.Weight.Grad, _layer.Bias?.Grad);
        (_weightGradient, _biasGradient) = (null, null);
        float loss = Run(new BatchPart(share, IsAdded: false));
        _layer.Weight.Grad = _weightGradient = Sum(weight, _weightGradient!);
        if (_layer.Bias is not null)
            _layer.Bias.Grad = _biasGradient = Sum(bias, _biasGradient!);
        return loss;
    }

    private static Tensor Sum(Tensor? sum, Tensor added)
    {
        if (sum is null)
            return added;
        Elementwise.Forward(new AddScaled(1), sum.Data, added.Data, sum.Data);
        return sum;
    }

    /// <summary>Leaves the gradients to whoever has taken them, the next step makes new ones; looks at the data anew.</summary>
    public void Release()
    {
        _weightGradient = _biasGradient = null;
        _dataLearn = _data.RequiresGrad;
    }
}
