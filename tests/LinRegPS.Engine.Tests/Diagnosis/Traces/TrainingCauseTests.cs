using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Traces;

// Each cause, and beside it what looks like it and is not.
public class TrainingCauseTests
{
    private static readonly float[][] s_x = [[1, 0.5f, -2], [2, -1, 1], [3, 0.1f, 0.7f], [4, 2, 1], [-1, 1, 0.3f]];
    private static readonly float[] s_y = [2, -1, 4, 7, 0.5f];

    [Fact]
    public void Another_start()
    {
        var verdict = Compare(TraceCases.Train("a", [0]), TraceCases.Train("b", [1]));
        Assert.Equal(TrainingDifference.Start, verdict.Cause);
        Assert.Equal("b starts from other parameters than a: w0 at 1 against 0.", verdict.Finding);
        Assert.Equal((1, TrainingQuantity.Loss), (verdict.PartEpoch, verdict.PartQuantity));
    }

    [Fact]
    public void A_mirrored_start_is_no_turned_sign()
    {
        // w = 4 has the loss of w = 0, and the gradient with the other sign.
        var verdict = Compare(TraceCases.Train("a", [0]), TraceCases.Train("b", [4]));
        Assert.Equal(TrainingDifference.Start, verdict.Cause);
        Assert.Contains("w0 at 4 against 0", verdict.Finding);
    }

    [Fact]
    public void A_turned_sign_is_no_other_start()
    {
        var verdict = Compare(TraceCases.Train("a", [0]), TraceCases.Train("b", [0], gradient: (_, g) => [-g[0]], epochs: 20));
        Assert.Equal((TrainingDifference.GradientFactor, -1.0), (verdict.Cause, verdict.Factor));
        Assert.Contains("-1 turns the sign", verdict.Finding);
    }

    [Fact]
    public void A_start_of_a_quarter_of_the_loss_is_no_scaled_loss()
    {
        // Halfway there: loss / 4, gradient / 2.
        Assert.Equal(TrainingDifference.Start, Compare(TraceCases.Train("a", [0]), TraceCases.Train("b", [1])).Cause);
    }

    [Theory]
    [InlineData(1e-3f)]
    [InlineData(1e-5f)]
    public void A_start_a_little_off_is_no_rounding(float start)
    {
        var verdict = Compare(Three("a", [1, 1, 1]), Three("b", [1 + start, 1, 1]));
        Assert.Equal(TrainingDifference.Start, verdict.Cause);
    }

    [Fact]
    public void A_gradient_a_little_off_is_no_rounding()
    {
        var verdict = Compare(Three("a", [1, 1, 1]), TraceCases.Train("b", [1, 1, 1], x: s_x, y: s_y, gradient: (_, g) => [g[0], g[1] * 1.00003f, g[2]]));
        Assert.Equal(TrainingDifference.Gradient, verdict.Cause);
    }

    [Fact]
    public void Another_start_of_several_parameters() =>
        Assert.Equal(TrainingDifference.Start, Compare(Three("a", [0, 0, 0]), Three("b", [0.1f, 0, -0.2f])).Cause);

    [Theory]
    [InlineData(0.02, "b has the learning rate 0.02, a 0.01: 2 x.")]
    [InlineData(0.04, "b has the learning rate 0.04, a 0.01: 4 x.")]
    [InlineData(0.0101, "b has the learning rate 0.0101, a 0.01: 1.01 x.")]
    [InlineData(0.010001, "b has the learning rate 0.010001, a 0.01: 1.0001 x.")]
    public void Another_rate(double rate, string finding)
    {
        var verdict = Compare(Three("a", [0, 0, 0]), Three("b", [0, 0, 0], rate));
        Assert.Equal(TrainingDifference.Rate, verdict.Cause);
        Assert.Equal(finding, verdict.Finding);
        Assert.Equal((1, TrainingQuantity.Parameter), (verdict.PartEpoch, verdict.PartQuantity));
    }

    [Fact]
    public void A_rate_times_4_is_no_gradient_factor()
    {
        var verdict = Compare(TraceCases.Train("a", [0]), TraceCases.Train("b", [0], rate: 0.04));
        Assert.Equal(TrainingDifference.Rate, verdict.Cause);
        Assert.Equal((0.01, 0.04), (verdict.ReferenceRate!.Value, verdict.CandidateRate!.Value));
    }

    [Fact]
    public void Another_rate_shows_even_where_steps_are_a_few_ulp()
    {
        float[][] x = [[1e-3f, 2e-3f], [3e-3f, 1e-3f]];
        float[] y = [1, 2];
        var verdict = Compare(
            TraceCases.Train("a", [1000, 500], 10, x: x, y: y), TraceCases.Train("b", [1000, 500], 20, x: x, y: y));
        Assert.Equal(TrainingDifference.Rate, verdict.Cause);
    }

    [Fact]
    public void Another_order_of_summation()
    {
        var verdict = Compare(Three("a", [0, 0, 0]), TraceCases.Train("b", [0, 0, 0], x: s_x, y: s_y, backwards: true));
        Assert.Equal(TrainingDifference.Rounding, verdict.Cause);
        Assert.InRange(verdict.PartUlp!.Value, 1, 8);
    }

    [Fact]
    public void A_gradient_factor_shows_through_another_order_of_summation()
    {
        var verdict = Compare(
            Three("a", [0, 0, 0]), TraceCases.Train("b", [0, 0, 0], x: s_x, y: s_y, backwards: true, gradient: (_, g) => [.. g.Select(s => s * 5)]), samples: 5);
        Assert.Equal((TrainingDifference.GradientFactor, 5.0), (verdict.Cause, verdict.Factor));
        Assert.Contains("5 is the number of samples", verdict.Finding);
    }

    [Fact]
    public void One_wrong_element_of_the_gradient_is_no_factor()
    {
        var verdict = Compare(Three("a", [0, 0, 0]), TraceCases.Train("b", [0, 0, 0], x: s_x, y: s_y, gradient: (_, g) => [g[0], 2 * g[1], g[2]]));
        Assert.Equal(TrainingDifference.Gradient, verdict.Cause);
        Assert.Contains("w1.grad", verdict.Finding);
        Assert.Equal("w1.grad", verdict.PartName);
    }

    [Fact]
    public void A_gradient_that_is_wrong_later_is_found_later()
    {
        var verdict = Compare(Three("a", [0, 0, 0]), TraceCases.Train("b", [0, 0, 0], x: s_x, y: s_y, gradient: (e, g) => e < 10 ? g : [.. g.Select(s => s / 2)]));
        Assert.Equal((TrainingDifference.GradientFactor, 0.5, 10), (verdict.Cause, verdict.Factor, verdict.PartEpoch));
    }

    [Fact]
    public void Momentum_is_another_optimizer()
    {
        float[] velocity = [0, 0, 0];
        var verdict = Compare(Three("a", [0, 0, 0]), TraceCases.Train("b", [0, 0, 0], x: s_x, y: s_y, step: (_, w, g) =>
        {
            velocity = [.. velocity.Zip(g, (v, s) => (0.9f * v) + s)];
            return [.. w.Zip(velocity, (p, v) => p - (0.01f * v))];
        }));
        Assert.Equal(TrainingDifference.Optimizer, verdict.Cause);
        Assert.StartsWith("b does not step by one rate times its gradient: momentum", verdict.Finding);
        Assert.Null(verdict.CandidateRate);
        Assert.Equal(0.01, verdict.ReferenceRate);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parameters_recorded_before_the_step_are_no_other_training(bool candidate)
    {
        var verdict = Compare(TraceCases.Train("a", [0], beforeStep: !candidate), TraceCases.Train("b", [0], beforeStep: candidate));
        Assert.Equal(TrainingDifference.RecordedBeforeStep, verdict.Cause);
        Assert.Contains($"but {(candidate ? "b" : "a")} records its parameters before the epoch's step", verdict.Finding);
    }

    [Fact]
    public void A_factor_shows_where_only_one_records_before_the_step()
    {
        var verdict = Compare(TraceCases.Train("a", [0]), TraceCases.Train("b", [0], gradient: (_, g) => [4 * g[0]], beforeStep: true, epochs: 30), samples: 4);
        Assert.Equal((TrainingDifference.GradientFactor, 4.0), (verdict.Cause, verdict.Factor));
        Assert.Equal((0.01, 0.01), (verdict.ReferenceRate!.Value, verdict.CandidateRate!.Value));
    }

    [Fact]
    public void Other_data_at_the_same_start()
    {
        var verdict = Compare(TraceCases.Train("a", [0]), TraceCases.Train("b", [0], y: [2, 4, 6, 9]));
        Assert.Equal(TrainingDifference.Data, verdict.Cause);
        Assert.StartsWith("From the same parameters b has another loss than a in epoch 1", verdict.Finding);
    }

    [Fact]
    public void A_bias_that_never_moves_is_not_the_cause()
    {
        float[][] withBias = [[1, 0], [2, 0], [3, 0], [4, 0]];
        var verdict = Compare(
            TraceCases.Train("a", [0], names: ["w"]), TraceCases.Train("b", [0, 0], rate: 0.02, x: withBias, names: ["w", "bias"]));
        Assert.Equal(TrainingDifference.Rate, verdict.Cause);
        Assert.Contains("Besides, b has the parameter bias", verdict.Finding);
        var same = Compare(TraceCases.Train("a", [0], names: ["w"]), TraceCases.Train("b", [0, 0], x: withBias, names: ["w", "bias"]));
        Assert.Equal(TrainingDifference.None, same.Cause);
        Assert.EndsWith("and it makes no difference.", same.Finding);
    }

    [Fact]
    public void Two_trainings_of_other_rates_and_starts_are_told_both()
    {
        var verdict = Compare(TraceCases.Train("a", [0]), TraceCases.Train("b", [1], rate: 0.02));
        Assert.Equal(TrainingDifference.Start, verdict.Cause);
        Assert.EndsWith("Besides, the learning rate is 0.02 against 0.01.", verdict.Finding);
    }

    // A bias that stays 0 for nine epochs: the values told are those that the loss which parts was computed with.
    [Fact]
    public void A_parameter_that_moves_late_is_told_with_its_value_before()
    {
        float[][] x = [[1, 1], [2, 1], [3, 1], [4, 1]];
        float[] y = [3, 5, 7, 9];
        float[] Step(int epoch, float[] w, float[] g) => [w[0] - (0.01f * g[0]), epoch < 10 ? 0 : w[1] - (0.01f * g[1])];
        var verdict = Compare(
            TraceCases.Train("a", [0], x: [[1], [2], [3], [4]], y: y, names: ["w"]), TraceCases.Train("b", [0, 0], x: x, y: y, names: ["w", "bias"], step: Step));
        Assert.Equal((TrainingDifference.Parameter, 11), (verdict.Cause, verdict.PartEpoch));
        float bias = TraceCases.Train("b", [0, 0], x: x, y: y, step: Step).Points[9].Parameters[1]!.Item();
        Assert.Contains(FormattableString.Invariant($" In epoch 10 bias is {bias:G7}."), verdict.Evidence);
    }

    [Fact]
    public void Losses_alone_do_not_tell_why()
    {
        var verdict = Compare(Bare(TraceCases.Train("a", [0])), Bare(TraceCases.Train("b", [0], rate: 0.02)));
        Assert.Equal(TrainingDifference.Unknown, verdict.Cause);
        Assert.Equal(2, verdict.PartEpoch);
        Assert.Contains("Record every epoch from the first, with its loss, parameters and gradients", verdict.Remedy);

        static TrainingTrace Bare(TrainingTrace trace) =>
            new(trace.Name, [], trace.Points.Select(point => new TracePoint(point.Epoch, point.Loss, [], [])));
    }

    [Fact]
    public void A_diverged_training_is_compared_up_to_its_end()
    {
        var verdict = Compare(TraceCases.Train("a", [0]), TraceCases.Train("b", [0], rate: 10, epochs: 100));
        Assert.Equal(TrainingDifference.Rate, verdict.Cause);
        Assert.Equal(10, verdict.CandidateRate);
        Assert.Null(verdict.SpeedRatio);
        Assert.Null(verdict.CandidateStandstillEpoch);
        Assert.Matches("b has diverged: its loss is not finite in epoch 1[0-9]\\.$", verdict.Evidence);
    }

    [Fact]
    public void A_small_decay_is_not_called_rounding()
    {
        var verdict = Compare(Three("a", [0, 0, 0], epochs: 2000), TraceCases.Train(
            "b", [0, 0, 0], x: s_x, y: s_y, epochs: 2000, step: (_, w, g) => [.. w.Zip(g, (p, s) => p - (0.01f * (s + (1e-3f * p))))]));
        Assert.Equal(TrainingDifference.Optimizer, verdict.Cause);
    }

    [Theory]
    [InlineData(new[] { "w" }, new[] { "weight" }, "0-0")]
    [InlineData(new[] { "w" }, new[] { "lin.weight" }, "0-0")]
    [InlineData(new[] { "w" }, new[] { "theta" }, "0-0")]
    [InlineData(new[] { "w" }, new[] { "weight", "bias" }, "0-0")]
    [InlineData(new[] { "bias", "weight" }, new[] { "lin.Weight", "lin.Bias" }, "0-1 1-0")]
    [InlineData(new[] { "w", "b" }, new[] { "w1", "w2" }, "")]
    [InlineData(new[] { "w" }, new[] { "a", "c" }, "")]
    public void Parameters_belong_together_by_name(string[] reference, string[] candidate, string pairs) =>
        Assert.Equal(pairs, string.Join(' ', ParameterNames.Match(reference, candidate).Select(pair => $"{pair.Reference}-{pair.Candidate}")));

    private static TrainingTrace Three(string name, float[] start, double rate = 0.01, int epochs = 100) =>
        TraceCases.Train(name, start, rate, epochs, x: s_x, y: s_y);

    private static TrainingComparison Compare(TrainingTrace reference, TrainingTrace candidate, int? samples = null) =>
        Accepted.As("trainings.txt", TraceExplainer.Explain([reference, candidate], null, new GradientContext(samples))[0]);
}
