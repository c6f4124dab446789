namespace LinRegPS.Engine.Tests.Support;

/// <summary>Looks into what autograd has recorded.</summary>
internal static class Graph
{
    /// <summary>All operations that a result was made by and that are not freed, each once.</summary>
    public static IReadOnlyCollection<Operation> Operations(Tensor result)
    {
        var found = new HashSet<Operation>();
        var open = new Stack<Tensor?>([result]);
        while (open.TryPop(out var tensor))
        {
            if (tensor?.GradFn is not { } operation || !found.Add(operation))
                continue;
            open.Push(operation.First);
            open.Push(operation.SecondOrNull);
            open.Push(operation.Third);
        }
        return found;
    }
}
