using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Operations;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>Linear layers in a graph: Linear, or a matrix product with a weight; adding a bias and reshaping belong to it.</summary>
internal static class Affine
{
    /// <summary>The weight, where the node is a linear layer's product.</summary>
    public static Tensor? Weight(Operation node) => node switch
    {
        Operations.Linear => node.Inputs[1].Leaf ?? node.Inputs[1].Tensor,
        MatMul => node.Inputs[1].Leaf ?? node.Inputs[0].Leaf,
        _ => null,
    };

    /// <summary>The linear layer behind a node, with nothing but a bias, a constant factor or another shape between.</summary>
    public static Operation? Behind(Operation? node)
    {
        while (node is not null && Weight(node) is null)
            node = Next(node);
        return node;
    }

    /// <summary>Words for where a function of elements stands: " behind hidden.weight", or nothing.</summary>
    public static string Place(Tensor? weight, LintWatcher lint) => weight is null ? string.Empty : $" behind {lint.NameOf(weight)}";

    /// <summary>The weight of the linear layer that a function of elements stands behind.</summary>
    public static Tensor? WeightBehind(Operation node) => Behind(node.Inputs[0].Node) is { } layer ? Weight(layer) : null;

    /// <summary>The node before one that is a bias, a constant factor or another shape; null for any other.</summary>
    public static Operation? Next(Operation node) => node switch
    {
        Reshape => node.Inputs[0].Node,
        Binary<Add> or Binary<Sub> when node.Inputs[1].Node is null => node.Inputs[0].Node,
        Binary<Add> or Binary<Sub> when node.Inputs[0].Node is null => node.Inputs[1].Node,
        Binary<Mul> or Binary<Div> when node.Inputs[1].IsNumber => node.Inputs[0].Node,
        Binary<Mul> when node.Inputs[0].IsNumber => node.Inputs[1].Node,
        _ => null,
    };
}
