using System.Collections;

namespace LinRegPS;

// What is kept of it, and the way back for a model.
public sealed partial class Scaler
{
    private const string CenterKey = "center", ScaleKey = "scale";

    /// <summary>
    /// What <see cref="LoadStateDict"/> needs: <c>center</c> and <c>scale</c>, each [2, columns]: the float32 numbers, and what
    /// they lack. The sums of both are the numbers to the last bit.
    /// </summary>
    public OrderedDictionary<string, Tensor> StateDict() => new() { [CenterKey] = Parts(Center), [ScaleKey] = Parts(Scale) };

    /// <summary>Takes over the numbers of a scaler of as many columns.</summary>
    /// <exception cref="InvalidValueException">They do not fit, or are no centers and scales; nothing is loaded.</exception>
    public void LoadStateDict(IDictionary stateDict)
    {
        var problems = new List<string>();
        double[] center = Read(CenterKey), scale = Read(ScaleKey);
        if (problems.Count > 0)
            throw Errors.StateMismatch(nameof(Scaler), problems);
        var loaded = new Scaler(Kind, Column, center, scale, Rows);
        (Center, Scale) = (loaded.Center, loaded.Scale);

        double[] Read(string key)
        {
            if (WrapperAttribute.Unwrap(stateDict[key]) is Tensor { Rank: 2 } parts && parts.Shape[0] == 2 && parts.Shape[1] == Center.Count)
                return [.. Enumerable.Range(0, Center.Count).Select(i => (double)parts.Data[i] + parts.Data[Center.Count + i])];
            problems.Add($"{key} is no tensor of shape [2,{Center.Count}]");
            return [];
        }
    }

    /// <summary>
    /// A linear layer that gives for data as they are what the model gives for scaled ones: its weights are in the units of
    /// the data.
    /// </summary>
    /// <param name="model">A linear layer that was trained on scaled input, or a Sequential of one.</param>
    /// <param name="target">The scaler of the target, where that was scaled as well.</param>
    /// <exception cref="InvalidValueException">The model is something else, or a weight is beyond float32.</exception>
    /// <exception cref="ShapeMismatchException">The model has not as many inputs as this scaler columns, or outputs as that of the target.</exception>
    public Linear Unscale(Module model, Scaler? target = null)
    {
        var layer = model as Linear ?? (model is Sequential { Count: 1 } only ? only[0] as Linear : null) ?? throw Errors.NotOneLayer(model);
        if (layer.InFeatures != Center.Count)
            throw Errors.ScalerWidth(nameof(Unscale), Center.Count, layer.Weight.Shape);
        if (target is not null && layer.OutFeatures != target.Center.Count)
            throw Errors.ScalerWidth(nameof(Unscale), target.Center.Count, layer.Weight.Shape);
        using var scope = GradMode.NoGrad();
        var result = new Linear(layer.InFeatures, layer.OutFeatures, generator: new Generator(0));
        for (int output = 0; output < layer.OutFeatures; output++)
        {
            double scale = target?.Scale[output] ?? 1, bias = layer.Bias?.Data[output] ?? 0;
            for (int input = 0; input < Center.Count; input++)
            {
                double weight = layer.Weight.Data[(output * Center.Count) + input] / Scale[input];
                bias -= weight * Center[input];
                result.Weight.Data[(output * Center.Count) + input] = Single(weight * scale);
            }
            result.Bias!.Data[output] = Single((bias * scale) + (target?.Center[output] ?? 0));
        }
        return result;
    }

    /// <summary>
    /// A model that takes data as they are, and gives predictions in the units of the data: this scaler, the model, and the scaler of the target
    /// backwards. In a file it is all of that.
    /// </summary>
    /// <param name="model">A model that was trained on scaled input; it is a part of the new one, and not copied.</param>
    /// <param name="target">The scaler of the target, where that was scaled as well.</param>
    /// <exception cref="InvalidValueException">The model is null.</exception>
    public Sequential Wrap(Module model, Scaler? target = null)
    {
        Errors.Given(model, nameof(Wrap), "the model");
        Module[] layers = target is null ? [new Scaling(this), model] : [new Scaling(this), model, new Scaling(target, inverse: true)];
        return new Sequential(layers) { Names = model.Names is { } names ? names with { IsScaled = false } : null };
    }

    private static float Single(double weight) => float.IsFinite((float)weight) ? (float)weight : throw Errors.NotFinite(nameof(Unscale), "a weight in the units of the data", (float)weight);

    // The sum of two float32 numbers, so that tensors hold it without loss.
    private double Storable(double number, int column)
    {
        float first = (float)number;
        return float.IsFinite(first) ? first + (double)(float)(number - first) : throw Errors.NotFinite(nameof(Scaler), $"center or scale of {NameOf(column)}, as float32,", first);
    }

    private static Tensor Parts(IReadOnlyList<double> numbers) =>
        Tensor.From([.. numbers.Select(number => (float)number), .. numbers.Select(number => (float)(number - (float)number))], 2, numbers.Count);
}
