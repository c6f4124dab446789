using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>Linear layers in a graph: Linear, or a matrix product with a weight; adding a bias and reshaping belong to it.</summary>
internal static class Affine
{
    /// <summary>The weight, where the node is a linear layer's product.</summary>
    public static Tensor? Weight(Operation node) => node switch
    {
        Operations.Linear => node.Second,
        MatMul when node.Second is { IsLeaf: true, RequiresGrad: true } => node.Second,
        MatMul when node.First is { IsLeaf: true, RequiresGrad: true } => node.First,
        _ => null,
    };

    /// <summary>The linear layer that made a tensor, with nothing but a bias, a constant factor or another shape between.</summary>
    public static Operation? Behind(Tensor tensor)
    {
        for (var node = tensor.GradFn; node is not null;)
        {
            if (Weight(node) is not null)
                return node;
            node = node switch
            {
                Reshape => node.First.GradFn,
                Add or Sub when node.Second.IsLeaf => node.First.GradFn,
                Add or Sub when node.First.IsLeaf => node.Second.GradFn,
                Mul or Div when node.Second is { Numel: 1, RequiresGrad: false } => node.First.GradFn,
                Mul when node.First is { Numel: 1, RequiresGrad: false } => node.Second.GradFn,
                _ => null,
            };
        }
        return null;
    }

    /// <summary>Words for where a function of elements stands: " behind hidden.weight", or nothing.</summary>
    public static string Place(Tensor? weight, LintWatcher lint) => weight is null ? string.Empty : $" behind {lint.NameOf(weight)}";

    /// <summary>The weight of the linear layer that a function of elements stands behind.</summary>
    public static Tensor? WeightBehind(Operation node) => Behind(node.First) is { } layer ? Weight(layer) : null;
}
