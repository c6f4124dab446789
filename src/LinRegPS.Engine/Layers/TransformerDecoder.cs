namespace LinRegPS;

/// <summary>
/// Attention of a sequence to itself, attention to what an encoder has made of another, and two linear layers, each added to what went in
/// and normalized; torch.nn.TransformerDecoderLayer.
/// </summary>
public sealed class TransformerDecoderLayer : Module
{
    private readonly MultiheadAttention _self, _memory;
    private readonly Linear _linear1, _linear2;
    private readonly LayerNorm _norm1, _norm2, _norm3;
    private readonly Dropout _dropout, _dropout1, _dropout2, _dropout3;
    private readonly bool _normFirst, _isGelu;

    /// <summary>A layer whose parameters are drawn as PyTorch draws them.</summary>
    /// <param name="dModel">The size of a step.</param>
    /// <param name="nhead">How many heads each attention has.</param>
    /// <param name="dimFeedforward">The size between the two linear layers.</param>
    /// <param name="dropout">The probability of an element to be dropped in training.</param>
    /// <param name="activation">"relu" or "gelu".</param>
    /// <param name="layerNormEps">Added to the variances.</param>
    /// <param name="batchFirst">Whether the rows come before the steps: [rows,length,size].</param>
    /// <param name="normFirst">Whether what goes in is normalized, rather than the sum.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public TransformerDecoderLayer(
        int dModel, int nhead, int dimFeedforward = 2048, double dropout = 0.1, string activation = "relu", double layerNormEps = 1e-5,
        bool batchFirst = false, bool normFirst = false, Generator? generator = null)
    {
        (_normFirst, _isGelu) = (normFirst, TransformerEncoderLayer.IsGelu(activation));
        _self = new MultiheadAttention(dModel, nhead, dropout, bias: true, batchFirst, generator);
        _memory = new MultiheadAttention(dModel, nhead, dropout, bias: true, batchFirst, generator);
        _linear1 = new Linear(dModel, dimFeedforward, bias: true, generator);
        _linear2 = new Linear(dimFeedforward, dModel, bias: true, generator);
        (_norm1, _norm2, _norm3) = (new LayerNorm([dModel], layerNormEps), new LayerNorm([dModel], layerNormEps), new LayerNorm([dModel], layerNormEps));
        (_dropout, _dropout1) = (new Dropout(dropout, generator), new Dropout(dropout, generator));
        (_dropout2, _dropout3) = (new Dropout(dropout, generator), new Dropout(dropout, generator));
    }

    /// <summary>The output, of the input's shape, where the memory is the sequence itself.</summary>
    /// <exception cref="ShapeMismatchException">An input of another rank or size.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, x);

    /// <summary>The output, of the sequence's shape.</summary>
    /// <param name="tgt">The sequence, [length,rows,size], with the rows first where the layer says so, or [length,size].</param>
    /// <param name="memory">What the encoder gave, [positions,rows,size], likewise.</param>
    /// <param name="tgtMask">Added to the scores of the sequence's attention to itself, [length,length]: negative infinity for what is not to be seen; or bool, true there.</param>
    /// <param name="memoryMask">The same of the memory, [length,positions].</param>
    /// <param name="tgtKeyPaddingMask">Added to the scores of whole steps, [rows,length]; or bool, true for what is not to be seen.</param>
    /// <param name="memoryKeyPaddingMask">The same of the memory, [rows,positions].</param>
    /// <exception cref="ShapeMismatchException">An input of another rank or size, or masks that do not fit.</exception>
    /// <exception cref="InvalidValueException">The memory is null, or a mask is int64.</exception>
    public Tensor Forward(
        Tensor tgt, Tensor memory, Tensor? tgtMask = null, Tensor? memoryMask = null, Tensor? tgtKeyPaddingMask = null, Tensor? memoryKeyPaddingMask = null)
    {
        if (memory is null)
            throw Errors.Null(nameof(TransformerDecoderLayer), "the memory");
        var x = tgt;
        if (_normFirst)
        {
            x += Itself(_norm1.Forward(x));
            x += Memory(_norm2.Forward(x));
            return x + FedForward(_norm3.Forward(x));
        }
        x = _norm1.Forward(x + Itself(x));
        x = _norm2.Forward(x + Memory(x));
        return _norm3.Forward(x + FedForward(x));

        Tensor Itself(Tensor input) => _dropout1.Forward(_self.Attend(input, input, input, tgtMask, tgtKeyPaddingMask).Output);

        Tensor Memory(Tensor input) => _dropout2.Forward(_memory.Attend(input, memory, memory, memoryMask, memoryKeyPaddingMask).Output);
    }

    /// <summary>Another layer with the same settings and numbers; no random number is drawn for it.</summary>
    internal TransformerDecoderLayer Copy() => TransformerEncoderLayer.Copied(this, _dropout.Draws!, (all, generator) => new TransformerDecoderLayer(
        (int)all[0]!, (int)all[1]!, (int)all[2]!, (double)all[3]!, (string)all[4]!, (double)all[5]!, (bool)all[6]!, (bool)all[7]!, generator));

    internal override object?[] Arguments => _self.Arguments is [var size, var heads, var dropout, _, var batchFirst]
        ? [size, heads, _linear1.OutFeatures, dropout, _isGelu ? "gelu" : "relu", _norm1.Arguments[1], batchFirst, _normFirst] : [];

    internal override Member[] Members() =>
    [
        new("self_attn", _self), new("multihead_attn", _memory), new("linear1", _linear1), new("dropout", _dropout), new("linear2", _linear2),
        new("norm1", _norm1), new("norm2", _norm2), new("norm3", _norm3), new("dropout1", _dropout1), new("dropout2", _dropout2), new("dropout3", _dropout3),
    ];

    private Tensor FedForward(Tensor x)
    {
        var between = _linear1.Forward(x);
        return _dropout3.Forward(_linear2.Forward(_dropout.Forward(_isGelu ? between.Gelu() : between.Relu())));
    }
}

/// <summary>Decoder layers one after the other, all beginning as copies of one; torch.nn.TransformerDecoder.</summary>
public sealed class TransformerDecoder : Module
{
    private readonly TransformerDecoderLayer[] _layers;
    private readonly Module? _norm;

    /// <summary>A decoder of so many copies of a layer, with its numbers.</summary>
    /// <param name="decoderLayer">The layer, which is copied.</param>
    /// <param name="numLayers">How many copies there are.</param>
    /// <param name="norm">What the last output goes through, a <see cref="LayerNorm"/>; null for nothing.</param>
    /// <exception cref="InvalidValueException">The layer is null, or the number below 1.</exception>
    public TransformerDecoder(TransformerDecoderLayer decoderLayer, int numLayers, Module? norm = null)
    {
        if (decoderLayer is null)
            throw Errors.Null(nameof(TransformerDecoder), nameof(decoderLayer));
        LayerDraws.Positive("NumLayers", numLayers);
        _layers = LayerBudget.Copies(numLayers, decoderLayer.Parameters().Sum(parameter => parameter.Numel), decoderLayer.Copy);
        _norm = norm;
    }

    /// <summary>The output, of the input's shape, where the memory is the sequence itself.</summary>
    /// <exception cref="ShapeMismatchException">An input of another rank or size.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, x);

    /// <summary>The output, of the sequence's shape.</summary>
    /// <param name="tgt">The sequence, [length,rows,size], with the rows first where the layer says so, or [length,size].</param>
    /// <param name="memory">What the encoder gave, [positions,rows,size], likewise.</param>
    /// <param name="tgtMask">Added to the scores of the sequence's attention to itself, [length,length]: negative infinity for what is not to be seen; or bool, true there.</param>
    /// <param name="memoryMask">The same of the memory, [length,positions].</param>
    /// <param name="tgtKeyPaddingMask">Added to the scores of whole steps, [rows,length]; or bool, true for what is not to be seen.</param>
    /// <param name="memoryKeyPaddingMask">The same of the memory, [rows,positions].</param>
    /// <exception cref="ShapeMismatchException">An input of another rank or size, or masks that do not fit.</exception>
    /// <exception cref="InvalidValueException">The memory is null, or a mask is int64.</exception>
    public Tensor Forward(
        Tensor tgt, Tensor memory, Tensor? tgtMask = null, Tensor? memoryMask = null, Tensor? tgtKeyPaddingMask = null, Tensor? memoryKeyPaddingMask = null)
    {
        var x = tgt;
        foreach (var layer in _layers)
            x = layer.Forward(x, memory, tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask);
        return _norm is null ? x : _norm.Invoke(x);
    }

    internal override object?[] Arguments => [_layers[0], _layers.Length, _norm];

    internal override Member[] Members() => [new("layers", new ModuleList(_layers)), .. _norm is null ? Array.Empty<Member>() : [new("norm", _norm)]];
}
