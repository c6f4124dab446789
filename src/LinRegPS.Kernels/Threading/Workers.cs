using System.Diagnostics;

namespace LinRegPS.Kernels.Threading;

/// <summary>
/// Work cut into chunks that may run in any order, on any thread. A struct, so that the JIT compiles the loop for it;
/// it may hold pointers, which its owner keeps fixed until <see cref="Workers.Run"/> returns. It must not throw, unless it asks for an <see cref="Interruption"/>.
/// </summary>
public interface IChunkedWork
{
    /// <summary>Does one chunk.</summary>
    /// <param name="chunk">Its number, from 0.</param>
    void Run(int chunk);
}

/// <summary>
/// The threads that large kernels share, one pool for the process. How work is cut must not depend on the number of
/// threads: then neither do the results. A chunk should be worth 25 microseconds or more, so that nothing is handed
/// over for work under 50.
/// </summary>
public static class Workers
{
    // About 20 us: a training step that follows at once finds the threads awake, and an idle shell costs nothing.
    private static readonly long s_spinTicks = Stopwatch.Frequency / 50_000;

    private static readonly SemaphoreSlim s_wake = new(0);
    private static volatile Job? s_job;
    private static int s_threads = Environment.ProcessorCount;
    private static int s_taken, s_started, s_sleeping;

    /// <summary>
    /// How many threads work together, the caller's among them; at first the processors that the process may use
    /// (its affinity and its container's limit counted). At least 1.
    /// </summary>
    public static int Threads
    {
        get => s_threads;
        set => s_threads = Math.Max(1, value);
    }

    /// <summary>
    /// Runs all chunks and returns when they are done. The caller works too; where the pool is taken by another
    /// caller, or by work that this is a part of, it works alone rather than wait.
    /// </summary>
    /// <param name="chunks">How many; none is nothing.</param>
    /// <param name="work">Runs a chunk by its number, from 0.</param>
    /// <exception cref="OperationCanceledException">The caller's work is to end: the chunks that were not begun are left out.</exception>
    public static void Run<TWork>(int chunks, TWork work)
        where TWork : struct, IChunkedWork
    {
        int threads = Math.Min(s_threads, chunks);
        if (threads > 1 && Interlocked.CompareExchange(ref s_taken, 1, 0) == 0)
        {
            try
            {
                Share(new Job<TWork>(work, chunks, threads - 1, Interruption.Token));
            }
            finally
            {
                Volatile.Write(ref s_taken, 0);
            }
        }
        else
        {
            for (int i = 0; i < chunks; i++)
            {
                Interruption.CheckLong();
                work.Run(i);
            }
        }
    }

    /// <summary>The same for what is changed in place: nothing is left out.</summary>
    public static void RunWhole<TWork>(int chunks, TWork work)
        where TWork : struct, IChunkedWork
    {
        using var whole = Interruption.Whole();
        Run(chunks, work);
    }

    private static void Share(Job job)
    {
        for (; s_started < job.Helpers; s_started++)
            new Thread(Help) { IsBackground = true, Name = "LinRegPS worker" }.Start();
        s_job = job;
        // Whoever falls asleep looks for a job once more after it counts itself: one of the two sees the other.
        Interlocked.MemoryBarrier();
        int sleeping = Math.Min(Volatile.Read(ref s_sleeping), job.Helpers);
        if (sleeping > 0)
            s_wake.Release(sleeping);
        try
        {
            do
                Interruption.CheckLong();
            while (job.TryRunNext());
        }
        catch
        {
            job.Abandon();
            throw;
        }
        finally
        {
            var spin = default(SpinWait);
            while (!job.IsDone)
                spin.SpinOnce(sleep1Threshold: -1);
            s_job = null;
        }
    }

    private static void Help()
    {
        Job? last = null;
        while (true)
        {
            var job = Next(last);
            if (job.TryJoin())
                Join(job);
            last = job;
        }
    }

    private static void Join(Job job)
    {
        using var span = Interruption.Begin(job.Abandoned);
        try
        {
            // The caller may be in a chunk, or wait for a processor, and has not given the job up yet.
            while (!job.IsToEnd && job.TryRunNext())
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The caller throws it.
        }
    }

    private static Job Next(Job? last)
    {
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            while (Stopwatch.GetTimestamp() - start < s_spinTicks)
            {
                if (s_job is { } job && job != last)
                    return job;
                Thread.SpinWait(8);
            }
            Interlocked.Increment(ref s_sleeping);
            if (s_job is null || s_job == last)
                s_wake.Wait();
            Interlocked.Decrement(ref s_sleeping);
        }
    }

    private abstract class Job(int chunks, int helpers, CancellationToken caller)
    {
        private readonly CancellationTokenSource _abandoned = new();
        private int _next, _done, _places = helpers;

        public int Helpers { get; } = helpers;

        public bool IsDone => Volatile.Read(ref _done) == chunks;

        /// <summary>Whether the caller's work is to end, which it sees before its next chunk.</summary>
        public bool IsToEnd => caller.IsCancellationRequested;

        /// <summary>Is cancelled when nobody needs the result any more.</summary>
        public CancellationToken Abandoned => _abandoned.Token;

        /// <summary>Whether there is still room for a helper.</summary>
        public bool TryJoin() => Interlocked.Decrement(ref _places) >= 0;

        /// <summary>Runs a chunk that nobody has begun; false where there is none.</summary>
        public bool TryRunNext()
        {
            int i = Interlocked.Increment(ref _next) - 1;
            if (i >= chunks)
                return false;
            try
            {
                Run(i);
            }
            finally
            {
                Interlocked.Increment(ref _done);
            }
            return true;
        }

        /// <summary>Leaves out the chunks that nobody has begun.</summary>
        public void Abandon()
        {
            int begun = Math.Min(Interlocked.Exchange(ref _next, chunks), chunks);
            Interlocked.Add(ref _done, chunks - begun);
            _abandoned.Cancel();
        }

        protected abstract void Run(int chunk);
    }

    private sealed class Job<TWork>(TWork work, int chunks, int helpers, CancellationToken caller) : Job(chunks, helpers, caller)
        where TWork : struct, IChunkedWork
    {
        protected override void Run(int chunk) => work.Run(chunk);
    }
}
