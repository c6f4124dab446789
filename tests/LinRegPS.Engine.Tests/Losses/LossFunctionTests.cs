using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using LinRegPS.Engine.Tests.Operations;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Losses;

public class LossFunctionTests
{
    private static readonly Tensor s_scores = Tensor.From([1, -2, 3, 0.5f], 2, 2);

    // Values against PyTorch's, slopes and their slopes by finite differences: OperationTests.
    [Fact]
    public void EveryLossIsInTheTableOfOperations()
    {
        var others = new Dictionary<string, string>
        {
            ["Mse"] = "mse_loss",
            ["L1"] = "l1_loss",
            ["SmoothL1"] = "smooth_l1_loss",
            ["Huber"] = "huber_loss",
            ["Nll"] = "nll_loss",
            ["Ctc"] = "ctc_loss",
            ["MultiLabelMargin"] = "multilabel_margin",
            ["MultiLabelSoftMargin"] = "multilabel_soft_margin",
            ["BinaryCrossEntropy"] = "bce",
            ["BinaryCrossEntropyWithLogits"] = "bce_with_logits",
        };
        string[] losses = [.. typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(method => method.Name).Where(name => !name.EndsWith("Penalty", StringComparison.Ordinal)).Distinct()];
        Assert.True(losses.Length >= 17);
        Assert.All(losses, name => Assert.NotEmpty(
            OperationTable.All[others.GetValueOrDefault(name, Regex.Replace(name, "(?<!^)[A-Z]", "_$0").ToLowerInvariant())].Samples));
    }

    [Fact]
    public void EveryLossIsFoundByItsName()
    {
        Assert.Equal(
            [
                "BinaryCrossEntropy", "BinaryCrossEntropyWithLogits", "CrossEntropy", "Ctc", "HingeEmbedding", "Huber", "KlDiv", "L1", "Mse", "MultiLabelMargin",
                "MultiLabelSoftMargin", "MultiMargin", "Nll", "PoissonNll", "SmoothL1", "SoftMargin",
            ],
            LossFunction.Names);
        Assert.Equal(Loss.Mse(s_scores, s_scores * 2).Item(), LossFunction.Named("mse").Compute(s_scores, s_scores * 2).Item());
        Assert.Equal(Loss.Huber(s_scores, s_scores * 2).Item(), LossFunction.Named("HUBER").Compute(s_scores, s_scores * 2).Item());
        var classes = Tensor.From([0, 1]);
        Assert.Equal(Loss.CrossEntropy(s_scores, classes).Item(), LossFunction.Named("CrossEntropy").Compute(s_scores, classes).Item());
    }

    [Theory]
    [InlineData("Mse")]
    [InlineData("Huber")]
    [InlineData("L1")]
    [InlineData("SmoothL1")]
    public void ShapesThatDifferAreRefusedUnlessTheyMayBroadcast(string name)
    {
        var target = Tensor.From([1, 2]);
        // As the loss itself throws it, not wrapped.
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => LossFunction.Named(name).Compute(s_scores, target), "[2,2]", "[2]");
        Assert.Equal(1, LossFunction.Named(name, allowBroadcast: true).Compute(s_scores, target).Numel);
    }

    [Fact]
    public void ALossIsFoundWithSettings()
    {
        var classes = Tensor.From([0, 1]);
        var weight = Tensor.From([1, 3]);
        var loss = LossFunction.Named("crossentropy", settings: new Hashtable { ["LabelSmoothing"] = 0.25f, ["weight"] = weight, ["reduction"] = "sum" });
        Assert.Equal(Loss.CrossEntropy(s_scores, classes, Reduction.Sum, weight, labelSmoothing: 0.25).Item(), loss.Compute(s_scores, classes).Item());
        Assert.Equal(["weight", "posWeight"], LossFunction.TensorSettings("BinaryCrossEntropyWithLogits"));
    }

    [Fact]
    public void PenaltiesAreOfWhatIsLearned()
    {
        var layer = new Linear(2, 1, bias: true, new Generator(0));
        layer.Weight.Detach().Copy_(Tensor.From([3, -4], 1, 2));
        layer.Bias!.RequiresGrad = false;
        Assert.Equal(3.5f, Loss.L1Penalty(layer, 0.5).Item());
        var penalty = Loss.L2Penalty(layer, 0.5);
        Assert.Equal(12.5f, penalty.Item());
        penalty.Backward();
        Assert.Equal([3, -4], layer.Weight.Grad!.ToArray());
    }

    // Far from its target a Huber loss is delta (|d| - delta / 2), near it d^2 / 2; NaN stays NaN in value and gradient.
    [Fact]
    public void HuberIsStraightBeyondDelta()
    {
        var x = Tensor.From([0.5f, -0.5f, 3, -3, 2, float.NaN]).RequiresGrad_();
        var loss = Loss.Huber(x, Tensor.Zeros(6), Reduction.None, delta: 2);
        Assert.Equal([0.125f, 0.125f, 4, 4, 2, float.NaN], loss.ToArray());
        loss.Backward(Tensor.Ones(6));
        Assert.Equal([0.5f, -0.5f, 2, -2, 2, float.NaN], x.Grad!.ToArray());
    }
}
