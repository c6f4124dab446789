using System.Text.Json;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Tensors;

/// <summary>Views, indices, masks, order and rearrangement against PyTorch: shapes, types, every element and every gradient, exactly.</summary>
public partial class IndexingParityTests
{
    private static readonly Reference s_reference = Fixture.Read<Reference>("indexing_torch.json");

    // Which of equals these name is not said in PyTorch.
    private static readonly string[] s_openAmongEquals = ["topk", "kthvalue", "median"];

    public static TheoryData<int, string> Cases { get; } = [.. s_reference.Cases.Select((c, i) => (i, c.Call))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void OutputsAndGradientsArePyTorchs(int index, string call)
    {
        var expected = s_reference.Cases[index];
        var operands = new Operands(expected.Inputs.ToDictionary(i => i.Key, i => i.Value.ToTensor()));
        Tensor[] outputs = (s_calls.GetValueOrDefault(call) ?? s_blocks[call])(operands);
        // The second of those is left out where it was not asked for.
        Assert.Equal(expected.Outputs.Length, outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            if (i == 0 || !s_openAmongEquals.Any(name => call.Contains(name, StringComparison.Ordinal)))
                AssertEqual(expected.Outputs[i], outputs[i]);
            else
                AssertEqual(expected.Outputs[0], Find(operands, call).Gather(Dimension(call), Kept(outputs[1], outputs[0], Find(operands, call))).Reshape([.. outputs[0].Shape]));
        }
        if (expected.Weights is null)
            return;
        Assert.True(outputs[0].RequiresGrad);
        outputs[0].Backward(Tensor.From(expected.Weights, [.. outputs[0].Shape]));
        foreach (var (name, tensor) in operands.All.Where(o => o.Value.RequiresGrad))
        {
            if (expected.Grads!.TryGetValue(name, out var gradient))
                AssertEqual(gradient, tensor.Grad!);
            else
                Assert.Null(tensor.Grad);
        }
    }

    private static void AssertEqual(Stored expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.Dtype, actual.DType.ToString().ToLowerInvariant());
        switch (actual.DType)
        {
            case DType.Int64:
                Assert.Equal(expected.Data.Deserialize<long[]>(), actual.ToInt64Array());
                break;
            case DType.Bool:
                Assert.Equal(expected.Data.Deserialize<bool[]>(), actual.ToBoolArray());
                break;
            default:
                Assert.Equal(expected.Data.Deserialize<float[]>(Fixture.Options), actual.ToArray());
                break;
        }
    }

    private static Tensor Find(Operands operands, string call) => call[0] == 'i' ? operands.I : operands.A.Detach();

    private static int Dimension(string call) => call.Contains("(0", StringComparison.Ordinal) || call.Contains(", 0", StringComparison.Ordinal) ? 0 : 1;

    // The indices with the dimension that was left out.
    private static Tensor Kept(Tensor indices, Tensor values, Tensor whole) => values.Rank == whole.Rank ? indices : indices.Unsqueeze(1);

    private static Tensor[] Of(params Tensor[] tensors) => tensors;

    private static Tensor[] Of(IndexedValues result) => [result.Values, result.Indices];

    private sealed record Reference(Case[] Cases);

    private sealed record Case(string Call, Dictionary<string, Stored> Inputs, Stored[] Outputs, float[]? Weights, Dictionary<string, Stored>? Grads);

    private sealed record Stored(int[] Shape, string Dtype, JsonElement Data)
    {
        public Tensor ToTensor() => Dtype switch
        {
            "int64" => Tensor.FromInt64(Data.Deserialize<long[]>()!, Shape),
            "bool" => Tensor.FromBool(Data.Deserialize<bool[]>()!, Shape),
            _ => Tensor.From(Data.Deserialize<float[]>(Fixture.Options)!, Shape).RequiresGrad_(),
        };
    }

    private sealed record Operands(Dictionary<string, Tensor> All)
    {
        public Tensor A => All["a"];

        public Tensor B => All["b"];

        public Tensor V => All["v"];

        public Tensor I => All["i"];

        public Tensor J => All["j"];

        public Tensor K => All["k"];

        public Tensor L => All["l"];

        public Tensor R => All["r"];

        public Tensor M => All["m"];
    }
}
