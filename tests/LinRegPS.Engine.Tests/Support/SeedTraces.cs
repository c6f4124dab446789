using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>seed_traces.json: the founding case as PyTorch 1.13.1 and NumPy 1.24 train it; its <c>about</c> explains the fields.</summary>
internal sealed record SeedTraces(Dictionary<string, SeedVariant> Variants)
{
    private static readonly SeedTraces s_instance = Fixture.Read<SeedTraces>("seed_traces.json");

    public static SeedVariant Variant(string name) => s_instance.Variants[name];
}

/// <summary>A program's run; <see cref="Trace"/> has every epoch, or some of a long run.</summary>
internal sealed record SeedVariant(int Epochs, SeedEpoch[] Trace)
{
    /// <summary>The same bits in every epoch that the trace has.</summary>
    public void AssertSame(IReadOnlyList<Snapshot> run)
    {
        Assert.Equal(Epochs, run.Count);
        Assert.NotEmpty(Trace);
        foreach (var expected in Trace)
            Assert.Equal((expected.Epoch, expected.ToString()), (expected.Epoch, run[expected.Epoch - 1].ToString()));
    }
}

/// <summary>One epoch: loss and gradients from the parameters before its step, the parameters after it.</summary>
internal sealed record SeedEpoch(int Epoch, SeedNumber W, SeedNumber? B, SeedNumber Loss, SeedNumber GradW, SeedNumber? GradB)
{
    public override string ToString() => Snapshot.Text(W.Bits, B?.Bits, Loss.Bits, GradW.Bits, GradB?.Bits);
}

/// <summary>A float32 by its bits, <c>0x3e99999a</c>.</summary>
internal sealed record SeedNumber(string Bits);

/// <summary>One epoch of a run of ours.</summary>
internal sealed record Snapshot(float W, float? B, float Loss, float GradW, float? GradB)
{
    public static Snapshot Of(TrainingRecord record)
    {
        bool bias = record.GetParameterNames().Contains("bias");
        return new(
            record.GetParameter("weight").Item(),
            bias ? record.GetParameter("bias").Item() : null,
            record.Loss,
            record.GetGradient("weight")!.Item(),
            bias ? record.GetGradient("bias")!.Item() : null);
    }

    public static string Text(string w, string? b, string loss, string gradW, string? gradB) =>
        $"w {w}, b {b}, loss {loss}, gradients {gradW} {gradB}";

    public override string ToString() => Text(Bits(W)!, Bits(B), Bits(Loss)!, Bits(GradW)!, Bits(GradB));

    private static string? Bits(float? value) => value is { } v ? $"0x{BitConverter.SingleToUInt32Bits(v):x8}" : null;
}
