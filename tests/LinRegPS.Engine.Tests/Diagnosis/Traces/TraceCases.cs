using System.Globalization;
using System.Text.Json;
using LinRegPS.Diagnosis.Traces;

namespace LinRegPS.Engine.Tests.Diagnosis.Traces;

/// <summary>Traces of the founding case: PyTorch's and NumPy's own, and others that small loops make.</summary>
internal static class TraceCases
{
    private static readonly JsonElement s_variants = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "seed_traces.json"))).RootElement.GetProperty("variants");

    /// <summary>A trace of seed_traces.json, to the bit.</summary>
    public static TrainingTrace Peer(string variant, string? name = null)
    {
        var trace = s_variants.GetProperty(variant).GetProperty("trace").EnumerateArray().ToList();
        string[] names = trace[0].TryGetProperty("b", out _) ? ["w", "b"] : ["w"];
        return new TrainingTrace(name ?? variant, names, trace.Select(row => new TracePoint(
            row.GetProperty("epoch").GetInt32(),
            Bits(row.GetProperty("loss")),
            [.. names.Select(parameter => Tensor.Scalar(Bits(row.GetProperty(parameter))))],
            [.. names.Select(parameter => Tensor.Scalar(Bits(row.GetProperty("grad_" + parameter))))])));
    }

    /// <summary>Gradient descent on (1/N) sum (x.w - y)^2 in float32, with the mistakes that a test wants.</summary>
    public static TrainingTrace Train(
        string name, float[] start, double rate = 0.01, int epochs = 100, Func<int, float[], float[]>? gradient = null,
        Func<int, float[], float[], float[]>? step = null, bool beforeStep = false, bool backwards = false,
        float[][]? x = null, float[]? y = null, string[]? names = null, Func<float, float>? loss = null)
    {
        x ??= [[1], [2], [3], [4]];
        y ??= [2, 4, 6, 8];
        float[] w = [.. start];
        var points = new List<TracePoint>();
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            float sum = 0;
            float[] slope = new float[w.Length];
            for (int row = 0; row < x.Length; row++)
            {
                int i = backwards ? x.Length - 1 - row : row;
                float difference = -y[i];
                for (int j = 0; j < w.Length; j++)
                    difference += x[i][j] * w[j];
                sum += difference * difference;
                for (int j = 0; j < w.Length; j++)
                    slope[j] += 2 * x[i][j] * difference;
            }
            slope = [.. slope.Select(s => s / x.Length)];
            slope = gradient?.Invoke(epoch, slope) ?? slope;
            float[] next = step?.Invoke(epoch, w, slope) ?? [.. w.Zip(slope, (p, g) => p - ((float)rate * g))];
            float mean = sum / x.Length;
            points.Add(new TracePoint(epoch, loss?.Invoke(mean) ?? mean, [.. (beforeStep ? w : next).Select(p => Tensor.Scalar(p))], [.. slope.Select(g => Tensor.Scalar(g))]));
            w = next;
        }
        return new TrainingTrace(name, names ?? [.. Enumerable.Range(0, w.Length).Select(i => $"w{i}")], points);
    }

    private static float Bits(JsonElement number) => BitConverter.UInt32BitsToSingle(
        uint.Parse(number.GetProperty("bits").GetString()![2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
}
