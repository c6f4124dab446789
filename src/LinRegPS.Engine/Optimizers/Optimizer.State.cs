using System.Collections;
using System.Globalization;
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
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="model">What to step.</param>
    /// <param name="learningRate">The size of a step; PyTorch's default where null.</param>
    /// <exception cref="InvalidValueException">No method has the name, the model has no parameters, or the rate is no rate, or is needed.</exception>
    public static Optimizer Named(string name, Module model, double? learningRate = null) => Make(name, typeof(Module), Errors.Given(model, nameof(Optimizer)), learningRate);

    /// <summary>The same for parameters.</summary>
    /// <exception cref="InvalidValueException">No method has the name, there are no parameters, one is given twice, or the rate is no rate, or is needed.</exception>
    public static Optimizer Named(string name, Tensor[] parameters, double? learningRate = null) => Make(name, typeof(Tensor[]), Errors.Given(parameters, nameof(Optimizer)), learningRate);

    /// <summary>The same for parameters that have names; where one name is there twice, all have their number before it, by which a state dictionary tells them apart.</summary>
    /// <exception cref="InvalidValueException">No method has the name, there are no parameters, one is given twice, or the rate is no rate, or is needed.</exception>
    /// <exception cref="AutogradException">The result of an operation, which is no parameter.</exception>
    public static Optimizer Named(string name, IReadOnlyList<ModelParameter> parameters, double? learningRate = null)
    {
        bool areUnique = Errors.Given(parameters, nameof(Optimizer)).Select(p => p.Name).Distinct(StringComparer.Ordinal).Count() == parameters.Count;
        var optimizer = Make(name, typeof(Tensor[]), parameters.Select(p => p.Value).ToArray(), learningRate);
        optimizer._groups = [];
        optimizer.AddParameterGroup(new ParameterGroup(areUnique ? parameters : [.. parameters.Select((p, i) => new ModelParameter($"{i}.{p.Name}", p.Value))], isNamed: true));
        return optimizer;
    }

    /// <summary>The class of that name.</summary>
    internal static Type? Find(string name) => Array.Find(s_methods.Value, type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static Optimizer Make(string name, Type kind, object parameters, double? learningRate)
    {
        var type = Find(name) ?? throw Errors.NoSuchName("optimizer", name, Names);
        var constructor = type.GetConstructor([kind, typeof(double)])!;
        object rate = learningRate ?? constructor.GetParameters()[1].DefaultValue switch
        {
            double usual => usual,
            _ => throw Errors.NoUsualRate(type.Name),
        };
        return (Optimizer)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [parameters, rate], null);
    }

    /// <summary>Changes settings, by the names of their properties, whatever the case.</summary>
    /// <exception cref="InvalidValueException">The method has no setting of a name, a value is of the wrong kind or range, or they do not go together.</exception>
    public void Set(IDictionary settings)
    {
        Exchange(Fitting(settings));
        CheckSettings();
    }

    /// <summary>
    /// Copies of all that <see cref="LoadStateDict"/> needs; torch's state_dict. <c>state</c>: for each parameter that was
    /// stepped, by name, its <c>step</c> and what the method keeps, of the parameter's shape (<c>exp_avg</c>);
    /// <c>settings</c>; <c>param_groups</c>: for each group its parameters' names and its own rates.
    /// </summary>
    public virtual OrderedDictionary<string, object> StateDict()
    {
        var state = new OrderedDictionary<string, OrderedDictionary<string, Tensor>>();
        foreach (var (name, kept, _) in Kept())
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
        // A file's dictionaries are of other types, and a language may have wrapped what is in them.
        stateDict = WrapperAttribute.UnwrapAll(stateDict);
        var problems = new List<string>();
        var groups = (stateDict[GroupsKey] as IEnumerable)?.Cast<object>().Select(group => group as IDictionary).ToArray() ?? [];
        if (stateDict[SettingsKey] is not IDictionary settings || stateDict[StateKey] is not IDictionary state)
            throw Errors.StateMismatch(GetType().Name, [$"{StateKey}, {SettingsKey} and {GroupsKey} are needed; there are {string.Join(", ", stateDict.Keys.Cast<object>())}"]);
        if (groups.Length != _groups.Length)
            problems.Add($"{groups.Length} parameter groups, not {_groups.Length}");
        foreach (var (mine, given) in _groups.Zip(groups))
        {
            string[] names = [.. (given?[ParametersKey] as IEnumerable)?.Cast<object>().Select(name => $"{name}") ?? []];
            if (!names.SequenceEqual(mine.Parameters.Select(p => p.Name)))
                problems.Add($"a group of {string.Join(", ", names)}, not of {string.Join(", ", mine.Parameters.Select(p => p.Name))}");
        }
        var before = ReadSettings();
        var ownBefore = Array.ConvertAll(_groups, group => group.Own);
        try
        {
            // What is kept depends on the settings.
            WriteSettings(settings, problems);
            foreach (var (mine, given) in _groups.Zip(groups))
                TakeOwn(mine, given?[SettingsKey] as IDictionary);
            var loaded = Kept().Select(kept => (kept.State, Read(kept.Name, kept.State, kept.Group, state, problems))).ToList();
            problems.AddRange(state.Keys.Cast<object>().Except(Kept().Select(kept => kept.Name)).Select(name => $"unexpected {name}"));
            var takeMore = ReadMore(stateDict, problems);
            if (problems.Count > 0)
                throw Errors.StateMismatch(GetType().Name, problems);
            foreach (var (kept, (steps, values)) in loaded)
                kept.Set(steps, values);
            takeMore?.Invoke();
        }
        catch (LinRegException)
        {
            WriteSettings(before, problems);
            foreach (var (mine, own) in _groups.Zip(ownBefore))
                mine.Own = own;
            throw;
        }
        foreach (var (mine, given) in _groups.Zip(groups))
        {
            mine.LearningRate = given![nameof(mine.LearningRate)] as double?;
            mine.WeightDecay = given[nameof(mine.WeightDecay)] as double?;
        }
    }

    /// <summary>Reads what a method keeps besides, and gives what takes it over.</summary>
    private protected virtual Action? ReadMore(IDictionary stateDict, List<string> problems) => null;

    // A number of any kind, where it is one of the kind that is wanted.
    private static object? Fit(object? given, Type wanted)
    {
        if (given is null or Enum || Type.GetTypeCode(given.GetType()) is not (>= TypeCode.SByte and <= TypeCode.Decimal))
            return given;
        double number = Convert.ToDouble(given, CultureInfo.InvariantCulture);
        return wanted == typeof(double) ? number : wanted == typeof(int) && number == (int)number ? (int)number : given;
    }

    /// <summary>A setting that is a number.</summary>
    internal static double Number(string name, object? given) =>
        Fit(given, typeof(double)) as double? ?? throw Errors.SettingKind(nameof(ParameterGroup), name, typeof(double), given);

    private static OrderedDictionary<string, object?> Describe(ParameterGroup group)
    {
        var described = new OrderedDictionary<string, object?>
        {
            [nameof(group.LearningRate)] = group.LearningRate,
            [nameof(group.WeightDecay)] = group.WeightDecay,
            [ParametersKey] = group.Parameters.Select(p => p.Name).ToArray(),
        };
        if (group.Own is not null)
            described[SettingsKey] = group.OwnByName();
        return described;
    }

    // Each parameter's state under a name that no other has.
    private IEnumerable<(string Name, ParameterState State, ParameterGroup Group)> Kept() => _groups.Index().SelectMany(group => group.Item.States
        .Select(state => (_groups.Length == 1 ? state.Parameter.Name : $"{group.Index}.{state.Parameter.Name}", state, group.Item)));

    private (int Steps, List<(string, Tensor)> Values) Read(string name, ParameterState kept, ParameterGroup group, IDictionary all, List<string> problems)
    {
        using var own = Of(group);
        var values = new List<(string, Tensor)>();
        if (!all.Contains(name))
            return (0, values);
        var state = all[name] as IDictionary ?? new Dictionary<string, Tensor>();
        problems.AddRange(state.Keys.Cast<object>().Except(StateNames.Append(StepKey)).Select(key => $"unexpected {name}.{key}"));
        foreach (string key in StateNames.Append(StepKey))
        {
            if (state[key] is not Tensor value)
                problems.Add($"missing {name}.{key}");
            else if (ShapeOf(key, kept) is var shape && !shape.Equals(value.Shape))
                problems.Add($"{name}.{key} of shape {value.Shape}, not {shape}");
            else if (key != StepKey)
                values.Add((key, value));
        }
        return (state[StepKey] is Tensor { Numel: 1 } step ? (int)step.Data[0] : 0, values);
    }

    private Shape ShapeOf(string key, ParameterState kept) =>
        key == StepKey || NumberNames.Contains(key) ? Shape.Scalar : kept.Parameter.Shape;

    /// <summary>The settings of a method: its public properties that can be set.</summary>
    internal static IEnumerable<PropertyInfo> Settings(Type type) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(property => property.SetMethod is { IsPublic: true });

    private IEnumerable<PropertyInfo> Settings() => Settings(GetType()).Where(property =>
        (TakesWeightDecay || property.Name != nameof(WeightDecay)) && (TakesMaximize || property.Name != nameof(Maximize)));

    private OrderedDictionary<string, object> ReadSettings()
    {
        var settings = new OrderedDictionary<string, object>();
        foreach (var property in Settings())
            settings[property.Name] = property.GetValue(this)!;
        return settings;
    }

    private void WriteSettings(IDictionary settings, List<string> problems)
    {
        foreach (var property in Settings())
        {
            if (settings[property.Name] is { } value && value.GetType() == property.PropertyType)
                property.SetValue(this, value, BindingFlags.DoNotWrapExceptions, null, null, null);
            else
                problems.Add($"missing setting {property.Name}");
        }
    }
}
