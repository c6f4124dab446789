using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Random;

/// <summary>
/// MT19937 (Matsumoto and Nishimura 1998), seeded by init_genrand, drawn from as PyTorch's CPU generator does, so that
/// a seed gives PyTorch's numbers.
/// </summary>
public sealed partial class MersenneTwister
{
    private const int Size = 624, Shift = 397;
    private const int StateBytes = (Size * sizeof(uint)) + sizeof(int) + 1 + sizeof(double);
    private readonly uint[] _state = new uint[Size];
    private int _next = Size;
    private double? _spareNormal;
    private MersenneTwister? _followed;
    private long _renewals;

    /// <summary>A generator whose draws are fixed by the low 32 bits of <paramref name="seed"/>.</summary>
    public MersenneTwister(long seed)
    {
        _state[0] = (uint)seed;
        for (uint i = 1; i < Size; i++)
            _state[i] = (1812433253u * (_state[i - 1] ^ (_state[i - 1] >> 30))) + i;
    }

    private MersenneTwister(MersenneTwister other)
    {
        other._state.CopyTo(_state, 0);
        (_next, _spareNormal) = (other._next, other._spareNormal);
    }

    /// <summary>A generator that goes on from bytes of <see cref="ToBytes"/>; null where they are none.</summary>
    public static MersenneTwister? FromBytes(ReadOnlySpan<byte> bytes)
    {
        const int words = Size * sizeof(uint);
        if (bytes.Length != StateBytes || BinaryPrimitives.ReadInt32LittleEndian(bytes[words..]) is not (>= 0 and <= Size and var next) || bytes[words + sizeof(int)] > 1)
            return null;
        var twister = new MersenneTwister(0) { _next = next };
        for (int i = 0; i < Size; i++)
            twister._state[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(i * sizeof(uint))..]);
        if (bytes[words + sizeof(int)] == 1)
            twister._spareNormal = BinaryPrimitives.ReadDoubleLittleEndian(bytes[(words + sizeof(int) + 1)..]);
        return twister;
    }

    /// <summary>All that the next draws depend on: the words of the state, the place in them, and a normal number that waits.</summary>
    public byte[] ToBytes()
    {
        const int words = Size * sizeof(uint);
        byte[] bytes = new byte[StateBytes];
        for (int i = 0; i < Size; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), _state[i]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(words), _next);
        bytes[words + sizeof(int)] = (byte)(_spareNormal is null ? 0 : 1);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(words + sizeof(int) + 1), _spareNormal ?? 0);
        return bytes;
    }

    /// <summary>Another generator that will draw what this one would; torch's get_state.</summary>
    public MersenneTwister Copy() => new(this);

    /// <summary>Takes over the state of another, to draw what it would; cheap where it has drawn little since the last time.</summary>
    public void Follow(MersenneTwister other)
    {
        if (_followed != other || _renewals != other._renewals)
        {
            other._state.CopyTo(_state, 0);
            (_followed, _renewals) = (other, other._renewals);
        }
        (_next, _spareNormal) = (other._next, other._spareNormal);
    }

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_next == Size)
            Renew();
        return Temper(_state[_next++]);
    }

    /// <summary>64 random bits: two draws, the high one first.</summary>
    public ulong NextUInt64()
    {
        ulong high = NextUInt32();
        return (high << 32) | NextUInt32();
    }

    // A fill is whole: two threads that share a generator spoil nothing.

    /// <summary>Fills with draws from [0, 1) on a grid of 2^-24; torch.rand.</summary>
    public void FillUniform(Span<float> target)
    {
        lock (_state)
            FillUnit(target);
    }

    /// <summary>Fills with draws from [low, high), computed in double and rounded; Tensor.uniform_.</summary>
    public void FillUniform(Span<float> target, float low, float high)
    {
        double range = high - low;
        lock (_state)
        {
            for (int i = 0; i < target.Length; i++)
            {
                Ask(i);
                target[i] = (float)((NextSingle() * range) + low);
            }
        }
    }

    /// <summary>Fills with draws from the normal distribution; Tensor.normal_, of which torch.randn is the case (0, 1).</summary>
    public void FillNormal(Span<float> target, double mean, double deviation)
    {
        lock (_state)
        {
            if (target.Length < BoxMuller.Count)
            {
                for (int i = 0; i < target.Length; i++)
                    target[i] = (float)((NextNormal() * deviation) + mean);
                return;
            }
            FillUnit(target);
            int i16 = 0;
            for (; i16 + BoxMuller.Count <= target.Length; i16 += BoxMuller.Count)
            {
                Ask(i16);
                BoxMuller.Transform(target.Slice(i16, BoxMuller.Count), (float)mean, (float)deviation);
            }
            if (i16 < target.Length)
            {
                // PyTorch draws the last 16 anew, over what the blocks before have written.
                var last = target[^BoxMuller.Count..];
                FillUnit(last);
                BoxMuller.Transform(last, (float)mean, (float)deviation);
            }
        }
    }

    /// <summary>Fills with a value where a draw has this probability, and with 0 else; Tensor.bernoulli_ times the value.</summary>
    public void FillBernoulli(Span<float> target, double probability, float value)
    {
        lock (_state)
        {
            for (int i = 0; i < target.Length; i++)
            {
                Ask(i);
                target[i] = NextDouble() < probability ? value : 0;
            }
        }
    }

    /// <summary>Fills with 1 where a draw has the probability of its place, and with 0 else; torch.bernoulli, which draws 24 bits here.</summary>
    public void FillBernoulli(Span<float> target, ReadOnlySpan<float> probabilities)
    {
        lock (_state)
        {
            for (int i = 0; i < target.Length; i++)
            {
                Ask(i);
                target[i] = NextSingle() < probabilities[i] ? 1 : 0;
            }
        }
    }

    /// <summary>Fills with draws from the exponential distribution of a rate; Tensor.exponential_.</summary>
    public void FillExponential(Span<float> target, double rate = 1)
    {
        lock (_state)
        {
            for (int i = 0; i < target.Length; i++)
            {
                Ask(i);
                target[i] = (float)(-1 / rate * LogOnePlus(-NextDouble()));
            }
        }
    }

    /// <summary>Fills with draws from [0, 1) on a grid of 2^-53.</summary>
    public void FillUniform(Span<double> target)
    {
        lock (_state)
        {
            for (int i = 0; i < target.Length; i++)
            {
                Ask(i);
                target[i] = NextDouble();
            }
        }
    }

    /// <summary>Fills with whole numbers from low to below low + range; torch.randint.</summary>
    public void FillIntegers(Span<long> target, long low, ulong range)
    {
        lock (_state)
        {
            for (int i = 0; i < target.Length; i++)
            {
                Ask(i);
                target[i] = low + (long)((range >> 32 == 0 ? NextUInt32() : NextUInt64()) % range);
            }
        }
    }

    // Each million of draws.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ask(int drawn, int some = 1)
    {
        if (drawn % (1 << 20) < some && drawn >= some)
            Interruption.CheckLong();
    }

    private void FillUnit(Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
        {
            Ask(i);
            target[i] = NextSingle();
        }
    }

    // Draws come in pairs; the second waits for the next call, across tensors too.
    private double NextNormal()
    {
        if (_spareNormal is double spare)
        {
            _spareNormal = null;
            return spare;
        }
        double u1 = NextDouble(), u2 = NextDouble();
        double radius = Math.Sqrt(-2 * LogOnePlus(-u2)), angle = 2 * Math.PI * u1;
        _spareNormal = radius * Math.Sin(angle);
        return radius * Math.Cos(angle);
    }

    private float NextSingle() => (NextUInt32() & 0xffffff) * (1f / (1 << 24));

    private double NextDouble() => (NextUInt64() & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));

    // Kahan's log1p: .NET has none for double that keeps the digits of a small x.
    private static double LogOnePlus(double x)
    {
        double y = 1 + x;
        return y == 1 ? x : Math.Log(y) * x / (y - 1);
    }
}
