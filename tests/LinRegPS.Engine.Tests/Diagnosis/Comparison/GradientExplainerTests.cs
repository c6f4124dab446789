using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Comparison;

public class GradientExplainerTests
{
    private static readonly Tensor s_matrix = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3);

    [Fact]
    public void Names_the_missing_mean_of_the_founding_case()
    {
        var verdict = Compare(Tensor.Scalar(-30), Tensor.Scalar(-120), new GradientContext(Samples: 4));
        Assert.Equal(GradientDifference.Factor, verdict.Kind);
        Assert.Equal(4, verdict.Factor);
        Assert.Equal("candidate = 4 x reference; 4 is the number of samples: a mean over N is missing.", verdict.Finding);
        Assert.Equal("1 element, -30 and -120; with the factor they agree to the bit.", verdict.Evidence);
        Assert.Equal("Divide the candidate's gradient by 4.", verdict.Remedy);
    }

    [Theory]
    [InlineData(4, "4 is the number of samples")]
    [InlineData(0.25, "0.25 is 1/4, one over the number of samples")]
    [InlineData(2, "2 is the 2 of a square's derivative")]
    [InlineData(0.5, "0.5 is 1/2")]
    [InlineData(-1, "-1 turns the sign")]
    [InlineData(3, "3 is the number of features")]
    [InlineData(32, "32 is the batch size")]
    public void Names_factors(double factor, string words)
    {
        var candidate = s_matrix * factor;
        var verdict = Compare(s_matrix, candidate, new GradientContext(Samples: 4, BatchSize: 32));
        Assert.Equal(GradientDifference.Factor, verdict.Kind);
        Assert.Equal(factor, verdict.Factor);
        Assert.Contains(words, verdict.Finding);
        Assert.Equal(Math.Sign(factor), verdict.Cosine!.Value, 1e-12);
    }

    [Fact]
    public void Gives_a_factor_that_means_nothing_known_without_a_meaning()
    {
        var verdict = Compare(s_matrix, s_matrix * 1.37, new GradientContext(Samples: 4));
        Assert.Equal(GradientDifference.Factor, verdict.Kind);
        Assert.Equal("candidate = 1.37 x reference.", verdict.Finding);
    }

    [Fact]
    public void Takes_no_ratio_of_two_numbers_for_a_factor_that_explains_nothing()
    {
        var verdict = Compare(Tensor.Scalar(2), Tensor.Scalar(3.1));
        Assert.Equal(GradientDifference.Other, verdict.Kind);
        Assert.Null(verdict.Factor);
        Assert.Contains("1.55 x the reference", verdict.Finding);
    }

    [Fact]
    public void Says_that_a_candidate_is_all_zeros()
    {
        var verdict = Compare(s_matrix, Tensor.Zeros(2, 3));
        Assert.Equal((GradientDifference.Factor, 0.0), (verdict.Kind, verdict.Factor));
        Assert.StartsWith("The candidate is all zeros", verdict.Finding);
        Assert.Null(verdict.Cosine);
        Assert.Equal(1, verdict.MaxRelative);
    }

    [Theory]
    [InlineData(new float[] { 1, 4, 2, 5, 3, 6 }, 1, "candidate = reference, transposed.")]
    [InlineData(new float[] { 4, 16, 8, 20, 12, 24 }, 4, "candidate = 4 x reference, transposed; 4 is the number of samples: a mean over N is missing.")]
    public void Sees_a_transpose(float[] elements, double factor, string finding)
    {
        var verdict = Compare(s_matrix, Tensor.From(elements, 3, 2), new GradientContext(Samples: 4));
        Assert.Equal(GradientDifference.Transposed, verdict.Kind);
        Assert.Equal(finding, verdict.Finding);
        Assert.Equal(factor, verdict.Factor);
        Assert.StartsWith("Transpose the candidate to [2,3].", verdict.Remedy);
    }

    [Fact]
    public void Sees_a_square_transpose_but_takes_a_symmetric_matrix_as_it_is()
    {
        var square = Tensor.From([1, 2, 3, 4], 2, 2);
        Assert.Equal(GradientDifference.Transposed, Compare(square, square.Transpose(0, 1)).Kind);
        var symmetric = Tensor.From([1, 2, 2, 4], 2, 2);
        Assert.Equal(GradientDifference.None, Compare(symmetric, symmetric.Transpose(0, 1)).Kind);
    }

    [Fact]
    public void Tells_a_reshape_from_a_transpose()
    {
        var verdict = Compare(s_matrix, s_matrix.Reshape(3, 2));
        Assert.Equal(GradientDifference.None, verdict.Kind);
        Assert.Contains("Their shapes differ: [3,2] against [2,3].", verdict.Finding);
        Assert.Equal("Reshape the candidate to [2,3], so that nothing broadcasts.", verdict.Remedy);
    }

    [Theory]
    [InlineData(4, 5.5f, GradientDifference.Element, "Only the element [1,1] is wrong; all others agree.", "[1,1]")]
    [InlineData(0, 100f, GradientDifference.Element, "Only the element [0,0] is wrong; all others agree.", "[0,0]")]
    [InlineData(5, -1e9f, GradientDifference.Element, "Only the element [1,2] is wrong; all others agree.", "[1,2]")]
    public void Finds_the_one_wrong_element(int element, float value, GradientDifference kind, string finding, string index)
    {
        float[] elements = s_matrix.ToArray();
        elements[element] = value;
        var verdict = Compare(s_matrix, Tensor.From(elements, 2, 3));
        Assert.Equal((kind, finding, index), (verdict.Kind, verdict.Finding, verdict.Index));
    }

    [Fact]
    public void Finds_the_one_wrong_element_where_it_is_greater_than_all_others_together()
    {
        var verdict = Compare(Tensor.From([100, 1, 1, 1]), Tensor.From([200, 1, 1, 1]));
        Assert.Equal((GradientDifference.Element, "[0]"), (verdict.Kind, verdict.Index));
    }

    [Fact]
    public void Finds_the_one_wrong_element_beside_a_factor()
    {
        var verdict = Compare(s_matrix, Tensor.From([4, 8, 12, 16, 21, 24], 2, 3), new GradientContext(Samples: 4));
        Assert.Equal((GradientDifference.Element, 4.0), (verdict.Kind, verdict.Factor));
        Assert.Equal("Only the element [1,1] is wrong; all others are 4 x reference (4 is the number of samples: a mean over N is missing).", verdict.Finding);
    }

    [Theory]
    [InlineData(new float[] { 1, 2, 3, 8, 10, 12 }, GradientDifference.Row, "Only row 1 is wrong, 2 x reference there; all others agree.")]
    [InlineData(new float[] { 1, 2, 3, 7, 5, -6 }, GradientDifference.Row, "Only row 1 is wrong; all others agree.")]
    [InlineData(new float[] { 1, 0, 3, 4, 0, 6 }, GradientDifference.Column, "Only column 1 is wrong, 0 x reference there; all others agree.")]
    [InlineData(new float[] { 9, 2, 3, 4, 5, 7 }, GradientDifference.Other, null)]
    public void Finds_the_one_wrong_row_or_column(float[] elements, GradientDifference kind, string? finding)
    {
        var verdict = Compare(s_matrix, Tensor.From(elements, 2, 3));
        Assert.Equal(kind, verdict.Kind);
        if (finding is not null)
            Assert.Equal(finding, verdict.Finding);
    }

    [Fact]
    public void Finds_a_constant_offset()
    {
        var verdict = Compare(s_matrix, s_matrix - 0.1);
        Assert.Equal(GradientDifference.Offset, verdict.Kind);
        Assert.Equal(-0.1, verdict.Offset!.Value, 1e-6);
        Assert.Equal("candidate = reference - 0.1, in every element.", verdict.Finding);
    }

    [Fact]
    public void Counts_sums_in_another_order_as_rounding_and_says_where_they_differ_most()
    {
        var verdict = Compare(Tensor.From([1, 2, 3]), Tensor.From([1, MathF.BitIncrement(2), 3]));
        Assert.Equal((GradientDifference.Rounding, 1L, "[1]"), (verdict.Kind, verdict.MaxUlp!.Value, verdict.Index));
        Assert.True(verdict.Agrees);
        Assert.Equal(Math.Pow(2, -23), verdict.MaxRelative!.Value, 1e-12);
    }

    [Fact]
    public void Does_not_count_a_thousandth_as_rounding()
    {
        var verdict = Compare(Tensor.From([1, 2, 3, 4]), Tensor.From([1.001f, 2, 3.002f, 4]));
        Assert.Equal(GradientDifference.Other, verdict.Kind);
        Assert.False(verdict.Agrees);
        Assert.Equal(0.001, verdict.MaxRelative!.Value, 1e-6);
        Assert.Equal("[0]", verdict.Index);
    }

    [Theory]
    [InlineData(new float[] { 1, 0 }, new float[] { 0, 1 }, 0.0, "different directions")]
    [InlineData(new float[] { 1, 2 }, new float[] { -1.1f, -2 }, -0.99923, "the sign may be turned")]
    [InlineData(new float[] { 1, 2, 0 }, new float[] { -1, 0, 1 }, -0.3162, "more than 90 degrees")]
    [InlineData(new float[] { 0, 0 }, new float[] { 1, 2 }, null, "the reference is all zeros")]
    public void Describes_directions(float[] reference, float[] candidate, double? cosine, string words)
    {
        var verdict = Compare(Tensor.From(reference), Tensor.From(candidate));
        Assert.Equal(GradientDifference.Other, verdict.Kind);
        Assert.Contains(words, verdict.Finding);
        if (cosine is null)
            Assert.Null(verdict.Cosine);
        else
            Assert.Equal(cosine.Value, verdict.Cosine!.Value, 1e-4);
    }

    [Fact]
    public void Names_the_first_element_that_is_not_finite()
    {
        var verdict = Compare(s_matrix, Tensor.From([1, 2, 3, 4, float.NaN, 6], 2, 3));
        Assert.Equal((GradientDifference.NotFinite, "[1,1]"), (verdict.Kind, verdict.Index));
        Assert.Equal("The candidate is not finite.", verdict.Finding);
        Assert.Equal("At [1,1] the reference is 5, the candidate NaN.", verdict.Evidence);
    }

    [Fact]
    public void Names_shapes_of_different_sizes()
    {
        var verdict = Compare(s_matrix, Tensor.Ones(3));
        Assert.Equal(GradientDifference.Shape, verdict.Kind);
        Assert.Equal("The candidate has shape [3], the reference [2,3].", verdict.Finding);
    }

    [Fact]
    public void Names_the_side_that_has_no_gradient()
    {
        var known = new GradientContext();
        var empty = GradientExplainer.Explain(new("weight", new("weight", s_matrix), new("weight", null)), known);
        Assert.Equal(GradientDifference.Missing, empty.Kind);
        Assert.Equal("There is nothing to compare: the candidate's weight has no gradient.", empty.Finding);
        var absent = GradientExplainer.Explain(new("bias", null, new("bias", s_matrix)), known);
        Assert.Equal("There is nothing to compare: the reference has no parameter bias.", absent.Finding);
    }

    private static GradientComparison Compare(Tensor reference, Tensor candidate, GradientContext? known = null) =>
        Accepted.As("gradients.txt", GradientExplainer.Explain(new("gradient", new(null, reference), new(null, candidate)), known ?? new GradientContext()));
}

public class GradientPairsTests
{
    private static readonly Tensor s_one = Tensor.Scalar(1);

    [Fact]
    public void Pairs_one_with_one_whatever_their_names() =>
        Assert.Equal("w: w weight", Text(GradientPairs.Match(Named("w"), Named("weight"))));

    [Fact]
    public void Pairs_by_name_by_the_end_of_a_path_and_keeps_what_has_no_partner() => Assert.Equal(
        "weight: weight lin.weight; BIAS: BIAS bias; extra: - extra",
        Text(GradientPairs.Match(Named("weight", "BIAS"), Named("extra", "bias", "lin.weight"))));

    [Fact]
    public void Does_not_guess_between_two_paths_with_the_same_end() => Assert.Equal(
        "weight: weight -; bias: bias bias; a.weight: - a.weight; b.weight: - b.weight",
        Text(GradientPairs.Match(Named("weight", "bias"), Named("a.weight", "b.weight", "bias"))));

    [Fact]
    public void Pairs_by_place_without_names() => Assert.Equal(
        "[0]: ? ?; b: ? b", Text(GradientPairs.Match(Named(null, null), Named(null, "b"))));

    private static NamedGradient[] Named(params string?[] names) => [.. names.Select(name => new NamedGradient(name, s_one))];

    private static string Text(IEnumerable<GradientPair> pairs) =>
        string.Join("; ", pairs.Select(pair => $"{pair.Name}: {Side(pair.Reference)} {Side(pair.Candidate)}"));

    private static string Side(NamedGradient? gradient) => gradient is null ? "-" : gradient.Name ?? "?";
}
