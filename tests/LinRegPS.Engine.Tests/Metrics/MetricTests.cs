using System.Text.Json;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Metrics;

/// <summary>Metrics, against scikit-learn and at their edges.</summary>
public class MetricTests
{
    private static readonly Reference s_reference = Fixture.Read<Reference>("metrics_sklearn.json");

    public static TheoryData<string> Cases { get; } = [.. s_reference.Cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void MetricsAreThoseOfScikitLearn(string name)
    {
        var reference = s_reference.Cases.Single(c => c.Name == name);
        var prediction = Tensor.From(Flat(reference.Prediction), reference.Shape);
        var target = Tensor.From(Flat(reference.Target));
        // A target has the prediction's shape, or a class for each row.
        foreach (var shaped in target.Numel == prediction.Numel ? [target.Reshape(reference.Shape)] : new[] { target, target.Reshape(-1, 1), OneHot(target, reference.Shape) })
        {
            foreach (var (metric, value) in reference.Values)
                Assert.Equal(value, MetricFunction.Named(metric).Compute(prediction, shaped), 1e-12);
        }
    }

    [Fact]
    public void EveryMetricHasACase() =>
        Assert.Empty(MetricFunction.Names.Except(s_reference.Cases.SelectMany(c => c.Values.Keys)));

    [Fact]
    public void TheCountsOfAConfusionAddUp()
    {
        var counts = Metric.Confusion(Tensor.From([0, 1, 0, 1, 0, 0, 0, 0, 1], 3, 3), Tensor.From([1f, 2, 2]));
        Assert.Equal(new[,] { { 0, 0, 0 }, { 0, 1, 0 }, { 1, 0, 1 } }, counts);
    }

    [Fact]
    public void LogitsAreParted()
    {
        var (logits, target) = (Tensor.From([-1f, 0.2f, 3]), Tensor.From([0f, 1, 1]));
        Assert.Equal((1.0, 2 / 3.0), (Metric.Accuracy(logits, target, threshold: 0), Metric.Accuracy(logits, target)));
        Assert.Equal(1, MetricFunction.Named("accuracy", threshold: 0).Compute(logits, target));
    }

    // A score of NaN tells no class: it must not look like the first.
    [Fact]
    public void NaNIsNeverRight()
    {
        var (scores, target) = (Tensor.From([float.NaN, 1, 1, 0], 2, 2), Tensor.From([0f, 0]));
        Assert.Equal((0.5, 0.5), (Metric.Accuracy(scores, target), Metric.TopK(scores, target)));
        Assert.Equal(new[,] { { 1, 0 }, { 0, 0 } }, Metric.Confusion(scores, target));
        Assert.Equal(0, Metric.Accuracy(Tensor.From([float.NaN]), Tensor.From([0f])));
        Assert.All([Metric.Auc(scores, Tensor.From([0f, 1])), Metric.Mae(Tensor.From([float.NaN]), Tensor.From([1f])), Metric.R2(Tensor.From([float.NaN]), Tensor.From([1f]))], value => Assert.Equal(double.NaN, value));
    }

    [Fact]
    public void WhatDoesNotOccurIsZeroOrNothing()
    {
        var (zeros, target) = (Tensor.From([0f, 0]), Tensor.From([1f, 1]));
        Assert.Equal((0.0, 0.0, 0.0), (Metric.Precision(zeros, target), Metric.Recall(zeros, target), Metric.F1(zeros, target)));
        Assert.Equal(double.NaN, Metric.Auc(zeros, target));
        Assert.Equal((1.0, 0.0), (Metric.R2(target, target), Metric.R2(zeros, target)));
    }

    private static Tensor OneHot(Tensor classes, int[] shape)
    {
        if (shape[1] == 1)
            return classes.Reshape(-1, 1);
        float[] rows = new float[shape[0] * shape[1]];
        for (int i = 0; i < shape[0]; i++)
            rows[(i * shape[1]) + (int)classes.ToArray()[i]] = 1;
        return Tensor.From(rows, shape);
    }

    private static float[] Flat(JsonElement[] rows) =>
        [.. rows.SelectMany(row => row.ValueKind == JsonValueKind.Array ? row.EnumerateArray().Select(e => e.GetSingle()) : [row.GetSingle()])];

    private sealed record Reference(Item[] Cases);

    private sealed record Item(string Name, JsonElement[] Prediction, int[] Shape, JsonElement[] Target, Dictionary<string, double> Values);
}
