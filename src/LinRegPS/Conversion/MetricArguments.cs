using System.Collections;
using System.Globalization;
using System.Management.Automation;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>Metrics from what people type: names, and script blocks by the name that they are to have.</summary>
internal static class MetricArguments
{
    /// <summary>The metrics that arguments stand for.</summary>
    /// <param name="arguments">Names of [LinRegPS.Metric], metric objects, and hashtables of name = { param($prediction, $target) ... }.</param>
    /// <param name="threshold">Above it one score alone means class 1.</param>
    public static IReadOnlyList<MetricFunction> Read(IEnumerable<object?> arguments, double threshold)
    {
        var metrics = new List<MetricFunction>();
        foreach (object? argument in arguments)
        {
            switch (Wrapping.Unwrap(argument))
            {
                case MetricFunction metric:
                    metrics.Add(metric);
                    break;
                case IDictionary named:
                    foreach (DictionaryEntry entry in named)
                        metrics.Add(OfScript($"{entry.Key}", Wrapping.Unwrap(entry.Value)));
                    break;
                case string name:
                    metrics.Add(MetricFunction.Named(name, threshold));
                    break;
                case var other:
                    throw CallErrors.NotAMetric(other);
            }
        }
        return metrics;
    }

    /// <summary>Above which score one alone means class 1, where nobody says: a logit above 0, a probability above a half.</summary>
    /// <param name="loss">The name of the loss, which tells which of them the model gives.</param>
    public static double UsualThreshold(string loss) => loss.EndsWith("WithLogits", StringComparison.OrdinalIgnoreCase) ? 0 : 0.5;

    private static MetricFunction OfScript(string name, object? value) => value is ScriptBlock script
        ? new(name, (prediction, target) => Number(name, script.InvokeReturnAsIs(prediction, target)))
        : throw CallErrors.NotAMetric(value);

    private static double Number(string name, object? result) => Wrapping.Unwrap(result) switch
    {
        Tensor { Numel: 1 } one => one.Item(),
        bool or null or Tensor => throw CallErrors.MetricResult(name, Wrapping.Unwrap(result)),
        IConvertible and not string and var number => Convert.ToDouble(number, CultureInfo.InvariantCulture),
        var other => throw CallErrors.MetricResult(name, other),
    };
}
