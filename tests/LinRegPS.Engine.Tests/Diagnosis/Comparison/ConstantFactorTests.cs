using LinRegPS.Diagnosis.Comparison;

namespace LinRegPS.Engine.Tests.Diagnosis.Comparison;

public class ConstantFactorTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(0.25)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(1.0 / 3)]
    [InlineData(7)]
    [InlineData(0)]
    public void Finds_the_factor_exactly_though_every_product_is_rounded(double factor)
    {
        float[] reference = [0.1f, -7.3f, 0, 123.456f, -1e-3f];
        Assert.Equal(factor, ConstantFactor.Find(reference, Times(reference, factor)));
    }

    [Fact]
    public void Finds_a_factor_that_is_no_whole_number()
    {
        float[] reference = [0.1f, -7.3f, 123.456f];
        Assert.Equal(1.37, ConstantFactor.Find(reference, Times(reference, 1.37))!.Value, 1e-6);
    }

    [Fact]
    public void Survives_sums_in_another_order()
    {
        // The gradient of 1000 samples, summed forwards and, times 1000, backwards.
        var random = new Random(1);
        float[] terms = [.. Enumerable.Range(0, 1000).Select(_ => (float)random.NextDouble())];
        float forwards = terms.Aggregate((a, b) => a + b), backwards = terms.Reverse().Aggregate((a, b) => a + b);
        Assert.NotEqual(forwards, backwards);
        Assert.Equal(1000, ConstantFactor.Find([forwards / 1000, 1], [backwards, 1000]));
    }

    [Fact]
    public void Survives_an_element_that_is_all_rounding() =>
        Assert.Equal(2, ConstantFactor.Find([1000, 1e-5f], [2000, -3e-5f]));

    [Theory]
    [InlineData(new float[] { 1, 2, 3 }, new float[] { 4, 8, 12.001f })]
    [InlineData(new float[] { 1000, 0.001f }, new float[] { 4000, 0.005f })]
    [InlineData(new float[] { 1, 0 }, new float[] { 4, 0.01f })]
    [InlineData(new float[] { 0, 0 }, new float[] { 0, 0 })]
    [InlineData(new float[] { 0, 0 }, new float[] { 1, 1 })]
    [InlineData(new float[] { 1, float.NaN }, new float[] { 4, float.NaN })]
    [InlineData(new float[] { 1, 2 }, new float[] { 4, float.PositiveInfinity })]
    [InlineData(new float[] { 1, 2 }, new float[] { 4 })]
    [InlineData(new float[0], new float[0])]
    public void Finds_none(float[] reference, float[] candidate) => Assert.Null(ConstantFactor.Find(reference, candidate));

    // Half an ulp of 2000 is 2^-14 = 6.1e-5; one rounding of it is at most 2000 x 2^-24 = 1.19e-4.
    [Theory]
    [InlineData(1.1e-4f, true)]
    [InlineData(1.3e-4f, false)]
    [InlineData(-1.1e-4f, true)]
    [InlineData(-1.3e-4f, false)]
    public void An_element_that_should_be_0_may_be_one_rounding_of_the_greatest(float element, bool isFound) =>
        Assert.Equal(isFound, ConstantFactor.Find([1000, 0], [2000, element]) == 2);

    // An outlier of one side alone excuses nothing.
    [Fact]
    public void The_floor_is_that_of_what_both_sides_have()
    {
        Assert.Equal(Math.Pow(2, -24), ConstantFactor.Floor([1, 1], [1, 1e6f], 1), 1e-12);
        Assert.Equal(Math.Pow(2, -24), ConstantFactor.Floor([1, 1e6f], [1, 1], 1), 1e-12);
        Assert.Equal(8 * Math.Pow(2, -24), ConstantFactor.Floor([2, -4], [4, -8], 2), 1e-12);
    }

    [Fact]
    public void Finds_it_where_a_step_to_the_next_number_is_a_large_part_of_the_number()
    {
        const float step = float.Epsilon;
        Assert.Equal(0.25, ConstantFactor.Find([10 * step, 1000 * step], [3 * step, 250 * step]));
        Assert.Null(ConstantFactor.Find([10 * step, 1000 * step], [5 * step, 250 * step]));
    }

    [Fact]
    public void Takes_tensors() =>
        Assert.Equal(4, ConstantFactor.Find(Tensor.From([1, 2], 1, 2), Tensor.From([4, 8], 1, 2)));

    private static float[] Times(float[] numbers, double factor) => [.. numbers.Select(number => (float)(number * factor))];
}

public class FactorNameTests
{
    [Theory]
    [InlineData(4, 4, null, null, "4 is the number of samples: a mean over N is missing")]
    [InlineData(0.25, 4, null, null, "0.25 is 1/4, one over the number of samples: a mean over N is taken twice, or a sum was meant")]
    [InlineData(4, null, null, null, "4 = N if there are 4 samples: then a mean over N is missing")]
    [InlineData(0.125, null, null, null, "0.125 = 1/N if there are 8 samples: then a mean over N is taken twice, or a sum was meant")]
    [InlineData(2, 4, null, null, "2 is the 2 of a square's derivative: a 1/2 is missing, or the 2 stands twice")]
    [InlineData(2, null, null, null, "2 is the 2 of a square's derivative: a 1/2 is missing, or the 2 stands twice; or it is N if there are 2 samples: then a mean over N is missing")]
    [InlineData(0.5, 4, null, null, "0.5 is 1/2: the 2 of the square's derivative is missing, or the loss is halved")]
    [InlineData(8, 4, null, null, "8 is 2 x 4, twice the number of samples: a mean over N is missing, and a 1/2 or one 2 too many")]
    [InlineData(5, 10, null, null, "5 is 10 / 2, half the number of samples: a mean over N is missing, and the 2 of the square's derivative")]
    [InlineData(-1, 4, null, null, "-1 turns the sign")]
    [InlineData(-4, 4, null, null, "the sign is turned, and 4 is the number of samples: a mean over N is missing")]
    [InlineData(3, 4, 3, null, "3 is the number of features: a mean over the features is missing")]
    [InlineData(16, 100, 3, 16, "16 is the batch size: a mean over the batch size is missing")]
    [InlineData(3, 3, 3, null, "3 is the number of samples: a mean over N is missing; or it is the number of features: a mean over the features is missing")]
    [InlineData(1, 4, null, null, "1: they are the same")]
    [InlineData(0, 4, null, null, "all zeros: the loss does not reach it, or it was cleared")]
    [InlineData(1.37, 4, 3, 2, null)]
    [InlineData(7, 4, null, null, null)]
    [InlineData(3.999, 4, null, null, null)]
    public void Says_what_a_factor_is(double factor, int? samples, int? features, int? batchSize, string? expected) =>
        Assert.Equal(expected, FactorName.Describe(factor, samples, features, batchSize));

    [Theory]
    [InlineData(4, "Divide the candidate's gradient by 4.")]
    [InlineData(0.25, "Leave out one division by 4.")]
    [InlineData(-4, "Turn the sign: the difference is prediction - target, and a step subtracts; divide the candidate's gradient by 4.")]
    [InlineData(2, "Halve the candidate's gradient, or leave out one 2.")]
    [InlineData(1, null)]
    [InlineData(1.37, null)]
    public void Says_what_to_do(double factor, string? expected) => Assert.Equal(expected, FactorName.Remedy(factor, samples: 4));
}
