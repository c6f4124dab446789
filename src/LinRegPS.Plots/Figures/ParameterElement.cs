using System.Globalization;

namespace LinRegPS.Plots.Figures;

/// <summary>One number that a model learns.</summary>
/// <param name="Parameter">The parameter that it is of.</param>
/// <param name="Index">Its place in it, row by row.</param>
internal sealed record ParameterElement(ModelParameter Parameter, int Index)
{
    /// <summary>What it is called: weight, or weight[1] where there are several.</summary>
    public string Name => Parameter.Value.Numel == 1 ? Parameter.Name : FormattableString.Invariant($"{Parameter.Name}[{Index}]");

    /// <summary>The two numbers of a model: those of these names, or all that it learns.</summary>
    public static (ParameterElement First, ParameterElement Second) Two(Module model, IReadOnlyList<string>? names)
    {
        var all = model.NamedParameters();
        var elements = names is null
            ? all.SelectMany(parameter => Enumerable.Range(0, Math.Min(parameter.Value.Numel, 3)).Select(i => new ParameterElement(parameter, i))).ToList()
            : names.Select(name => Find(all, name)).ToList();
        if (elements is not [var first, var second] || first == second)
            throw PlotErrors.NotTwoParameters(model.GetType().Name, all.Select(parameter => parameter.ToString()), "Name two numbers of it: weight, or weight[0] of several.");
        return (first, second);
    }

    private static ParameterElement Find(IReadOnlyList<ModelParameter> all, string name)
    {
        int bracket = name.EndsWith(']') ? name.LastIndexOf('[') : -1, index = 0;
        bool hasIndex = bracket > 0 && int.TryParse(name.AsSpan(bracket + 1, name.Length - bracket - 2), NumberStyles.None, CultureInfo.InvariantCulture, out index);
        string of = hasIndex ? name[..bracket] : name;
        var parameter = all.FirstOrDefault(p => p.Name.Equals(of, StringComparison.OrdinalIgnoreCase));
        return parameter is not null && index < parameter.Value.Numel && (hasIndex || parameter.Value.Numel == 1)
            ? new ParameterElement(parameter, index)
            : throw Errors.NoSuchName("parameter of one number", name, all.SelectMany(p => p.Value.Numel == 1 ? [p.Name] : Enumerable.Range(0, Math.Min(p.Value.Numel, 3)).Select(i => FormattableString.Invariant($"{p.Name}[{i}]"))));
    }
}
