using LinRegPS.Training;

namespace LinRegPS.Files.Traces;

/// <summary>
/// The steps of a training in PyTorch: <c>loss</c> [steps], and for each parameter <c>parameter/name</c> [steps,...] after the
/// step, <c>gradient/name</c> of the same shape where it has any, and <c>missing/name</c> [steps] where it had none in some.
/// </summary>
internal static class StepTrace
{
    private const string LossKey = "loss", ParameterKey = "parameter/", GradientKey = "gradient/", MissingKey = "missing/";

    public static IReadOnlyList<TrainingRecord> Read(NamedTensors arrays)
    {
        if (!arrays.TryGetValue(LossKey, out var loss) || loss is not { Rank: 1, Numel: > 0, DType: DType.Float32 })
            throw new UnreadableException($"it is no trace of a training: it has no '{LossKey}' of one number for each step; it has {FileErrors.List(arrays.Keys)}");
        string[] names = [.. arrays.Keys.Where(key => key.StartsWith(ParameterKey, StringComparison.Ordinal)).Select(key => key[ParameterKey.Length..])];
        foreach (var (key, array) in arrays)
            Check(key, array, loss.Numel, arrays);
        return [.. Enumerable.Range(0, loss.Numel).Select(step => new TrainingRecord(
            step + 1, loss.Data[step], TimeSpan.Zero, [.. names.Select(name => TrainingRecord.Rename(new ModelParameter(name, Value(arrays, name, step))))], null))];
    }

    private static void Check(string key, Tensor array, int steps, NamedTensors arrays)
    {
        if (key == LossKey)
            return;
        bool isMissing = key.StartsWith(MissingKey, StringComparison.Ordinal);
        if (array.Rank == 0 || array.Shape[0] != steps || array.DType != (isMissing ? DType.Bool : DType.Float32) || (isMissing && array.Rank != 1))
            throw new UnreadableException($"'{key}' {array.Shape} of {array.DType} has not {(isMissing ? "true or false" : "a float32 tensor")} for each of {steps} steps");
        if (key.StartsWith(ParameterKey, StringComparison.Ordinal))
            return;
        int length = isMissing ? MissingKey.Length : GradientKey.Length;
        if ((!isMissing && !key.StartsWith(GradientKey, StringComparison.Ordinal)) || !arrays.TryGetValue(ParameterKey + key[length..], out var parameter))
            throw new UnreadableException($"'{key}' belongs to no parameter");
        if (!isMissing && !parameter.Shape.Equals(array.Shape))
            throw new UnreadableException($"'{key}' is {array.Shape}, its parameter {parameter.Shape}");
    }

    private static Tensor Value(NamedTensors arrays, string name, int step)
    {
        var value = arrays[ParameterKey + name].Select(0, step).Copy();
        bool isMissing = arrays.TryGetValue(MissingKey + name, out var missing) && missing.ToBoolArray()[step];
        if (!isMissing && arrays.TryGetValue(GradientKey + name, out var gradient))
            value.Grad = gradient.Select(0, step).Copy();
        return value;
    }
}
