namespace LinRegPS.Files;

/// <summary>Content that its format does not allow; whoever knows the file's name says which file it is.</summary>
/// <param name="reason">The rest of a sentence, without its point: <c>it ends in the middle of its header</c>.</param>
internal sealed class UnreadableException(string reason) : Exception(reason)
{
    /// <summary>The part of the content that may have been meant; null where there is none.</summary>
    public string? Key { get; init; }
}
