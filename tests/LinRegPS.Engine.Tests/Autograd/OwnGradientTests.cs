using LinRegPS.Engine.Tests.Operations;

namespace LinRegPS.Engine.Tests.Autograd;

/// <summary>A gradient is its leaf's own, of every operation: nobody else has its memory, and no two of its elements are one.</summary>
public sealed class OwnGradientTests
{
    public static TheoryData<string, bool> Passes { get; } =
        [.. OperationTable.All.Keys.SelectMany(name => new[] { (name, false), (name, true) })];

    [Theory]
    [MemberData(nameof(Passes))]
    public void AGradientIsNobodyElses(string name, bool isRecorded)
    {
        var operation = OperationTable.All[name];
        foreach (var sample in operation.Samples)
        {
            Tensor[] inputs = [.. Parity.Draw(sample).Select(x => x.RequiresGrad_())];
            var output = operation.Apply(inputs, Attributes.Parse(sample.Attributes)).Output;
            var start = Tensor.Ones([.. output.Shape]);
            output.Backward(start, createGraph: isRecorded);
            Tensor[] gradients = [.. inputs.Select(x => x.Grad).OfType<Tensor>()];
            foreach (var gradient in gradients)
            {
                Assert.DoesNotContain([start, output, .. inputs, .. gradients], other => !ReferenceEquals(other, gradient) && other.SharesMemoryWith(gradient));
                Assert.DoesNotContain(gradient.Strides.ToArray().Zip(gradient.Shape), dimension => dimension is (0, > 1));
            }
        }
    }
}
