namespace LinRegPS;

/// <summary>
/// Which steps to look at closely, so that looking costs little: the first ones, then pairs of neighbours at regular
/// distances, and the last. It depends on numbers of steps and elements alone, so that a repeated training gives the
/// same findings.
/// </summary>
internal sealed class LintSchedule
{
    private const int AtFirst = 8, Period = 32, InARow = 2, AtLast = 3, Small = 4096;

    /// <summary>The last step, where it is known.</summary>
    public int? LastStep { get; set; }

    public bool Inspects(int step) =>
        step <= AtFirst || step % Period < InARow || step > LastStep - AtLast;

    /// <summary>A script's step takes so long that a small graph can be looked at every time.</summary>
    public bool Inspects(int step, IReadOnlyList<Operation> nodes)
    {
        if (Inspects(step))
            return true;
        int elements = 0;
        foreach (var node in nodes)
            elements += node.First.Numel + (node.SecondOrNull?.Numel ?? 0);
        return elements <= Small;
    }
}
