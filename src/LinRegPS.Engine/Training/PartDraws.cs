using LinRegPS.Kernels.Random;

namespace LinRegPS.Training;

/// <summary>
/// Random numbers for the parts of a batch: what a part draws is decided by the step and the part's number, whichever rank computes it, and
/// what is drawn from later by the steps alone.
/// </summary>
internal sealed class PartDraws
{
    private readonly Generator[] _generators;
    private readonly MersenneTwister[] _sources;
    private readonly long[] _seeds;

    public PartDraws(Module model)
    {
        // Code of others draws from the default one.
        _generators = [.. model.Generators().Append(Generator.Default).Distinct()];
        (_sources, _seeds) = (new MersenneTwister[_generators.Length], new long[_generators.Length]);
    }

    /// <summary>A step begins.</summary>
    public void Begin()
    {
        for (int i = 0; i < _generators.Length; i++)
            (_sources[i], _seeds[i]) = (_generators[i].Source, _generators[i].NextInt64());
    }

    /// <summary>The draws of a part begin.</summary>
    public void Take(int part)
    {
        for (int i = 0; i < _generators.Length; i++)
            _generators[i].Source = new MersenneTwister(_seeds[i] ^ (part * 0x9E3779B1L));
    }

    /// <summary>The step's parts are computed.</summary>
    public void End()
    {
        for (int i = 0; i < _generators.Length; i++)
            _generators[i].Source = _sources[i];
    }
}
