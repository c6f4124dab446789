namespace LinRegPS;

// Errors of metrics.
internal static partial class Errors
{
    internal static Exception MetricShapes(string metric, Shape prediction, Shape target) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{metric}: prediction {prediction} against target {target}: "
        + (metric is nameof(Metric.Mae) or nameof(Metric.Rmse) or nameof(Metric.R2)
            ? "the same shape is needed."
            : metric == nameof(Metric.TopK)
                ? "scores [rows,classes] and the rows' classes, [rows], are needed."
                : "scores [rows,classes] or one score for each row, and the rows' classes, [rows], are needed."),
        operation: metric, shapes: [prediction, target]);

    internal static Exception MetricTwoClasses(string metric, Shape prediction) => new ShapeMismatchException(
        "ShapeMismatch", $"{metric}: the prediction {prediction} is of more than two classes.",
        "Take one class against the rest: its column of the softmax, and a target that is 1 for it and else 0.",
        operation: metric, shapes: [prediction]);

    internal static Exception MetricClass(string metric, int row, float number, int classes) => new InvalidValueException(
        "InvalidClass",
        FormattableString.Invariant($"{metric}: target[{row}] is {number}; a class is a whole number from 0 to {classes - 1}."),
        operation: metric, value: number, place: $"target[{row}]");

    internal static Exception MetricName(string name) => new InvalidValueException(
        "MetricName", $"A metric can't be called {name}: a training's records have a column of that name.", "Give it another name.", name: name);
}
