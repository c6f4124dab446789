using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LinRegPS;

/// <summary>Every error of the engine: ids, facts and texts in one place. Those of autograd are in Errors.Autograd.cs.</summary>
internal static partial class Errors
{
    internal static Exception CannotBroadcast(string operation, Shape a, Shape b) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{operation}: shapes {a} and {b} do not broadcast: counted from the right, each pair of sizes must be equal or 1.",
        "Reshape one of them.",
        operation: operation, shapes: [a, b]);

    internal static Exception InnerSizes(string operation, Shape a, Shape b, int left, int right) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: {a} x {b}: inner sizes {left} and {right} differ.", "Transpose or reshape one of them.",
        operation: operation, shapes: [a, b]);

    internal static Exception NotAVectorPair(Shape a, Shape b) => new ShapeMismatchException(
        "ShapeMismatch", $"Dot: {a} x {b}: two vectors of the same length are needed.", "Use MatMul for matrices.",
        operation: "Dot", shapes: [a, b]);

    internal static Exception NotAMatrix(string operation, Shape a, Shape b) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: {a} x {b}: each side needs at least one dimension.", "Use * to multiply by a number.",
        operation: operation, shapes: [a, b]);

    internal static Exception LossShapes(string loss, Shape prediction, Shape target)
    {
        bool broadcasts = Shape.TryBroadcast(prediction, target, out Shape? both), mayBroadcast = broadcasts && (loss is "MseLoss" or "L1Loss" or "SmoothL1Loss" or "HuberLoss");
        return new ShapeMismatchException(
            "ShapeMismatch",
            $"{loss}: prediction {prediction} against target {target}: the shapes differ"
            + (broadcasts ? $", and the loss would silently compare {both!.Numel} broadcast pairs of shape {both}." : "."),
            ShapeRemedy(prediction, target) + (mayBroadcast ? " allowBroadcast lets them broadcast, where that is meant." : string.Empty),
        operation: loss, shapes: [prediction, target]);
    }

    /// <summary>What to do about a prediction and a target of different shapes: a reshape helps only where there are as many numbers.</summary>
    internal static string ShapeRemedy(Shape prediction, Shape target)
    {
        if (prediction.Numel == target.Numel)
            return $"Reshape the target to {prediction}.";
        int rows = prediction.Rank == 0 ? 1 : prediction[0], targetRows = target.Rank == 0 ? 1 : target[0];
        return rows != targetRows
            ? $"There are {rows} row{(rows == 1 ? "" : "s")} against {targetRows}: look for rows that are missing on one side."
            : $"Each row has {prediction.Numel / Math.Max(rows, 1)} against {target.Numel / Math.Max(rows, 1)} numbers: the model needs as many outputs as the target has columns.{(target.Rank == 1 ? " A target of numbers of classes is for CrossEntropy." : "")}";
    }

    internal static Exception BatchRows(Shape input, Shape target) => new ShapeMismatchException(
        "ShapeMismatch", $"Training in batches: input {input} and target {target} must both have a row for each sample in their first dimension.",
        operation: "Training", shapes: [input, target]);

    internal static Exception NormalizedShape(Shape input, Shape normalized) => new ShapeMismatchException(
        "ShapeMismatch", $"LayerNorm: {normalized} is not what the shape {input} ends with.",
        operation: "LayerNorm", shapes: [normalized, input]);

    internal static Exception Beta(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it must be at least 0 and less than 1."),
        name: name, value: value);

    internal static Exception LinearInput(Shape input, Shape weight) => new ShapeMismatchException(
        "ShapeMismatch",
        $"Linear: input {input} against weight {weight}: the input's last dimension must hold the layer's {weight[1]} features.",
        weight[1] == 1 ? $"For one feature Reshape(-1, 1) makes it [{input.Numel},1]." : string.Empty,
        operation: "Linear", shapes: [input, weight]);

    internal static Exception CannotReshape(string operation, Shape from, string to) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: {from} has {from.Numel} elements and can't become {to}.",
        operation: operation, shapes: [from]);

    internal static Exception DataForShape(int count, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"Shape {shape} holds {shape.Numel} elements, but {count} are given.",
        shapes: [shape]);

    internal static Exception GradientShape(Shape tensor, Shape gradient) => new ShapeMismatchException(
        "ShapeMismatch", $"A gradient of shape {gradient} does not fit a tensor of shape {tensor}.",
        shapes: [gradient, tensor]);

    /// <summary>A value of the wrong shape for a parameter.</summary>
    internal static Exception ParameterShape(string name, Shape expected, Shape actual) => new ShapeMismatchException(
        "ShapeMismatch", $"{name} needs the shape {expected}, not {actual}.",
        name: name, shapes: [expected, actual]);

    internal static Exception NegativeSize(string shape) => new InvalidValueException(
        "InvalidShape", $"Shape {shape}: a size can't be negative.",
        value: shape);

    internal static Exception TooManyDimensions(int count) => new InvalidValueException(
        "InvalidShape", $"A shape of {count} dimensions: a tensor has {Shape.MaxRank} at most.", "Reshape the data to fewer.",
        value: count);

    internal static Exception TooManyElements(string shape) => new InvalidValueException(
        "InvalidShape", $"Shape {shape} has more than {Array.MaxLength} elements, the most that a tensor holds.",
        value: shape);

    internal static Exception TooManyElements(Shape shape, int dimension, long size) =>
        TooManyElements($"[{string.Join(",", shape.Select((s, d) => d == dimension ? size : s))}]");

    internal static Exception Dimension(string operation, int dimension, Shape shape) => new InvalidValueException(
        "InvalidDimension",
        $"{operation}: dimension {dimension} does not exist in shape {shape} (allowed: {-Math.Max(shape.Rank, 1)} to {Math.Max(shape.Rank, 1) - 1}).",
        operation: operation, value: dimension, shapes: [shape]);

    internal static Exception DimensionOrder(string operation, int first, int last, Shape shape) => new InvalidValueException(
        "InvalidDimension", $"{operation}: dimension {first} comes after dimension {last} of shape {shape}.", "Give them in order.",
        operation: operation, value: first, shapes: [shape]);

    internal static Exception RepeatedDimension(string operation, IEnumerable<int> dimensions) => new InvalidValueException(
        "InvalidDimension", $"{operation}: dimensions {string.Join(",", dimensions)} must name each dimension once.",
        operation: operation, value: dimensions);

    internal static Exception Index(int index, int dimension, Shape shape) => new InvalidValueException(
        "InvalidIndex", $"Index {index} is outside dimension {dimension} of shape {shape} (size {shape[dimension]}).",
        value: index, place: $"dimension {dimension}", shapes: [shape]);

    internal static Exception TooManyIndices(int count, Shape shape) => new InvalidValueException(
        "InvalidIndex", $"{count} indices for a tensor of shape {shape}, which has {shape.Rank} dimensions.",
        shapes: [shape]);

    internal static Exception IndexText(object? index) => new InvalidValueException(
        "InvalidIndex", $"'{index}' is not an index: use a number, or a slice such as '1:3', ':2', '::2' or ':'.",
        value: index);

    /// <summary>An index that is null where a language gives null for a variable that was never set.</summary>
    internal static Exception IndexUnset() => new InvalidValueException(
        "InvalidIndex", "null is not an index.", "Look whether its variable was ever set. All of a dimension is ':', and a new one is made by Unsqueeze(0).");

    internal static Exception NotWholeArgument(string operation, string parameter, object? value) => new InvalidValueException(
        "InvalidIndex", FormattableString.Invariant($"{operation}: {parameter} is {value}, which is no whole number."), operation: operation, name: parameter, value: value);

    internal static Exception NotOneElement(Shape shape) => new InvalidValueException(
        "NotOneElement", $"Item() needs a tensor of one element; this one has shape {shape}.", "Use ToArray(), or index it.",
        operation: "Item", shapes: [shape]);

    internal static Exception Empty(string operation, Shape shape) => new InvalidValueException(
        "EmptyTensor", $"{operation}: the tensor of shape {shape} is empty.",
        operation: operation, shapes: [shape]);

    /// <summary>A tensor that is null.</summary>
    internal static Exception Null(string operation, string name) => new InvalidValueException(
        "NullValue", $"{operation}: {name} is null.",
        "Look at where it comes from: a variable that was never set, a gradient that no backward pass has computed, or a data loader where one of its batches is meant.",
        operation: operation, name: name);

    /// <summary>An argument that must be there: scripts pass null for a variable that was never set.</summary>
    internal static T Given<T>([NotNull] T? value, string operation, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : class => value ?? throw Null(operation, name);

    /// <summary>A NaN or an infinity where none was announced.</summary>
    internal static Exception NotFinite(string what, string path, object value) => new InvalidValueException(
        "NaN", $"{(what.Length == 0 ? path : $"{what}: {path}")} is {FormattableString.Invariant($"{value}")}.", "Remove it from the data.",
        operation: what, place: path, value: value);

    internal static Exception NoForward(string type) => new InvalidValueException(
        "WrongModel", $"{type} has no method Forward that takes a Tensor and returns one.",
        operation: "Forward", name: type);

    internal static Exception NoForwardOfSeveral(string type) => new InvalidValueException(
        "WrongModel", $"{type} holds layers, and computes nothing itself.", "Call the Forward of each layer; ToArray() gives them.",
        operation: "Forward", name: type);

    internal static Exception ForwardTooDeep(string type) => new InvalidValueException(
        "WrongModel", $"{type}: Forward calls itself without end.", "Call the Forward of a layer, not the model's own.",
        name: type);

    internal static Exception NothingToStep(string optimizer) => new InvalidValueException(
        "NoParameters", $"{optimizer}: the list of parameters is empty.", "Give the tensors that are to be stepped, or a model.", operation: optimizer);

    internal static Exception NoParameters(string type) => new InvalidValueException(
        "WrongModel", $"{type} has no parameters to train: none of its properties is a tensor that requires a gradient, or a model that has one.",
        name: type);

    /// <summary>A Forward that gave something else than one tensor.</summary>
    internal static Exception ForwardResult(string type, object? result) => new InvalidValueException(
        "WrongModel",
        $"{type}: Forward must return one tensor, not {(result is null ? "nothing" : Shown(result))}.",
        name: type, value: result);

    /// <summary>A parameter that the model or the record does not have.</summary>
    internal static Exception NoSuchParameter(string name, IEnumerable<string> names) => new InvalidValueException(
        "NoSuchParameter", $"There is no parameter '{name}'. {NearNames.Choice(name, names)}",
        name: name);

    internal static Exception LearningRate(double value) => new InvalidValueException(
        "InvalidLearningRate",
        FormattableString.Invariant($"The learning rate is {value}; it must be a finite float32 number, zero or more."),
        "0.01 is a common first try.",
        name: "LearningRate", value: value);

    internal static Exception NotPositive(string name, long value) => new InvalidValueException(
        "Invalid" + name, $"{name} is {value}; it must be at least 1.",
        name: name, value: value);

    internal static Exception ClassWeight(int place, float weight) => new InvalidValueException(
        "InvalidClassWeight", FormattableString.Invariant($"ClassWeight: the weight of class {place} is {weight}; a weight is finite, and zero or more."), name: "ClassWeight", value: weight);

    internal static Exception NoClassWeight() => new InvalidValueException(
        "InvalidClassWeight", "ClassWeight: no class has a weight above 0.", name: "ClassWeight");

    internal static Exception TwoClassWeights(int given) => new InvalidValueException(
        "InvalidClassWeight", $"ClassWeight: {given} weights for a loss of yes and no.", "Give two: that of no (0) and that of yes (1).", name: "ClassWeight", value: given);

    internal static Exception NoRowOfClass(int number, int classes) => new InvalidValueException(
        "InvalidClassWeight", $"ClassWeight: no row is of class {number} of {classes}, so that it has no balanced weight.",
        "Give numbers, one for each class, or a model with as many outputs as there are classes.", name: "ClassWeight", value: number);

    internal static Exception NoClassWeights(string loss) => new InvalidValueException(
        "NoClassWeights", $"{loss} knows no classes that could have weights.",
        "Those that do are CrossEntropy, Nll, MultiMargin, BinaryCrossEntropy and BinaryCrossEntropyWithLogits.", name: "ClassWeight", value: loss);

    internal static Exception FirstStep(int step, int batches, int accumulated) => new InvalidValueException(
        "InvalidStartStep", step < 1 || step > batches + 1L ? $"StartStep is {step}, and an epoch has the steps 1 to {batches}."
            : $"StartStep is {step}, which is within the {accumulated} batches of one step of the optimizer.",
        "Take the number that the training told where it stopped.", value: step);

    internal static Exception FirstLoss(int step) => new InvalidValueException(
        "StartLossNeeded", step > 1 ? $"StartStep is {step}, and StartLoss, what the losses of the epoch's rows before come to, is left out: they would count as 0."
            : "StartLoss is what the losses of an epoch's rows before StartStep come to, and there are none before its first step.",
        step > 1 ? "Give both numbers that the training told where it stopped." : "Give both numbers that the training told where it stopped, or neither.", name: "StartLoss", value: step);

    internal static Exception TooManyEpochs(int first, int count) => new InvalidValueException(
        "TooManyEpochs", $"{count} epochs from epoch {first} on end beyond epoch {int.MaxValue}, the last there is.",
        name: "StartEpoch", value: first);

    internal static Exception NonFinite(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it must be a finite float32 number."),
        name: name, value: value);

    internal static Exception Zero(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it can't be 0, nor round to it in float32."),
        name: name, value: value);

    internal static Exception Negative(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it can't be negative."),
        name: name, value: value);

    internal static Exception EmptyRange(double low, double high) => new InvalidValueException(
        "InvalidRange",
        FormattableString.Invariant($"The range from {low} to {high} is not a range of float32: give finite numbers, the smaller first."),
        value: low);
}
