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
    public LossFunction(string name, Func<Tensor, Tensor, Tensor> compute)
        : this(name, compute, isOwn: false)
    {
    }

    private LossFunction(string name, Func<Tensor, Tensor, Tensor> compute, bool isOwn) => (Name, _compute, IsOwn) = (name, compute, isOwn);

    /// <summary>The names of all losses: Mse, CrossEntropy, ...</summary>
    public static IReadOnlyList<string> Names => [.. s_methods.Value.Select(method => method.Name)];

    /// <summary>What the loss is called.</summary>
    public string Name { get; }

    /// <summary>Whether only the engine's code runs, which keeps no tensor.</summary>
    internal bool IsOwn { get; }

    /// <summary>Whether it is the mean of squared differences, where the shapes are the same.</summary>
    internal bool IsMeanSquaredError => IsOwn && Name == nameof(Loss.Mse);

    /// <summary>The mean squared error.</summary>
    /// <param name="allowBroadcast">Whether prediction and target may have different shapes that broadcast.</param>
    public static LossFunction Mse(bool allowBroadcast = false) =>
        new(nameof(Loss.Mse), (prediction, target) => Loss.Mse(prediction, target, Reduction.Mean, allowBroadcast), isOwn: true);

    /// <summary>The loss of that name, whatever the case, with its usual settings.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="allowBroadcast">Whether prediction and target may have different shapes that broadcast.</param>
    /// <exception cref="InvalidValueException">No loss has the name, or it is to broadcast and can't.</exception>
    public static LossFunction Named(string name, bool allowBroadcast = false)
    {
        var method = Array.Find(s_methods.Value, method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Errors.NoSuchName("loss", name, Names);
        if (method.Name == nameof(Loss.Mse))
            return Mse(allowBroadcast);
        var others = method.GetParameters()[2..];
        if (allowBroadcast && !others.Any(parameter => parameter.Name == AllowBroadcast))
            throw Errors.NeverBroadcasts(method.Name);
        object?[] settings = [.. others.Select(parameter => parameter.Name == AllowBroadcast ? allowBroadcast : parameter.DefaultValue)];
        var invoker = MethodInvoker.Create(method);
        return new(method.Name, (prediction, target) => (Tensor)invoker.Invoke(null, [prediction, target, .. settings])!, isOwn: true);
    }

    /// <summary>The loss, a tensor of one number.</summary>
    public Tensor Compute(Tensor prediction, Tensor target) => _compute(prediction, target);

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static bool IsLoss(MethodInfo method) =>
        method.ReturnType == typeof(Tensor) && method.GetParameters() is [var prediction, var target, .. var others]
        && prediction.ParameterType == typeof(Tensor) && target.ParameterType == typeof(Tensor) && others.All(parameter => parameter.HasDefaultValue);
}
