using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Tensors;

/// <summary>Tensors in a language that binds at run time; C#'s own dynamic is one.</summary>
public sealed class DynamicTests
{
    private static readonly dynamic s_vector = Tensor.From([1, 2, 3, 4]), s_matrix = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3), s_two = Tensor.Full(2, 1, 1);

    [Fact]
    public void OneElementComparesAsItsNumber()
    {
        Assert.True(s_two > 1);
        Assert.True(s_two >= 2.0);
        Assert.False(s_two < Tensor.Scalar(2));
        Assert.True(s_two <= "2");
        Assert.False(Tensor.Scalar(float.NaN) < (dynamic)1);
        Assert.False((dynamic)Tensor.Scalar(float.NaN) < 1);
        Assert.False((dynamic)Tensor.Scalar(float.NaN) >= 1);
    }

    [Fact]
    public void OneElementIsTrueWhereItIsNotZero()
    {
        Assert.True((bool)s_two);
        Assert.False((bool)(dynamic)Tensor.Zeros(1));
        Assert.False((bool)(dynamic)Tensor.Scalar(-0f));
        Assert.True((bool)(dynamic)Tensor.Scalar(float.NaN));
        Assert.False(!s_two);
        Assert.True(!(dynamic)Tensor.Zeros(1));
    }

    [Fact]
    public void TextIsANumberByTheOneRule()
    {
        Assert.Equal([0.5f, 1, 1.5f, 2], ((Tensor)(s_vector * "0.5")).ToArray());
        Assert.Equal([-0.5f, 0.5f, 1.5f, 2.5f], ((Tensor)(s_vector - " 1.5 ")).ToArray());
        Expect.Error<InvalidValueException>("NotANumber", () => { _ = s_vector / "1,234"; });
    }

    [Fact]
    public void AnyWholeNumberIsAnIndex()
    {
        foreach (dynamic one in new object[] { 1, 1L, (byte)1, (short)1, 1u, 1.0, 1f, 1m, "1", Tensor.Scalar(1), Tensor.Ones(1) })
            Assert.Equal(2f, ((Tensor)s_vector[one]).ToArray()[0]);
    }

    [Fact]
    public void AListOfIndicesTakesThoseOfADimension()
    {
        Assert.Equal([1f, 3, 1], ((Tensor)s_vector[new object[] { 0, 2, -4 }]).ToArray());
        Assert.Equal("[2,2]", ((Tensor)s_vector[Tensor.From([0, 2, 1, 1], 2, 2)]).Shape.ToString());
        Assert.Equal([3f, 1, 6, 4], ((Tensor)s_matrix[":", new[] { 2, 0 }]).ToArray());
        Assert.Equal([6f, 4], ((Tensor)s_matrix[1, new[] { 2, 0 }]).ToArray());
        Assert.Equal("[0,3]", ((Tensor)s_matrix[Array.Empty<int>()]).Shape.ToString());
    }

    [Fact]
    public void AListOfIndicesHasItsGradient()
    {
        var w = Tensor.From([1, 2, 3]).RequiresGrad_();
        w[new[] { 0, 2, 0 }].Square().Sum().Backward();
        Assert.Equal([4f, 0, 6], w.Grad!.ToArray());
    }

    [Fact]
    public void AnElementARowOrASliceIsAssigned()
    {
        dynamic m = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3);
        m[0, 1] = 20;
        m[1] = Tensor.From([7, 8, 9]);
        m[":", 0] = new object[] { -1, "-2.5" };
        Assert.Equal([-1f, 20, 3, -2.5f, 8, 9], ((Tensor)m).ToArray());
        Assert.Equal(3, ((Tensor)m).Version);
        Expect.Error<InvalidValueException>("InvalidIndex", () => m[2] = 1, "Index 2");
        Expect.Error<InvalidValueException>("NullValue", () => m[0] = null, "Assign");
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => m[0] = Tensor.Ones(2));
        Expect.Error<AutogradException>("InPlaceRecorded", () => ((dynamic)Tensor.Ones(2).RequiresGrad_())[0] = 1);
    }

    [Fact]
    public void WholeNumbersCompareWithAllDigits()
    {
        dynamic a = Tensor.FromInt64([9007199254740993]), b = Tensor.FromInt64([9007199254740992]);
        Assert.True(a > b);
        Assert.False(a.Equals(b));
        Assert.True(a.Equals(9007199254740993));
        Assert.True(b < 9007199254740993);
        Assert.True(Tensor.FromInt64([2]).Equals(2.0));
        Assert.True((dynamic)Tensor.FromInt64([2]) < 2.5);
        Assert.Equal(9007199254740993, Convert.ToInt64(a));
        Assert.Equal(2f, ((Tensor)Tensor.From([1, 2])[Tensor.FromInt64([1])]).Item());
    }
}
