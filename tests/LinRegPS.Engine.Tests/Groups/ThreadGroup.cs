using LinRegPS.Groups;

namespace LinRegPS.Engine.Tests.Groups;

/// <summary>A process group whose ranks are threads of this process: what holds of ranks can be tested with any number, without MPI.</summary>
internal sealed class ThreadGroup : ProcessGroup
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private readonly Meeting _meeting;

    private ThreadGroup(Meeting meeting, int rank) => (_meeting, Rank) = (meeting, rank);

    public override int Rank { get; }

    public override int Size => _meeting.Given.Length;

    /// <summary>How many bytes this rank has given.</summary>
    public long Given { get; private set; }

    /// <summary>What each rank makes of its group. An error of a rank is thrown here, the first rank's first.</summary>
    public static T[] Run<T>(int size, Func<ProcessGroup, T> work)
    {
        var results = Try(size, work);
        foreach (var (_, error) in results)
        {
            if (error is not null)
                throw new AggregateException(error);
        }
        return Array.ConvertAll(results, result => result.Result!);
    }

    /// <summary>The same, with what each rank threw.</summary>
    public static (T? Result, Exception? Error)[] Try<T>(int size, Func<ProcessGroup, T> work)
    {
        var meeting = new Meeting(size);
        var results = new (T?, Exception?)[size];
        var threads = Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = (work(new ThreadGroup(meeting, rank)), null);
            }
            catch (Exception error)
            {
                results[rank] = (default, error);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return results;
    }

    protected internal override void AllGather(ReadOnlySpan<byte> mine, Span<byte> all)
    {
        byte[][] given = Exchange(mine);
        Assert.All(given, bytes => Assert.Equal(given[0].Length, bytes.Length));
        given.SelectMany(bytes => bytes).ToArray().CopyTo(all);
        Meet();
    }

    protected internal override void AllToAll(ReadOnlySpan<byte> mine, Span<byte> received)
    {
        int part = mine.Length / Size;
        byte[][] given = Exchange(mine);
        for (int rank = 0; rank < Size; rank++)
            given[rank].AsSpan(Rank * part, part).CopyTo(received[(rank * part)..]);
        Meet();
    }

    protected internal override void Broadcast(Span<byte> bytes, int root)
    {
        byte[][] given = Exchange(bytes);
        Assert.Equal(given[root].Length, bytes.Length);
        given[root].CopyTo(bytes);
        Meet();
    }

    private byte[][] Exchange(ReadOnlySpan<byte> mine)
    {
        _meeting.Given[Rank] = mine.ToArray();
        Given += mine.Length;
        Meet();
        return _meeting.Given;
    }

    // Whoever waits in vain says so, rather than hang.
    private void Meet() => Assert.True(_meeting.Barrier.SignalAndWait(s_patience), $"rank {Rank} has waited in vain");

    private sealed class Meeting(int size)
    {
        public Barrier Barrier { get; } = new(size);

        public byte[][] Given { get; } = new byte[size][];
    }
}
