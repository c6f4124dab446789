namespace LinRegPS.Operations;

/// <summary>Losses of elements or rows put together.</summary>
internal static class Reductions
{
    /// <summary>The losses put together, recorded.</summary>
    public static Tensor Reduced(this Tensor losses, Reduction reduction) => reduction switch
    {
        Reduction.None => losses,
        Reduction.Sum => losses.Sum(),
        _ => losses.Mean(),
    };

    /// <summary>The reduction, of a loss that has no rows to take a mean over.</summary>
    public static Reduction Checked(string loss, Reduction reduction) =>
        reduction is Reduction.Mean or Reduction.Sum or Reduction.None ? reduction : throw Errors.LossReduction(loss, reduction);
}
