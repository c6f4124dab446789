using System.Text.Json;
using LinRegPS.Diagnosis.Convergence;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Numerics;

namespace LinRegPS.Engine.Tests.Diagnosis.Convergence;

/// <summary>Where float32 stands still, against what PyTorch, NumPy and this engine's own training do.</summary>
public sealed class StandstillTests
{
    private static readonly Tensor s_x = Tensor.From([1, 2, 3, 4]), s_y = Tensor.From([2, 4, 6, 8]);

    [Theory]
    [InlineData("torch_autograd", 1, false, 0.10)]
    [InlineData("torch_linear_nobias", 1, false, 0.10)]
    [InlineData("numpy_fixed_nep50", 1, false, 0.10)]
    [InlineData("torch_autograd_loss_x4", 4, false, 0.10)]
    [InlineData("numpy_buggy_nep50", 4, false, 0.10)]
    [InlineData("torch_linear_bias", 1, true, 0.25)]
    public void TheFoundingCaseStopsWhereThePeersDid(string variant, double scale, bool bias, double tolerance)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "seed_traces.json")));
        var summary = file.RootElement.GetProperty("variants").GetProperty(variant).GetProperty("summary");
        int epoch = summary.GetProperty("fixpoint_epoch").GetInt32();
        var standstill = new ConvergenceAnalysis { LearningRate = 0.01, GradientScale = scale }.Measure(s_x, s_y, bias).Standstill!;
        Assert.InRange(standstill.Epoch, (1 - tolerance) * epoch, (1 + tolerance) * epoch);
        if (!bias)
        {
            Assert.InRange(Ulp.Distance(standstill.Value[0], Bits("w_final")), 0, 4);
            return;
        }
        Assert.InRange(standstill.Distance[0], 2.26e-6 / 2, 2.26e-6 * 2);
        Assert.InRange(standstill.Distance[1], 5.72e-6 / 2, 5.72e-6 * 2);
        Assert.Equal(["weight"], standstill.StoppedByUlp);
        // On the side that the peer stopped at.
        Assert.True(standstill.Value[0] < 2 && standstill.Value[1] > 0);

        float Bits(string name) => BitConverter.UInt32BitsToSingle(
            Convert.ToUInt32(summary.GetProperty(name).GetProperty("bits").GetString(), 16));
    }

    [Fact]
    public void AtTheStandstillTheUpdateIsUnderHalfAnUlp()
    {
        var standstill = new ConvergenceAnalysis { LearningRate = 0.01 }.Measure(s_x, s_y, bias: false).Standstill!;
        Assert.Equal(Ulp.Size(1.5f) / 2, standstill.SmallestUpdate[0], 1e-14);
        Assert.True(0.01 * 15 * standstill.Distance[0] < standstill.SmallestUpdate[0]);
        // One float32 further from the optimum it would still move.
        Assert.True(0.01 * 15 * (standstill.Distance[0] + Ulp.Size(1.5f)) > standstill.SmallestUpdate[0]);
    }

    // The engine's own training is what is predicted here: other rates, starts, optima, several features, and data
    // that no line fits. The epoch to 15 %, each distance to a factor of 2 and an ulp. (Seeds matter: of y = 2 x from
    // some starts above the line, b hops between two neighbours for ever, so that there is no last epoch to compare.)
    // Not in the table, because the model of rounding noise does not reach so far: at rate 0.2 on data 4 one weight stops
    // 1.5e-7 from the optimum, where 7e-8 is predicted.
    [Theory]
    [InlineData(0.05, true, 0)]
    [InlineData(0.02, true, 1)]
    [InlineData(0.1, true, 1)]
    [InlineData(0.02, true, 2)]
    [InlineData(0.02, false, 2)]
    [InlineData(0.01, true, 3)]
    [InlineData(0.01, false, 3)]
    [InlineData(0.05, true, 4)]
    public void TrainingStopsThere(double rate, bool bias, int data)
    {
        var (x, y) = Data(data);
        int features = x.Shape[1];
        var model = new Linear(features, 1, bias, new Generator(1));
        var report = new ConvergenceAnalysis { LearningRate = rate }.Measure(model, x, y);
        var standstill = report.Standstill!;
        int last = 0;
        float[] before = Values(model);
        foreach (var record in new TrainingRun(model, x, y) { LearningRate = rate, Epochs = (int)(2 * standstill.Epoch) + 100 }.Run(TestContext.Current.CancellationToken))
        {
            float[] now = Values(model);
            if (!now.SequenceEqual(before))
                last = record.Epoch;
            before = now;
        }
        Assert.InRange(standstill.Epoch, 0.85 * last, 1.15 * last);
        for (int j = 0; j < before.Length; j++)
        {
            double observed = Math.Abs(before[j] - report.Optimum[j]), ulp = Ulp.Size(before[j]);
            Assert.InRange(standstill.Distance[j], (observed / 2) - ulp, (observed * 2) + ulp);
        }

        static float[] Values(Linear model) => [.. model.Parameters().SelectMany(p => p.ToArray())];
    }

    // One that is far away beside one that is near.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void OfSeveralOutputsTheLastToStopDecides(int slowest)
    {
        float[] slopes = slowest == 0 ? [3e4f, 1e-3f] : [1e-3f, 3e4f];
        var x = s_x.Reshape(4, 1);
        var y = Tensor.From([.. s_x.ToArray().SelectMany(e => slopes.Select(slope => e * slope))], 4, 2);
        var model = new Linear(1, 2, bias: false);
        var analysis = new ConvergenceAnalysis { LearningRate = 0.01, Start = [0.5] };
        var standstill = analysis.Measure(model, x, y).Standstill!;
        long[] alone = [.. slopes.Select(slope =>
        {
            var one = new Linear(1, 1, bias: false);
            // The mean over two outputs halves each one's gradient.
            return new ConvergenceAnalysis { LearningRate = 0.01, GradientScale = 0.5, Start = [0.5] }.Measure(one, x, x * slope).Standstill!.Epoch;
        })];
        Assert.NotEqual(alone[0], alone[1]);
        Assert.Equal(alone.Max(), standstill.Epoch);
        Assert.Equal(2, standstill.Value.Length);
        Assert.Equal(2, standstill.Distance.Length);
    }

    [Fact]
    public void ManyFeaturesAreLeftOut()
    {
        var x = Tensor.Normal(new Generator(0), 0, 1, 100, 70);
        var report = new ConvergenceAnalysis().Measure(x, Tensor.Ones(100), bias: true);
        Assert.Null(report.Standstill);
        Assert.NotNull(report.EpochsToTolerance);
    }

    private static (Tensor X, Tensor Y) Data(int number)
    {
        var four = Tensor.From([1, 2, 3, 4], 4, 1);
        var five = Tensor.From([1, 5, 2, 3, 3, 8, 4, 1, 5, 2], 5, 2);
        var random = Tensor.Normal(new Generator(3), 0, 1, 20, 3);
        return number switch
        {
            0 => (four, 2 * four),
            1 => (four, (3 * four) + 1),
            2 => (four, Tensor.From([2.1f, 3.9f, 6.2f, 7.7f], 4, 1)),
            3 => (five, Tensor.From([3, 4, 1, 6, 8], 5, 1)),
            _ => (random, random.MatMul(Tensor.From([1, -2, 0.5f], 3, 1)) + 0.3),
        };
    }
}
