using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Traces;

// What the forum thread found out, from PyTorch's and NumPy's own traces.
public class FoundingCaseTests
{
    [Fact]
    public void The_gradient_by_hand_is_N_times_autograds()
    {
        var verdict = Compare("torch_autograd", "numpy_buggy_nep50", samples: 4);
        Assert.Equal(TrainingDifference.GradientFactor, verdict.Cause);
        Assert.Equal(4, verdict.Factor);
        Assert.Equal(
            "The gradient of numpy_buggy_nep50 is 4 x torch_autograd's, from the same parameters; 4 is the number of samples: a mean over N is missing.",
            verdict.Finding);
        Assert.StartsWith(
            "In epoch 1 the loss is 30 in both, the gradient -120 against -30; divided by 4 it agrees to the bit. At 2 more places where both stood at the same parameters, so it does too.",
            verdict.Evidence);
        Assert.Equal("Divide the candidate's gradient by 4.", verdict.Remedy);
        Assert.Equal((1, 16777216L, TrainingQuantity.Gradient, "w.grad"), (verdict.PartEpoch, verdict.PartUlp, verdict.PartQuantity, verdict.PartName));
        Assert.Equal((94, 19), (verdict.ReferenceStandstillEpoch, verdict.CandidateStandstillEpoch));
        Assert.Equal((0.01, 0.01), (verdict.ReferenceRate!.Value, verdict.CandidateRate!.Value));
    }

    [Fact]
    public void Without_the_number_of_samples_it_says_what_it_would_be() =>
        Assert.Contains("4 = N if there are 4 samples: then a mean over N is missing", Compare("torch_autograd", "numpy_buggy_nep50").Finding);

    [Theory]
    [InlineData("numpy_fixed_nep50")]
    [InlineData("numpy_fixed_mean_nep50")]
    [InlineData("torch_linear_nobias")]
    public void Division_by_N_or_no_bias_agrees_to_the_bit(string variant)
    {
        var verdict = Compare("torch_autograd", variant);
        Assert.Equal(TrainingDifference.None, verdict.Cause);
        Assert.Equal($"{variant} agrees with torch_autograd to the bit in all 100 epochs that both have.", verdict.Finding);
        Assert.Null(verdict.PartEpoch);
        Assert.Empty(verdict.Remedy);
    }

    [Fact]
    public void A_third_training_shows_that_division_by_N_restores_agreement()
    {
        var verdicts = TraceExplainer.Explain(
            [TraceCases.Peer("torch_autograd", "autograd"), TraceCases.Peer("numpy_buggy_nep50", "hand"), TraceCases.Peer("numpy_fixed_nep50", "hand / N")],
            null, new GradientContext(Samples: 4));
        Assert.EndsWith(
            "hand / N, whose gradient there is this one divided by 4, agrees with autograd to the bit in all 100 epochs: division by N = 4 restores agreement to the bit.",
            verdicts[0].Finding);
        Assert.Equal(TrainingDifference.None, verdicts[1].Cause);
    }

    [Fact]
    public void The_same_shows_with_the_wrong_one_as_the_reference()
    {
        var verdicts = TraceExplainer.Explain(
            [TraceCases.Peer("numpy_buggy_nep50"), TraceCases.Peer("torch_autograd"), TraceCases.Peer("numpy_fixed_nep50")], null, new GradientContext());
        Assert.Equal(0.25, verdicts[0].Factor);
        Assert.EndsWith("numpy_fixed_nep50 has the same factor, and agrees with torch_autograd to the bit in all 100 epochs.", verdicts[0].Finding);
    }

    [Fact]
    public void A_third_training_that_does_not_agree_shows_nothing()
    {
        var verdicts = TraceExplainer.Explain(
            [TraceCases.Peer("torch_autograd"), TraceCases.Peer("numpy_buggy_nep50"), TraceCases.Peer("numpy_fixed")], null, new GradientContext());
        Assert.DoesNotContain("restores", verdicts[0].Finding);
    }

    [Fact]
    public void The_linear_model_has_a_bias()
    {
        var verdict = Compare("torch_autograd", "torch_linear_bias");
        Assert.Equal(TrainingDifference.Parameter, verdict.Cause);
        Assert.Equal("torch_linear_bias has the parameter b, which torch_autograd has not: it is another model.", verdict.Finding);
        Assert.Contains("Leave the bias out", verdict.Remedy);
        Assert.Equal((2, TrainingQuantity.Loss), (verdict.PartEpoch, verdict.PartQuantity));
        // The trace is thinned to every 100th epoch after 200: 4,426 shows as 4,500.
        Assert.Equal((94, 4500), (verdict.ReferenceStandstillEpoch, verdict.CandidateStandstillEpoch));
        Assert.Contains("stand still by epoch 4500 in torch_linear_bias, since epoch 94 in torch_autograd", verdict.Evidence);
        Assert.True(verdict.SpeedRatio < 0.05);
    }

    [Fact]
    public void The_linear_model_without_bias_is_named_as_the_proof()
    {
        var verdicts = TraceExplainer.Explain(
            [TraceCases.Peer("torch_autograd"), TraceCases.Peer("torch_linear_bias"), TraceCases.Peer("torch_linear_nobias")], null, new GradientContext());
        Assert.EndsWith("torch_linear_nobias, which has not got it either, agrees with torch_autograd to the bit in all 100 epochs.", verdicts[0].Finding);
    }

    [Fact]
    public void A_factor_and_a_bias_are_both_named()
    {
        var verdict = Compare("torch_linear_bias", "numpy_buggy_nep50");
        Assert.Equal((TrainingDifference.GradientFactor, 4.0), (verdict.Cause, verdict.Factor));
        Assert.EndsWith("Besides, torch_linear_bias has the parameter b, which numpy_buggy_nep50 has not.", verdict.Finding);
    }

    [Fact]
    public void Only_the_loss_is_scaled()
    {
        var verdict = Compare("numpy_buggy_nep50", "torch_autograd_loss_x4");
        Assert.Equal((TrainingDifference.LossScale, 4.0), (verdict.Cause, verdict.Factor));
        Assert.Equal(
            "Only the loss is scaled: torch_autograd_loss_x4's is 4 x numpy_buggy_nep50's in every epoch; gradients and parameters agree to the bit.", verdict.Finding);
    }

    [Fact]
    public void The_loss_times_4_scales_the_gradient_too()
    {
        var verdict = Compare("torch_autograd", "torch_autograd_loss_x4", samples: 4);
        Assert.Equal((TrainingDifference.GradientFactor, 4.0), (verdict.Cause, verdict.Factor));
        Assert.StartsWith("Loss and gradient of torch_autograd_loss_x4 are 4 x torch_autograd's: the loss itself is multiplied by 4", verdict.Finding);
    }

    [Theory]
    [InlineData("torch_autograd", "numpy_fixed")]
    [InlineData("torch_autograd", "numpy_fixed_mean")]
    [InlineData("numpy_buggy_nep50", "numpy_buggy")]
    public void A_parameter_kept_in_double_is_rounding(string reference, string candidate)
    {
        var verdict = Compare(reference, candidate);
        Assert.Equal(TrainingDifference.Rounding, verdict.Cause);
        Assert.Equal((1, 1L, TrainingQuantity.Parameter), (verdict.PartEpoch, verdict.PartUlp, verdict.PartQuantity));
    }

    [Fact]
    public void Counts_epochs_to_a_loss()
    {
        var verdict = TraceExplainer.Explain([TraceCases.Peer("torch_autograd"), TraceCases.Peer("numpy_buggy_nep50")], 5e-8, new GradientContext())[0];
        // seed_traces.json: the loss prints 0.0000000 first in epochs 64 and 13.
        Assert.Equal((64, 13), (verdict.ReferenceEpochsToLoss, verdict.CandidateEpochsToLoss));
        Assert.Equal(64.0 / 13, verdict.SpeedRatio);
    }

    [Fact]
    public void Says_that_a_loss_is_never_reached()
    {
        var verdict = TraceExplainer.Explain([TraceCases.Peer("torch_autograd"), TraceCases.Peer("numpy_buggy_nep50")], 1e-13, new GradientContext())[0];
        Assert.Null(verdict.ReferenceEpochsToLoss);
        Assert.Null(verdict.SpeedRatio);
        Assert.Contains("never by torch_autograd", verdict.Evidence);
    }

    private static TrainingComparison Compare(string reference, string candidate, int? samples = null) =>
        Accepted.As("trainings.txt", TraceExplainer.Explain([TraceCases.Peer(reference), TraceCases.Peer(candidate)], null, new GradientContext(samples))[0]);
}
