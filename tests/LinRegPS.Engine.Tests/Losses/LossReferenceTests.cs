using LinRegPS.Engine.Tests.Operations;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Losses;

/// <summary>Losses with all their settings, against PyTorch: losses_torch.json.</summary>
public sealed class LossReferenceTests
{
    private static readonly ReferenceCase[] s_cases = Fixture.Read<ReferenceCase[]>("losses_torch.json");

    public static TheoryData<string> Cases { get; } = [.. s_cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValueAndGradientsArePyTorchs(string name)
    {
        var expected = s_cases.Single(c => c.Name == name);
        Parity.AssertMatchesReference(OperationTable.All[expected.Operation], expected);
    }
}
