namespace LinRegPS.Kernels.Threading;

/// <summary>
/// Lets another thread end the work of this one: what computes for long asks between its parts. Counts for the thread that begins
/// it, until the span is disposed; nests.
/// </summary>
public sealed class Interruption
{
    [ThreadStatic]
    private static Interruption? s_current;

    // How many are requested, of whatever thread: asked so often that it must cost nothing.
    private static int s_requests;

    private Interruption? _outer;
    private int _isRequested;

    /// <summary>The one of this thread; null where its work is not to be ended.</summary>
    internal static Interruption? Current => s_current;

    /// <summary>Whether this one or one around it is requested.</summary>
    internal bool IsRequested => Volatile.Read(ref _isRequested) == 1 || _outer is { IsRequested: true };

    /// <summary>Ends this thread's work where that was requested.</summary>
    /// <exception cref="OperationCanceledException">It was.</exception>
    public static void Check()
    {
        if (Volatile.Read(ref s_requests) != 0 && s_current is { IsRequested: true })
            throw new OperationCanceledException();
    }

    /// <summary>Makes what this thread does one's work, until the result is disposed.</summary>
    public Span Begin()
    {
        var span = new Span(s_current, this);
        (_outer, s_current) = (s_current, this);
        return span;
    }

    /// <summary>Ends the work at its next part; from any thread.</summary>
    public void Request()
    {
        if (Interlocked.CompareExchange(ref _isRequested, 1, 0) == 0)
            Interlocked.Increment(ref s_requests);
    }

    /// <summary>Work that is not to be ended in its midst, until the result is disposed.</summary>
    internal static Span Hide()
    {
        var span = new Span(s_current, null);
        s_current = null;
        return span;
    }

    private void End()
    {
        if (Interlocked.Exchange(ref _isRequested, 2) == 1)
            Interlocked.Decrement(ref s_requests);
    }

    /// <summary>The span of a <see cref="Begin"/>; dispose it once, on the thread that began it.</summary>
    public readonly ref struct Span
    {
        private readonly Interruption? _before, _ended;

        internal Span(Interruption? before, Interruption? ended) => (_before, _ended) = (before, ended);

        /// <summary>Ends the span.</summary>
        public void Dispose()
        {
            s_current = _before;
            _ended?.End();
        }
    }
}
