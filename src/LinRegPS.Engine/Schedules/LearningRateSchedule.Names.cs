using System.Collections;
using System.Reflection;

namespace LinRegPS;

// How a schedule is found and made by its name.
public abstract partial class LearningRateSchedule
{
    private static readonly Lazy<Type[]> s_kinds = new(() => [.. typeof(LearningRateSchedule).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(LearningRateSchedule)) && !type.IsAbstract)
        .OrderBy(type => type.Name, StringComparer.Ordinal)]);

    /// <summary>The names of all schedules: CosineAnnealingLR, StepLR, ...</summary>
    public static IReadOnlyList<string> Names => [.. s_kinds.Value.Select(type => type.Name)];

    /// <summary>The schedule of that name, whatever the case.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="optimizer">Whose rates change.</param>
    /// <param name="settings">The other parameters of the constructor, by name; those with a default may be left out.</param>
    /// <exception cref="InvalidValueException">No schedule has the name or a setting, a setting is missing or of the wrong kind, or out of range.</exception>
    public static LearningRateSchedule Named(string name, Optimizer optimizer, IDictionary? settings = null)
    {
        Errors.Given(optimizer, nameof(LearningRateSchedule));
        var constructor = Constructor(name);
        string kind = constructor.DeclaringType!.Name;
        var parameters = constructor.GetParameters();
        var given = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (object key in settings?.Keys ?? Array.Empty<object>())
            given[$"{key}"] = WrapperAttribute.Unwrap(settings![key]);
        if (given.Keys.FirstOrDefault(key => !Settings(constructor).Any(p => p.Name!.Equals(key, StringComparison.OrdinalIgnoreCase))) is { } unknown)
            throw Errors.NoSuchSetting(kind, unknown, Settings(constructor).Select(Title));
        object?[] arguments = [.. parameters.Select(parameter =>
            parameter.ParameterType == typeof(Optimizer) ? optimizer
            : !given.TryGetValue(parameter.Name!, out object? value) ? parameter.HasDefaultValue ? parameter.DefaultValue : throw Errors.ScheduleArgument(kind, Title(parameter))
            : parameter.ParameterType.IsInstanceOfType(value) ? value
            : value is IConvertible and not string && Nullable.GetUnderlyingType(parameter.ParameterType) is null && parameter.ParameterType == typeof(double) ? Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)
            : value is double rate && parameter.ParameterType == typeof(double[]) ? new[] { rate }
            : throw Errors.SettingKind(kind, Title(parameter), parameter.ParameterType, value))];
        return (LearningRateSchedule)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    /// <summary>The names and types of the settings of a schedule; none where no schedule has the name.</summary>
    internal static IEnumerable<(string Name, Type Type)> SettingsOf(string name) =>
        Names.Contains(name, StringComparer.OrdinalIgnoreCase) ? Settings(Constructor(name)).Select(p => (Title(p), p.ParameterType)) : [];

    /// <summary>The constructor of the schedule of that name.</summary>
    /// <exception cref="InvalidValueException">No schedule has the name.</exception>
    internal static ConstructorInfo Constructor(string name) =>
        (Array.Find(s_kinds.Value, type => type.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw Errors.NoSuchName("schedule", name, Names))
        .GetConstructors()[0];

    /// <summary>What can be set: the parameters of the constructor but for the optimizer.</summary>
    internal static IEnumerable<ParameterInfo> Settings(ConstructorInfo constructor) =>
        constructor.GetParameters().Where(parameter => parameter.ParameterType != typeof(Optimizer));

    /// <summary>A setting as messages and parameters of cmdlets call it.</summary>
    internal static string Title(ParameterInfo parameter) => char.ToUpperInvariant(parameter.Name![0]) + parameter.Name[1..];
}
