using LinRegPS.Kernels.Threading;

namespace LinRegPS;

// Derivatives of functions; torch.autograd.functional. What a function does with its argument is recorded, whatever the caller has
// suspended. Where its result does not depend on the argument the derivatives are 0, or, strictly, an error.
public static partial class Autograd
{
    /// <summary>The derivative of each element of a function's result by each element of its argument; torch.autograd.functional.jacobian.</summary>
    /// <param name="function">Makes a tensor of any shape from one; it is called once.</param>
    /// <param name="input">Where the derivatives are taken; it stays as it is.</param>
    /// <param name="createGraph">Whether the derivatives can be differentiated in turn, by the input where that requires a gradient.</param>
    /// <param name="strict">Whether a result that was not made from the input is an error.</param>
    /// <returns>The dimensions of the result, then those of the input.</returns>
    /// <exception cref="AutogradException">The function gave no tensor; or, strictly, one that was not made from the input.</exception>
    public static Tensor Jacobian(Func<Tensor, object?> function, Tensor input, bool createGraph = false, bool strict = false)
    {
        using var recording = GradMode.Record();
        var (x, y) = Run("Jacobian", function, input, createGraph, strict);
        return Jacobian(y, x, createGraph);
    }

    /// <summary>The second derivatives of a function of one number's worth; torch.autograd.functional.hessian.</summary>
    /// <param name="function">Makes a tensor of one element from one; it is called once.</param>
    /// <param name="input">Where the derivatives are taken; it stays as it is.</param>
    /// <param name="createGraph">Whether the derivatives can be differentiated in turn, by the input where that requires a gradient.</param>
    /// <param name="strict">Whether a result that was not made from the input is an error.</param>
    /// <returns>The dimensions of the input, twice.</returns>
    /// <exception cref="AutogradException">The function gave no tensor; or, strictly, one that was not made from the input.</exception>
    /// <exception cref="InvalidValueException">The function's result has several elements.</exception>
    public static Tensor Hessian(Func<Tensor, object?> function, Tensor input, bool createGraph = false, bool strict = false)
    {
        using var recording = GradMode.Record();
        var (x, slope, _) = Slope("Hessian", function, input, createGraph, strict);
        return Jacobian(slope, x, createGraph);
    }

    /// <summary>The Hessian of a function times a vector, without the Hessian; torch.autograd.functional.hvp.</summary>
    /// <param name="function">Makes a tensor of one element from one; it is called once.</param>
    /// <param name="input">Where the derivatives are taken; it stays as it is.</param>
    /// <param name="v">The vector, of the input's shape.</param>
    /// <param name="createGraph">Whether the product can be differentiated in turn.</param>
    /// <param name="strict">Whether a result that was not made from the input is an error.</param>
    /// <returns>The function's result, and the product, of the input's shape.</returns>
    /// <exception cref="AutogradException">The function gave no tensor; or, strictly, one that was not made from the input.</exception>
    /// <exception cref="InvalidValueException">The function's result has several elements.</exception>
    /// <exception cref="ShapeMismatchException">The vector has another shape than the input.</exception>
    public static (Tensor Output, Tensor Product) Hvp(
        Func<Tensor, object?> function, Tensor input, Tensor v, bool createGraph = false, bool strict = false) =>
        HessianTimes("Hvp", function, input, v, createGraph, strict);

    /// <summary>A vector times the Hessian of a function, without the Hessian; torch.autograd.functional.vhp.</summary>
    /// <inheritdoc cref="Hvp"/>
    public static (Tensor Output, Tensor Product) Vhp(
        Func<Tensor, object?> function, Tensor input, Tensor v, bool createGraph = false, bool strict = false) =>
        HessianTimes("Vhp", function, input, v, createGraph, strict);

    /// <summary>A vector times the Jacobian of a function; torch.autograd.functional.vjp.</summary>
    /// <param name="function">Makes a tensor of any shape from one; it is called once.</param>
    /// <param name="input">Where the derivatives are taken; it stays as it is.</param>
    /// <param name="v">The vector, of the result's shape; 1 for a result of one element.</param>
    /// <param name="createGraph">Whether the product can be differentiated in turn.</param>
    /// <param name="strict">Whether a result that was not made from the input is an error.</param>
    /// <returns>The function's result, and the product, of the input's shape.</returns>
    /// <exception cref="AutogradException">The function gave no tensor; or, strictly, one that was not made from the input.</exception>
    /// <exception cref="ShapeMismatchException">The vector has another shape than the result.</exception>
    public static (Tensor Output, Tensor Product) Vjp(
        Func<Tensor, object?> function, Tensor input, Tensor? v = null, bool createGraph = false, bool strict = false)
    {
        using var recording = GradMode.Record();
        var (x, y) = Run("Vjp", function, input, createGraph, strict);
        v ??= y.Numel == 1 ? Tensor.Ones([.. y.Shape]) : throw Errors.GradientShape(y.Shape, Shape.Scalar);
        return (Kept(y, createGraph), Of(y, x, Fitting(y, v), createGraph));
    }

    /// <summary>The Jacobian of a function times a vector: the slope along it; torch.autograd.functional.jvp.</summary>
    /// <param name="function">Makes a tensor of any shape from one; it is called once.</param>
    /// <param name="input">Where the derivatives are taken; it stays as it is.</param>
    /// <param name="v">The vector, of the input's shape.</param>
    /// <param name="createGraph">Whether the product can be differentiated in turn.</param>
    /// <param name="strict">Whether a result that was not made from the input is an error.</param>
    /// <returns>The function's result, and the product, of the result's shape.</returns>
    /// <exception cref="AutogradException">The function gave no tensor; or, strictly, one that was not made from the input.</exception>
    /// <exception cref="ShapeMismatchException">The vector has another shape than the input.</exception>
    public static (Tensor Output, Tensor Product) Jvp(
        Func<Tensor, object?> function, Tensor input, Tensor v, bool createGraph = false, bool strict = false)
    {
        using var recording = GradMode.Record();
        var (x, y) = Run("Jvp", function, input, createGraph, strict);
        Fitting(x, v);
        // The vector times the Jacobian is linear in the vector: its derivative is the Jacobian, transposed.
        var start = Tensor.Zeros([.. y.Shape]).RequiresGrad_();
        return (Kept(y, createGraph), Of(Of(y, x, start, createGraph: true), start, v, createGraph));
    }

    private static (Tensor Output, Tensor Product) HessianTimes(
        string operation, Func<Tensor, object?> function, Tensor input, Tensor v, bool createGraph, bool strict)
    {
        using var recording = GradMode.Record();
        var (x, slope, output) = Slope(operation, function, input, createGraph, strict);
        return (Kept(output, createGraph), Of(slope, x, Fitting(x, v), createGraph));
    }

    private static (Tensor X, Tensor Slope, Tensor Output) Slope(
        string operation, Func<Tensor, object?> function, Tensor input, bool createGraph, bool strict)
    {
        var (x, y) = Run(operation, function, input, createGraph, strict);
        return y.Numel == 1 ? (x, Of(y, x, Tensor.Ones([.. y.Shape]), createGraph: true), y) : throw Errors.NotOneResult(operation, y.Shape);
    }

    private static (Tensor X, Tensor Y) Run(string operation, Func<Tensor, object?> function, Tensor input, bool createGraph, bool strict)
    {
        if (function is null)
            throw Errors.Null(operation, "the function");
        if (input is null)
            throw Errors.Null(operation, "the input");
        // The caller's tensor keeps its gradient; to be differentiated in turn its history is needed.
        var x = createGraph && input.RequiresGrad ? input.Clone() : input.Detach().RequiresGrad_();
        var y = FunctionResult.Of(operation, function(x));
        return !strict || IsMadeFrom(y, x) ? (x, y) : throw Errors.Independent(operation, y.Shape);
    }

    private static bool IsMadeFrom(Tensor y, Tensor x)
    {
        if (ReferenceEquals(x, y))
            return true;
        foreach (var node in Graph.Nodes(y))
        {
            foreach (ref readonly var input in node.Inputs)
            {
                if (ReferenceEquals(input.Leaf, x) || (x.GradFn is { } maker && ReferenceEquals(input.Node, maker)))
                    return true;
            }
        }
        return false;
    }

    private static Tensor Jacobian(Tensor y, Tensor x, bool createGraph)
    {
        var rows = new Tensor[y.Numel];
        for (int i = 0; i < rows.Length; i++)
        {
            Interruption.CheckLong();
            var start = Tensor.Zeros([.. y.Shape]);
            start.Data[i] = 1;
            rows[i] = Of(y, x, start, createGraph);
        }
        int[] shape = [.. y.Shape, .. x.Shape];
        return rows.Length == 0 ? Tensor.Zeros(shape) : Tensor.Stack(rows).Reshape(shape);
    }

    // The gradient, or zeros where the result was not made from the input. The graph is kept: it goes with the result.
    private static Tensor Of(Tensor y, Tensor x, Tensor start, bool createGraph) =>
        (y.RequiresGrad ? Grad(y, [x], start, retainGraph: true, createGraph, allowUnused: true)[0] : null) ?? Tensor.Zeros([.. x.Shape]);

    private static Tensor Fitting(Tensor like, Tensor v) =>
        v is { } && v.Shape.Equals(like.Shape) ? v : throw (v is null ? Errors.Null("Grad", "the vector") : Errors.GradientShape(like.Shape, v.Shape));

    private static Tensor Kept(Tensor y, bool createGraph) => createGraph ? y : y.Detach();
}
