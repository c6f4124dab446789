using System.Runtime.CompilerServices;
using LinRegPS.Groups;

namespace LinRegPS.Mpi;

/// <summary>The processes that mpirun started, by the MPI library that is there. One for the process.</summary>
public sealed unsafe class MpiGroup : ProcessGroup
{
    // MPI counts by int; the standard leaves more to newer libraries.
    private const int MostBytes = 1 << 30;

    private static readonly Lock s_lock = new();
    private static ProcessGroup? s_entered;

    private readonly MpiLibrary _mpi;
    private readonly Watchdog _watchdog;
    private readonly TimeSpan _timeout;

    private MpiGroup(MpiLibrary mpi, TimeSpan timeout)
    {
        (_mpi, _timeout) = (mpi, timeout);
        mpi.Initialize();
        (Rank, Size) = mpi.Place();
        _watchdog = new Watchdog(timeout, EndAll);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
    }

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Size { get; }

    /// <summary>What the library was found as.</summary>
    public string Library => _mpi.Name;

    /// <summary>The group that this process belongs to; of itself alone where no MPI started it, and then nothing is loaded.</summary>
    /// <param name="library">The library's path; null to find it.</param>
    /// <param name="timeout">How long to wait for another rank before all ends.</param>
    /// <exception cref="InvalidValueException">It was started by MPI, and there is no library, or that of another MPI.</exception>
    public static ProcessGroup Enter(string? library, TimeSpan timeout)
    {
        lock (s_lock)
        {
            return s_entered ??= MpiStart.IsByMpi ? Open(library, timeout) : new SingleProcess();
        }
    }

    /// <summary>MPI's own sum of vectors, to measure by.</summary>
    internal void AllReduceByMpi(ReadOnlySpan<float> mine, Span<float> sum)
    {
        fixed (float* pm = mine, ps = sum)
            _mpi.AllReduce(pm, ps, mine.Length, _mpi.Float, _mpi.SumOperation, _mpi.World);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void AllGather(ReadOnlySpan<byte> mine, Span<byte> all)
    {
        Require(mine.Length);
        fixed (byte* pm = mine, pa = all[..(mine.Length * Size)])
        {
            _watchdog.Begin("MPI_Allgather");
            int code = _mpi.AllGather(pm == pa + ((long)Rank * mine.Length) ? _mpi.InPlace : pm, mine.Length, _mpi.Byte, pa, mine.Length, _mpi.Byte, _mpi.World);
            _watchdog.End();
            _mpi.Check("MPI_Allgather", code);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected internal override void AllToAll(ReadOnlySpan<byte> mine, Span<byte> received)
    {
        Require(mine.Length);
        fixed (byte* pm = mine, pr = received[..mine.Length])
        {
            _watchdog.Begin("MPI_Alltoall");
            int code = _mpi.AllToAll(pm, mine.Length / Size, _mpi.Byte, pr, mine.Length / Size, _mpi.Byte, _mpi.World);
            _watchdog.End();
            _mpi.Check("MPI_Alltoall", code);
        }
    }

    /// <inheritdoc/>
    protected internal override void Broadcast(Span<byte> bytes, int root)
    {
        for (int start = 0; start < bytes.Length; start += MostBytes)
        {
            int count = Math.Min(MostBytes, bytes.Length - start);
            fixed (byte* pb = bytes[start..])
            {
                _watchdog.Begin("MPI_Bcast");
                int code = _mpi.Broadcast(pb, count, _mpi.Byte, root, _mpi.World);
                _watchdog.End();
                _mpi.Check("MPI_Bcast", code);
            }
        }
    }

    private static MpiGroup Open(string? library, TimeSpan timeout)
    {
        var group = new MpiGroup(MpiLibrary.Load(library), timeout);
        return group.Size > 1 || MpiStart.Size == 1 ? group : throw MpiErrors.OtherMpi(group.Library, MpiStart.Size);
    }

    private static void Require(int bytes) => ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, MostBytes);

    // A process that fails does not wait for the others to end, who may wait for it.
    private void End()
    {
        if (Environment.ExitCode != 0)
        {
            Watchdog.EndProcess(() => _mpi.Abort(_mpi.World, Environment.ExitCode));
            return;
        }
        _watchdog.Begin("MPI_Finalize");
        _mpi.End();
        _watchdog.End();
    }

    private void EndAll(string call)
    {
        Console.Error.WriteLine(FormattableString.Invariant(
            $"LinRegPS: rank {Rank} of {Size} has waited {_timeout.TotalSeconds:G3} s for the others ({call}), and ends all. Is a machine cut off, or does one rank run another script? A training with -CheckpointPath goes on with -Resume."));
        Console.Error.Flush();
        _mpi.Abort(_mpi.World, 1);
    }
}
