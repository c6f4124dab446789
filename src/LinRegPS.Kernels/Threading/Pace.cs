using System.Runtime.CompilerServices;

namespace LinRegPS.Kernels.Threading;

/// <summary>How far a loop has come since it last asked whether to end: it asks after a million or so cheap elements.</summary>
internal struct Pace
{
    private const long Most = 1 << 20;

    private long _done;

    /// <summary>Counts what is about to be done, as elements that take a nanosecond or two, and asks where it is time.</summary>
    /// <exception cref="OperationCanceledException">The work is to end.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(long elements)
    {
        if ((_done += elements) >= Most)
            Ask();
    }

    private void Ask()
    {
        _done = 0;
        Interruption.CheckLong();
    }
}
