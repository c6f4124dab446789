using System.Reflection;

namespace LinRegPS;

/// <summary>A metric as a test or a training takes it: a prediction and its target make one number. Found by name among <see cref="Metric"/>.</summary>
/// <param name="name">What the metric is called, in records too.</param>
/// <param name="compute">Gives the number.</param>
public sealed class MetricFunction(string name, Func<Tensor, Tensor, double?> compute)
{
    private const string Threshold = "threshold";

    private static readonly Lazy<MethodInfo[]> s_methods = new(() => [.. typeof(Metric).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => method.ReturnType == typeof(double)).OrderBy(method => method.Name, StringComparer.Ordinal)]);

    private readonly Func<Tensor, Tensor, double?> _compute = Errors.Given(compute, nameof(MetricFunction));

    /// <summary>The names of all metrics: Accuracy, Auc, ...</summary>
    public static IReadOnlyList<string> Names => [.. s_methods.Value.Select(method => method.Name)];

    /// <summary>What the metric is called.</summary>
    public string Name { get; } = name;

    /// <summary>The metric of that name, whatever the case.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="threshold">Above it one score alone means class 1, for those that tell classes.</param>
    /// <exception cref="InvalidValueException">No metric has the name.</exception>
    public static MetricFunction Named(string name, double threshold = 0.5)
    {
        var method = Array.Find(s_methods.Value, method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw Errors.NoSuchName("metric", name, Names);
        object?[] settings = [.. method.GetParameters()[2..].Select(p => p.Name == Threshold ? threshold : p.DefaultValue)];
        var invoker = MethodInvoker.Create(method);
        return new(method.Name, (prediction, target) => (double)invoker.Invoke(null, [prediction, target, .. settings])!);
    }

    /// <summary>The metric's number.</summary>
    /// <exception cref="InvalidValueException">A function of one's own gives nothing.</exception>
    public double Compute(Tensor prediction, Tensor target) => _compute(prediction, target) ?? throw Errors.Null(Name, "what the metric gives");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
