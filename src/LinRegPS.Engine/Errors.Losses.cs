namespace LinRegPS;

// What losses are given.
internal static partial class Errors
{
    internal static Exception ClassTarget(string loss, Shape scores, Shape target) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{loss}: scores {scores} against target {target}: scores of shape [rows,classes] and the numbers of the rows' classes, [rows], are needed.",
        target.Rank > 1 && target.Numel == target[0]
            ? $"Reshape the target to [{target[0]}]." : "More dimensions may stand behind: [rows,classes,...] and [rows,...].",
        operation: loss, shapes: [scores, target]);

    internal static Exception ClassNumber(string loss, int row, float number, int classes) => new InvalidValueException(
        "InvalidClass",
        FormattableString.Invariant($"{loss}: target[{row}] is {number}; a class is a whole number from 0 to {classes - 1}."),
        operation: loss, value: number, place: $"target[{row}]");

    internal static Exception ClassGradient(string loss, string name, string what) => new AutogradException(
        "ClassGradient", $"{loss}: the {name} requires a gradient, but {what} have none.", "Detach() it.",
        operation: loss, name: name);

    internal static Exception NotAProbability(string loss, int element, float value) => new InvalidValueException(
        "InvalidProbability",
        FormattableString.Invariant($"{loss}: prediction[{element}] is {value}; a probability is at least 0 and at most 1."),
        "Scores of any size, before a sigmoid, are for BinaryCrossEntropyWithLogits.",
        operation: loss, value: value, place: $"prediction[{element}]");

    internal static Exception LossReduction(string loss, Reduction reduction) => new InvalidValueException(
        "InvalidReduction", $"{loss}: the reduction is {reduction}; it must be Mean, Sum or None.", "BatchMean is for KlDiv alone.",
        operation: loss, value: reduction);

    internal static Exception LossSetting(string loss, string name, object? value, string type) => new InvalidValueException(
        "WrongSetting", $"{loss}: {name} is {Shown(value)}, which is no {type}.", operation: loss, name: name, value: value);

    internal static Exception OutOfRange(string name, double value, string range) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it must be {range}."), name: name, value: value);

    internal static Exception Variance(string loss, Shape prediction, Shape variance) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{loss}: variance {variance} against prediction {prediction}: a variance for each element, or one for each row, is needed.",
        operation: loss, shapes: [prediction, variance]);

    internal static Exception MoreShapes(string loss, Shape first, Shape second, Shape target) => new ShapeMismatchException(
        "ShapeMismatch", $"{loss}: the shapes {first} and {second} do not fit each other and the target {target}.",
        operation: loss, shapes: [first, second, target]);

    internal static Exception SequenceTarget(Shape prediction, Shape target) => new ShapeMismatchException(
        "ShapeMismatch",
        $"CtcLoss: prediction {prediction} against target {target}: [steps,rows,classes] and the labels of each row, [rows,labels], are needed; or labels one after the other with targetLengths; or [steps,classes] and [labels].",
        "A model that gives [rows,steps,classes] needs Transpose(0, 1).", operation: "CtcLoss", shapes: [prediction, target]);

    internal static Exception Label(int place, long number, int classes, int blank) => new InvalidValueException(
        "InvalidClass", $"CtcLoss: label {place} of the target is {number}; a label is a whole number from 0 to {classes - 1} and not the blank, {blank}.",
        "targetLengths says how many labels count, where rows are padded.", operation: "CtcLoss", value: number, place: $"label {place}");

    internal static Exception ManyLabels(Shape prediction, Shape target) => new ShapeMismatchException(
        "ShapeMismatch", $"MultiLabelMarginLoss: prediction {prediction} against target {target}: both must be [rows,classes], or [classes].",
        "A row of the target has the numbers of its classes, and -1 behind them.", operation: "MultiLabelMarginLoss", shapes: [prediction, target]);

    internal static Exception WholeProbabilities(string loss, Tensor target) => new InvalidValueException(
        "WrongDType",
        $"{loss}: a target {target.Shape} of the scores' shape holds the probability of each class, and those are {Name(DType.Float32)}, not {Name(target.DType)}.",
        "Float() makes probabilities of zeros and ones. Class numbers are one for each row, without a dimension for the classes: Squeeze(-1) drops one of size 1.",
        operation: loss, shapes: [target.Shape]);
}
