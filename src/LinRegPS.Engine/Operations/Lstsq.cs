using LinRegPS.Numerics;

namespace LinRegPS.Operations;

/// <summary>
/// torch.linalg.lstsq of as many matrices as right sides, [...,m,n] and [...,m,columns]: the solution of the least squares, of those
/// that of the least length, [...,n,columns]. In float64, rounded once.
/// </summary>
internal sealed class Lstsq(string label, Tensor matrix, Tensor right, double share) : Operation(matrix, right)
{
    protected override string Label => label;

    protected override bool Saves(int input) => input == 0 || Needs(0);

    protected override Tensor Forward()
    {
        var (a, b) = (Input(0), Input(1));
        var result = new Tensor(new Shape([.. a.Shape.SkipLast(2), a.Shape[^1], b.Shape[^1]]));
        for (int i = 0; i < Count; i++)
            (Inverted(a, i) * Matrix64.Of(b, i)).Round(result, i);
        return result;
    }

    protected override void Backward(Tensor gradient)
    {
        var (a, b) = (Input(0), Needs(0) ? Input(1) : null);
        if (GradMode.IsEnabled)
        {
            var identity = Expand.Apply(Tensor.Eye(a.Shape[^2]), new Shape([.. a.Shape.SkipLast(1), a.Shape[^2]]));
            RecordedMatrices inverse = new(new Lstsq(label, a, identity, share).Apply()), ofSolution = new(gradient);
            if (b is not null)
                Give(0, Formula(new(a), inverse, ofSolution * new RecordedMatrices(b).Turned).Value);
            if (Needs(1))
                Give(1, (inverse.Turned * ofSolution).Value);
            return;
        }
        var (matrices, rights) = (b is null ? null : new Tensor(InputShape(0)), Needs(1) ? new Tensor(InputShape(1)) : null);
        for (int i = 0; i < Count; i++)
        {
            Matrix64 inverse = Inverted(a, i), ofSolution = Matrix64.Of(gradient, i);
            if (matrices is not null)
                Formula(Matrix64.Of(a, i), inverse, ofSolution * Matrix64.Of(b!, i).Turned).Round(matrices, i);
            if (rights is not null)
                (inverse.Turned * ofSolution).Round(rights, i);
        }
        if (matrices is not null)
            GiveNew(0, matrices);
        if (rights is not null)
            GiveNew(1, rights);
    }

    private int Count => InputShape(0).Product(0, InputShape(0).Rank - 2);

    private Matrix64 Inverted(Tensor a, int index) => SingularDecomposition.Decompose(Matrix64.Of(a, index)).PseudoInverse(share);

    // The gradient of a matrix by that of its pseudoinverse, among matrices of its rank.
    private static T Formula<T>(T a, T inverse, T gradient)
        where T : IMatrices<T>
    {
        var product = gradient.Turned * inverse;
        var outer = product * inverse.Turned;
        return -(inverse * product).Turned + (outer - (a * (inverse * outer))) + (inverse.Turned * (inverse * (gradient.Turned - (product * a))));
    }
}
