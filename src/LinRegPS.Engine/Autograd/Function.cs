using System.Collections;

namespace LinRegPS;

/// <summary>
/// An operation of one's own, of two functions; torch.autograd.Function:
/// <code>
/// $cube = [LinRegPS.Function]::new({ param($x) $x * $x * $x }, { param($gradient, $result, $x) $gradient * 3 * $x.Square() })
/// $y = $cube.Apply($x)
/// </code>
/// The forward function takes one to three tensors, and nothing that it does is recorded. The backward function takes the gradient of the
/// result, the result and the same tensors, and gives the gradient of each tensor, null for one of several that has none. What it does with tensors can be
/// differentiated again. More of an operation, as what it keeps, is said by a class derived from <see cref="Operation"/>.
/// </summary>
/// <param name="forward">Computes the result of one, two or three tensors; null for each that is not there.</param>
/// <param name="backward">Computes the gradients: one tensor, or as many as there are inputs.</param>
/// <param name="name">What the operation is called in messages and, with Backward behind it, in grad_fn.</param>
public sealed class Function(
    Func<Tensor, Tensor?, Tensor?, object?> forward, Func<Tensor, Tensor, Tensor, Tensor?, Tensor?, object?> backward, string name = nameof(Function))
{
    private readonly Func<Tensor, Tensor?, Tensor?, object?> _forward = Errors.Given(forward, nameof(Function));
    private readonly Func<Tensor, Tensor, Tensor, Tensor?, Tensor?, object?> _backward = Errors.Given(backward, nameof(Function));

    /// <summary>What the operation is called.</summary>
    public string Name { get; } = Errors.Given(name, nameof(Function));

    /// <summary>Runs the forward function, and records it where an input requires a gradient.</summary>
    /// <exception cref="AutogradException">It gives no tensor, or several things.</exception>
    public Tensor Apply(Tensor x) => new Pair(this, [Errors.Given(x, Name)]).Apply();

    /// <summary>Runs the forward function of two tensors.</summary>
    /// <exception cref="AutogradException">It gives no tensor, or several things.</exception>
    public Tensor Apply(Tensor x, Tensor y) => new Pair(this, [Errors.Given(x, Name), Errors.Given(y, Name)]).Apply();

    /// <summary>Runs the forward function of three tensors.</summary>
    /// <exception cref="AutogradException">It gives no tensor, or several things.</exception>
    public Tensor Apply(Tensor x, Tensor y, Tensor z) => new Pair(this, [Errors.Given(x, Name), Errors.Given(y, Name), Errors.Given(z, Name)]).Apply();

    private sealed class Pair(Function function, Tensor[] inputs) : Operation(inputs)
    {
        private readonly int _count = inputs.Length;

        protected override string Label => function.Name;

        protected override bool Saves(int input) => true;

        protected override bool SavesOutput => true;

        // It may be a tensor from elsewhere, whose history stays its own.
        protected override Tensor Forward()
        {
            var result = FunctionResult.Of(Label, function._forward(Input(0), At(1), At(2)));
            return result.DType == DType.Float32 ? result.Detach() : throw Errors.WrongDType(Label, DType.Float32, result.DType);
        }

        protected override void Backward(Tensor gradient)
        {
            object? given = WrapperAttribute.Unwrap(function._backward(gradient, Output, Input(0), At(1), At(2)));
            // A script that forgets to write one gives nothing.
            object?[] gradients = given switch { null => [], IList list => [.. list.Cast<object?>()], _ => [given] };
            if (gradients.Length != _count)
                throw Errors.FunctionGradients(Label, gradients.Length, _count);
            for (int i = 0; i < _count; i++)
            {
                if (Needs(i) && gradients[i] is { } of)
                    Give(i, FunctionResult.Of(Name, of));
            }
        }

        private Tensor? At(int index) => index < _count ? Input(index) : null;
    }
}
