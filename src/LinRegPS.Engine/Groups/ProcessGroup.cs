using System.Runtime.InteropServices;
using System.Text;
using LinRegPS.Numerics;

namespace LinRegPS.Groups;

/// <summary>
/// Processes that run the same script, on one machine or several, and work together: torch.distributed's process group. What is
/// called here is called by all of them, in the same order. Sums are formed in float64 in the order of the ranks, so that as many ranks
/// give the same bits always, and the same ones on each.
/// </summary>
public abstract class ProcessGroup
{
    /// <summary>The number of this process, from 0.</summary>
    public abstract int Rank { get; }

    /// <summary>How many processes there are.</summary>
    public abstract int Size { get; }

    /// <summary>Waits until all ranks have come here.</summary>
    public void Barrier() => AllGather([0], new byte[Size]);

    /// <summary>The sum of the tensors of all ranks, which have the same shape.</summary>
    /// <exception cref="InvalidValueException">A rank has another shape, the tensor is null or not of float32.</exception>
    public Tensor AllReduce(Tensor tensor)
    {
        var elements = Errors.Given(tensor, nameof(AllReduce)).ElementsOf<float>(nameof(AllReduce), DType.Float32);
        RequireAlike($"{tensor.Shape}", "tensors");
        var sum = new Tensor(tensor.Shape);
        AllReduce(elements, sum.Data);
        return sum;
    }

    /// <summary>The sum of the numbers of all ranks.</summary>
    public double AllReduce(double number)
    {
        double sum = 0;
        foreach (double term in AllGather(number))
            sum += term;
        return sum;
    }

    /// <summary>The numbers of all ranks, in their order.</summary>
    public double[] AllGather(double number)
    {
        double[] numbers = new double[Size];
        AllGather(MemoryMarshal.AsBytes([number]), MemoryMarshal.AsBytes(numbers.AsSpan()));
        return numbers;
    }

    /// <summary>The tensor of one rank, on all of them.</summary>
    /// <param name="tensor">A tensor of the same shape on each rank.</param>
    /// <param name="root">Whose tensor it is.</param>
    /// <exception cref="InvalidValueException">A rank has another shape, there is no such rank, or the tensor is null or not of float32.</exception>
    public Tensor Broadcast(Tensor tensor, int root = 0)
    {
        float[] elements = Errors.Given(tensor, nameof(Broadcast)).ElementsOf<float>(nameof(Broadcast), DType.Float32).ToArray();
        RequireRank(root);
        RequireAlike($"{tensor.Shape}", "tensors");
        Broadcast(MemoryMarshal.AsBytes(elements.AsSpan()), root);
        return Tensor.Of(elements, tensor.Shape);
    }

    /// <inheritdoc/>
    public override string ToString() => $"rank {Rank} of {Size}";

    /// <summary>Gives each rank the bytes of all, in their order; all ranks give as many, from anywhere or from their place among them.</summary>
    protected internal abstract void AllGather(ReadOnlySpan<byte> mine, Span<byte> all);

    /// <summary>Gives each rank what all have for it: the bytes are as many parts as there are ranks, one for each.</summary>
    protected internal abstract void AllToAll(ReadOnlySpan<byte> mine, Span<byte> received);

    /// <summary>Gives all ranks the bytes of one.</summary>
    protected internal abstract void Broadcast(Span<byte> bytes, int root);

    /// <summary>The sum of vectors of one length, without a look at whether all are of it.</summary>
    internal void AllReduce(ReadOnlySpan<float> mine, Span<float> sum)
    {
        var exchange = new PartExchange(this, Size, mine.Length, header: 0);
        mine.CopyTo(exchange.Slot(0));
        exchange.Meet();
        double[] ones = new double[Size];
        Array.Fill(ones, 1);
        exchange.Sum(ones, 1).CopyTo(sum);
    }

    /// <summary>The sums of the numbers of all ranks, in the ranks' order and twice the precision of double.</summary>
    internal DoubleDouble[] Sum(DoubleDouble[] mine)
    {
        var all = AllGather(mine);
        var sums = all[..mine.Length];
        for (int i = mine.Length; i < all.Length; i++)
            sums[i % mine.Length] += all[i];
        return sums;
    }

    /// <summary>The numbers of all ranks, as many of each, one rank behind the other.</summary>
    internal DoubleDouble[] AllGather(DoubleDouble[] mine)
    {
        var all = new DoubleDouble[mine.Length * Size];
        AllGather(MemoryMarshal.AsBytes(mine.AsSpan()), MemoryMarshal.AsBytes(all.AsSpan()));
        return all;
    }

    /// <summary>The texts of all ranks, in their order.</summary>
    internal string[] AllGather(string text) => [.. Enumerable.Range(0, Size).Select(rank => BroadcastText(text, rank))];

    /// <summary>The bytes of one rank, of any number.</summary>
    internal byte[] BroadcastAny(byte[] bytes, int root)
    {
        long length = bytes.LongLength;
        Broadcast(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref length, 1)), root);
        byte[] given = Rank == root ? bytes : new byte[length];
        Broadcast(given, root);
        return given;
    }

    /// <summary>The text of one rank.</summary>
    internal string BroadcastText(string text, int root) => Encoding.UTF8.GetString(BroadcastAny(Encoding.UTF8.GetBytes(text), root));

    /// <summary>Refuses ranks whose text is not that of rank 0, on all ranks alike.</summary>
    /// <param name="text">What is compared.</param>
    /// <param name="what">What messages call it.</param>
    internal void RequireAlike(string text, string what)
    {
        double[] hashes = AllGather((double)Checksum.Of(Encoding.UTF8.GetBytes(text)));
        int other = Array.FindIndex(hashes, hash => hash != hashes[0]);
        if (other >= 0)
            throw Errors.RanksDiffer(other, $"{what} ({BroadcastText(text, other)}, not {BroadcastText(text, 0)})");
    }

    /// <summary>Does something on each rank; an error on one of them is one on all.</summary>
    internal T Agree<T>(Func<T> work)
    {
        T? result = default;
        Exception? error = null;
        try
        {
            result = work();
        }
        catch (Exception any)
        {
            error = any;
        }
        int failed = Array.FindIndex(AllGather(error is null ? 0.0 : 1.0), failure => failure != 0);
        if (failed < 0)
            return result!;
        string text = BroadcastText(error?.GetBaseException().Message ?? string.Empty, failed);
        if (error is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        throw Errors.OtherRank(failed, text);
    }

    private void RequireRank(int root)
    {
        if (root < 0 || root >= Size)
            throw Errors.NoSuchRank(root, Size);
    }
}
