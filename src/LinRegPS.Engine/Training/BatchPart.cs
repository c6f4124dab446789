namespace LinRegPS.Training;

/// <summary>What a batch adds to the gradients of a step.</summary>
/// <param name="Share">What its gradients are multiplied by.</param>
/// <param name="IsAdded">Whether they are added to those of the batches before.</param>
internal readonly record struct BatchPart(float Share, bool IsAdded)
{
    /// <summary>A batch that is a step of its own.</summary>
    public static BatchPart Whole => new(1, false);
}
