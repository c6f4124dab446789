using System.Collections;
using System.Reflection;

namespace LinRegPS;

// What makes an optimizer go on where another stopped, and how it is found by its name.
public abstract partial class Optimizer
{
    private const string StateKey = "state", SettingsKey = "settings", GroupsKey = "param_groups", ParametersKey = "params", StepKey = "step";
    private static readonly Lazy<Type[]> s_methods = new(() => [.. typeof(Optimizer).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Optimizer)) && !type.IsAbstract)
        .OrderBy(type => type.Name, StringComparer.Ordinal)]);

    /// <summary>The names of all methods: Adam, Sgd, ...</summary>
    public static IReadOnlyList<string> Names => [.. s_methods.Value.Select(type => type.Name)];

    /// <summary>The optimizer of that name, whatever the case, with its usual settings.</summary>
    /// <exception cref="InvalidValueException">No method has the name, the model has no parameters, or the rate is no rate.</exception>
    public static Optimizer Named(string name, Module model, double learningRate)
    {
        var type = Array.Find(s_methods.Value, type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Errors.NoSuchName("optimizer", name, Names);
        return (Optimizer)type.GetConstructor([typeof(Module), typeof(double)])!
            .Invoke(BindingFlags.DoNotWrapExceptions, null, [model, learningRate], null);
    }

    /// <summary>
    /// Copies of all that <see cref="LoadStateDict"/> needs; torch's state_dict. <c>state</c>: for each parameter that was
    /// stepped, by name, its <c>step</c> and what the method keeps, of the parameter's shape (<c>exp_avg</c>);
    /// <c>settings</c>; <c>param_groups</c>: for each group its parameters' names and its own rates.
    /// </summary>
    public OrderedDictionary<string, object> StateDict()
    {
        var state = new OrderedDictionary<string, OrderedDictionary<string, Tensor>>();
        foreach (var (name, kept) in Kept())
        {
            if (kept.Steps > 0)
                state[name] = kept.ToDictionary();
        }
        return new() { [StateKey] = state, [SettingsKey] = ReadSettings(), [GroupsKey] = _groups.Select(Describe).ToArray() };
    }

    /// <summary>Goes on where the optimizer that gave <see cref="StateDict"/> was; torch's load_state_dict.</summary>
    /// <exception cref="InvalidValueException">
    /// A state of other parameters, shapes or another method; the message names what differs, and nothing is changed.
    /// </exception>
    public void LoadStateDict(IDictionary stateDict)
    {
        var problems = new List<string>();
        var groups = (stateDict[GroupsKey] as IEnumerable)?.Cast<object>().Select(group => group as IDictionary).ToArray() ?? [];
        if (stateDict[SettingsKey] is not IDictionary settings || stateDict[StateKey] is not IDictionary state)
            throw Errors.StateMismatch(GetType().Name, [$"{StateKey}, {SettingsKey} and {GroupsKey} are needed; there are {string.Join(", ", stateDict.Keys.Cast<object>())}"]);
        if (groups.Length != _groups.Length)
            problems.Add($"{groups.Length} parameter groups, not {_groups.Length}");
        foreach (var (mine, given) in _groups.Zip(groups))
        {
            string[] names = given?[ParametersKey] as string[] ?? [];
            if (!names.SequenceEqual(mine.Parameters.Select(p => p.Name)))
                problems.Add($"a group of {string.Join(", ", names)}, not of {string.Join(", ", mine.Parameters.Select(p => p.Name))}");
        }
        var before = ReadSettings();
        try
        {
            // What is kept depends on the settings.
            WriteSettings(settings, problems);
            var loaded = Kept().Select(kept => (kept.State, Read(kept.Name, kept.State, state, problems))).ToList();
            problems.AddRange(state.Keys.Cast<object>().Except(Kept().Select(kept => kept.Name)).Select(name => $"unexpected {name}"));
            if (problems.Count > 0)
                throw Errors.StateMismatch(GetType().Name, problems);
            foreach (var (kept, (steps, values)) in loaded)
                kept.Set(steps, values);
        }
        catch (LinRegException)
        {
            WriteSettings(before, problems);
            throw;
        }
        foreach (var (mine, given) in _groups.Zip(groups))
        {
            mine.LearningRate = given![nameof(mine.LearningRate)] as double?;
            mine.WeightDecay = given[nameof(mine.WeightDecay)] as double?;
        }
    }

    private static OrderedDictionary<string, object?> Describe(ParameterGroup group) => new()
    {
        [nameof(group.LearningRate)] = group.LearningRate,
        [nameof(group.WeightDecay)] = group.WeightDecay,
        [ParametersKey] = group.Parameters.Select(p => p.Name).ToArray(),
    };

    // Each parameter's state under a name that no other has.
    private IEnumerable<(string Name, ParameterState State)> Kept() => _groups.Index().SelectMany(group => group.Item.States
        .Select(state => (_groups.Length == 1 ? state.Parameter.Name : $"{group.Index}.{state.Parameter.Name}", state)));

    private (int Steps, List<(string, Tensor)> Values) Read(string name, ParameterState kept, IDictionary all, List<string> problems)
    {
        var values = new List<(string, Tensor)>();
        if (!all.Contains(name))
            return (0, values);
        var state = all[name] as IDictionary ?? new Dictionary<string, Tensor>();
        problems.AddRange(state.Keys.Cast<object>().Except(StateNames.Append(StepKey)).Select(key => $"unexpected {name}.{key}"));
        foreach (string key in StateNames.Append(StepKey))
        {
            if (state[key] is not Tensor value)
                problems.Add($"missing {name}.{key}");
            else if (value.Shape is var shape && !shape.Equals(key == StepKey ? Shape.Scalar : kept.Parameter.Shape))
                problems.Add($"{name}.{key} of shape {shape}, not {(key == StepKey ? Shape.Scalar : kept.Parameter.Shape)}");
            else if (key != StepKey)
                values.Add((key, value));
        }
        return (state[StepKey] is Tensor { Numel: 1 } step ? (int)step.Data[0] : 0, values);
    }

    // The settings are the public properties that can be set.
    private static IEnumerable<PropertyInfo> Settings(Type type) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(property => property.SetMethod is { IsPublic: true });

    private OrderedDictionary<string, object> ReadSettings()
    {
        var settings = new OrderedDictionary<string, object>();
        foreach (var property in Settings(GetType()))
            settings[property.Name] = property.GetValue(this)!;
        return settings;
    }

    private void WriteSettings(IDictionary settings, List<string> problems)
    {
        foreach (var property in Settings(GetType()))
        {
            if (settings[property.Name] is { } value && value.GetType() == property.PropertyType)
                property.SetValue(this, value, BindingFlags.DoNotWrapExceptions, null, null, null);
            else
                problems.Add($"missing setting {property.Name}");
        }
    }
}
