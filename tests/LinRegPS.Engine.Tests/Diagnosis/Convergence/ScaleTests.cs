using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LinRegPS.Diagnosis.Convergence;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Convergence;

/// <summary>Data as they come: unscaled, far from 0, constant, collinear. The measure is exact arithmetic.</summary>
public sealed class ScaleTests
{
    [Fact]
    public void SmallEigenvaluesAreNotLostBesideLargeOnes()
    {
        var report = new ConvergenceAnalysis { LearningRate = 5e-9 }.Measure(
            Tensor.From([10000, 10001, 10002, 10003, 10004]), Tensor.From([0, 1, 2, 3, 4]), bias: true);
        Assert.Equal([1, -10000], report.Optimum.Select(x => Math.Round(x, 9)));
        Assert.True(report.Eigenvalue[1] > 0);
        Assert.True(report.EpochsToTolerance > 1_000_000);
        Assert.StartsWith("Slow:", report.Finding);
        Assert.Contains("The bias and the weight pull against each other", report.Finding);
        Assert.DoesNotContain("determined", report.Finding);
        Assert.DoesNotContain("shrinks to 1 of itself", report.Finding);
        Assert.Contains("Centre the feature", report.Remedy);
    }

    [Fact]
    public void LargeFeaturesHaveABias()
    {
        var report = new ConvergenceAnalysis { LearningRate = 1e-16 }.Measure(Tensor.From([1e7f, 2e7f, 3e7f, 4e7f]), Tensor.From([1, 2, 3, 5]), bias: true);
        Assert.Equal(1.3e-7, report.Optimum[0], 1e-18);
        Assert.Equal(-0.5, report.Optimum[1], 1e-10);
        Assert.InRange(report.Condition, 4.4e15, 4.6e15);
        Assert.DoesNotContain("determined", report.Finding);
        Assert.Contains("Centre", report.Remedy);
        Assert.Contains("Scale", report.Remedy);
    }

    [Fact]
    public void ARateThatIsNothingBesideTheEigenvaluesDoesNotDiverge()
    {
        var report = new ConvergenceAnalysis { LearningRate = 1e-20 }.Measure(Tensor.From([1, 2, 3, 4]), Tensor.From([2, 4, 6, 8]), bias: false);
        Assert.False(report.Diverges);
        Assert.Contains("shrinks to 1 - 1.5E-19 of itself", report.Finding);
        Assert.Null(report.EpochsToTolerance);
        Assert.Contains("more than 4.6E+18 epochs away", report.Finding);
    }

    [Fact]
    public void ManyUndeterminedDirectionsAreOneSentence()
    {
        var report = new ConvergenceAnalysis { LearningRate = 0.001 }.Measure(Tensor.Normal(new Generator(1), 0, 1, 1, 80), null, bias: true);
        Assert.Contains("1 sample can't determine 81 parameters: 80 directions among them never move.", report.Finding);
        Assert.True(report.Finding.Length < 400, report.Finding);
    }

    [Fact]
    public void ManyCollinearFeaturesAreNamedInPart()
    {
        float[] column = [1, 2, 4, 3, 5, 9, 7, 8];
        var report = new ConvergenceAnalysis { LearningRate = 0.001 }.Measure(
            Tensor.From([.. column.SelectMany(x => Enumerable.Repeat(x, 6))], 8, 6), null, bias: false);
        Assert.Contains("2 more directions are not determined either.", report.Finding);
        Assert.Equal(5, report.Eigenvalue.Count(x => x == 0));
    }

    [Fact]
    public void AConstantOfAnySizeIsTheBias()
    {
        foreach (float constant in new[] { 1e-9f, 0.1f, 3.3f, 7, 1e8f })
        {
            var report = new ConvergenceAnalysis { LearningRate = 1e-20 }.Measure(
                Tensor.From([constant, constant, constant]), Tensor.From([1, 2, 4]), bias: true);
            Assert.Contains("weight and bias are not determined: the feature is constant", report.Finding);
        }
    }

    [Fact]
    public void ADuplicateIsFoundBesideAColumnThatIsNothingBesideIt()
    {
        float[] large = [1e8f, -2e8f, 3e8f, 5e8f], small = [1e-9f, 2e-9f, -1e-9f, 3e-9f];
        var report = new ConvergenceAnalysis { LearningRate = 1e-20 }.Measure(
            Tensor.From([.. large.SelectMany((x, i) => new[] { x, small[i], x })], 4, 3), Tensor.From([1, 2, 4, 3]), bias: false);
        Assert.Contains("weight[0], weight[2] are not determined: their features are collinear", report.Finding);
        Assert.Contains("weight[0] - 1 weight[2] never moves", report.Finding);
        double[] expected = [.. new ExactGram([large, small], [1, 2, 4, 3], bias: false).Optimum()];
        Close(expected[0] / 2, report.Optimum[0], 1e-12);
        Close(expected[1], report.Optimum[1], 1e-12);
        Close(expected[0] / 2, report.Optimum[2], 1e-12);
    }

    [Fact]
    public void ATinyColumnIsNotLostBesideAHugeConstantAndTheBias()
    {
        float[] constant = [.. Enumerable.Repeat(39983892f, 7)], tiny = [4.647848404e-13f, -2.556220481e-13f, 3.032386625e-13f, 2.061195046e-13f, -2.821052853e-13f, 2.947829968e-13f, 3.287873717e-13f];
        var report = new ConvergenceAnalysis { LearningRate = 1e-30 }.Measure(
            Tensor.From([.. constant.SelectMany((x, i) => new[] { x, tiny[i] })], 7, 2), null, bias: true);
        // Fractions: the sum of the principal minors of two over the trace.
        Close(5.298780002558362e-25 * 2 / 7, report.Eigenvalue[1], 1e-12);
        Assert.Equal(0, report.Eigenvalue[2]);
    }

    // One column is a tenth of the other but for the last bits, and with a bias it may be so exactly.
    [Theory]
    [InlineData(false, 712.47485f, 712.47455f, 712.47485f, 712.47455f)]
    [InlineData(false, 0.007720303f, 0.007720361f, 0.007720156f, 0.0077198f)]
    [InlineData(false, 1.7364194f, 1.7364188f, 1.7364194f, 1.7364194f)]
    [InlineData(false, 3022505.5f, 3022440.5f, 3022440.5f, 3022438f)]
    [InlineData(true, 855975940f, 855909060f, 855910340f, 855952260f)]
    [InlineData(true, 629252400f, 629314800f, 629251460f, 629288600f, 629272900f)]
    public void ColumnsThatAreCollinearButForTheirLastBitsAreToldFromThoseThatAreSo(bool bias, params float[] column) =>
        Check(([column, [.. column.Select(x => 0.1f * x)]], [.. column.Select((_, i) => 0.3f + (0.17f * i * i))], bias));

    [Property(MaxTest = 1000)]
    public Property EigenvaluesAndOptimumAreThoseOfExactArithmetic() => Prop.ForAll(Data.ToArbitrary(), Check);

    internal static void Check((float[][] Columns, float[] Target, bool Bias) data)
    {
        var (columns, target, bias) = data;
        var exact = new ExactGram(columns, target, bias);
        int n = columns.Length + (bias ? 1 : 0);
        var input = Tensor.From([.. Enumerable.Range(0, target.Length).SelectMany(row => columns.Select(column => column[row]))], target.Length, columns.Length);
        var report = new ConvergenceAnalysis { LearningRate = 1e-30 }.Measure(input, Tensor.From(target), bias);
        Assert.Equal(exact.IsRegular, report.Eigenvalue.All(x => x > 0));
        double[] ofGram = [.. report.Eigenvalue.Select(x => x * target.Length / 2)];
        // An eigenvalue is off by a few eps times the condition of columns of norm 1, which for float32 numbers is up to 2^25.
        for (int size = 1; size <= n; size++)
            Close(exact.EigenvalueProducts(size), Products(ofGram, size), 1e-7);
        if (!exact.IsRegular)
            return;
        double[] optimum = exact.Optimum();
        for (int j = 0; j < n; j++)
            Close(optimum[j], report.Optimum[j], 1e-9);
    }

    // One or two features of any size and offset, some of them constant, alike or proportional.
    private static Gen<(float[][] Columns, float[] Target, bool Bias)> Data =>
        from rows in Gen.Choose(4, 12)
        from seed in Gen.Choose(0, int.MaxValue)
        from features in Gen.Choose(1, 2)
        from bias in Gen.Elements(true, false)
        from kinds in Gen.Choose(0, 7).ArrayOf(features)
        from sizes in Gen.Choose(-12, 12).ArrayOf(features)
        from offsets in Gen.Choose(-1, 9).ArrayOf(features)
        select Make(rows, new Random(seed), bias, kinds, sizes, offsets);

    private static (float[][] Columns, float[] Target, bool Bias) Make(
        int rows, Random random, bool bias, int[] kinds, int[] sizes, int[] offsets)
    {
        var columns = new List<float[]>();
        for (int j = 0; j < kinds.Length; j++)
        {
            double size = Math.Pow(10, sizes[j]), offset = offsets[j] < 0 ? 0 : Math.Pow(10, offsets[j]) * random.NextDouble();
            columns.Add(kinds[j] switch
            {
                0 => [.. Enumerable.Repeat((float)(size * random.NextDouble()), rows)],
                1 when j > 0 => [.. columns[0]],
                2 when j > 0 => [.. columns[0].Select(x => 4 * x)],
                3 when j > 0 => [.. columns[0].Select(x => 0.1f * x)],
                _ => [.. Enumerable.Range(0, rows).Select(_ => (float)(offset + (size * (random.NextDouble() - 0.5))))],
            });
        }
        return ([.. columns], [.. Enumerable.Range(0, rows).Select(_ => (float)random.NextDouble())], bias);
    }

    private static double Products(double[] values, int size) => size == 0 ? 1
        : Enumerable.Range(0, values.Length).Sum(i => values[i] * Products(values[(i + 1)..], size - 1));

    private static void Close(double expected, double actual, double relative) =>
        Assert.True(Math.Abs(actual - expected) <= relative * Math.Abs(expected), FormattableString.Invariant($"{actual:R} for {expected:R}"));
}
