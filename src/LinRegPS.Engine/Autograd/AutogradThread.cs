using System.Runtime.CompilerServices;

namespace LinRegPS;

/// <summary>
/// What autograd knows of a thread, in one place: it takes time to get at what a thread has to itself, and an operation asks for
/// most of it.
/// </summary>
internal sealed class AutogradThread
{
    [ThreadStatic]
    private static AutogradThread? s_current;

    /// <summary>The state of the thread that asks.</summary>
    public static AutogradThread Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => s_current ?? Create();
    }

    /// <summary>How many scopes of no-grad are open.</summary>
    public int Suspended;

    /// <summary>Who looks on.</summary>
    public Watcher? Watcher;

    /// <summary>How many scopes are open in which recorded operations keep all of their inputs.</summary>
    public int KeepingInputs;

    /// <summary>A Lamport clock: later than every operation recorded on this thread, and than every input, from whatever thread.</summary>
    public long Clock;

    /// <summary>The backward pass that runs, and one that can be used again.</summary>
    public BackwardPass? Pass, SparePass;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static AutogradThread Create() => s_current = new();
}
