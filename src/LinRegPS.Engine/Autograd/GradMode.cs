namespace LinRegPS;

/// <summary>Whether operations are recorded on this thread; torch.is_grad_enabled and torch.no_grad.</summary>
public static class GradMode
{
    /// <summary>Whether operations on tensors that require a gradient are recorded.</summary>
    public static bool IsEnabled => AutogradThread.Current.Suspended == 0;

    /// <summary>Stops recording on this thread until the result is disposed. Nests.</summary>
    public static NoGradScope NoGrad()
    {
        AutogradThread.Current.Suspended++;
        return new NoGradScope();
    }

    /// <summary>The span of a <see cref="NoGrad"/>; dispose it once, on the thread that began it.</summary>
    public readonly struct NoGradScope : IDisposable
    {
        /// <summary>Resumes recording, unless an outer scope still stops it.</summary>
        public void Dispose() => AutogradThread.Current.Suspended--;
    }
}
