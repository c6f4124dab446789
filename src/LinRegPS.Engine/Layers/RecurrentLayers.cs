namespace LinRegPS;

/// <summary>The plain recurrent layer, h' = tanh(W x + b + U h + c); torch.nn.RNN.</summary>
public sealed class RNN : Recurrent
{
    private readonly bool _isRelu;

    /// <summary>Layers whose parameters are drawn as PyTorch draws them.</summary>
    /// <param name="inputSize">The features of a step.</param>
    /// <param name="hiddenSize">The size of the state.</param>
    /// <param name="numLayers">How many layers stand one on the other.</param>
    /// <param name="nonlinearity">"tanh" or "relu".</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="batchFirst">Whether the rows come before the steps: [rows,length,features].</param>
    /// <param name="dropout">The probability of what goes from one layer to the next to be dropped in training.</param>
    /// <param name="bidirectional">Whether there is one more that goes backwards.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public RNN(
        int inputSize, int hiddenSize, int numLayers = 1, string nonlinearity = "tanh", bool bias = true, bool batchFirst = false,
        double dropout = 0, bool bidirectional = false, Generator? generator = null)
        : base(new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, generator), gates: 1) =>
        _isRelu = IsRelu(nonlinearity);

    internal override object?[] Arguments => base.Arguments is [var input, var hidden, var layers, .. var others]
        ? [input, hidden, layers, _isRelu ? "relu" : "tanh", .. others] : [];

    private protected override RecurrentState Step(Tensor input, Tensor hidden, RecurrentState state) =>
        new(RecurrentSteps.Rnn(input, hidden, _isRelu), null);

    internal static bool IsRelu(string nonlinearity) => nonlinearity switch
    {
        "tanh" => false,
        "relu" => true,
        _ => throw Errors.NoSuchName("nonlinearity", nonlinearity, ["tanh", "relu"]),
    };
}

/// <summary>The layer with long short-term memory; torch.nn.LSTM.</summary>
public sealed class LSTM : Recurrent
{
    /// <summary>Layers whose parameters are drawn as PyTorch draws them.</summary>
    /// <param name="inputSize">The features of a step.</param>
    /// <param name="hiddenSize">The size of the state.</param>
    /// <param name="numLayers">How many layers stand one on the other.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="batchFirst">Whether the rows come before the steps: [rows,length,features].</param>
    /// <param name="dropout">The probability of what goes from one layer to the next to be dropped in training.</param>
    /// <param name="bidirectional">Whether there is one more that goes backwards.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public LSTM(
        int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
        bool bidirectional = false, Generator? generator = null)
        : base(new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, generator), gates: 4)
    {
    }

    private protected override RecurrentState Step(Tensor input, Tensor hidden, RecurrentState state) => RecurrentSteps.Lstm(input, hidden, state);
}

/// <summary>The layer with gated recurrent units; torch.nn.GRU.</summary>
public sealed class GRU : Recurrent
{
    /// <summary>Layers whose parameters are drawn as PyTorch draws them.</summary>
    /// <param name="inputSize">The features of a step.</param>
    /// <param name="hiddenSize">The size of the state.</param>
    /// <param name="numLayers">How many layers stand one on the other.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="batchFirst">Whether the rows come before the steps: [rows,length,features].</param>
    /// <param name="dropout">The probability of what goes from one layer to the next to be dropped in training.</param>
    /// <param name="bidirectional">Whether there is one more that goes backwards.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">A setting that can't be used.</exception>
    public GRU(
        int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
        bool bidirectional = false, Generator? generator = null)
        : base(new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, generator), gates: 3)
    {
    }

    private protected override RecurrentState Step(Tensor input, Tensor hidden, RecurrentState state) =>
        new(RecurrentSteps.Gru(input, hidden, state.Hidden), null);
}

/// <summary>One step of a recurrent layer; torch.nn.RNNCell, LSTMCell and GRUCell, with parameters weight_ih, weight_hh, bias_ih, bias_hh.</summary>
public abstract class RecurrentCell : Module
{
    private readonly int _inputSize, _hiddenSize;
    private readonly bool _bias;

    private protected RecurrentCell(int inputSize, int hiddenSize, int gates, bool bias, Generator? generator)
    {
        (_inputSize, _hiddenSize, _bias) = (LayerDraws.Positive("InputSize", inputSize), LayerDraws.Positive("HiddenSize", hiddenSize), bias);
        Weights = new RecurrentWeights(inputSize, hiddenSize, gates, bias, generator);
    }

    private protected RecurrentWeights Weights { get; }

    /// <summary>The state after a step from a state of 0, [rows,hidden].</summary>
    /// <exception cref="ShapeMismatchException">An input of another rank, or other features.</exception>
    public override Tensor Forward(Tensor x) => Step(x).Hidden;

    /// <summary>The state after a step: hidden, and the cell of an LSTM.</summary>
    /// <param name="x">[rows,features].</param>
    /// <param name="hidden">The state before, [rows,hidden]; 0 where null.</param>
    /// <param name="cell">The same of an LSTM's cell.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank, or other features; or a state of another shape.</exception>
    public RecurrentResult Step(Tensor x, Tensor? hidden = null, Tensor? cell = null)
    {
        string name = GetType().Name;
        if (x.Rank != 2 || x.Shape[1] != _inputSize)
            throw Errors.LayerRank(name, x.Shape, $"[rows,{_inputSize}]");
        var expected = new Shape(x.Shape[0], _hiddenSize);
        var before = new RecurrentState(State("hidden", hidden), State("cell", cell));
        var after = Step(Weights.OfInput(x), Weights.OfState(before.Hidden), before);
        return new(after.Hidden, after.Hidden, after.Cell);

        Tensor State(string what, Tensor? given) => given is null ? Tensor.Zeros(x.Shape[0], _hiddenSize)
            : given.Shape.Equals(expected) ? given : throw Errors.StateShape(name, what, expected, given.Shape);
    }

    internal override Member[] Members() => [.. Weights.Members(string.Empty)];

    internal override object?[] Arguments => [_inputSize, _hiddenSize, _bias];

    private protected abstract RecurrentState Step(Tensor input, Tensor hidden, RecurrentState state);

    private protected override string Description => $"{_inputSize}, {_hiddenSize}{(_bias ? string.Empty : ", bias=False")}";
}

/// <summary>A step of <see cref="RNN"/>; torch.nn.RNNCell.</summary>
/// <param name="inputSize">The features.</param>
/// <param name="hiddenSize">The size of the state.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="nonlinearity">"tanh" or "relu".</param>
/// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
public sealed class RNNCell(int inputSize, int hiddenSize, bool bias = true, string nonlinearity = "tanh", Generator? generator = null)
    : RecurrentCell(inputSize, hiddenSize, 1, bias, generator)
{
    private readonly bool _isRelu = RNN.IsRelu(nonlinearity);

    private protected override RecurrentState Step(Tensor input, Tensor hidden, RecurrentState state) =>
        new(RecurrentSteps.Rnn(input, hidden, _isRelu), null);

    internal override object?[] Arguments => [.. base.Arguments, _isRelu ? "relu" : "tanh"];

    private protected override string Description => base.Description + (_isRelu ? ", nonlinearity=relu" : string.Empty);
}

/// <summary>A step of <see cref="LSTM"/>; torch.nn.LSTMCell.</summary>
/// <param name="inputSize">The features.</param>
/// <param name="hiddenSize">The size of the state.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
public sealed class LSTMCell(int inputSize, int hiddenSize, bool bias = true, Generator? generator = null)
    : RecurrentCell(inputSize, hiddenSize, 4, bias, generator)
{
    private protected override RecurrentState Step(Tensor input, Tensor hidden, RecurrentState state) => RecurrentSteps.Lstm(input, hidden, state);
}

/// <summary>A step of <see cref="GRU"/>; torch.nn.GRUCell.</summary>
/// <param name="inputSize">The features.</param>
/// <param name="hiddenSize">The size of the state.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
public sealed class GRUCell(int inputSize, int hiddenSize, bool bias = true, Generator? generator = null)
    : RecurrentCell(inputSize, hiddenSize, 3, bias, generator)
{
    private protected override RecurrentState Step(Tensor input, Tensor hidden, RecurrentState state) =>
        new(RecurrentSteps.Gru(input, hidden, state.Hidden), null);
}
