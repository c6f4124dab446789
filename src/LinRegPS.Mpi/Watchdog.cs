using System.Diagnostics;

namespace LinRegPS.Mpi;

/// <summary>
/// Ends the process where it waits for the others longer than a time, as it would without end for a machine that is cut off: MPI has no
/// time-outs of its own.
/// </summary>
internal sealed class Watchdog
{
    private const int Look = 250, Grace = 3000;
    private readonly Action<string> _end;
    private readonly long _milliseconds;
    private string _call = string.Empty;
    // Counts beginnings and ends: odd within a call. Reading a clock would be a part of what a short call costs.
    private long _turns;

    /// <summary>Watches from now on.</summary>
    /// <param name="timeout">The longest time to wait.</param>
    /// <param name="end">Ends all processes, if it can; is given what was waited for.</param>
    public Watchdog(TimeSpan timeout, Action<string> end)
    {
        (_milliseconds, _end) = ((long)timeout.TotalMilliseconds, end);
        new Thread(Watch) { IsBackground = true, Name = "LinRegPS process group" }.Start();
    }

    /// <summary>A call begins.</summary>
    public void Begin(string call)
    {
        _call = call;
        Volatile.Write(ref _turns, _turns + 1);
    }

    /// <summary>It has ended.</summary>
    public void End() => Volatile.Write(ref _turns, _turns + 1);

    /// <summary>Ends this process, whatever the other end of a line does.</summary>
    public static void EndProcess(Action politely)
    {
        new Thread(Kill) { IsBackground = true }.Start();
        politely();
    }

    private static void Kill()
    {
        Thread.Sleep(Grace);
        Process.GetCurrentProcess().Kill();
    }

    private void Watch()
    {
        for (long seen = 0, since = 0; ; Thread.Sleep(Look))
        {
            long turns = Volatile.Read(ref _turns), now = Environment.TickCount64;
            if (turns != seen || turns % 2 == 0)
                (seen, since) = (turns, now);
            else if (now - since > _milliseconds)
                EndProcess(() => _end(_call));
        }
    }
}
