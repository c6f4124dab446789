using LinRegPS.Diagnosis.FiniteDifferences;

namespace LinRegPS.Engine.Tests.Diagnosis.FiniteDifferences;

/// <summary>A kink is where the slopes differ however small the step, in any unit of the function and of the step.</summary>
public sealed class KinkTests
{
    public static TheoryData<double, double> Units { get; } = [.. new[] { 1e-6, 1e-2, 1, 300, 1e7 }.SelectMany(unit => new[] { 1e-5, 1, 1e4 }.Select(size => (unit, size)))];

    [Theory]
    [MemberData(nameof(Units))]
    public void SlopesThatStayApartAreAKinkAndThoseThatMeetAreNone(double unit, double size)
    {
        var kink = Kink(x => (x > 0 ? 2 * x : -x) + (0.1 * x * x / size));
        Assert.Equal(-unit / size, kink!.Value.Left, 0.01 * unit / size);
        Assert.Equal(2 * unit / size, kink.Value.Right, 0.01 * unit / size);
        Assert.Null(Kink(x => (3 * x * x / size) + x));
        Assert.Null(Kink(x => x));
        // Where the jump is no more than what rounding makes of it, nothing is said.
        Assert.Null(Kink(x => x > 0 ? 2 * x : -x, rounding: unit));

        (double Left, double Right)? Kink(Func<double, double> f, double rounding = 0) =>
            NumericDerivative.Kink(x => new NumericDerivative.Sample(unit / size * f(x), rounding), size);
    }
}
