namespace LinRegPS.Engine.Tests.Operations;

/// <summary>Normalize and Renorm for norms of every order along every dimension, by their definitions in float64; their slopes too.</summary>
public sealed class NormScaleTests
{
    public static TheoryData<double, int> Cases => new(from p in new[] { 0.5, 1, 2, 3, double.PositiveInfinity } from dim in new[] { 0, 1, 2, -1 } select (p, dim));

    [Theory]
    [MemberData(nameof(Cases))]
    public void NormalizeDividesByTheNorm(double p, int dim)
    {
        var x = Tensor.Uniform(new Generator(5), -2, 2, 2, 3, 4);
        Near(Lines(x.ToArray(), x.Shape, dim, alone: true), p, norm => 1 / Math.Max(norm, 1e-12), x.Normalize(p, dim).ToArray());
        // A norm below eps counts as eps.
        var tiny = x * 1e-3f;
        Near(Lines(tiny.ToArray(), x.Shape, dim, alone: true), p, norm => 1 / Math.Max(norm, 50), tiny.Normalize(p, dim, 50).ToArray());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RenormHoldsTheNormsBelowABound(double p, int dim)
    {
        var x = Tensor.Uniform(new Generator(6), -2, 2, 2, 3, 4);
        var parts = Lines(x.ToArray(), x.Shape, dim, alone: false);
        double[] norms = [.. parts.Select(part => Norm(part.Select(element => element.Value), p)).Order()];
        // Between two of them, so that it cuts some and leaves others.
        double bound = (norms[0] + norms[^1]) / 2;
        Near(parts, p, norm => norm > bound ? bound / (norm + 1e-7) : 1, x.Renorm(p, dim, bound).ToArray());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheirGradientsAreTheSlopes(double p, int dim)
    {
        // The greatest of several has kinks.
        if (double.IsInfinity(p))
            return;
        Check(x => x.Normalize(p, dim));
        Check(x => x.Renorm(p, dim, 1.5));

        static void Check(Func<Tensor, Tensor> function)
        {
            var weights = Tensor.Uniform(new Generator(8), 0.5, 1, 2, 3, 4);
            var x = Tensor.Uniform(new Generator(7), 0.5, 2, 2, 3, 4).RequiresGrad_();
            var check = Assert.Single(new LinRegPS.Diagnosis.FiniteDifferences.GradientVerifier([new ModelParameter("x", x)], () => (function(x) * weights).Sum()).Check());
            Assert.True(check.Passed, check.Finding + check.Evidence);
        }
    }

    private static double Norm(IEnumerable<double> numbers, double p) =>
        double.IsInfinity(p) ? numbers.Max(Math.Abs) : Math.Pow(numbers.Sum(number => Math.Pow(Math.Abs(number), p)), 1 / p);

    // The elements by what they have in common: their index along a dimension, or all their other indices.
    private static List<List<(int Place, double Value)>> Lines(float[] elements, Shape shape, int dim, bool alone)
    {
        int d = dim < 0 ? dim + shape.Rank : dim, inner = shape.Skip(d + 1).Aggregate(1, (a, b) => a * b);
        return [.. elements.Select((value, place) => (Place: place, Value: (double)value))
            .GroupBy(element => alone ? (element.Place / (inner * shape[d]) * inner) + (element.Place % inner) : element.Place / inner % shape[d])
            .Select(group => group.ToList())];
    }

    private static void Near(List<List<(int Place, double Value)>> parts, double p, Func<double, double> factor, float[] actual)
    {
        Assert.Equal(actual.Length, parts.Sum(part => part.Count));
        foreach (var part in parts)
        {
            double times = factor(Norm(part.Select(element => element.Value), p));
            Assert.All(part, element => Assert.Equal(element.Value * times, actual[element.Place], 1e-5 * Math.Max(0.01, Math.Abs(element.Value * times))));
        }
    }
}
