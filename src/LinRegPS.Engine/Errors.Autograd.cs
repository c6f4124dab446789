namespace LinRegPS;

internal static partial class Errors
{
    /// <summary>What passes that ask for gradients by name are called.</summary>
    internal const string Grad = "Grad";

    internal static Exception NonScalarBackward(string operation, Shape shape) => new AutogradException(
        "GradientRequired",
        $"{operation}: the tensor has shape {shape}; only a tensor of one element can start a backward pass by itself.",
        "Reduce it with Mean() or Sum(), or pass a gradient of its shape.",
        operation: operation, shapes: [shape]);

    internal static Exception NothingRecorded(string operation) => new AutogradException(
        "NothingRecorded",
        $"{operation}: this tensor records nothing: no tensor it was made from requires a gradient, or it was made under no-grad or Detach().",
        "Note that operators such as -= make a new tensor; change a parameter in place under no-grad, with Sub_(), or let an optimizer step.",
        operation: operation);

    internal static Exception GraphFreed(string operation, string pass) => new AutogradException(
        "GraphFreed",
        $"{pass}: {operation}: its saved values were freed by an earlier backward pass.",
        "Run the forward pass again, or keep them with retainGraph in the first pass: " + (pass == Grad ? "retainGraph: true." : "Backward(null, true)."),
        operation: operation);

    internal static Exception SavedTensorChanged(string operation, string pass, Shape shape, int saved, int now) => new AutogradException(
        "InPlaceChange",
        $"{pass}: {operation}: a tensor of shape {shape} that it saved was changed in place since (version {now}, saved at version {saved}).",
        "Run the forward pass again after the change.",
        operation: operation, shapes: [shape]);

    internal static Exception NotSaved(string operation, string what) => new AutogradException(
        "NotSaved", $"Backward: {operation}: {what} is not saved.",
        "Let the operation's Saves, or SavesOutput, say that its backward reads it.",
        operation: operation);

    internal static Exception NoResult(string operation) => new AutogradException(
        "NoResult", $"{operation}: Forward gave no tensor.",
        operation: operation);

    internal static Exception NotATensor(string operation, object result) => new AutogradException(
        "NoResult", $"{operation}: the function gave {(result is System.Collections.ICollection { Count: var count } ? FormattableString.Invariant($"{count} things") : $"'{result}' ({result.GetType().Name})")}, where one tensor is needed.",
        "Everything that a script block writes is given: keep what is only a step on the way in a variable.",
        operation: operation);

    internal static Exception FunctionGradients(string operation, int given, int needed) => new AutogradException(
        "WrongGradientCount", $"{operation}: the backward function gave {given} gradient{(given == 1 ? string.Empty : "s")}, where {needed} {(needed == 1 ? "is" : "are")} needed, one for each input.",
        "Give null for an input without a gradient, and keep what is only a step on the way in a variable.", operation: operation);

    internal static Exception NoPass(string operation) => new AutogradException(
        "NoPass", $"{operation}: a gradient can be given only in Backward, on the thread that runs it.",
        operation: operation);

    internal static Exception NotReached(int input, Shape shape) => new AutogradException(
        "NotReached", $"Grad: the output was not made from input {input}, of shape {shape}.",
        "Set RequiresGrad before the forward pass, or allow it with allowUnused.",
        operation: "Grad", value: input, shapes: [shape]);

    internal static Exception InPlaceOnLeaf(string method) => new AutogradException(
        "InPlaceRecorded",
        $"{method}: a tensor that requires a gradient can't be changed in place while operations are recorded.",
        "Change it under no-grad, or let an optimizer step.",
        operation: method);

    internal static Exception InPlaceOnRecorded(string method, string operation) => new AutogradException(
        "InPlaceRecorded",
        $"{method}: this tensor is the result of {operation}, which is recorded for backward; it can't be changed in place.",
        "Use the operation that makes a new tensor.",
        operation: method);

    internal static Exception NotALeaf() => new AutogradException(
        "NotALeaf", "RequiresGrad can be changed on tensors that were made directly, not on results of operations.", "Use Detach() first.",
        name: "RequiresGrad");

    internal static Exception NoGradient(string what) => new AutogradException(
        "NoGradient", $"{what}: there is no gradient to step with.",
        "Run Backward() on the loss first, with RequiresGrad set before the forward pass.",
        name: what);

    internal static Exception NotOneResult(string operation, Shape shape) => new InvalidValueException(
        "NotOneElement", $"{operation}: the function gave the shape {shape}; second derivatives are those of one number.",
        "Sum its result, or take the Jacobian.", operation: operation, shapes: [shape]);

    internal static Exception Independent(string operation, Shape shape) => new AutogradException(
        "NotReached", $"{operation}: the function's result, of shape {shape}, was not made from its argument.",
        "Compute it from the argument by operations on tensors.", operation: operation, shapes: [shape]);
}
