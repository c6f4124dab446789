namespace LinRegPS.Engine.Tests;

// Predictions and targets that no metric compares.
public partial class ErrorTests
{
    private static Case[] Metrics() =>
    [
        Of<ShapeMismatchException>(nameof(Errors.MetricShapes), "ShapeMismatch", () => Metric.Accuracy(s_matrix, Tensor.Zeros(3)), "Accuracy", "[2,3]", "[3]", "classes"),
        Of<ShapeMismatchException>(nameof(Errors.MetricShapes), "ShapeMismatch", () => Metric.F1(Tensor.Zeros(2, 2, 2), Tensor.Zeros(2)), "F1", "[2,2,2]"),
        Of<ShapeMismatchException>(nameof(Errors.MetricShapes), "ShapeMismatch", () => Metric.Rmse(s_matrix, Tensor.Zeros(3)), "Rmse", "the same shape"),
        Of<ShapeMismatchException>(nameof(Errors.MetricShapes), "ShapeMismatch", () => Metric.TopK(Tensor.Zeros(3, 1), Tensor.Zeros(3)), "TopK", "[3,1]"),
        Of<ShapeMismatchException>(nameof(Errors.MetricTwoClasses), "ShapeMismatch", () => Metric.Auc(s_matrix, Tensor.Zeros(2)), "Auc", "[2,3]", "softmax"),
        Of<InvalidValueException>(nameof(Errors.MetricClass), "InvalidClass", () => Metric.Recall(s_matrix, Tensor.From([0, 3])), "Recall", "target[1] is 3", "0 to 2"),
        Of<InvalidValueException>(nameof(Errors.MetricClass), "InvalidClass", () => Metric.Accuracy(Tensor.Zeros(2), Tensor.From([0, 0.5f])), "target[1] is 0.5", "0 to 1"),
        Of<InvalidValueException>(nameof(Errors.MetricClass), "InvalidClass", () => Metric.Accuracy(Tensor.Zeros(1), Tensor.From([float.NaN])), "NaN"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Metric.Precision(Tensor.Zeros(0, 2), Tensor.Zeros(0)), "Precision"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Metric.Mae(Tensor.Zeros(0), Tensor.Zeros(0)), "Mae"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => Metric.Mae(null!, s_matrix), "Mae", "prediction"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => Metric.Auc(s_matrix, null!), "Auc", "target"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidK", () => Metric.TopK(s_matrix, Tensor.Zeros(2), 0), "K", "0"),
        Of<InvalidValueException>(nameof(Errors.NoSuchName), "NoSuchName", () => MetricFunction.Named("precison"), "metric", "Precision"),
        Of<InvalidValueException>(nameof(Errors.MetricName), "MetricName", () => Validated("Weight"), "Weight", "records"),
        Of<InvalidValueException>(nameof(Errors.MetricName), "MetricName", () => Validated("Loss"), "Loss"),
    ];

    private static readonly Linear s_layer = new(1, 1);

    private static void Validated(string metric) => new LinRegPS.Training.Validation(null, new MetricFunction(metric, (_, _) => 1)).TrainingBegins(
        new(s_layer, new(Tensor.Ones(4, 1), Tensor.Ones(4, 1)), new Sgd(s_layer, 0.1)));
}
