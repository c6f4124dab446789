using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Groups;

/// <summary>
/// The parts of a sum, each a vector and made by the rank whose it is, are brought together: short ones all to all ranks in one message; of
/// long ones each rank adds up a segment, as all ranks need it then, which moves no more than a ring would. Whichever way, an element's
/// terms are added in float64 in the order of the parts: the bits depend on the parts, not on the ranks.
/// </summary>
internal sealed class PartExchange
{
    // Up to here, in bytes that a rank receives, one message costs less than two.
    private const long MostGathered = 1 << 17;

    private readonly ProcessGroup _group;
    private readonly int _parts, _length, _slots, _header, _segment, _message;
    // What all ranks tell, this one's at its place.
    private readonly byte[] _all;
    private readonly long[] _offsets;
    private readonly double[] _counted;
    // Of long vectors: those of this rank, what goes to each rank (one vector, as it is, is that), what comes from each.
    private readonly float[] _vectors = [], _toEach = [], _fromEach = [];
    private readonly float[] _sum;

    /// <summary>An exchange that may take place many times.</summary>
    /// <param name="group">Who takes part.</param>
    /// <param name="parts">How many parts there are, in all ranks together; not fewer than ranks.</param>
    /// <param name="length">The elements of each.</param>
    /// <param name="header">How many numbers each rank tells all others besides.</param>
    public PartExchange(ProcessGroup group, int parts, int length, int header)
    {
        (_group, _parts, _length, _header) = (group, parts, length, header);
        _slots = (parts + group.Size - 1) / group.Size;
        IsGathered = (long)group.Size * _slots * length * sizeof(float) <= MostGathered || group.Size == 1;
        _message = (header * sizeof(double)) + (IsGathered ? _slots * length * sizeof(float) : 0);
        (_all, _offsets, _counted) = (new byte[_message * group.Size], new long[parts], new double[parts]);
        if (IsGathered)
        {
            _sum = new float[length];
            return;
        }
        _segment = (length + group.Size - 1) / group.Size;
        (_toEach, _fromEach) = (new float[_segment * _slots * group.Size], new float[_segment * _slots * group.Size]);
        _sum = new float[_segment * group.Size];
        _vectors = _slots == 1 ? _toEach : new float[_slots * length];
    }

    /// <summary>Whether all vectors go to all ranks.</summary>
    public bool IsGathered { get; }

    /// <summary>The first part of a rank; behind its last is the first of the next.</summary>
    public int FirstOf(int rank) => (int)((long)_parts * rank / _group.Size);

    /// <summary>What this rank tells.</summary>
    public Span<double> Header => HeaderIn(Mine);

    /// <summary>A vector of this rank, from 0, to be written.</summary>
    public Span<float> Slot(int slot) =>
        (IsGathered ? MemoryMarshal.Cast<byte, float>(Mine[(_header * sizeof(double))..]) : _vectors).Slice(slot * _length, _length);

    /// <summary>Exchanges what all ranks tell, and short vectors.</summary>
    public void Meet() => _group.AllGather(Mine, _all);

    /// <summary>What a rank has told.</summary>
    public ReadOnlySpan<double> HeaderOf(int rank) => HeaderIn(_all.AsSpan(rank * _message, _message));

    /// <summary>The weighted sum of all parts over a total, on all ranks, until the next; a part of weight 0 is left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Span<float> Sum(ReadOnlySpan<double> weights, double total)
    {
        // The others wait for its second half.
        using var whole = Interruption.Whole();
        int count = 0;
        for (int rank = 0; rank < _group.Size; rank++)
        {
            int first = FirstOf(rank);
            for (int part = first; part < FirstOf(rank + 1); part++)
            {
                if (weights[part] == 0)
                    continue;
                int slot = part - first;
                _offsets[count] = IsGathered
                    ? (((long)rank * _message) + (_header * sizeof(double))) / sizeof(float) + ((long)slot * _length)
                    : ((long)rank * _slots * _segment) + ((long)slot * _segment);
                _counted[count++] = weights[part];
            }
        }
        ReadOnlySpan<long> offsets = _offsets.AsSpan(0, count);
        ReadOnlySpan<double> counted = _counted.AsSpan(0, count);
        if (IsGathered)
        {
            OrderedSum.Run(MemoryMarshal.Cast<byte, float>(_all), offsets, counted, total, _sum);
            return _sum;
        }
        if (_slots > 1)
            Sort();
        _group.AllToAll(MemoryMarshal.AsBytes(_toEach.AsSpan()), MemoryMarshal.AsBytes(_fromEach.AsSpan()));
        var segment = _sum.AsSpan(_group.Rank * _segment, _segment);
        OrderedSum.Run(_fromEach, offsets, counted, total, segment);
        _group.AllGather(MemoryMarshal.AsBytes(segment), MemoryMarshal.AsBytes(_sum.AsSpan()));
        return _sum.AsSpan(0, _length);
    }

    // By the ranks that add up the segments, and for each of them by slots.
    private void Sort()
    {
        for (int slot = 0; slot < _slots; slot++)
        {
            for (int rank = 0, first = 0; first < _length; rank++, first += _segment)
                Slot(slot).Slice(first, Math.Min(_segment, _length - first)).CopyTo(_toEach.AsSpan(((rank * _slots) + slot) * _segment));
        }
    }

    private Span<byte> Mine => _all.AsSpan(_group.Rank * _message, _message);

    private Span<double> HeaderIn(Span<byte> message) => MemoryMarshal.Cast<byte, double>(message[..(_header * sizeof(double))]);
}
