using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Founding;

/// <summary>The founding case, every way a user can train it: every epoch is PyTorch's (NumPy's), to the bit.</summary>
public sealed class FoundingCaseTests
{
    private static readonly string[] s_withoutBias = ["torch_autograd", "torch_autograd_loss_x4", "torch_linear_nobias"];

    public static TheoryData<string, string> TensorLoops => [.. s_withoutBias.SelectMany(
        variant => FoundingScripts.WithTensors.Keys.Select(way => (variant, way)))];

    public static TheoryData<string> HandLoops => [.. FoundingScripts.ByHand.Keys];

    public static TheoryData<string, string, string> ModelsAndTrainers => [.. s_withoutBias.Append("torch_linear_bias").SelectMany(
        variant => FoundingScripts.Models.Keys.SelectMany(
            model => FoundingScripts.Trainers.Keys.Select(trainer => (variant, model, trainer))))];

    [Theory]
    [MemberData(nameof(TensorLoops))]
    public void ATensorTrainedInALoopIsPyTorchs(string variant, string way) =>
        AssertBits(variant, FoundingScripts.WithTensors[way]);

    [Theory]
    [MemberData(nameof(HandLoops))]
    public void AGradientByHandIsNumPys(string variant) => AssertBits(variant, FoundingScripts.ByHand[variant]);

    [Theory]
    [MemberData(nameof(ModelsAndTrainers))]
    public void AModelIsPyTorchs(string variant, string model, string trainer) =>
        AssertBits(variant, FoundingScripts.Models[model] + FoundingScripts.Trainers[trainer]);

    private static void AssertBits(string variant, string script)
    {
        using var session = new ModuleSession();
        session["epochs"] = SeedTraces.Epochs(variant);
        session["scale"] = variant.EndsWith("_x4", StringComparison.Ordinal) ? 4 : 1;
        session["withBias"] = variant == "torch_linear_bias";

        var epochs = session.All<object[]>(script).Select(Read).ToArray();

        Assert.Equal(Enumerable.Range(1, SeedTraces.Epochs(variant)), epochs.Select(e => e.Epoch));
        Assert.All(SeedTraces.Trace(variant), expected => Assert.Equal(expected, epochs[expected.Epoch - 1]));
    }

    private static EpochBits Read(object[] row)
    {
        Assert.True(row.Length is 4 or 6);
        return new(
            Assert.IsType<int>(row[0]), Bits(row[1]), Bits(row[2]), Bits(row[3]),
            row.Length == 6 ? Bits(row[4]) : null, row.Length == 6 ? Bits(row[5]) : null);
    }

    private static ulong Bits(object number) => number is double wide
        ? BitConverter.DoubleToUInt64Bits(wide)
        : BitConverter.SingleToUInt32Bits(Assert.IsType<float>(number));
}
