using LinRegPS.Kernels.Threading;

namespace LinRegPS;

/// <summary>What a recurrent layer gives: the states of its last layer at each step, and the last states of all its layers.</summary>
/// <param name="Output">[length,rows,directions*hidden], or with the rows first.</param>
/// <param name="Hidden">[layers*directions,rows,hidden].</param>
/// <param name="Cell">The same of an LSTM's cells; else null.</param>
public sealed record RecurrentResult(Tensor Output, Tensor Hidden, Tensor? Cell = null);

/// <summary>How a recurrent layer is made.</summary>
internal sealed record RecurrentSettings(
    int InputSize, int HiddenSize, int NumLayers, bool Bias, bool BatchFirst, double Dropout, bool Bidirectional, Generator? Generator);

/// <summary>
/// Layers that go along a sequence step by step and keep a state; torch.nn.RNN, LSTM and GRU, with PyTorch's names for the
/// parameters: weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0, and with _reverse behind those that go backwards.
/// </summary>
public abstract class Recurrent : Module
{
    private readonly RecurrentSettings _settings;
    private readonly Generator _generator;
    private readonly int _gates;
    private readonly List<Member> _members = [];
    private readonly RecurrentWeights[] _weights;

    private protected Recurrent(RecurrentSettings settings, int gates)
    {
        (_settings, _gates, _generator) = (settings, gates, settings.Generator ?? Generator.Default);
        LayerDraws.Positive("InputSize", settings.InputSize);
        LayerDraws.Positive("HiddenSize", settings.HiddenSize);
        LayerBudget.Require(LayerDraws.Positive("NumLayers", settings.NumLayers));
        if (settings.Dropout is not (>= 0 and <= 1))
            throw Errors.Probability(settings.Dropout);
        _weights = [.. Enumerable.Range(0, settings.NumLayers * Directions).Select(Make)];
    }

    private int Directions => _settings.Bidirectional ? 2 : 1;

    internal override Generator Draws => _generator;

    /// <summary>The states at each step of a sequence that starts from states of 0.</summary>
    /// <exception cref="ShapeMismatchException">An input of another rank, or other features.</exception>
    public override Tensor Forward(Tensor x) => Run(x).Output;

    /// <summary>The states at each step, and the last ones.</summary>
    /// <param name="x">[length,rows,features], with the rows first where the layer says so, or [length,features].</param>
    /// <param name="hidden">The states to start from, [layers*directions,rows,hidden]; 0 where null.</param>
    /// <param name="cell">The same of an LSTM's cells.</param>
    /// <exception cref="ShapeMismatchException">An input of another rank, or other features; or states of another shape.</exception>
    /// <exception cref="InvalidValueException">A sequence without a step.</exception>
    public RecurrentResult Run(Tensor x, Tensor? hidden = null, Tensor? cell = null)
    {
        string name = GetType().Name;
        if (x.Rank is not (2 or 3) || x.Shape[^1] != _settings.InputSize)
            throw Errors.SequenceInput(name, x.Shape, _settings.InputSize);
        bool isBatched = x.Rank == 3;
        int along = isBatched && _settings.BatchFirst ? 1 : 0, length = x.Shape[along];
        if (x.Numel == 0)
            throw Errors.Empty(name, x.Shape);
        int rows = isBatched ? x.Shape[1 - along] : 1;
        var first = States(name, "hidden", hidden, isBatched, rows);
        var cells = this is LSTM ? States(name, "cell", cell, isBatched, rows) : null;
        Tensor[] steps = [.. Enumerable.Range(0, length).Select(t => isBatched ? x.Select(along, t) : x.Select(0, t).Unsqueeze(0))];
        List<Tensor> lastHidden = [], lastCells = [];
        for (int layer = 0; layer < _settings.NumLayers; layer++)
        {
            if (layer > 0 && Training)
                steps = [.. steps.Select(step => Dropout.Drop(this, step, _settings.Dropout, _generator))];
            var directions = Enumerable.Range(layer * Directions, Directions)
                .Select(i => Along(steps, _weights[i], i % Directions == 1, new(first[i], cells?[i]), lastHidden, lastCells)).ToArray();
            steps = directions.Length == 1 ? directions[0] : [.. directions[0].Zip(directions[1], (there, back) => Tensor.Cat([there, back], -1))];
        }
        var output = Tensor.Stack(steps, along);
        var (states, ends) = (Tensor.Stack([.. lastHidden]), lastCells.Count > 0 ? Tensor.Stack([.. lastCells]) : null);
        return isBatched ? new(output, states, ends) : new(output.Squeeze(1), states.Squeeze(1), ends?.Squeeze(1));
    }

    internal override Member[] Members() => [.. _members];

    internal override object?[] Arguments =>
    [
        _settings.InputSize, _settings.HiddenSize, _settings.NumLayers, _settings.Bias, _settings.BatchFirst, _settings.Dropout, _settings.Bidirectional,
    ];

    /// <summary>The state after one step, of what input and state come to with their weights, [rows,gates*hidden] each.</summary>
    private protected abstract RecurrentState Step(Tensor input, Tensor hidden, RecurrentState state);

    private protected override string Description =>
        $"{_settings.InputSize}, {_settings.HiddenSize}"
        + (_settings.NumLayers == 1 ? string.Empty : $", num_layers={_settings.NumLayers}") + (_settings.Bias ? string.Empty : ", bias=False")
        + (_settings.BatchFirst ? ", batch_first=True" : string.Empty) + (_settings.Dropout == 0 ? string.Empty : $", dropout={LayerText.Float(_settings.Dropout)}")
        + (_settings.Bidirectional ? ", bidirectional=True" : string.Empty);

    private Tensor[] Along(Tensor[] steps, RecurrentWeights weights, bool isReverse, RecurrentState state, List<Tensor> lastHidden, List<Tensor> lastCells)
    {
        var states = new Tensor[steps.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            Interruption.CheckLong();
            int t = isReverse ? steps.Length - 1 - i : i;
            state = Step(weights.OfInput(steps[t]), weights.OfState(state.Hidden), state);
            states[t] = state.Hidden;
        }
        lastHidden.Add(state.Hidden);
        if (state.Cell is not null)
            lastCells.Add(state.Cell);
        return states;
    }

    private Tensor[] States(string layer, string what, Tensor? given, bool isBatched, int rows)
    {
        int count = _weights.Length, size = _settings.HiddenSize;
        if (given is null)
            return [.. Enumerable.Range(0, count).Select(_ => Tensor.Zeros(rows, size))];
        var expected = isBatched ? new Shape(count, rows, size) : new Shape(count, size);
        if (!given.Shape.Equals(expected))
            throw Errors.StateShape(layer, what, expected, given.Shape);
        return [.. Enumerable.Range(0, count).Select(i => isBatched ? given.Select(0, i) : given.Select(0, i).Unsqueeze(0))];
    }

    private RecurrentWeights Make(int index)
    {
        int layer = index / Directions, size = _settings.HiddenSize;
        var weights = new RecurrentWeights(
            layer == 0 ? _settings.InputSize : size * Directions, size, _gates, _settings.Bias, _generator);
        string end = $"_l{layer}{(index % Directions == 1 ? "_reverse" : string.Empty)}";
        _members.AddRange(weights.Members(end));
        return weights;
    }
}

/// <summary>What a recurrent layer carries from step to step.</summary>
internal sealed record RecurrentState(Tensor Hidden, Tensor? Cell);

/// <summary>The weights of one layer in one direction, drawn from U(-1/√hidden, 1/√hidden).</summary>
internal sealed class RecurrentWeights
{
    private readonly Tensor _input, _state;
    private readonly Tensor? _inputBias, _stateBias;

    public RecurrentWeights(int input, int hidden, int gates, bool bias, Generator? generator)
    {
        double bound = 1 / Math.Sqrt(hidden);
        _input = LayerDraws.Within(generator, bound, gates * hidden, input);
        _state = LayerDraws.Within(generator, bound, gates * hidden, hidden);
        if (!bias)
            return;
        _inputBias = LayerDraws.Within(generator, bound, gates * hidden);
        _stateBias = LayerDraws.Within(generator, bound, gates * hidden);
    }

    public Tensor OfInput(Tensor x) => new Operations.Linear(x, _input, _inputBias).Apply();

    public Tensor OfState(Tensor state) => new Operations.Linear(state, _state, _stateBias).Apply();

    /// <summary>The tensors by name.</summary>
    public IEnumerable<Member> Members(string end)
    {
        yield return new("weight_ih" + end, _input, IsParameter: true);
        yield return new("weight_hh" + end, _state, IsParameter: true);
        if (_inputBias is null)
            yield break;
        yield return new("bias_ih" + end, _inputBias, IsParameter: true);
        yield return new("bias_hh" + end, _stateBias, IsParameter: true);
    }
}

/// <summary>A step of each kind.</summary>
internal static class RecurrentSteps
{
    public static Tensor Rnn(Tensor input, Tensor hidden, bool isRelu) => isRelu ? (input + hidden).Relu() : (input + hidden).Tanh();

    public static Tensor Gru(Tensor input, Tensor hidden, Tensor state)
    {
        int size = state.Shape[^1];
        var reset = (Part(input, 0, size) + Part(hidden, 0, size)).Sigmoid();
        var keep = (Part(input, 1, size) + Part(hidden, 1, size)).Sigmoid();
        var made = (Part(input, 2, size) + (reset * Part(hidden, 2, size))).Tanh();
        return ((state - made) * keep) + made;
    }

    public static RecurrentState Lstm(Tensor input, Tensor hidden, RecurrentState state)
    {
        int size = state.Hidden.Shape[^1];
        var gates = input + hidden;
        var (take, keep, give) = (Part(gates, 0, size).Sigmoid(), Part(gates, 1, size).Sigmoid(), Part(gates, 3, size).Sigmoid());
        var cell = (keep * state.Cell!) + (take * Part(gates, 2, size).Tanh());
        return new(give * cell.Tanh(), cell);
    }

    private static Tensor Part(Tensor gates, int index, int size) => gates.Slice(1, index * size, (index + 1) * size);
}
