namespace LinRegPS.Training;

/// <summary>
/// What one epoch of training did. Loss and gradients are those computed in the epoch, from the parameters before its
/// step; the parameters are those after it.
/// </summary>
public sealed class TrainingRecord : IComparable
{
    // Written out: reflection would take a fifth of a first training's time.
    private static readonly string[] s_members =
    [
        nameof(Epoch), nameof(Loss), nameof(Elapsed), nameof(LearningRate), nameof(Stopped), nameof(GetParameterNames), nameof(GetParameter), nameof(GetGradient),
        nameof(Equals), nameof(GetHashCode), nameof(GetType), nameof(ToString), "get_" + nameof(Epoch), "get_" + nameof(Loss), "get_" + nameof(Elapsed),
    ];

    internal TrainingRecord(int epoch, float loss, TimeSpan elapsed, IReadOnlyList<ModelParameter> parameters, double? learningRate)
    {
        LearningRate = learningRate;
        Epoch = epoch;
        Loss = loss;
        Elapsed = elapsed;
        Parameters = [.. parameters.Select(p => new ParameterSnapshot(p))];
    }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The loss, times the loss scale.</summary>
    public float Loss { get; }

    /// <summary>The time since training began.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>
    /// The learning rate, of the first parameter group and the epoch's first step, where a schedule changes it; else null. Not public: the module
    /// gives it a property where there is one.
    /// </summary>
    internal double? LearningRate { get; }

    /// <summary>Why the training ended with this epoch, where it was before the last. Not public: the module gives it a property where it is so.</summary>
    internal string? Stopped { get; init; }

    /// <summary>What observers add. Not public: the module gives each a property of its own name.</summary>
    internal IReadOnlyList<RecordColumn> Columns { get; init; } = [];

    /// <summary>Copies of the parameters and their gradients. Not public: the module gives each a property of its own name.</summary>
    internal IReadOnlyList<ParameterSnapshot> Parameters { get; }

    /// <summary>A parameter by the name that it has in a record.</summary>
    internal static ModelParameter Rename(ModelParameter parameter) => IsTaken(parameter.Name)
        ? new ModelParameter("parameter." + parameter.Name, parameter.Value)
        : parameter;

    /// <summary>Whether a record has a column or a member of that name besides the parameters.</summary>
    internal static bool IsTaken(string name)
    {
        foreach (string member in s_members)
        {
            if (member.Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>
    /// The names of the parameters, in the model's order. A parameter named as one of the record's own members, as Loss or
    /// Epoch, is called <c>parameter.Loss</c>, so that neither hides the other.
    /// </summary>
    public IEnumerable<string> GetParameterNames() => Parameters.Select(p => p.Name);

    /// <summary>A parameter's value after the epoch's step.</summary>
    /// <exception cref="InvalidValueException">The record has no parameter of that name.</exception>
    public Tensor GetParameter(string name) => Find(name).Value;

    /// <summary>A parameter's gradient in the epoch, or null where the loss did not reach it.</summary>
    /// <exception cref="InvalidValueException">The record has no parameter of that name.</exception>
    public Tensor? GetGradient(string name) => Find(name).Gradient;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"epoch {Epoch}, loss {Loss}");

    // By epoch, then by loss and parameters: 0 for a record of the same numbers. Time does not count. No name that a parameter can have.
    int IComparable.CompareTo(object? obj)
    {
        if (obj is not TrainingRecord other)
            return 1;
        int order = Epoch.CompareTo(other.Epoch);
        if (order == 0)
            order = Loss.CompareTo(other.Loss);
        return order != 0 ? order : ModelParameter.Compare([.. Parameters.SelectMany(Numbers)], [.. other.Parameters.SelectMany(Numbers)]);

        static IEnumerable<ModelParameter> Numbers(ParameterSnapshot parameter) => parameter.Gradient is { } gradient
            ? [new(parameter.Name, parameter.Value), new(parameter.Name, gradient)]
            : [new(parameter.Name, parameter.Value)];
    }

    private ParameterSnapshot Find(string name) =>
        Parameters.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw Errors.NoSuchParameter(name, GetParameterNames());
}

/// <summary>A parameter as it was at one time.</summary>
internal sealed class ParameterSnapshot(ModelParameter parameter)
{
    public string Name { get; } = parameter.Name;

    public Tensor Value { get; } = parameter.Value.Copy();

    public Tensor? Gradient { get; } = parameter.Gradient?.Copy();
}
