using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Operations;

/// <summary>
/// torch.nn.functional.cosine_similarity along the last dimension, of tensors of one shape: norms count as eps at least, or have it added to
/// their squares.
/// </summary>
internal sealed class CosineSimilarity(Tensor x1, Tensor x2, double eps, bool added = false) : Operation(x1, x2)
{
    private int Count => InputShape(0)[^1];

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var y = new Tensor(InputShape(0).Without(InputShape(0).Rank - 1));
        RowCosines.Forward(Input(0).Data, Input(1).Data, Count, eps, added, y.Data);
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        for (int i = 0; i < 2; i++)
        {
            if (Needs(i))
                GiveNew(i, GradMode.IsEnabled ? Recorded(gradient.Unsqueeze(-1), Input(i), Input(1 - i)) : ByRows(gradient, Input(i), Input(1 - i)));
        }
    }

    private Tensor ByRows(Tensor gradient, Tensor x, Tensor other)
    {
        var dx = new Tensor(x.Shape);
        RowCosines.Backward(gradient.Data, x.Data, other.Data, Count, eps, added, dx.Data);
        return dx;
    }

    private Tensor Recorded(Tensor gradient, Tensor x, Tensor other)
    {
        var length = x.Norm(2, -1, keepdim: true);
        var (norm, otherNorm) = added ? (Added(x), Added(other)) : (length.Clamp(min: eps), other.Norm(2, -1, keepdim: true).Clamp(min: eps));
        var moves = added ? Tensor.Scalar(1) : Mask.Within(length.Detach(), (float)eps, float.PositiveInfinity);
        return gradient * ((other / (norm * otherNorm)) - (moves * x * ((x * other).Sum(-1, keepdim: true) / (norm * otherNorm * norm.Square()))));
    }

    private Tensor Added(Tensor x) => (x.Square().Sum(-1, keepdim: true) + eps).Sqrt();
}
