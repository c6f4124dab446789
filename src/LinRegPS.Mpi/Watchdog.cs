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
    // When the call of now began; 0 where there is none.
    private long _since;

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
        Volatile.Write(ref _since, Environment.TickCount64);
    }

    /// <summary>It has ended.</summary>
    public void End() => Volatile.Write(ref _since, 0);

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
        while (true)
        {
            Thread.Sleep(Look);
            long since = Volatile.Read(ref _since);
            if (since != 0 && Environment.TickCount64 - since > _milliseconds && Volatile.Read(ref _since) == since)
                EndProcess(() => _end(_call));
        }
    }
}
