using LinRegPS.Kernels.Random;

namespace LinRegPS;

/// <summary>
/// A source of random numbers that gives PyTorch's for the same seed: <c>torch.manual_seed(0); torch.rand(8)</c>
/// draws what <c>Tensor.Uniform(new Generator(0), 0, 1, 8)</c> draws. Not for use by two threads at once.
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

    /// <summary>What the generator was seeded with.</summary>
    public long Seed { get; }

    internal MersenneTwister Source { get; set; }
}
