namespace LinRegPS.Plots.Figures;

/// <summary>How a number went in a training.</summary>
/// <param name="Run">What the training is called; empty where there is one.</param>
/// <param name="Quantity">What it is: Loss, ValidationLoss.</param>
/// <param name="Epochs">When it was recorded.</param>
/// <param name="Values">The numbers, some of them perhaps NaN or infinite.</param>
internal sealed record TrainingCurve(string Run, string Quantity, double[] Epochs, double[] Values)
{
    private const string Validation = "Validation";

    /// <summary>Whether it is of data that are not trained with.</summary>
    public bool IsValidation => Quantity.StartsWith(Validation, StringComparison.OrdinalIgnoreCase);

    /// <summary>What a legend calls it.</summary>
    public string Name => Run.Length == 0 ? Words(Quantity) : Quantity.Equals("Loss", StringComparison.OrdinalIgnoreCase) ? Run : $"{Run}, {(IsLoss ? "validation" : Words(Quantity))}";

    /// <summary>What of several curves stands at the axis.</summary>
    public static string Title(IReadOnlyList<TrainingCurve> curves) =>
        curves.All(curve => curve.IsLoss) ? "loss" : string.Join(", ", curves.Select(curve => Words(curve.Quantity)).Distinct());

    /// <summary>What can't be drawn, in words: where a curve is not finite, or not above 0 on a logarithmic axis.</summary>
    public IEnumerable<string> Gaps(bool isLog)
    {
        int lost = Array.FindIndex(Values, value => !double.IsFinite(value));
        if (lost >= 0)
        {
            int times = Values.Count(value => !double.IsFinite(value));
            yield return FormattableString.Invariant($"{Name}: {Values[lost]} at epoch {Epochs[lost]}{(times > 1 ? $", not finite in {times} of {Values.Length} records" : string.Empty)}");
        }
        int below = isLog ? Array.FindIndex(Values, value => value <= 0 && double.IsFinite(value)) : -1;
        if (below >= 0)
            yield return FormattableString.Invariant($"{Name}: {Values[below]:G4} at epoch {Epochs[below]} has no place on a logarithmic axis");
    }

    private bool IsLoss => Quantity.Equals("Loss", StringComparison.OrdinalIgnoreCase) || Quantity.Equals("ValidationLoss", StringComparison.OrdinalIgnoreCase);

    // ValidationLoss is validation loss.
    private static string Words(string quantity) => quantity.Equals("Loss", StringComparison.OrdinalIgnoreCase) ? "loss"
        : quantity.StartsWith(Validation, StringComparison.OrdinalIgnoreCase) && quantity.Length > Validation.Length
            ? $"validation {char.ToLowerInvariant(quantity[Validation.Length])}{quantity[(Validation.Length + 1)..]}" : quantity;
}
