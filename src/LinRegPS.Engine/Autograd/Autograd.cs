namespace LinRegPS;

/// <summary>Gradients asked for by name, which no tensor keeps; torch.autograd.</summary>
public static partial class Autograd
{
    /// <summary>
    /// The gradients of an output with respect to inputs, leaves or results; torch.autograd.grad. No tensor's
    /// <see cref="Tensor.Grad"/> changes.
    /// </summary>
    /// <param name="output">What is differentiated.</param>
    /// <param name="inputs">What it is differentiated by.</param>
    /// <param name="gradient">The gradient to start from, of the output's shape; 1 for an output of one element.</param>
    /// <param name="retainGraph">Keep what the operations saved, so that another backward pass can follow.</param>
    /// <param name="createGraph">Record the pass itself, so that the gradients can be differentiated in turn; keeps the graph too.</param>
    /// <param name="allowUnused">Null for an input that the output was not made from, instead of an error.</param>
    /// <returns>A gradient for each input, of its shape.</returns>
    /// <exception cref="AutogradException">
    /// Nothing was recorded, an input was not used, the output has several elements and no gradient is given, or what an
    /// operation saved was freed or changed in place since.
    /// </exception>
    /// <exception cref="ShapeMismatchException">The gradient has another shape than the output.</exception>
    public static Tensor?[] Grad(
        Tensor output, Tensor[] inputs, Tensor? gradient = null, bool retainGraph = false, bool createGraph = false, bool allowUnused = false)
    {
        Errors.Given(inputs, nameof(Grad));
        gradient = Errors.Given(output, nameof(Grad)).StartOfBackward(gradient, Errors.Grad);
        var gradients = output.GradFn is not null
            ? BackwardPass.Find(output, inputs, gradient, retainGraph || createGraph, createGraph)
            : [.. inputs.Select(input => ReferenceEquals(input, output) ? gradient.Clone() : null)];
        int unused = allowUnused ? -1 : Array.IndexOf(gradients, null);
        return unused < 0 ? gradients : throw Errors.NotReached(unused, inputs[unused].Shape);
    }
}
