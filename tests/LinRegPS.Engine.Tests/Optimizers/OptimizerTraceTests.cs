using System.Text.Json;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Optimizers;

/// <summary>Steps of every optimizer with many settings, of two parameters of which one lacks gradients at times, against PyTorch's.</summary>
public class OptimizerTraceTests
{
    internal static OptimizerReference Reference { get; } = Fixture.Read<OptimizerReference>("optimizers_torch.json");

    public static TheoryData<int, string> Traces { get; } = [.. Reference.Optimizers.Select((trace, i) => (i, trace.Optimizer))];

    public static TheoryData<string> Names { get; } = [.. Optimizer.Names.Where(name => name != nameof(LBFGS))];

    [Theory]
    [MemberData(nameof(Traces))]
    public void StepsArePyTorchsBitForBit(int index, string name)
    {
        var trace = Reference.Optimizers[index];
        Assert.Equal(name, trace.Optimizer);
        var (optimizer, parameters) = Make(trace);
        foreach (var (step, w) in Steps(optimizer, parameters))
        {
            if (Array.IndexOf(Reference.Steps, step) is >= 0 and var at)
                Expect.SameBits(trace.Params[at], w);
        }
    }

    // Wherever the trace is cut, another optimizer goes on with what the first has kept.
    [Theory]
    [MemberData(nameof(Traces))]
    public void AStateThatIsLoadedInTheMiddleGoesOnWithTheSameBits(int index, string name)
    {
        var trace = Reference.Optimizers[index];
        Assert.Equal(name, trace.Optimizer);
        float[] expected = trace.Params[^1];
        foreach (int cut in new[] { 1, 2, 7, 19 })
        {
            var (first, before) = Make(trace);
            foreach (var (step, _) in Steps(first, before))
            {
                if (step == cut)
                    break;
            }
            var after = before.Select(w => w.Detach().Clone().RequiresGrad_()).ToArray();
            // Of other settings, which the state brings along.
            var second = Optimizer.Named(trace.Optimizer, trace.Groups is null ? after : after[..1], 0.5);
            if (trace.Groups is not null)
                second.AddParameterGroup(new(after[1..]));
            second.LoadStateDict(first.StateDict());
            Assert.Equal(first.ToString(), second.ToString());
            Expect.SameBits(expected, Steps(second, after, cut).Last().Elements);
        }
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public void NaNGradientsSpoilTheirElementsAlone(int index, string name)
    {
        var trace = Reference.Optimizers[index];
        Assert.Equal(name, trace.Optimizer);
        var (clean, expected) = Make(trace);
        var (spoiled, actual) = Make(trace);
        Steps(clean, expected).Last();
        foreach (var (step, _) in Steps(spoiled, actual, spoil: 3))
            Assert.True(step <= 20);
        float[] a = expected[0].ToArray(), b = actual[0].ToArray();
        for (int i = 0; i < a.Length; i++)
        {
            if (i != 3)
                Expect.SameBits([a[i]], [b[i]]);
            else if (name != "Rprop")
                Assert.True(float.IsNaN(b[i]));
        }
        Expect.SameBits(expected[1].ToArray(), actual[1].ToArray());
    }

    // Of those too for which PyTorch 1.13 has no maximize.
    [Theory]
    [MemberData(nameof(Names))]
    public void GoingUpIsGoingDownTheNegatedGradient(string name)
    {
        Tensor[] up = [.. Reference.Start.Select(elements => Tensor.From(elements).RequiresGrad_())], down = [.. up.Select(w => w.Detach().Clone().RequiresGrad_())];
        Optimizer rising = Optimizer.Named(name, up, 0.05), falling = Optimizer.Named(name, down, 0.05);
        rising.Maximize = true;
        if (name != nameof(Rprop))
            rising.WeightDecay = falling.WeightDecay = 0.1;
        foreach (float[][] gradients in Reference.Grads)
        {
            foreach (var (gradient, i) in gradients.Select((g, i) => (g, i)))
                (up[i].Grad, down[i].Grad) = (Tensor.From(gradient), Tensor.From([.. gradient.Select(g => -g)]));
            rising.Step();
            falling.Step();
            for (int i = 0; i < up.Length; i++)
            {
                Expect.SameBits(down[i].ToArray(), up[i].ToArray());
                // The gradient itself stays as it was.
                Expect.SameBits(gradients[i], up[i].Grad!.ToArray());
            }
        }
    }

    private static (Optimizer, Tensor[]) Make(TorchTrace trace)
    {
        Tensor[] parameters = [.. Reference.Start.Select(elements => Tensor.From(elements).RequiresGrad_())];
        var optimizer = TorchOptimizer.Make(trace.Optimizer, trace.Args, trace.Groups is null ? parameters : parameters[..1]);
        if (trace.Groups is { } own)
        {
            optimizer.AddParameterGroup(new(parameters[1..])
            {
                LearningRate = own["lr"].GetDouble(),
                WeightDecay = own.TryGetValue("weight_decay", out var decay) ? decay.GetDouble() : null,
            });
        }
        return (optimizer, parameters);
    }

    private static IEnumerable<(int Step, float[] Elements)> Steps(Optimizer optimizer, Tensor[] w, int from = 0, int spoil = -1)
    {
        for (int step = from + 1; step <= Reference.Grads.Length; step++)
        {
            float[][] gradients = Reference.Grads[step - 1];
            w[0].Grad = Tensor.From([.. gradients[0].Select((g, i) => i == spoil && step == 5 ? float.NaN : g)]);
            w[1].Grad = step % 3 == 0 ? null : Tensor.From(gradients[1]);
            optimizer.Step();
            yield return (step, [.. w[0].ToArray(), .. w[1].ToArray()]);
        }
    }
}

/// <summary>optimizers_torch.json; its <c>about</c> explains the fields.</summary>
internal sealed record OptimizerReference(
    int[] Steps, float[][] Start, float[][][] Grads, TorchTrace[] Optimizers, LbfgsData LbfgsData, LbfgsTrace[] Lbfgs, LbfgsSearch[] Searches,
    TorchSchedule[] Schedulers, TorchClip[] Clip);

internal sealed record TorchTrace(string Optimizer, Dictionary<string, JsonElement> Args, Dictionary<string, JsonElement>? Groups, float[][] Params);

internal sealed record LbfgsData(float[][] X, float[] Y);

internal sealed record LbfgsTrace(Dictionary<string, JsonElement> Args, float[] Start, double[] Losses, float[][] Params, int Evaluations);

internal sealed record LbfgsSearch(string Function, double Lr, float[] Places);

internal sealed record TorchSchedule(
    string Scheduler, Dictionary<string, JsonElement> Args, string Optimizer, double[] Groups, JsonElement[]? Parts, double[]? Metrics, double[][] Rates, double[] Momenta);

internal sealed record TorchClip(double Limit, string Order, float[][] Grads, float Norm, float[][] Clipped, float[][] Cut);
