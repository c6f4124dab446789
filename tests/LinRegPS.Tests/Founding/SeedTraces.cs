using System.Globalization;
using System.Text.Json;

namespace LinRegPS.Tests.Founding;

/// <summary>
/// One epoch as the bits of float32 numbers, of float64 ones where the peer had them: loss and gradients computed in it,
/// parameters after its step. No bias: null.
/// </summary>
internal sealed record EpochBits(int Epoch, ulong Loss, ulong Weight, ulong WeightGradient, ulong? Bias, ulong? BiasGradient);

/// <summary>The founding case as NumPy and PyTorch trained it (fixtures/seed_traces.json).</summary>
internal static class SeedTraces
{
    private static readonly JsonElement s_variants = Load();

    /// <summary>How many epochs the peer ran.</summary>
    public static int Epochs(string variant) => s_variants.GetProperty(variant).GetProperty("epochs").GetInt32();

    /// <summary>The epochs of which the file has the bits.</summary>
    public static EpochBits[] Trace(string variant) =>
        [.. s_variants.GetProperty(variant).GetProperty("trace").EnumerateArray().Select(Read)];

    /// <summary>
    /// A row of ThreeWays.ps1's table: way, epochs run, the epoch from which w prints 2.0000000, the one from which
    /// nothing moves, then w, b and the prediction after the epochs.
    /// </summary>
    public static string SummaryLine(string way, string variant)
    {
        var summary = s_variants.GetProperty(variant).GetProperty("summary");
        var prediction = s_variants.GetProperty(variant).GetProperty("info").GetProperty("pred5_after");
        return string.Join(
            ' ',
            way,
            Epochs(variant),
            Epoch("first_epoch_w_prints_2.0000000"),
            summary.GetProperty("fixpoint_epoch").GetInt32() <= Epochs(variant) ? Epoch("fixpoint_epoch") : "not yet",
            Number(summary.GetProperty(Epochs(variant) == 100 ? "w_after_100_epochs" : "w_final")),
            summary.TryGetProperty("b_final", out var bias) ? Number(bias) : "0.0000000",
            Number(prediction));

        string Epoch(string name) => summary.GetProperty(name) is { ValueKind: JsonValueKind.Number } epoch ? $"epoch {epoch}" : "never";

        static string Number(JsonElement number) =>
            number.TryGetProperty("v64", out var wide)
                ? double.Parse(wide.GetString()!, CultureInfo.InvariantCulture).ToString("F7", CultureInfo.InvariantCulture)
                : float.Parse(number.GetProperty("v").GetString()!, CultureInfo.InvariantCulture).ToString("F7", CultureInfo.InvariantCulture);
    }

    private static EpochBits Read(JsonElement row) => new(
        row.GetProperty("epoch").GetInt32(),
        Bits(row, "loss")!.Value,
        Bits(row, "w")!.Value,
        Bits(row, "grad_w")!.Value,
        Bits(row, "b"),
        Bits(row, "grad_b"));

    private static ulong? Bits(JsonElement row, string name) =>
        row.TryGetProperty(name, out var number)
            ? ulong.Parse(Widest(number, "bits").AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : null;

    private static string Widest(JsonElement number, string field) =>
        (number.TryGetProperty(field + "64", out var wide) ? wide : number.GetProperty(field)).GetString()!;

    private static JsonElement Load()
    {
        string file = Path.Combine(AppContext.BaseDirectory, "fixtures", "seed_traces.json");
        return JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("variants");
    }
}
