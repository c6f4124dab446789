using System.Collections;

namespace LinRegPS;

// What a model holds: parameters, buffers, and whether it trains.
public abstract partial class Module
{
    /// <summary>Whether the model is being trained: some layers, as <see cref="Dropout"/>, do something else then.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>
    /// All parameters of this model and the models in it, frozen ones too, each once, in the order of the properties.
    /// </summary>
    public IReadOnlyList<ModelParameter> NamedParameters() => new ModuleContents(this).Tensors(areParameters: true);

    /// <summary>All tensors that the model keeps and training does not change by a gradient; torch's named_buffers.</summary>
    public IReadOnlyList<ModelParameter> NamedBuffers() => new ModuleContents(this).Tensors(areParameters: false);

    /// <summary>All parameters' tensors; torch's parameters().</summary>
    public IReadOnlyList<Tensor> Parameters() => NamedParameters().Select(p => p.Value).ToArray();

    /// <summary>Sets this model and the models in it to train, or not; torch's train. Gives the model.</summary>
    public Module Train(bool mode = true)
    {
        foreach (var module in new ModuleContents(this).Modules)
            module.Training = mode;
        return this;
    }

    /// <summary>Sets this model and the models in it to be used rather than trained; torch's eval. Gives the model.</summary>
    public Module Eval() => Train(false);

    /// <summary>
    /// Copies of all parameters and buffers by name, for <see cref="LoadStateDict"/>; torch's state_dict, but that what
    /// training changes later does not show. What is held twice is there under both names.
    /// </summary>
    /// <exception cref="InvalidValueException">Two tensors have the same name.</exception>
    public OrderedDictionary<string, Tensor> StateDict()
    {
        var state = new OrderedDictionary<string, Tensor>();
        foreach (var entry in new ModuleContents(this, byAllNames: true).State)
        {
            if (!state.TryAdd(entry.Name, entry.Value.Copy()))
                throw Errors.SameName(GetType().Name, entry.Name);
        }
        return state;
    }

    /// <summary>Takes over parameters and buffers, in place; torch's load_state_dict. Of what is held under several names one is enough.</summary>
    /// <param name="stateDict">Tensors by name.</param>
    /// <param name="strict">Whether names that are missing, or that the model does not have, are an error.</param>
    /// <exception cref="InvalidValueException">
    /// A shape or, where strict, a name that does not fit, or different values for one tensor; the message lists all, and nothing is loaded.
    /// </exception>
    public void LoadStateDict(IDictionary stateDict, bool strict = true)
    {
        var mine = new ModuleContents(this, byAllNames: true).State.ToList();
        var problems = new List<string>();
        var loaded = new Dictionary<object, (string Name, Tensor Target, Tensor Source)>(ReferenceEqualityComparer.Instance);
        var named = new HashSet<object>(mine.Where(entry => stateDict.Contains(entry.Name)).Select(entry => entry.Value), ReferenceEqualityComparer.Instance);
        foreach (var entry in mine)
        {
            object? given = WrapperAttribute.Unwrap(stateDict[entry.Name]);
            if (given is Tensor source && source.Shape.Equals(entry.Shape))
            {
                if (!loaded.TryAdd(entry.Value, (entry.Name, entry.Value, source)) && !loaded[entry.Value].Source.Equals(source))
                    problems.Add($"{loaded[entry.Value].Name} and {entry.Name} differ, but are one tensor here");
            }
            else if (given is Tensor other)
                problems.Add($"{entry.Name} of shape {other.Shape}, not {entry.Shape}");
            else if (given is not null)
                problems.Add($"{entry.Name} is no tensor, but '{given}' ({given.GetType().Name})");
            else if (strict && !named.Contains(entry.Value))
                problems.Add($"missing {entry.Name}");
        }
        if (strict)
            problems.AddRange(stateDict.Keys.Cast<object>().Select(key => $"{key}").Except(mine.Select(entry => entry.Name)).Select(name => $"unexpected {name}"));
        if (problems.Count > 0)
            throw Errors.StateMismatch(GetType().Name, problems);
        foreach (var (_, target, source) in loaded.Values)
        {
            Watcher.Current?.Loaded(target);
            target.Replace(source);
        }
    }

    /// <summary>Not training until the result is disposed; then each model in it is as it was.</summary>
    internal Evaluation Evaluating()
    {
        var training = new ModuleContents(this).Modules.Where(module => module.Training).ToList();
        training.ForEach(module => module.Training = false);
        return new Evaluation(training);
    }

    /// <summary>A layer in it that is set to train, and then computes otherwise; null where there is none.</summary>
    internal string? TrainingLayer() => new ModuleContents(this).Modules
        .FirstOrDefault(module => module.Training && module is BatchNorm or Dropout { Probability: > 0 })?.GetType().Name;

    /// <summary>Where this model, without the models in it, draws random numbers from.</summary>
    internal virtual Generator? Draws => null;

    /// <summary>All that the model and the models in it draw from, each once, in the order in which they are found.</summary>
    internal IEnumerable<Generator> Generators() => new ModuleContents(this).Modules.Select(module => module.Draws).OfType<Generator>().Distinct();

    /// <summary>What puts back all that the model draws from, so that it will draw the same again.</summary>
    internal Action SaveDraws()
    {
        var saved = Generators().Select(generator => (Generator: generator, Source: generator.Source.Copy())).ToList();
        return () => saved.ForEach(item => item.Generator.Source = item.Source);
    }

    /// <summary>The span of <see cref="Evaluating"/>.</summary>
    internal readonly struct Evaluation(List<Module> training) : IDisposable
    {
        /// <summary>Sets those that were training back to it.</summary>
        public void Dispose() => training.ForEach(module => module.Training = true);
    }
}
