using LinRegPS.Kernels;

namespace LinRegPS.Operations;

/// <summary>What an operation's derivative is computed from, and so what must be kept for backward.</summary>
[Flags]
public enum Saves
{
    /// <summary>Nothing: the derivative is a constant.</summary>
    Nothing = 0,

    /// <summary>The first input.</summary>
    First = 1,

    /// <summary>The second input.</summary>
    Second = 2,

    /// <summary>Both inputs.</summary>
    Both = First | Second,

    /// <summary>The output.</summary>
    Output = 4,
}

/// <summary>
/// An operation on each element: the function with its derivative, for the loops of the kernels, and the derivative's own as
/// an expression of tensors. Run by <see cref="Unary{TOperator}"/>.
/// </summary>
public interface IUnaryOperator : IUnaryFunction
{
    /// <summary>What <see cref="IUnaryFunction.Backward"/> reads: <see cref="Saves.First"/> for x, <see cref="Saves.Output"/> for y.</summary>
    Saves Saves { get; }

    /// <summary>The operation's name in messages and grad_fn.</summary>
    string Label => GetType().Name;

    /// <summary>Whether whole numbers give whole numbers that may be greater.</summary>
    bool WholeGrows => false;

    /// <summary>
    /// What the slope, f'(x), is differentiated to by what is saved, element by element; null where it is constant.
    /// </summary>
    Tensor? Curvature(Tensor saved);
}

/// <summary>
/// An operation on pairs of elements: the function for the loops of the kernels, and both gradients as expressions of tensors,
/// before they are summed over what was broadcast. Run by <see cref="Binary{TOperator}"/>.
/// </summary>
public interface IBinaryOperator : IBinaryFunction
{
    /// <summary>Which inputs <see cref="BackwardFirst"/> reads.</summary>
    Saves FirstReads { get; }

    /// <summary>Which inputs <see cref="BackwardSecond"/> reads.</summary>
    Saves SecondReads { get; }

    /// <summary>The gradient with respect to x; the inputs are there as far as <see cref="FirstReads"/> says.</summary>
    Tensor BackwardFirst(Tensor gradient, Tensor x, Tensor y);

    /// <summary>The gradient with respect to y; the inputs are there as far as <see cref="SecondReads"/> says.</summary>
    Tensor BackwardSecond(Tensor gradient, Tensor x, Tensor y);
}
