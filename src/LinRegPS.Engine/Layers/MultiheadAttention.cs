namespace LinRegPS;

/// <summary>What attention gives.</summary>
/// <param name="Output">[length,rows,size], or with the rows first.</param>
/// <param name="Weights">How much each query saw of each key, the mean over the heads, [rows,length,positions].</param>
public sealed record AttentionResult(Tensor Output, Tensor Weights);

/// <summary>Several attentions side by side, each in a part of the size; torch.nn.MultiheadAttention.</summary>
public sealed class MultiheadAttention : Module
{
    private readonly int _size, _heads;
    private readonly double _dropout;
    private readonly bool _batchFirst;
    private readonly Generator _generator;

    /// <summary>A layer whose parameters are drawn as PyTorch draws them.</summary>
    /// <param name="embedDim">The size of queries, keys and values.</param>
    /// <param name="numHeads">Into how many heads it falls.</param>
    /// <param name="dropout">The probability of a weight to be dropped in training.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="batchFirst">Whether the rows come before the steps: [rows,length,size].</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public MultiheadAttention(int embedDim, int numHeads, double dropout = 0, bool bias = true, bool batchFirst = false, Generator? generator = null)
    {
        (_size, _heads) = (LayerDraws.Positive("EmbedDim", embedDim), LayerDraws.Positive("NumHeads", numHeads));
        if (embedDim % numHeads != 0)
            throw Errors.Heads(embedDim, numHeads);
        if (dropout is not (>= 0 and <= 1))
            throw Errors.Probability(dropout);
        (_dropout, _batchFirst, _generator) = (dropout, batchFirst, generator ?? Generator.Default);
        // As in PyTorch, the projection at the end is drawn first.
        OutProj = new Linear(embedDim, embedDim, bias, _generator);
        double bound = Math.Sqrt(6.0 / (embedDim + (3 * embedDim)));
        InProjWeight = LayerDraws.Within(_generator, bound, 3 * embedDim, embedDim);
        if (!bias)
            return;
        InProjBias = Tensor.Zeros(3 * embedDim).RequiresGrad_();
        OutProj.Bias!.Data.Clear();
    }

    /// <summary>Of queries, keys and values one after the other, [3*size,size].</summary>
    [LayerParameter]
    public Tensor InProjWeight { get; }

    /// <summary>[3*size], or null.</summary>
    [LayerParameter]
    public Tensor? InProjBias { get; }

    /// <summary>What is done with all heads' values at the end.</summary>
    public Linear OutProj { get; }

    internal override Generator Draws => _generator;

    /// <summary>The attention of a sequence to itself.</summary>
    /// <exception cref="ShapeMismatchException">An input of another rank or size.</exception>
    public override Tensor Forward(Tensor x) => Attend(x, x, x).Output;

    /// <summary>What queries see of values by their keys.</summary>
    /// <param name="query">[length,rows,size], with the rows first where the layer says so, or [length,size].</param>
    /// <param name="key">[positions,rows,size], likewise.</param>
    /// <param name="value">[positions,rows,size], likewise.</param>
    /// <param name="attnMask">Added to the scores, [length,positions] or [rows*heads,length,positions]: negative infinity for what is not to be seen; or bool, true there.</param>
    /// <param name="keyPaddingMask">Added to the scores of whole positions, [rows,positions], or [positions]; or bool, true for what is not to be seen.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    /// <exception cref="InvalidValueException">A mask is int64.</exception>
    public AttentionResult Attend(Tensor query, Tensor key, Tensor value, Tensor? attnMask = null, Tensor? keyPaddingMask = null)
    {
        foreach (var given in new[] { query, key, value })
        {
            if (given.Rank is not (2 or 3) || given.Rank != query.Rank || given.Shape[^1] != _size)
                throw Errors.SequenceInput(nameof(MultiheadAttention), given.Shape, _size);
        }
        bool isBatched = query.Rank == 3;
        int rows = !isBatched ? 1 : query.Shape[_batchFirst ? 0 : 1];
        // What a sequence is when it attends to itself is laid out once.
        var queries = Steps(query, rows);
        var keys = ReferenceEquals(key, query) ? queries : Steps(key, rows);
        var (q, k, v) = (Heads(queries, 0), Heads(keys, 1), Heads(ReferenceEquals(value, key) ? keys : Steps(value, rows), 2));
        int length = q.Shape[1], positions = k.Shape[1];
        CheckMask("attention mask", attnMask, new Shape(length, positions), new Shape(rows * _heads, length, positions));
        var each = new Shape(rows, positions);
        CheckMask("key padding mask", keyPaddingMask, each, isBatched ? each : new Shape(positions));
        attnMask = Operations.Attention.Additive(nameof(MultiheadAttention), attnMask, seen: false);
        keyPaddingMask = Operations.Attention.Additive(nameof(MultiheadAttention), keyPaddingMask, seen: false);
        var mask = keyPaddingMask is null
            ? attnMask
            : Padding(keyPaddingMask, rows) is var padding && attnMask is null ? padding : padding + attnMask;
        var weights = Operations.Attention.Weights(q, k, mask, isCausal: false, Training ? w => Dropout.Drop(this, w, _dropout, _generator) : null);
        // [rows*heads,length,part] to [length,rows,size].
        var joined = weights.MatMul(v).Transpose(0, 1).Reshape(length, rows, _size);
        var output = OutProj.Forward(joined);
        var seen = weights.Reshape(rows, _heads, length, positions).Mean(1);
        return !isBatched ? new(output.Squeeze(1), seen.Squeeze(0)) : new(_batchFirst ? output.Transpose(0, 1) : output, seen);
    }

    internal override object?[] Arguments => [_size, _heads, _dropout, InProjBias is not null, _batchFirst];

    internal override Member[] Members() =>
        [new("in_proj_weight", InProjWeight, true), new("in_proj_bias", InProjBias, true), new("out_proj", OutProj)];

    // [length,rows,size].
    private Tensor Steps(Tensor x, int rows)
    {
        if (x.Rank == 2)
            x = x.Unsqueeze(1);
        else if (_batchFirst)
            x = x.Transpose(0, 1).Contiguous();
        return x.Shape[1] == rows ? x : throw Errors.SequenceInput(nameof(MultiheadAttention), x.Shape, _size);
    }

    // [rows*heads,length,part], of [length,rows,size].
    private Tensor Heads(Tensor x, int part)
    {
        var weight = InProjWeight.Slice(0, part * _size, (part + 1) * _size);
        var projected = new Operations.Linear(x, weight, InProjBias?.Slice(0, part * _size, (part + 1) * _size)).Apply();
        return projected.Reshape(x.Shape[0], x.Shape[1] * _heads, _size / _heads).Transpose(0, 1);
    }

    // One that broadcasts would hide other pairs than are meant: whole columns of [1,positions], all of [rows,1].
    private static void CheckMask(string name, Tensor? mask, Shape one, Shape other)
    {
        if (mask is not null && !mask.Shape.Equals(one) && !mask.Shape.Equals(other))
            throw Errors.AttentionMask(name, mask.Shape, one, other);
    }

    private Tensor Padding(Tensor mask, int rows)
    {
        int positions = mask.Shape[^1];
        return mask.Reshape(rows, 1, 1, positions).Expand(rows, _heads, 1, positions).Reshape(rows * _heads, 1, positions);
    }
}

/// <summary>Attention of a sequence to itself and two linear layers, each added to what went in and normalized; torch.nn.TransformerEncoderLayer.</summary>
public sealed class TransformerEncoderLayer : Module
{
    private readonly MultiheadAttention _attention;
    private readonly Linear _linear1, _linear2;
    private readonly LayerNorm _norm1, _norm2;
    private readonly Dropout _dropout, _dropout1, _dropout2;
    private readonly bool _normFirst, _isGelu;

    /// <summary>A layer whose parameters are drawn as PyTorch draws them.</summary>
    /// <param name="dModel">The size of a step.</param>
    /// <param name="nhead">How many heads the attention has.</param>
    /// <param name="dimFeedforward">The size between the two linear layers.</param>
    /// <param name="dropout">The probability of an element to be dropped in training.</param>
    /// <param name="activation">"relu" or "gelu".</param>
    /// <param name="layerNormEps">Added to the variances.</param>
    /// <param name="batchFirst">Whether the rows come before the steps: [rows,length,size].</param>
    /// <param name="normFirst">Whether what goes in is normalized, rather than the sum.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public TransformerEncoderLayer(
        int dModel, int nhead, int dimFeedforward = 2048, double dropout = 0.1, string activation = "relu", double layerNormEps = 1e-5,
        bool batchFirst = false, bool normFirst = false, Generator? generator = null)
    {
        (_normFirst, _isGelu) = (normFirst, IsGelu(activation));
        _attention = new MultiheadAttention(dModel, nhead, dropout, bias: true, batchFirst, generator);
        _linear1 = new Linear(dModel, dimFeedforward, bias: true, generator);
        _linear2 = new Linear(dimFeedforward, dModel, bias: true, generator);
        (_norm1, _norm2) = (new LayerNorm([dModel], layerNormEps), new LayerNorm([dModel], layerNormEps));
        (_dropout, _dropout1, _dropout2) = (new Dropout(dropout, generator), new Dropout(dropout, generator), new Dropout(dropout, generator));
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
        if (_normFirst)
        {
            x += Attended(_norm1.Forward(x));
            return x + FedForward(_norm2.Forward(x));
        }
        x = _norm1.Forward(x + Attended(x));
        return _norm2.Forward(x + FedForward(x));

        Tensor Attended(Tensor input) => _dropout1.Forward(_attention.Attend(input, input, input, mask, keyPaddingMask).Output);
    }

    /// <summary>Another layer with the same settings and numbers; no random number is drawn for it.</summary>
    internal TransformerEncoderLayer Copy() => Copied(this, _dropout.Draws!, (all, generator) => new TransformerEncoderLayer(
        (int)all[0]!, (int)all[1]!, (int)all[2]!, (double)all[3]!, (string)all[4]!, (double)all[5]!, (bool)all[6]!, (bool)all[7]!, generator));

    /// <summary>A layer that another's settings make, with its numbers; no random number is drawn for it.</summary>
    internal static T Copied<T>(T layer, Generator generator, Func<object?[], Generator, T> make)
        where T : Module
    {
        byte[] state = generator.GetState();
        try
        {
            var copy = make(layer.Arguments!, generator);
            copy.LoadStateDict(layer.StateDict());
            copy.Train(layer.Training);
            return copy;
        }
        finally
        {
            generator.SetState(state);
        }
    }

    /// <summary>Whether an activation is "gelu", and not "relu".</summary>
    internal static bool IsGelu(string activation) => activation switch
    {
        "relu" => false,
        "gelu" => true,
        _ => throw Errors.NoSuchName("activation", activation, ["relu", "gelu"]),
    };

    internal override object?[] Arguments => _attention.Arguments is [var size, var heads, var dropout, _, var batchFirst]
        ? [size, heads, _linear1.OutFeatures, dropout, _isGelu ? "gelu" : "relu", _norm1.Arguments[1], batchFirst, _normFirst] : [];

    internal override Member[] Members() =>
    [
        new("self_attn", _attention), new("linear1", _linear1), new("dropout", _dropout), new("linear2", _linear2),
        new("norm1", _norm1), new("norm2", _norm2), new("dropout1", _dropout1), new("dropout2", _dropout2),
    ];

    private Tensor FedForward(Tensor x)
    {
        var between = _linear1.Forward(x);
        return _dropout2.Forward(_linear2.Forward(_dropout.Forward(_isGelu ? between.Gelu() : between.Relu())));
    }
}
