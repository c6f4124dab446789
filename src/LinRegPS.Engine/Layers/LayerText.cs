using System.Globalization;

namespace LinRegPS;

/// <summary>Settings of layers as Python prints them.</summary>
internal static class LayerText
{
    /// <summary>A number that is a float in Python: 1.0, 0.01, 1e-05.</summary>
    public static string Float(double number)
    {
        if (number == Math.Floor(number) && Math.Abs(number) < 1e16)
            return number.ToString("F1", CultureInfo.InvariantCulture);
        return number.ToString(CultureInfo.InvariantCulture).Replace("E-", "e-", StringComparison.Ordinal).Replace("E+", "e+", StringComparison.Ordinal);
    }

    /// <summary>A tuple: (3, 3), (3,).</summary>
    public static string Tuple(IReadOnlyList<int> numbers) =>
        numbers.Count == 1 ? $"({numbers[0]},)" : $"({string.Join(", ", numbers)})";

    /// <summary>One number as it was given, or a tuple.</summary>
    public static string Given(int[] numbers) => numbers.Length == 1 ? $"{numbers[0]}" : Tuple(numbers);

    /// <summary>True or False.</summary>
    public static string Flag(bool flag) => flag ? "True" : "False";
}

/// <summary>Parameters as PyTorch draws them when a layer is made.</summary>
internal static class LayerDraws
{
    /// <summary>kaiming_uniform_(a = √5) for a weight with so many inputs for each output, in double as PyTorch computes it.</summary>
    public static Tensor Weight(Generator? generator, int fanIn, params int[] shape)
    {
        double bound = Math.Sqrt(3) * (Init.CalculateGain(Nonlinearity.LeakyRelu, Math.Sqrt(5)) / Math.Sqrt(fanIn));
        return Within(generator, bound, shape);
    }

    /// <summary>The bias to such a weight.</summary>
    public static Tensor Bias(Generator? generator, int fanIn, int size) => Within(generator, 1 / Math.Sqrt(fanIn), size);

    /// <summary>Draws from -bound to bound.</summary>
    public static Tensor Within(Generator? generator, double bound, params int[] shape)
    {
        LayerBudget.Take(shape);
        return Tensor.Uniform(generator, -bound, bound, shape).RequiresGrad_();
    }

    /// <summary>A number of things that is at least 1.</summary>
    public static int Positive(string name, int value) => value >= 1 ? value : throw Errors.NotPositive(name, value);
}
