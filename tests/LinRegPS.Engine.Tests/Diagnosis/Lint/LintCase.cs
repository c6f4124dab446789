using LinRegPS.Diagnosis.Lint;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>What tests of the lint share: watched loops as a script would write them, and models to train.</summary>
internal static class LintCase
{
    public static Tensor X => Tensor.From([1, 2, 3, 4], 4, 1);

    public static Tensor Y => Tensor.From([2, 4, 6, 8], 4, 1);

    public static Tensor Parameter(params float[] elements) => Tensor.From(elements).RequiresGrad_();

    public static Tensor Parameter(float[] elements, params int[] shape) => Tensor.From(elements, shape).RequiresGrad_();

    /// <summary>The findings of watched work, errors of the engine among it; names are for the tensors that have one.</summary>
    public static IReadOnlyList<TrainingFinding> Watch(Action work, params (string Name, Tensor Tensor)[] names) => Watch(work, () => names);

    /// <summary>The same, with names for what the work has made.</summary>
    public static IReadOnlyList<TrainingFinding> Watch(Action work, Func<(string Name, Tensor Tensor)[]> names)
    {
        var lint = new TrainingLint();
        using (lint.Watch())
        {
            try
            {
                work();
            }
            catch (LinRegException)
            {
            }
        }
        foreach (var (name, tensor) in names())
            lint.SetName(tensor, name);
        return Accepted.As("findings.txt", lint.Findings());
    }

    /// <summary>A loop over a loss: backward, step, clear.</summary>
    public static IReadOnlyList<TrainingFinding> Loop(int steps, double rate, Func<Tensor> loss, params (string Name, Tensor Tensor)[] parameters) => Watch(
        () =>
        {
            for (int i = 0; i < steps; i++)
            {
                loss().Backward();
                foreach (var (name, tensor) in parameters)
                    Sgd.Step(tensor, name, rate);
                foreach (var (_, tensor) in parameters)
                    tensor.Grad = null;
            }
        },
        parameters);

    /// <summary>The findings of a compiled training.</summary>
    public static IReadOnlyList<TrainingFinding> Train(Module model, Tensor x, Tensor y, double rate, int epochs, bool allowBroadcast = false)
    {
        var lint = new TrainingLint();
        lint.Diagnose(
            new TrainingRun(model, x, y) { LearningRate = rate, Epochs = epochs, AllowBroadcast = allowBroadcast }.ToLoop(), () => null, TestContext.Current.CancellationToken);
        return Accepted.As("findings.txt", lint.Findings());
    }

    /// <summary>The findings of a compiled training with all its settings.</summary>
    public static IReadOnlyList<TrainingFinding> Train(TrainingRun run) => Accepted.As("findings.txt", Found(run));

    /// <summary>The same of a training that is another in each run of the tests.</summary>
    public static IReadOnlyList<TrainingFinding> Found(TrainingRun run)
    {
        var lint = new TrainingLint();
        try
        {
            lint.Diagnose(run.ToLoop(), () => null, TestContext.Current.CancellationToken);
        }
        catch (LinRegException)
        {
        }
        return lint.Findings();
    }

    /// <summary>Not one finding but that float32 stands still.</summary>
    public static bool Silent(IReadOnlyList<TrainingFinding> findings)
    {
        // That float32 has got as near as it can is no mistake.
        var mistakes = findings.Where(finding => finding.RuleId != "Standstill").ToList();
        Assert.True(mistakes.Count == 0, string.Join("; ", mistakes.Select(f => $"{f} ({f.Name}, {f.FirstStep}) {f.Evidence}")));
        return true;
    }

    public static Tensor Column(params float[] numbers) => Tensor.From(numbers, numbers.Length, 1);

    public static Linear Line(float weight, float? bias = null) => Layer([weight], 1, 1, bias is null ? null : [bias.Value]);

    public static Linear Layer(float[] weight, int inFeatures, int outFeatures, float[]? bias = null)
    {
        var layer = new Linear(inFeatures, outFeatures, bias is not null);
        using var unrecorded = GradMode.NoGrad();
        layer.Weight.Copy_(Tensor.From(weight, outFeatures, inFeatures));
        layer.Bias?.Copy_(Tensor.From(bias!));
        return layer;
    }

    /// <summary>Layers with a function between each two.</summary>
    public static CustomModel Stack(Func<Tensor, Tensor> between, params Linear[] layers) => new(
        [.. layers.Select((layer, i) => KeyValuePair.Create($"layer{i + 1}", (Module)layer))],
        (_, x) =>
        {
            for (int i = 0; i < layers.Length; i++)
                x = layers[i].Forward(i == 0 ? x : between(x));
            return x;
        });

    public static TrainingFinding Only(this IReadOnlyList<TrainingFinding> findings, string rule) =>
        Assert.Single(findings, finding => finding.RuleId == rule);

    public static string[] Rules(this IEnumerable<TrainingFinding> findings) => [.. findings.Select(finding => finding.RuleId)];
}
