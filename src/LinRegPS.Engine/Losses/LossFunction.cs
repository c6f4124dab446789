using System.Collections;
using System.Globalization;
using System.Reflection;

namespace LinRegPS;

/// <summary>A loss as a training takes it: a prediction and its target make one number. Found by name among <see cref="Loss"/>.</summary>
public sealed class LossFunction
{
    private const string AllowBroadcast = "allowBroadcast";
    private static readonly Lazy<MethodInfo[]> s_methods = new(() => [.. typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(IsLoss).OrderBy(method => method.Name, StringComparer.Ordinal)]);

    private readonly Func<Tensor, Tensor, Tensor> _compute;

    /// <summary>A loss of one's own.</summary>
    public LossFunction(string name, Func<Tensor, Tensor, object?> compute)
        : this(name, Checked(name, Errors.Given(compute, nameof(LossFunction))), isOwn: false)
    {
    }

    /// <summary>A loss of one's own that a text tells from others of its name.</summary>
    internal LossFunction(string name, Func<Tensor, Tensor, Tensor> compute, string setup)
        : this(name, compute, isOwn: false) => Setup = setup;

    private LossFunction(string name, Func<Tensor, Tensor, Tensor> compute, bool isOwn) => (Name, _compute, IsOwn) = (name, compute, isOwn);

    private static Func<Tensor, Tensor, Tensor> Checked(string name, Func<Tensor, Tensor, object?> compute) =>
        (prediction, target) => FunctionResult.Of(name, compute(prediction, target));

    /// <summary>The names of all losses: Mse, CrossEntropy, ...</summary>
    public static IReadOnlyList<string> Names => [.. s_methods.Value.Select(method => method.Name)];

    /// <summary>What the loss is called.</summary>
    public string Name { get; }

    /// <summary>What its numbers depend on, in words.</summary>
    internal string Setup { get => field ?? Name; private init; }

    /// <summary>Whether only the engine's code runs, which keeps no tensor.</summary>
    internal bool IsOwn { get; }

    /// <summary>What the mean of a prediction and its target divides by, where that is not as many for each row; else null.</summary>
    internal Func<Tensor, Tensor, double>? Weigh { get; private init; }

    /// <summary>Whether it is the mean of squared differences, where the shapes are the same.</summary>
    internal bool IsMeanSquaredError => IsOwn && Name == nameof(Loss.Mse);

    /// <summary>The mean squared error.</summary>
    /// <param name="allowBroadcast">Whether prediction and target may have different shapes that broadcast.</param>
    public static LossFunction Mse(bool allowBroadcast = false) =>
        new(nameof(Loss.Mse), (prediction, target) => Loss.Mse(prediction, target, Reduction.Mean, allowBroadcast), isOwn: true);

    /// <summary>The loss of that name, whatever the case, with its usual settings.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="allowBroadcast">Whether prediction and target may have different shapes that broadcast.</param>
    /// <param name="settings">
    /// Values for others of the method's parameters, by their names whatever the case: labelSmoothing, weight, reduction.
    /// </param>
    /// <exception cref="InvalidValueException">
    /// No loss has the name, it has no such setting or not of such a value, or it is to broadcast and can't.
    /// </exception>
    public static LossFunction Named(string name, bool allowBroadcast = false, IDictionary? settings = null)
    {
        var method = Find(name);
        if (method.Name == nameof(Loss.Mse) && settings is null or { Count: 0 })
            return Mse(allowBroadcast);
        var others = method.GetParameters()[2..];
        if (allowBroadcast && !others.Any(parameter => parameter.Name == AllowBroadcast))
            throw Errors.NeverBroadcasts(method.Name);
        object?[] values = [.. others.Select(parameter => parameter.Name == AllowBroadcast ? allowBroadcast : parameter.DefaultValue)];
        foreach (DictionaryEntry setting in settings ?? new Hashtable())
        {
            int at = Array.FindIndex(others, parameter => parameter.Name!.Equals($"{setting.Key}", StringComparison.OrdinalIgnoreCase));
            if (at < 0)
                throw Errors.NoSuchName($"setting of {method.Name}", $"{setting.Key}", others.Select(parameter => parameter.Name!));
            values[at] = ToSetting(method.Name, others[at], WrapperAttribute.Unwrap(setting.Value));
        }
        var invoker = MethodInvoker.Create(method);
        return new(method.Name, (prediction, target) => (Tensor)invoker.Invoke(null, [prediction, target, .. values])!, isOwn: true)
        {
            Setup = string.Join(", ", others.Select((parameter, i) => (parameter.Name, Value: values[i], parameter.DefaultValue)).Where(setting => !Equals(setting.Value, setting.DefaultValue))
                .Select(setting => FormattableString.Invariant($"{setting.Name} {SettingText(setting.Value)}")).Prepend(method.Name)),
            Weigh = method.Name is nameof(Loss.CrossEntropy) or nameof(Loss.Nll)
                ? ClassCount.Weighing(values.OfType<Tensor>().FirstOrDefault(), values.OfType<int>().FirstOrDefault(ClassCount.Ignored))
                : null,
        };
    }

    /// <summary>
    /// The loss of that name, in which each class counts what its weight says: as the loss's own weight; in the losses of yes and no as the
    /// weight of each element.
    /// </summary>
    /// <param name="name">CrossEntropy, Nll, MultiMargin, BinaryCrossEntropy or BinaryCrossEntropyWithLogits.</param>
    /// <param name="weights">What each class counts.</param>
    /// <exception cref="InvalidValueException">No loss has the name, it knows no classes, or the weights are null.</exception>
    public static LossFunction Weighted(string name, ClassWeights weights)
    {
        Errors.Given(weights, nameof(Weighted));
        string known = Find(name).Name;
        Func<Tensor, Tensor, Tensor> compute = known switch
        {
            nameof(Loss.CrossEntropy) => (prediction, target) => Loss.CrossEntropy(prediction, target, weight: weights.For(prediction)),
            nameof(Loss.Nll) => (prediction, target) => Loss.Nll(prediction, target, weight: weights.For(prediction)),
            nameof(Loss.MultiMargin) => (prediction, target) => Loss.MultiMargin(prediction, target, weight: weights.For(prediction)),
            nameof(Loss.BinaryCrossEntropy) => (prediction, target) => Loss.BinaryCrossEntropy(prediction, target, weight: weights.ForElements(target)),
            nameof(Loss.BinaryCrossEntropyWithLogits) => (prediction, target) => Loss.BinaryCrossEntropyWithLogits(prediction, target, weight: weights.ForElements(target)),
            _ => throw Errors.NoClassWeights(known),
        };
        return new(known, compute, isOwn: true)
        {
            Setup = $"{known} with class weights {weights}",
            Weigh = known is nameof(Loss.CrossEntropy) or nameof(Loss.Nll) ? ClassCount.Weighing(weights.For) : null,
        };
    }

    /// <summary>The names of a loss's settings that are tensors.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="InvalidValueException">No loss has the name.</exception>
    public static IReadOnlyList<string> TensorSettings(string name) =>
        [.. Find(name).GetParameters()[2..].Where(parameter => parameter.ParameterType == typeof(Tensor)).Select(parameter => parameter.Name!)];

    /// <summary>The loss, a tensor of one number.</summary>
    public Tensor Compute(Tensor prediction, Tensor target) => _compute(prediction, target);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static object? SettingText(object? value) => value is Tensor tensor ? string.Join(' ', tensor.ToArray().Select(number => number.ToString("R", CultureInfo.InvariantCulture))) : value;

    /// <summary>What a loss is called here, also by PyTorch's name of its class, as MSELoss and BCEWithLogitsLoss; a name that none has stays.</summary>
    internal static string NameOf(string name)
    {
        const string suffix = "Loss", binary = "BCE";
        string own = name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? name[..^suffix.Length] : name;
        if (own.StartsWith(binary, StringComparison.OrdinalIgnoreCase))
            own = nameof(Loss.BinaryCrossEntropy) + own[binary.Length..];
        return Array.Find(s_methods.Value, method => method.Name.Equals(own, StringComparison.OrdinalIgnoreCase))?.Name ?? name;
    }

    private static MethodInfo Find(string name) =>
        Array.Find(s_methods.Value, method => method.Name.Equals(NameOf(name), StringComparison.OrdinalIgnoreCase)) ?? throw Errors.NoSuchName("loss", name, Names);

    private static object? ToSetting(string loss, ParameterInfo parameter, object? value)
    {
        var type = parameter.ParameterType;
        if (value is null ? !type.IsValueType : type.IsInstanceOfType(value))
            return value;
        try
        {
            return type.IsEnum && value is string text ? Enum.Parse(type, text, ignoreCase: true)
                : value is IConvertible && type.IsPrimitive && Exactly(value, type) is { } converted ? converted
                : throw Errors.LossSetting(loss, parameter.Name!, value, type.Name);
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or OverflowException or ArgumentException)
        {
            throw Errors.LossSetting(loss, parameter.Name!, value, type.Name);
        }
    }

    // Text by the rule for data, without separators of thousands; no fraction is cut off. Null for what is no such number.
    private static object? Exactly(object value, Type type)
    {
        if (type == typeof(bool))
            return value is bool ? value : null;
        double number = value is string text
            ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return type == typeof(int) && number != Math.Floor(number) ? null : Convert.ChangeType(number, type, CultureInfo.InvariantCulture);
    }

    private static bool IsLoss(MethodInfo method) =>
        method.ReturnType == typeof(Tensor) && method.GetParameters() is [var prediction, var target, .. var others]
        && prediction.ParameterType == typeof(Tensor) && target.ParameterType == typeof(Tensor) && others.All(parameter => parameter.HasDefaultValue);
}
