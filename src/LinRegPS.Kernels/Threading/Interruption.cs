using System.Runtime.CompilerServices;

namespace LinRegPS.Kernels.Threading;

/// <summary>
/// Lets long work be ended from outside: what computes asks between its parts, and what it would have given is given up. A change
/// in place is not begun or is whole.
/// </summary>
public static class Interruption
{
    [ThreadStatic]
    private static CancellationToken s_token;

    // How many changes in place are under way.
    [ThreadStatic]
    private static int s_whole;

    [ThreadStatic]
    private static long s_asked;

    /// <summary>
    /// What a thread that was given no token asks while it works for long, about every 50 ms: it throws where the work is to end.
    /// </summary>
    public static Action? Host { get; set; }

    /// <summary>Milliseconds from asking the host to asking it again.</summary>
    internal static int HostInterval { get; set; } = 50;

    /// <summary>What ends this thread's work; nothing does while it is whole.</summary>
    internal static CancellationToken Token => s_whole == 0 ? s_token : CancellationToken.None;

    /// <summary>Makes what this thread does end when the token is cancelled, until the result is disposed.</summary>
    public static Span Begin(CancellationToken token)
    {
        var before = s_token;
        s_token = token;
        return new Span(before);
    }

    /// <summary>Work that is done whole once it is begun, until the result is disposed; nests.</summary>
    public static WholeSpan Whole()
    {
        s_whole++;
        return default;
    }

    /// <summary>Ends this thread's work where its token is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It is.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check()
    {
        if (s_token.IsCancellationRequested)
            End();
    }

    /// <summary>The same between two parts of work that takes long: where there is no token the <see cref="Host"/> is asked.</summary>
    /// <exception cref="OperationCanceledException">The token is cancelled.</exception>
    public static void CheckLong()
    {
        var token = s_token;
        if (token.IsCancellationRequested)
            End();
        else if (Host is { } host && !token.CanBeCanceled && s_whole == 0)
            Ask(host);
    }

    private static void End()
    {
        if (s_whole == 0)
            throw new OperationCanceledException(s_token);
    }

    private static void Ask(Action host)
    {
        long now = Environment.TickCount64;
        if (now - s_asked < HostInterval)
            return;
        s_asked = now;
        host();
    }

    /// <summary>The span of a <see cref="Begin"/>; dispose it once, on the thread that began it.</summary>
    public readonly ref struct Span
    {
        private readonly CancellationToken _before;

        internal Span(CancellationToken before) => _before = before;

        /// <summary>The work that follows is as it was before.</summary>
        public void Dispose() => s_token = _before;
    }

    /// <summary>The span of a <see cref="Whole"/>; dispose it once, on the thread that began it.</summary>
    public readonly ref struct WholeSpan
    {
        /// <summary>Work can be ended again, unless it is a part of what is whole.</summary>
        public void Dispose() => s_whole--;
    }
}
