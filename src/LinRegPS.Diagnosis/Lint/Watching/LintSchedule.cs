namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>
/// Which steps to look at closely, so that looking costs little: the first ones, then pairs of neighbours at distances
/// that grow, and the last. It depends on the number of the step alone, so that a repeated training gives the same
/// findings.
/// </summary>
internal sealed class LintSchedule
{
    private const int AtFirst = 6, InARow = 2, AtLast = 3;

    /// <summary>The last step, where it is known.</summary>
    public int? LastStep { get; set; }

    public bool Inspects(int step) => step <= AtFirst || step % Distance(step) < InARow || step > LastStep - AtLast;

    private static int Distance(int step) => step switch
    {
        < 256 => 32,
        < 1024 => 64,
        < 8192 => 256,
        _ => 1024,
    };
}
