namespace LinRegPS;

/// <summary>Encoder layers one after the other, all beginning as copies of one; torch.nn.TransformerEncoder.</summary>
public sealed class TransformerEncoder : Module
{
    private readonly TransformerEncoderLayer[] _layers;
    private readonly Module? _norm;

    /// <summary>An encoder of so many copies of a layer, with its numbers.</summary>
    /// <param name="encoderLayer">The layer, which is copied.</param>
    /// <param name="numLayers">How many copies there are.</param>
    /// <param name="norm">What the last output goes through, a <see cref="LayerNorm"/>; null for nothing.</param>
    /// <exception cref="InvalidValueException">The layer is null, or the number below 1.</exception>
    public TransformerEncoder(TransformerEncoderLayer encoderLayer, int numLayers, Module? norm = null)
    {
        if (encoderLayer is null)
            throw Errors.Null(nameof(TransformerEncoder), nameof(encoderLayer));
        LayerDraws.Positive("NumLayers", numLayers);
        _layers = LayerBudget.Copies(numLayers, encoderLayer.Parameters().Sum(parameter => parameter.Numel), encoderLayer.Copy);
        _norm = norm;
    }

    /// <summary>The output, of the input's shape.</summary>
    /// <exception cref="ShapeMismatchException">An input of another rank or size.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>The output, of the input's shape, where not all is to be seen.</summary>
    /// <param name="x">[length,rows,size], with the rows first where the layer says so, or [length,size].</param>
    /// <param name="mask">Added to the attention's scores, [length,length]: negative infinity for what is not to be seen; or bool, true there.</param>
    /// <param name="keyPaddingMask">Added to the scores of whole positions, [rows,length]; or bool, true for what is not to be seen.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank or size, or masks that do not fit.</exception>
    /// <exception cref="InvalidValueException">A mask is int64.</exception>
    public Tensor Forward(Tensor x, Tensor? mask, Tensor? keyPaddingMask = null)
    {
        foreach (var layer in _layers)
            x = layer.Forward(x, mask, keyPaddingMask);
        return _norm is null ? x : _norm.Invoke(x);
    }

    internal override object?[] Arguments => [_layers[0], _layers.Length, _norm];

    internal override Member[] Members() => [new("layers", new ModuleList(_layers)), .. _norm is null ? Array.Empty<Member>() : [new("norm", _norm)]];
}
