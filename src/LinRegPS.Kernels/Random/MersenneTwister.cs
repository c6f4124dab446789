namespace LinRegPS.Kernels.Random;

/// <summary>
/// MT19937 (Matsumoto and Nishimura 1998), seeded by init_genrand, drawn from as PyTorch's CPU generator does, so that
/// a seed gives PyTorch's numbers.
/// </summary>
public sealed class MersenneTwister
{
    private const int Size = 624, Shift = 397;
    private readonly uint[] _state = new uint[Size];
    private int _next = Size;
    private double? _spareNormal;

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

    /// <summary>Another generator that will draw what this one would; torch's get_state.</summary>
    public MersenneTwister Copy() => new(this);

    /// <summary>32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_next == Size)
            Renew();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <summary>Fills with draws from [0, 1) on a grid of 2^-24; torch.rand.</summary>
    public void FillUniform(Span<float> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = NextSingle();
    }

    /// <summary>Fills with draws from [low, high), one rounding each; Tensor.uniform_.</summary>
    public void FillUniform(Span<float> target, float low, float high)
    {
        float range = high - low;
        for (int i = 0; i < target.Length; i++)
            target[i] = MathF.FusedMultiplyAdd(NextSingle(), range, low);
    }

    /// <summary>Fills with draws from the normal distribution; Tensor.normal_, of which torch.randn is the case (0, 1).</summary>
    public void FillNormal(Span<float> target, float mean, float deviation)
    {
        if (target.Length < 16)
        {
            for (int i = 0; i < target.Length; i++)
                target[i] = (float)((NextNormal() * deviation) + mean);
            return;
        }
        FillUniform(target);
        for (int i = 0; i + 16 <= target.Length; i += 16)
            BoxMuller(target.Slice(i, 16), mean, deviation);
        if (target.Length % 16 != 0)
        {
            // PyTorch draws the last 16 anew, over what the blocks before have written.
            var last = target[^16..];
            FillUniform(last);
            BoxMuller(last, mean, deviation);
        }
    }

    /// <summary>Fills with a value where a draw has this probability, and with 0 else; Tensor.bernoulli_ times the value.</summary>
    public void FillBernoulli(Span<float> target, double probability, float value)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = NextDouble() < probability ? value : 0;
    }

    /// <summary>Fills with the numbers from 0 in a random order; torch.randperm.</summary>
    public void FillPermutation(Span<int> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = i;
        for (int i = 0; i < target.Length - 1; i++)
        {
            int other = i + (int)(NextUInt32() % (uint)(target.Length - i));
            (target[i], target[other]) = (target[other], target[i]);
        }
    }

    private static void BoxMuller(Span<float> block, float mean, float deviation)
    {
        for (int j = 0; j < 8; j++)
        {
            float u1 = 1 - block[j], u2 = block[j + 8];
            float radius = MathF.Sqrt(-2 * MathF.Log(u1)), angle = 2 * MathF.PI * u2;
            block[j] = MathF.FusedMultiplyAdd(radius * MathF.Cos(angle), deviation, mean);
            block[j + 8] = MathF.FusedMultiplyAdd(radius * MathF.Sin(angle), deviation, mean);
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

    private double NextDouble()
    {
        ulong high = NextUInt32();
        return (((high << 32) | NextUInt32()) & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));
    }

    // Kahan's log1p: .NET has none for double that keeps the digits of a small x.
    private static double LogOnePlus(double x)
    {
        double y = 1 + x;
        return y == 1 ? x : Math.Log(y) * x / (y - 1);
    }

    private void Renew()
    {
        uint[] state = _state;
        for (int i = 0; i < Size - Shift; i++)
            state[i] = state[i + Shift] ^ Twist(state[i], state[i + 1]);
        for (int i = Size - Shift; i < Size - 1; i++)
            state[i] = state[i + Shift - Size] ^ Twist(state[i], state[i + 1]);
        state[Size - 1] = state[Shift - 1] ^ Twist(state[Size - 1], state[0]);
        _next = 0;
    }

    private static uint Twist(uint high, uint low)
    {
        uint y = (high & 0x80000000u) | (low & 0x7fffffffu);
        return (y >> 1) ^ (0u - (y & 1) & 0x9908b0dfu);
    }
}
