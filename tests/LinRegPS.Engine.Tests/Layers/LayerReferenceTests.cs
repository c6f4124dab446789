using LinRegPS.Engine.Tests.Operations;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Layers;

/// <summary>What layers are made of, with all settings, against PyTorch: convolutions_torch.json, layers_torch.json and resizing_torch.json.</summary>
public sealed class LayerReferenceTests
{
    private static readonly ReferenceCase[] s_cases =
        [.. Fixture.Read<ReferenceCase[]>("convolutions_torch.json"), .. Fixture.Read<ReferenceCase[]>("layers_torch.json"),
        .. Fixture.Read<ReferenceCase[]>("resizing_torch.json"),
    ];

    public static TheoryData<string> Cases { get; } = [.. s_cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValueAndGradientsArePyTorchs(string name)
    {
        var expected = s_cases.Single(c => c.Name == name);
        bool hasProducts = expected.Op.StartsWith("conv", StringComparison.Ordinal) || expected.Op is "attention" or "bilinear" or "renorm";
        Parity.AssertMatchesReference(OperationTable.All[expected.Operation], expected, bySize: hasProducts);
    }
}
