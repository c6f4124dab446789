using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Operations;

/// <summary>
/// What an operation saves, for every operation and every choice of inputs that require a gradient: what it saves can't change
/// unseen, and what it does not save may change without a difference.
/// </summary>
public class SavedOperandTests
{
    public static TheoryData<string, int> Samples => OperationTests.Samples;

    [Theory]
    [MemberData(nameof(Samples))]
    public void AChangeOfWhatIsSavedIsRefusedAndOfAnythingElseIsNotSeen(string name, int sample)
    {
        var operation = OperationTable.All[name];
        int inputs = operation.Samples[sample].Shapes.Length;
        // Each alone, and all together.
        foreach (int required in Enumerable.Range(0, inputs).Select(i => 1 << i).Append((1 << inputs) - 1).Distinct())
        {
            var expected = Gradients(Run(operation, operation.Samples[sample], required));
            int count = Operands(Run(operation, operation.Samples[sample], required).Output).Count;
            for (int i = 0; i < count; i++)
            {
                var run = Run(operation, operation.Samples[sample], required);
                var (operand, isSaved) = Operands(run.Output)[i];
                // What is expanded of a number can't be changed by anybody.
                if (Repeats(operand))
                    continue;
                // Through another view: a result that is recorded refuses to be changed.
                operand.Detach().Copy_(operand.DType == DType.Bool ? operand.LogicalNot() : operand.Detach() * -3);
                if (isSaved)
                {
                    Expect.Error<AutogradException>("InPlaceChange", () => Gradients(run));
                    Assert.All(run.Inputs, input => Assert.Null(input.Grad));
                }
                else
                    Assert.Equal(expected, Gradients(run));
            }
        }
    }

    private sealed record Recorded(Tensor[] Inputs, Tensor Output);

    private static Recorded Run(OperationUnderTest operation, Sample sample, int required)
    {
        Tensor[] inputs = Parity.Draw(sample);
        for (int i = 0; i < inputs.Length; i++)
            inputs[i].RequiresGrad = (required & (1 << i)) != 0;
        using (Watcher.KeepInputs())
            return new(inputs, operation.Apply(inputs, Attributes.Parse(sample.Attributes)).Output);
    }

    // The tensors of the graph, once for each memory that they have.
    private static List<(Tensor Operand, bool IsSaved)> Operands(Tensor output)
    {
        var operands = new List<(Tensor Operand, bool IsSaved)>();
        Add(output, Graph.Nodes(output)[0].IsOutputSaved);
        foreach (var node in Graph.Nodes(output))
        {
            foreach (var input in node.Inputs)
            {
                if (input.Tensor is { } tensor)
                    Add(tensor, input.IsSaved || tensor.GradFn is { IsOutputSaved: true });
            }
        }
        return operands;

        void Add(Tensor tensor, bool isSaved)
        {
            int known = operands.FindIndex(o => o.Operand.SharesMemoryWith(tensor));
            if (known < 0)
                operands.Add((tensor, isSaved));
            else
                operands[known] = (Larger(operands[known].Operand, tensor), isSaved || operands[known].IsSaved);
        }
    }

    // Of two views the one that shows more; what is expanded can't be changed, but what it is a view of can.
    private static Tensor Larger(Tensor a, Tensor b) =>
        Repeats(a) ? b : Repeats(b) || a.Numel >= b.Numel ? a : b;

    private static bool Repeats(Tensor tensor) => tensor.Stride().Zip(tensor.Shape).Any(d => d.First == 0 && d.Second > 1);

    private static float[]?[] Gradients(Recorded run)
    {
        run.Output.Backward(Tensor.From(Numbers.Normal(7, run.Output.Numel), [.. run.Output.Shape]));
        return [.. run.Inputs.Select(input => input.Grad?.ToArray())];
    }
}
