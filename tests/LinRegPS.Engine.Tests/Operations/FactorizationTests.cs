namespace LinRegPS.Engine.Tests.Operations;

/// <summary>What factorizations promise, on matrices that are hard to take apart.</summary>
public sealed class FactorizationTests
{
    public static TheoryData<string> Matrices => ["regular", "wide", "tall", "equal columns", "zeros", "identity", "tiny", "huge", "hilbert", "large"];

    [Theory]
    [MemberData(nameof(Matrices))]
    public void ThePartsMakeTheMatrix(string name)
    {
        var a = Matrix(name);
        double size = Math.Max(a.Abs().Max().Item(), 1e-40);
        var (u, s, vh) = a.Svd();
        AssertNear(a / size, (u * (s / size)).MatMul(vh), 1e-6);
        AssertOrthogonal(u);
        AssertOrthogonal(vh.Transpose(0, 1));
        float[] values = s.ToArray();
        Assert.Equal(values.OrderDescending(), values);
        Assert.Equal(values, a.SvdVals().ToArray());
        var (q, r) = a.Qr();
        AssertNear(a / size, q.MatMul(r / size), 2e-6);
        AssertOrthogonal(q);
        Assert.True(r.Equal(r.Triu()));
    }

    [Fact]
    public void EigenvaluesOfSymmetricMatricesAscendWhateverStandsAbove()
    {
        var a = Tensor.From([2, 99, -7, 1, 3, 42, 0.5f, -1, 1], 3, 3);
        var (values, vectors) = a.Eigh();
        var lower = a.Tril();
        var symmetric = lower + lower.Tril(-1).Transpose(0, 1);
        AssertNear(symmetric, (vectors * values).MatMul(vectors.Transpose(0, 1)), 1e-6);
        AssertOrthogonal(vectors);
        Assert.Equal(values.ToArray().Order(), values.ToArray());
        Assert.Equal(values.ToArray(), a.EigvalsH().ToArray());
        Assert.Equal(values.ToArray(), a.Transpose(0, 1).Clone().Transpose(0, 1).EigvalsH().ToArray());
    }

    // U and V have no gradient there, but the values have.
    [Fact]
    public void EqualSingularValuesHaveAGradient()
    {
        var a = Tensor.Eye(3).RequiresGrad_();
        a.SvdVals().Sum().Backward();
        AssertNear(Tensor.Eye(3), a.Grad!, 0);
        var symmetric = Tensor.Eye(2).RequiresGrad_();
        symmetric.EigvalsH().Sum().Backward();
        AssertNear(Tensor.Eye(2), symmetric.Grad!, 0);
    }

    [Fact]
    public void APseudoinverseIsOneForAnyRank()
    {
        foreach (string name in new[] { "equal columns", "wide", "tall", "zeros", "regular" })
        {
            var a = Matrix(name);
            var inverse = a.Pinv();
            AssertNear(a, a.MatMul(inverse).MatMul(a), 2e-6);
            AssertNear(inverse, inverse.MatMul(a).MatMul(inverse), 2e-6);
        }
        Assert.Equal(1, Matrix("equal columns").MatrixRank().Item());
        Assert.Equal([0L, 2L], Tensor.Stack([Tensor.Zeros(2, 2), Tensor.Eye(2)]).MatrixRank().ToInt64Array());
        Assert.Equal(0, Matrix("tall").MatrixRank(rcond: 2).Item());
    }

    [Fact]
    public void TheLogarithmOfADeterminantIsWithinFloat32WhereTheDeterminantIsNot()
    {
        var a = Tensor.Eye(60) * -1e10;
        Assert.Equal(double.PositiveInfinity, a.Det().Item());
        var (sign, size) = a.SlogDet();
        Assert.Equal(1, sign.Item());
        Assert.Equal((float)(600 * Math.Log(10)), size.Item(), 1e-3f);
        Assert.Equal([-1, 0, 1], Tensor.Stack([Tensor.From([0, 1, 1, 0], 2, 2), Tensor.Ones(2, 2), Tensor.Eye(2)]).SlogDet().Sign.ToArray());
        Assert.Equal([float.NaN, float.NegativeInfinity], Tensor.Stack([Tensor.From([0, 1, 1, 0], 2, 2), Tensor.Ones(2, 2)]).LogDet().ToArray());
    }

    [Fact]
    public void WholeNumbersAndEmptyMatricesAreTaken()
    {
        Assert.Equal([2, 0, 1, 2], Tensor.FromInt64([4, 2, 2, 5], 2, 2).Cholesky().ToArray());
        Assert.Equal([0, 0], Tensor.Zeros(0, 0).Cholesky().Shape);
        Assert.Equal([0, 3], Tensor.Zeros(0, 3).Svd().Vh.Shape);
        Assert.Equal([3, 0], Tensor.Zeros(3, 0).Qr().Q.Shape);
        Assert.Equal([2, 3], Tensor.Zeros(3, 2).Pinv().Shape);
        Assert.Equal([0, 2, 3], Tensor.Zeros(0, 3, 2).Pinv().Shape);
    }

    private static Tensor Matrix(string name) => name switch
    {
        "regular" => Tensor.From([0.5f, -1, 2, 1, 3, -0.25f, 0, 1, 1], 3, 3),
        "wide" => Tensor.From([1, 2, 3, 4, 5, 6.5f], 2, 3),
        "tall" => Tensor.From([1, 2, 3, 4, 5, 6.5f], 2, 3).Transpose(0, 1),
        "equal columns" => Tensor.From([1, 1, 2, 2, 3, 3], 3, 2),
        "zeros" => Tensor.Zeros(3, 2),
        "identity" => Tensor.Eye(4),
        "tiny" => Tensor.From([1e-30f, 2e-30f, -3e-30f, 1e-31f], 2, 2),
        "huge" => Tensor.From([1e30f, 2e30f, -3e30f, 1e29f], 2, 2),
        "hilbert" => Tensor.From([.. Enumerable.Range(0, 64).Select(i => 1f / ((i / 8) + (i % 8) + 1))], 8, 8),
        _ => Tensor.Normal(new Generator(1), 0, 1, 70, 40),
    };

    private static void AssertOrthogonal(Tensor columns) =>
        AssertNear(Tensor.Eye(columns.Shape[1]), columns.Transpose(0, 1).MatMul(columns), 1e-6);

    private static void AssertNear(Tensor expected, Tensor actual, double bound)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.All(expected.ToArray().Zip(actual.ToArray()), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, bound * Math.Max(1, Math.Abs(pair.First))));
    }
}
