namespace LinRegPS;

/// <summary>An error of the engine. <see cref="ErrorId"/> is stable; the message names the values and the remedy.</summary>
public abstract class LinRegException(string errorId, string message) : Exception(message)
{
    /// <summary>The stable id, <c>LinRegPS.ShapeMismatch</c> for instance.</summary>
    public string ErrorId { get; } = "LinRegPS." + errorId;
}

/// <summary>Shapes that do not fit an operation or each other.</summary>
public sealed class ShapeMismatchException(string errorId, string message) : LinRegException(errorId, message);

/// <summary>A backward pass, a gradient or an in-place change that autograd can't do.</summary>
public sealed class AutogradException(string errorId, string message) : LinRegException(errorId, message);

/// <summary>A value that can't be used: not a number, not finite, out of range, of the wrong kind.</summary>
public sealed class InvalidValueException(string errorId, string message) : LinRegException(errorId, message);

/// <summary>Every error of the engine and the module: ids and texts in one place.</summary>
public static partial class Errors
{
    internal static Exception CannotBroadcast(string operation, Shape a, Shape b) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{operation}: shapes {a} and {b} do not broadcast: counted from the right, each pair of sizes must be equal or 1. Reshape one of them.");

    internal static Exception InnerSizes(string operation, Shape a, Shape b, int left, int right) =>
        new ShapeMismatchException(
            "ShapeMismatch",
            $"{operation}: {a} x {b}: inner sizes {left} and {right} differ. Transpose or reshape one of them.");

    internal static Exception NotAVectorPair(Shape a, Shape b) => new ShapeMismatchException(
        "ShapeMismatch", $"Dot: {a} x {b}: two vectors of the same length are needed. Use MatMul for matrices.");

    internal static Exception NotAMatrix(string operation, Shape a, Shape b) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: {a} x {b}: each side needs at least one dimension. Use * to multiply by a number.");

    internal static Exception LossShapes(Shape prediction, Shape target) => new ShapeMismatchException(
        "ShapeMismatch",
        $"MseLoss: prediction {prediction} against target {target}: the shapes differ"
        + (Shape.TryBroadcast(prediction, target, out Shape? both)
            ? $", and the loss would silently compare {both.Numel} broadcast pairs of shape {both}. Reshape the target to {prediction}, or allow it with -AllowBroadcast."
            : $". Reshape the target to {prediction}."));

    internal static Exception BatchRows(Shape input, Shape target) => new ShapeMismatchException(
        "ShapeMismatch",
        $"Training in batches: input {input} and target {target} must both have a row for each sample in their first dimension.");

    internal static Exception ClassTarget(Shape scores, Shape target) => new ShapeMismatchException(
        "ShapeMismatch",
        $"CrossEntropy: scores {scores} against target {target}: scores of shape [rows,classes] and the numbers of the rows' classes, [rows], are needed.");

    internal static Exception ClassNumber(int row, float number, int classes) => new InvalidValueException(
        "InvalidClass",
        FormattableString.Invariant($"CrossEntropy: target[{row}] is {number}; a class is a whole number from 0 to {classes - 1}."));

    internal static Exception ClassGradient() => new AutogradException(
        "ClassGradient", "CrossEntropy: the target requires a gradient, but class numbers have none. Detach() it.");

    internal static Exception NormalizedShape(Shape input, Shape normalized) => new ShapeMismatchException(
        "ShapeMismatch", $"LayerNorm: {normalized} is not what the shape {input} ends with.");

    internal static Exception Beta(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it must be at least 0 and less than 1."));

    internal static Exception LinearInput(Shape input, Shape weight) => new ShapeMismatchException(
        "ShapeMismatch",
        $"Linear: input {input} against weight {weight}: the input's last dimension must hold the layer's {weight[1]} features."
        + (weight[1] == 1 ? $" For one feature Reshape(-1, 1) makes it [{input.Numel},1]." : string.Empty));

    internal static Exception CannotReshape(Shape from, string to) => new ShapeMismatchException(
        "ShapeMismatch", $"Reshape: {from} has {from.Numel} elements and can't become {to}.");

    internal static Exception DataForShape(int count, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"Shape {shape} holds {shape.Numel} elements, but {count} are given.");

    internal static Exception GradientShape(Shape tensor, Shape gradient) => new ShapeMismatchException(
        "ShapeMismatch", $"A gradient of shape {gradient} does not fit a tensor of shape {tensor}.");

    /// <summary>A value of the wrong shape for a parameter.</summary>
    public static Exception ParameterShape(string name, Shape expected, Shape actual) => new ShapeMismatchException(
        "ShapeMismatch", $"{name} needs the shape {expected}, not {actual}.");

    internal static Exception NegativeSize(string shape) => new InvalidValueException(
        "InvalidShape", $"Shape {shape}: a size can't be negative.");

    internal static Exception TooManyDimensions(int count) => new InvalidValueException(
        "InvalidShape", $"A shape of {count} dimensions: a tensor has {Shape.MaxRank} at most. Reshape the data to fewer.");

    internal static Exception TooManyElements(string shape) => new InvalidValueException(
        "InvalidShape", $"Shape {shape} has more than {Array.MaxLength} elements, the most that a tensor holds.");

    internal static Exception Dimension(string operation, int dimension, Shape shape) => new InvalidValueException(
        "InvalidDimension",
        $"{operation}: dimension {dimension} does not exist in shape {shape} (allowed: {-Math.Max(shape.Rank, 1)} to {Math.Max(shape.Rank, 1) - 1}).");

    internal static Exception DimensionOrder(string operation, int first, int last, Shape shape) => new InvalidValueException(
        "InvalidDimension", $"{operation}: dimension {first} comes after dimension {last} of shape {shape}. Give them in order.");

    internal static Exception RepeatedDimension(string operation, IEnumerable<int> dimensions) => new InvalidValueException(
        "InvalidDimension", $"{operation}: dimensions {string.Join(",", dimensions)} must name each dimension once.");

    internal static Exception Index(int index, int dimension, Shape shape) => new InvalidValueException(
        "InvalidIndex",
        $"Index {index} is outside dimension {dimension} of shape {shape} (size {shape[dimension]}).");

    internal static Exception TooManyIndices(int count, Shape shape) => new InvalidValueException(
        "InvalidIndex", $"{count} indices for a tensor of shape {shape}, which has {shape.Rank} dimensions.");

    internal static Exception IndexText(object? index) => new InvalidValueException(
        "InvalidIndex", $"'{index}' is not an index: use a number, or a slice such as '1:3', ':2', '::2' or ':'.");

    internal static Exception NotOneElement(Shape shape) => new InvalidValueException(
        "NotOneElement", $"Item() needs a tensor of one element; this one has shape {shape}. Use ToArray(), or index it.");

    internal static Exception Empty(string operation, Shape shape) => new InvalidValueException(
        "EmptyTensor", $"{operation}: the tensor of shape {shape} is empty.");

    /// <summary>There is no data to make a tensor of.</summary>
    public static Exception NoData(string what) => new InvalidValueException(
        "EmptyTensor", $"{what}: there are no elements. Check the source, or make an empty tensor with New-Tensor -Zeros -Shape 0.");

    /// <summary>Elements of a nested array have different shapes.</summary>
    public static Exception Ragged(string what, string path, string actual, string expected) => new InvalidValueException(
        "RaggedArray", $"{what}: the nested arrays are ragged: {path} is {actual}, but the elements before it are {expected}.");

    /// <summary>A value that is not a number.</summary>
    public static Exception NotANumber(string what, string path, object? value) => new InvalidValueException(
        "NotANumber",
        value is null
            ? $"{what}: {path} is null, not a number."
            : $"{what}: {path} is '{value}' ({value.GetType().Name}), not a number. Numbers in text use a point: 1.5.");

    /// <summary>A NaN or an infinity where none was announced.</summary>
    public static Exception NotFinite(string what, string path, object value, bool canBeAllowed = true) => new InvalidValueException(
        "NaN",
        $"{what}: {path} is {FormattableString.Invariant($"{value}")}. Remove it from the data{(canBeAllowed ? ", or pass -AllowNaN if it is meant" : string.Empty)}.");

    /// <summary>A number outside the range of float32.</summary>
    public static Exception TooLarge(string what, string path, object value) => new InvalidValueException(
        "TooLarge", $"{what}: {path} is {FormattableString.Invariant($"{value}")}, beyond the largest float32, 3.4028235E+38.");

    /// <summary>An object that lacks a property which was asked for.</summary>
    public static Exception MissingProperty(string what, string property, string has) => new InvalidValueException(
        "MissingProperty", $"{what} has no property '{property}'. It has: {has}.");

    /// <summary>A value that is not a model.</summary>
    public static Exception NotAModel(object? value) => new InvalidValueException(
        "WrongModel",
        $"'{value ?? "null"}' ({value?.GetType().Name ?? "null"}) is not a model. Make one with New-LinearModel or New-CustomModel, or derive a class from LinRegPS.Module.");

    /// <summary>A value that has no gradient to clear or step with.</summary>
    public static Exception NotAParameter(object? value) => new InvalidValueException(
        "WrongParameter",
        $"'{value ?? "null"}' ({value?.GetType().Name ?? "null"}) is not a tensor, a parameter or a model.");

    internal static Exception NoForward(string type) => new InvalidValueException(
        "WrongModel", $"{type} has no method [Tensor] Forward([Tensor]$x).");

    internal static Exception NoParameters(string type) => new InvalidValueException(
        "WrongModel", $"{type} has no parameters to train: none of its properties is a tensor that requires a gradient, or a model that has one.");

    /// <summary>A Forward that gave something else than one tensor.</summary>
    public static Exception ForwardResult(string type, object? result) => new InvalidValueException(
        "WrongModel",
        $"{type}: Forward must return one tensor, not {(result is null ? "nothing" : $"'{result}' ({result.GetType().Name})")}.");

    /// <summary>Two parameters of a cmdlet that exclude each other.</summary>
    public static Exception Conflict(string first, string second) => new InvalidValueException(
        "ParameterConflict", $"-{first} and -{second} exclude each other: give one of them.");

    /// <summary>Objects where numbers are needed, and no word on which of their properties.</summary>
    public static Exception PropertyNeeded(string path, string has) => new InvalidValueException(
        "PropertyNeeded", $"{path} is an object, not a number. Name the columns with -Property; it has: {has}.");

    /// <summary>Names for the columns of a tensor that has another number of them.</summary>
    public static Exception ColumnNames(Shape shape, int names) => new ShapeMismatchException(
        "ShapeMismatch", $"A tensor of shape {shape} does not have {names} columns: name each column of a matrix, or one for a vector.");

    /// <summary>A parameter that the model or the record does not have.</summary>
    public static Exception NoSuchParameter(string name, IEnumerable<string> names) => new InvalidValueException(
        "NoSuchParameter", $"There is no parameter '{name}'. There are: {string.Join(", ", names)}.");

    internal static Exception LearningRate(double value) => new InvalidValueException(
        "InvalidLearningRate",
        FormattableString.Invariant($"The learning rate is {value}; it must be a finite float32 number, zero or more. 0.01 is a common first try."));

    internal static Exception NotPositive(string name, long value) => new InvalidValueException(
        "Invalid" + name, $"{name} is {value}; it must be at least 1.");

    internal static Exception NonFinite(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it must be a finite float32 number."));

    internal static Exception Zero(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it can't be 0, nor round to it in float32."));

    internal static Exception Negative(string name, double value) => new InvalidValueException(
        "Invalid" + name, FormattableString.Invariant($"{name} is {value}; it can't be negative."));

    internal static Exception EmptyRange(double low, double high) => new InvalidValueException(
        "InvalidRange", FormattableString.Invariant($"The range from {low} to {high} is not a range of float32: give finite numbers, the smaller first."));

    internal static Exception NonScalarBackward(Shape shape) => new AutogradException(
        "GradientRequired",
        $"Backward: the tensor has shape {shape}; only a tensor of one element can start a backward pass by itself. Reduce it with Mean() or Sum(), or pass a gradient of its shape.");

    internal static Exception NothingRecorded() => new AutogradException(
        "NothingRecorded",
        "Backward: this tensor records nothing: no tensor it was made from requires a gradient, or it was made under no-grad or Detach(). "
        + "Note that $w -= ... makes a new tensor; change a parameter in place with $w.Sub_(...) or Step-Sgd.");

    internal static Exception GraphFreed(string operation) => new AutogradException(
        "GraphFreed",
        $"Backward: {operation}: its saved values were freed by an earlier backward pass. Run the forward pass again, or keep them with -RetainGraph (Backward(null, true)).");

    internal static Exception SavedTensorChanged(string operation, Shape shape, int saved, int now) => new AutogradException(
        "InPlaceChange",
        $"Backward: {operation}: a tensor of shape {shape} that it saved was changed in place since (version {now}, saved at version {saved}). Run the forward pass again after the change.");

    internal static Exception NotSaved(string operation, string what) => new AutogradException(
        "NotSaved", $"Backward: {operation}: {what} is not saved. Let the operation's Saves, or SavesOutput, say that its backward reads it.");

    internal static Exception NoResult(string operation) => new AutogradException(
        "NoResult", $"{operation}: Forward gave no tensor.");

    internal static Exception NoPass(string operation) => new AutogradException(
        "NoPass", $"{operation}: a gradient can be given only in Backward, on the thread that runs it.");

    internal static Exception NotReached(int input, Shape shape) => new AutogradException(
        "NotReached",
        $"Grad: the output was not made from input {input}, of shape {shape}. Set RequiresGrad before the forward pass, or allow it with allowUnused.");

    internal static Exception InPlaceOnLeaf(string method) => new AutogradException(
        "InPlaceRecorded",
        $"{method}: a tensor that requires a gradient can't be changed in place while operations are recorded. Wrap it in Invoke-NoGrad {{ }}, or use Step-Sgd.");

    internal static Exception InPlaceOnRecorded(string method, string operation) => new AutogradException(
        "InPlaceRecorded",
        $"{method}: this tensor is the result of {operation}, which is recorded for backward; it can't be changed in place. Use the operation that makes a new tensor.");

    internal static Exception NotALeaf() => new AutogradException(
        "NotALeaf", "RequiresGrad can be changed on tensors that were made directly, not on results of operations. Use Detach() first.");

    internal static Exception NoGradient(string what) => new AutogradException(
        "NoGradient", $"{what}: there is no gradient to step with. Run Invoke-Backward on the loss first, with RequiresGrad set before the forward pass.");
}
