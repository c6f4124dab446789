namespace LinRegPS.Search;

/// <summary>One of the ways to train that are tried.</summary>
/// <param name="Layer">The model, by its place among those that are tried.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="LearningRate">Its rate; its usual one where null.</param>
/// <param name="BatchSize">The rows of a step; all where null.</param>
public sealed record SearchSetting(int Layer, string Optimizer, double? LearningRate, int? BatchSize)
{
    // Of the same few settings no more are to be had.
    private const int TriesForEach = 20;

    /// <summary>Every combination of these.</summary>
    /// <param name="layers">How many models there are.</param>
    /// <param name="optimizers">Names of optimizers.</param>
    /// <param name="rates">Learning rates.</param>
    /// <param name="batches">Sizes of batches.</param>
    public static IReadOnlyList<SearchSetting> Grid(int layers, IReadOnlyList<string> optimizers, IReadOnlyList<double?> rates, IReadOnlyList<int?> batches) =>
    [
        .. from layer in Enumerable.Range(0, layers)
           from optimizer in optimizers
           from rate in rates
           from batch in batches
           select new SearchSetting(layer, optimizer, rate, batch),
    ];

    /// <summary>Combinations by chance, each once; of two or more rates one between the least and the greatest, evenly by its logarithm.</summary>
    /// <param name="layers">How many models there are.</param>
    /// <param name="optimizers">Names of optimizers.</param>
    /// <param name="rates">Learning rates.</param>
    /// <param name="batches">Sizes of batches.</param>
    /// <param name="count">How many; fewer where there are no more.</param>
    /// <param name="generator">Where the numbers come from.</param>
    /// <exception cref="InvalidValueException">Less than one, or rates to choose between that are not above 0.</exception>
    public static IReadOnlyList<SearchSetting> Random(
        int layers, IReadOnlyList<string> optimizers, IReadOnlyList<double?> rates, IReadOnlyList<int?> batches, int count, Generator generator)
    {
        if (count < 1)
            throw Errors.NotPositive("Count", count);
        if (rates.Count > 1 && rates.FirstOrDefault(rate => !(rate > 0 && double.IsFinite(rate.Value))) is { } wrong)
            throw Errors.NotAboveZero("LearningRate", wrong);
        var chosen = new List<SearchSetting>();
        for (long tries = (long)count * TriesForEach; tries > 0 && chosen.Count < count; tries--)
        {
            var setting = new SearchSetting(Below(layers), optimizers[Below(optimizers.Count)], Rate(), batches[Below(batches.Count)]);
            if (!chosen.Contains(setting))
                chosen.Add(setting);
        }
        return chosen;

        double Share() => generator.NextInt64() / (double)long.MaxValue;

        int Below(int number) => Math.Min((int)(Share() * number), number - 1);

        double? Rate() => rates.Count == 1 ? rates[0] : rates.Min()!.Value * Math.Pow(rates.Max()!.Value / rates.Min()!.Value, Share());
    }
}
