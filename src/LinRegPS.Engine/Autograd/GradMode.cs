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

    /// <summary>Records again on this thread, whatever is suspended, until the result is disposed; torch.enable_grad.</summary>
    internal static RecordScope Record() => new(AutogradThread.Current);

    /// <summary>The span of a <see cref="Record"/>.</summary>
    internal readonly struct RecordScope : IDisposable
    {
        private readonly AutogradThread _thread;
        private readonly int _suspended;

        public RecordScope(AutogradThread thread)
        {
            (_thread, _suspended) = (thread, thread.Suspended);
            thread.Suspended = 0;
        }

        public void Dispose() => _thread.Suspended = _suspended;
    }

    /// <summary>The span of a <see cref="NoGrad"/>; dispose it once, on the thread that began it.</summary>
    public readonly struct NoGradScope : IDisposable
    {
        /// <summary>Resumes recording, unless an outer scope still stops it.</summary>
        public void Dispose() => AutogradThread.Current.Suspended--;
    }
}
