using LinRegPS.Kernels.Random;

namespace LinRegPS;

/// <summary>
/// A source of random numbers that gives PyTorch's for the same seed: <c>torch.manual_seed(0); torch.rand(8)</c>
/// draws what <c>Tensor.Uniform(new Generator(0), 0, 1, 8)</c> draws. What two threads draw from one is random, but not repeatable.
/// </summary>
public sealed class Generator
{
    /// <summary>A generator seeded as torch.manual_seed does.</summary>
    public Generator(long seed)
    {
        Seed = seed;
        Source = new MersenneTwister(seed);
    }

    /// <summary>A generator with a seed of its own.</summary>
    public Generator()
        : this(System.Random.Shared.NextInt64())
    {
    }

    /// <summary>Where draws come from that name no generator; of the whole process, as torch.default_generator.</summary>
    public static Generator Default { get; } = new();

    /// <summary>What the generator was seeded with.</summary>
    public long Seed { get; private set; }

    internal MersenneTwister Source { get; set; }

    /// <summary>All that the next draws depend on, for <see cref="SetState"/>; torch.Generator.get_state, in bytes of its own.</summary>
    public byte[] GetState() => Source.ToBytes();

    /// <summary>Goes on where the generator was that gave <see cref="GetState"/>; torch.Generator.set_state.</summary>
    /// <exception cref="InvalidValueException">The bytes are no state.</exception>
    public void SetState(byte[] state) => Source = MersenneTwister.FromBytes(state) ?? throw Errors.GeneratorState(state.Length);

    /// <summary>Seeds <see cref="Default"/>, and gives it; torch.manual_seed: layers and draws after it are PyTorch's.</summary>
    public static Generator ManualSeed(long seed)
    {
        (Default.Seed, Default.Source) = (seed, new MersenneTwister(seed));
        return Default;
    }

    /// <summary>A whole number from 0 to 2^63 - 1; what a tensor of int64 gets from torch's random_, and seeds others with.</summary>
    public long NextInt64()
    {
        Span<long> one = [0];
        Source.FillIntegers(one, 0, 1UL << 63);
        return one[0];
    }
}
