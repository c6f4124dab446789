namespace LinRegPS;

/// <summary>Whether operations are recorded on this thread; torch.is_grad_enabled and torch.no_grad.</summary>
public static class GradMode
{
    [ThreadStatic]
    private static int s_suspended;

    /// <summary>Whether operations on tensors that require a gradient are recorded.</summary>
    public static bool IsEnabled => s_suspended == 0;

    /// <summary>Stops recording on this thread until the result is disposed. Nests.</summary>
    public static NoGradScope NoGrad()
    {
        s_suspended++;
        return new NoGradScope();
    }

    /// <summary>Records, or does not, whatever scopes are open, until the result is disposed.</summary>
    internal static Setting Set(bool enabled)
    {
        var before = new Setting(s_suspended);
        s_suspended = enabled ? 0 : 1;
        return before;
    }

    /// <summary>The span of a <see cref="Set"/>.</summary>
    internal readonly struct Setting(int before) : IDisposable
    {
        /// <summary>Goes back to what was before.</summary>
        public void Dispose() => s_suspended = before;
    }

    /// <summary>The span of a <see cref="NoGrad"/>; dispose it once, on the thread that began it.</summary>
    public readonly struct NoGradScope : IDisposable
    {
        /// <summary>Resumes recording, unless an outer scope still stops it.</summary>
        public void Dispose() => s_suspended--;
    }
}
