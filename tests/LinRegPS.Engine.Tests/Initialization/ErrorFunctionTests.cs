using LinRegPS.Initialization;

namespace LinRegPS.Engine.Tests.Initialization;

/// <summary>The inverse of the error function is one, from end to end.</summary>
public sealed class ErrorFunctionTests
{
    // scipy.special.erfinv, 1.10.
    [Theory]
    [InlineData(0.1, 0.08885599049425769)]
    [InlineData(0.5, 0.4769362762044699)]
    [InlineData(0.7, 0.7328690779592167)]
    [InlineData(0.75, 0.8134198475976185)]
    [InlineData(0.95, 1.3859038243496782)]
    public void TheInverseIsSciPys(double y, double x)
    {
        // As near as the function itself, which float32 needs.
        Assert.Equal(x, ErrorFunction.Inverse(y), 1e-11);
        Assert.Equal(-ErrorFunction.Inverse(y), ErrorFunction.Inverse(-y));
    }

    [Fact]
    public void TheFunctionOfTheInverseIsTheNumber()
    {
        for (int i = 1; i < 20_000; i++)
        {
            double y = i / 20_000.0, small = y * 1e-9, near = 1 - (1e-9 * y);
            foreach (double number in new[] { y, small, near })
            {
                Assert.Equal(number, ErrorFunction.Of(ErrorFunction.Inverse(number)), 1e-15 * number);
                Assert.Equal(-number, ErrorFunction.Of(ErrorFunction.Inverse(-number)), 1e-15 * number);
            }
        }
    }

    [Fact]
    public void AtTheEndsItIsInfiniteAndBeyondNone()
    {
        Assert.Equal(double.PositiveInfinity, ErrorFunction.Inverse(1));
        Assert.Equal(double.NegativeInfinity, ErrorFunction.Inverse(-1));
        Assert.Equal(0, ErrorFunction.Inverse(0));
        Assert.All([1.0000001, -2, double.NaN], y => Assert.Equal(double.NaN, ErrorFunction.Inverse(y)));
    }
}
