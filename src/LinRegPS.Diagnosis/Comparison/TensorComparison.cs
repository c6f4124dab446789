using System.Globalization;
using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Comparison;

/// <summary>Compares two tensors element by element: to the bit, or within a tolerance.</summary>
public sealed class TensorComparison
{
    private readonly List<int> _differences = [];
    private readonly long _ulp;
    private readonly double _absolute, _relative;
    private readonly bool _exact;

    /// <summary>The comparison of two tensors.</summary>
    /// <param name="actual">What is there.</param>
    /// <param name="expected">What should be there.</param>
    /// <param name="ulp">How many float32 numbers an element may be away.</param>
    /// <param name="absolute">How far an element may be away.</param>
    /// <param name="relative">How far an element may be away as a part of the expected one; added to the absolute.</param>
    /// <exception cref="InvalidValueException">A tolerance is negative or NaN.</exception>
    public TensorComparison(Tensor actual, Tensor expected, long? ulp = null, double? absolute = null, double? relative = null)
    {
        (Actual, Expected) = (actual, expected);
        if (ulp < 0)
            throw DiagnosisErrors.NegativeTolerance("Ulp", ulp.Value);
        if (absolute is not null && !(absolute >= 0))
            throw DiagnosisErrors.NegativeTolerance("Absolute", absolute.Value);
        if (relative is not null && !(relative >= 0))
            throw DiagnosisErrors.NegativeTolerance("Relative", relative.Value);
        (_ulp, _absolute, _relative) = (ulp ?? 0, absolute ?? 0, relative ?? 0);
        _exact = ulp is null && absolute is null && relative is null;
        SameShape = actual.Shape.Equals(expected.Shape);
        if (!SameShape)
            return;
        for (int i = 0; i < actual.Numel; i++)
        {
            if (!Fits(actual.Data[i], expected.Data[i]))
                _differences.Add(i);
        }
    }

    /// <summary>What is there.</summary>
    public Tensor Actual { get; }

    /// <summary>What should be there.</summary>
    public Tensor Expected { get; }

    /// <summary>Whether the shapes are the same; elements are compared only then.</summary>
    public bool SameShape { get; }

    /// <summary>Whether all is as it should be.</summary>
    public bool IsEqual => SameShape && _differences.Count == 0;

    /// <summary>The places, row by row, of the elements that differ by more than they may.</summary>
    public IReadOnlyList<int> Differences => _differences;

    /// <summary>What each element is times the expected one, where that is a constant; else null.</summary>
    public double? Ratio { get => field ??= SameShape ? FindRatio() : null; }

    /// <summary>The tolerance in words.</summary>
    public string Tolerance => _exact ? "to the bit" : "within " + string.Join(" or ", Tolerances());

    /// <summary>Shapes, the first differences with their indices and distances in ulps, and the ratio.</summary>
    public string Describe()
    {
        const int shown = 5;
        if (!SameShape)
            return $"the shapes differ: expected {Expected.Shape}, but got {Actual.Shape}.";
        var lines = new List<string>
        {
            $"{_differences.Count} of {Actual.Numel} element{(Actual.Numel == 1 ? "" : "s")} of shape {Actual.Shape} differ{(_differences.Count == 1 ? "s" : "")}:",
        };
        lines.AddRange(_differences.Take(shown).Select(Line));
        if (_differences.Count > shown)
            lines.Add($"  ... and {_differences.Count - shown} more");
        if (_differences.Count > 0 && Ratio is { } ratio)
            lines.Add(FormattableString.Invariant($"  actual = {ratio:G7} x expected{(Actual.Numel == 1 ? "" : " in every element")}"));
        return string.Join("\n", lines);

        string Line(int i)
        {
            float actual = Actual.Data[i], expected = Expected.Data[i];
            long ulps = Ulp.Distance(actual, expected);
            string distance = ulps == long.MaxValue ? "" : ulps == 0 ? ", equal but for the sign of zero" : FormattableString.Invariant($", {ulps} ulp");
            return $"  {GradientIndex.Text(Actual.Shape, i)}: expected {Text(expected)}, but got {Text(actual)}{distance}";
        }
    }

    private IEnumerable<string> Tolerances()
    {
        if (_absolute > 0 || _relative > 0)
        {
            yield return string.Join(" + ", new[]
            {
                _absolute > 0 ? Text(_absolute) : "", _relative > 0 ? Text(_relative) + " x |expected|" : "",
            }.Where(text => text != ""));
        }
        if (_ulp > 0 || (_absolute == 0 && _relative == 0))
            yield return $"{_ulp} ulp";
    }

    private bool Fits(float actual, float expected)
    {
        if (float.IsNaN(actual) || float.IsNaN(expected))
            return float.IsNaN(actual) && float.IsNaN(expected);
        if (_exact)
            return BitConverter.SingleToInt32Bits(actual) == BitConverter.SingleToInt32Bits(expected);
        if (actual == expected)
            return true;
        return float.IsFinite(actual) && float.IsFinite(expected)
            && (Ulp.Distance(actual, expected) <= _ulp
                || Math.Abs((double)actual - expected) <= _absolute + (_relative * Math.Abs((double)expected)));
    }

    // Constant to a few roundings of float32.
    private double? FindRatio()
    {
        double? factor = ConstantFactor.Find(Widen(Expected), Widen(Actual), 4 * Math.Pow(2, -24));
        return factor == 0 ? null : factor;

        static double[] Widen(Tensor tensor) => Array.ConvertAll(tensor.ToArray(), x => (double)x);
    }

    private static string Text(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
}
