using System.Text.Json;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>op_reference.json: what PyTorch 1.13.1 computes, and the same in float64; its <c>about</c> explains the fields.</summary>
internal sealed record OpReference(
    ReferenceCase[] Cases, OptimizerTrace[] Optimizers, ScheduleTrace[] Schedulers, ClippedNorm[] ClipGradNorm, ReferenceInit Init)
{
    public static OpReference Instance { get; } = Fixture.Read<OpReference>("op_reference.json");

    /// <summary>The cases of op_reference.json, and those of files in its form.</summary>
    public static ReferenceCase[] AllCases { get; } =
    [
        .. Instance.Cases,
        .. new[] { "elements_torch.json", "operations_torch.json", "running_torch.json", "algebra_torch.json", "factors_torch.json", "bags_torch.json", "special_torch.json", "wide_torch.json" }
            .SelectMany(file => Fixture.Read<OpReference>(file).Cases),
    ];
}

/// <summary>The parameters after each of 20 steps with these gradients.</summary>
internal sealed record OptimizerTrace(
    string Name, string Optimizer, Dictionary<string, JsonElement> Args, float[] Start, float[][] Grads, float[][] Params);

/// <summary>The learning rate, and the momentum where it is cycled, before the first step and after each.</summary>
internal sealed record ScheduleTrace(
    string Name, string Scheduler, Dictionary<string, JsonElement> Args, double BaseLr, double[] Lr, double[]? Momentum, double[]? Metrics);

/// <summary>Gradients, their norm, and what is left of them after clipping.</summary>
internal sealed record ClippedNorm(double MaxNorm, double NormType, float[][] Grads, float TotalNorm, float[][] Clipped);

internal sealed record ReferenceInit(Dictionary<string, JsonElement> Seeded, Dictionary<string, double> Gains)
{
    /// <summary>The numbers that PyTorch drew, lists in lists made one.</summary>
    public float[] Draws(string key) => [.. Flatten(Seeded[key])];

    private static IEnumerable<float> Flatten(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? element.EnumerateArray().SelectMany(Flatten)
        : [element.GetSingle()];
}

internal sealed record ReferenceCase(
    string Name,
    string Op,
    JsonElement Attrs,
    ReferenceTensor[] Inputs,
    ReferenceTensor[] Outputs,
    float[] Weights,
    Dictionary<string, ReferenceTensor> Grads,
    double[] OutputsF64,
    Dictionary<string, double[]> GradsF64)
{
    /// <summary>The operation's name; expressions of several go by the name of the case.</summary>
    public string Operation => Op == "composite" ? Name : Op;
}

/// <summary>Float32 elements, or indices, as the operation has them.</summary>
internal sealed record ReferenceTensor(string Name, int[] Shape, string Dtype, bool Grad, JsonElement Data)
{
    public float[] Floats => Data.Deserialize<float[]>(Fixture.Options)!;

    public long[] Integers => Data.Deserialize<long[]>()!;

    public Tensor ToTensor() => Dtype switch
    {
        "int64" => Tensor.FromInt64(Integers, Shape),
        "bool" => Tensor.FromBool(Data.Deserialize<bool[]>()!, Shape),
        _ => Tensor.From(Floats, Shape).RequiresGrad_(Grad),
    };
}
