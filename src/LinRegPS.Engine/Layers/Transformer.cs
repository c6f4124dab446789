namespace LinRegPS;

/// <summary>An encoder of one sequence and a decoder of another that sees what the encoder gave; torch.nn.Transformer (Vaswani et al. 2017).</summary>
public sealed class Transformer : Module
{
    private readonly TransformerEncoder _encoder;
    private readonly TransformerDecoder _decoder;
    private readonly object?[] _arguments;

    /// <summary>A model whose parameters are drawn as PyTorch draws them.</summary>
    /// <param name="dModel">The size of a step.</param>
    /// <param name="nhead">How many heads each attention has.</param>
    /// <param name="numEncoderLayers">How many layers the encoder has.</param>
    /// <param name="numDecoderLayers">How many the decoder has.</param>
    /// <param name="dimFeedforward">The size between the two linear layers of each.</param>
    /// <param name="dropout">The probability of an element to be dropped in training.</param>
    /// <param name="activation">"relu" or "gelu".</param>
    /// <param name="layerNormEps">Added to the variances.</param>
    /// <param name="batchFirst">Whether the rows come before the steps: [rows,length,size].</param>
    /// <param name="normFirst">Whether what goes into a part of a layer is normalized, rather than the sum.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public Transformer(
        int dModel = 512, int nhead = 8, int numEncoderLayers = 6, int numDecoderLayers = 6, int dimFeedforward = 2048, double dropout = 0.1,
        string activation = "relu", double layerNormEps = 1e-5, bool batchFirst = false, bool normFirst = false, Generator? generator = null)
    {
        _arguments = [dModel, nhead, numEncoderLayers, numDecoderLayers, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst];
        var encoderLayer = new TransformerEncoderLayer(dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, generator);
        _encoder = new TransformerEncoder(encoderLayer, numEncoderLayers, new LayerNorm([dModel], layerNormEps));
        var decoderLayer = new TransformerDecoderLayer(dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, generator);
        _decoder = new TransformerDecoder(decoderLayer, numDecoderLayers, new LayerNorm([dModel], layerNormEps));
        foreach (var matrix in Parameters().Where(parameter => parameter.Rank > 1))
            Init.XavierUniform(matrix, generator: generator);
    }

    /// <summary>The output, of the input's shape, where both sequences are one.</summary>
    /// <exception cref="ShapeMismatchException">An input of another rank or size.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, x);

    /// <summary>What the decoder gives, of the second sequence's shape.</summary>
    /// <param name="src">The sequence that is encoded, [positions,rows,size], with the rows first where the model says so, or [positions,size].</param>
    /// <param name="tgt">The sequence that is decoded, [length,rows,size], likewise.</param>
    /// <param name="srcMask">Added to the scores of the first's attention to itself, [positions,positions]: negative infinity for what is not to be seen; or bool, true there.</param>
    /// <param name="tgtMask">The same of the second, [length,length].</param>
    /// <param name="memoryMask">The same of the second's attention to the first, [length,positions].</param>
    /// <param name="srcKeyPaddingMask">Added to the scores of whole positions in the encoder, [rows,positions]; or bool, true for what is not to be seen.</param>
    /// <param name="tgtKeyPaddingMask">The same of the second, [rows,length].</param>
    /// <param name="memoryKeyPaddingMask">The same of what the encoder gave, [rows,positions].</param>
    /// <exception cref="ShapeMismatchException">Inputs of another rank or size, or masks that do not fit.</exception>
    /// <exception cref="InvalidValueException">An input is null, or a mask is int64.</exception>
    public Tensor Forward(
        Tensor src, Tensor tgt, Tensor? srcMask = null, Tensor? tgtMask = null, Tensor? memoryMask = null,
        Tensor? srcKeyPaddingMask = null, Tensor? tgtKeyPaddingMask = null, Tensor? memoryKeyPaddingMask = null)
    {
        if (src is null || tgt is null)
            throw Errors.Null(nameof(Transformer), src is null ? nameof(src) : nameof(tgt));
        return _decoder.Forward(tgt, _encoder.Forward(src, srcMask, srcKeyPaddingMask), tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask);
    }

    /// <summary>A mask by which a step sees only itself and those before, [sz,sz]: 0, and negative infinity above the diagonal.</summary>
    /// <exception cref="InvalidValueException">The size is negative.</exception>
    public static Tensor GenerateSquareSubsequentMask(int sz) => Tensor.Full(float.NegativeInfinity, sz, sz).Triu(1);

    internal override object?[] Arguments => _arguments;

    internal override Member[] Members() => [new("encoder", _encoder), new("decoder", _decoder)];
}
