using LinRegPS.Kernels.Random;

namespace LinRegPS.Training;

/// <summary>
/// What a forward pass changes besides gradients, as it was when a step began: the model's buffers and the random numbers it draws. A
/// step that does not come to its end leaves them so, and is taken anew with the same bits.
/// </summary>
internal sealed class StepStart
{
    private readonly Tensor[] _buffers, _kept;
    private readonly Generator[] _generators;
    private readonly MersenneTwister[] _draws;

    public StepStart(Module model)
    {
        _buffers = [.. model.NamedBuffers().Select(buffer => buffer.Value)];
        _kept = new Tensor[_buffers.Length];
        // Code of others draws from the default one.
        _generators = [.. model.Generators().Append(Generator.Default).Distinct()];
        _draws = Array.ConvertAll(_generators, generator => generator.Source.Copy());
    }

    /// <summary>Keeps what is so now.</summary>
    public void Keep()
    {
        for (int i = 0; i < _buffers.Length; i++)
            _kept[i] = _buffers[i].Copy();
        for (int i = 0; i < _draws.Length; i++)
            _draws[i].Follow(_generators[i].Source);
    }

    /// <summary>Makes it so again.</summary>
    public void Restore()
    {
        for (int i = 0; i < _buffers.Length; i++)
            _buffers[i].Replace(_kept[i]);
        for (int i = 0; i < _draws.Length; i++)
            _generators[i].Source = _draws[i].Copy();
    }
}
