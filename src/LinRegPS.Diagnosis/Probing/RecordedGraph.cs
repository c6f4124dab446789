namespace LinRegPS.Diagnosis.Probing;

/// <summary>Walks over what was recorded, without running it.</summary>
internal static class RecordedGraph
{
    /// <summary>The operations behind a result.</summary>
    public static IReadOnlyCollection<Operation> Operations(Tensor result)
    {
        var seen = new HashSet<Operation>(ReferenceEqualityComparer.Instance);
        var open = new Stack<Operation>();
        Add(result);
        while (open.TryPop(out var operation))
        {
            foreach (var input in Inputs(operation))
                Add(input);
        }
        return seen;

        void Add(Tensor? tensor)
        {
            if (tensor?.GradFn is { } operation && seen.Add(operation))
                open.Push(operation);
        }
    }

    /// <summary>The tensors that a backward pass from a result through its operations would give a gradient.</summary>
    public static IEnumerable<Tensor> Leaves(IEnumerable<Operation> operations, Tensor result) => operations
        .SelectMany(Inputs)
        .Append(result)
        .Where(tensor => tensor is { IsLeaf: true, RequiresGrad: true })
        .Distinct();

    // All are null where an earlier backward pass has freed them.
    private static IEnumerable<Tensor> Inputs(Operation operation) =>
        new[] { operation.First, operation.SecondOrNull, operation.Third }.OfType<Tensor>();
}
