using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>Every way to train the founding case, against the bits of PyTorch and NumPy in every epoch.</summary>
public class FoundingCaseTests
{
    // As programs write it: the loss from the prediction and the target.
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> s_losses = new()
    {
        ["MseLoss"] = (p, y) => Loss.Mse(p, y),
        ["MseLoss, target first"] = (p, y) => Loss.Mse(y, p),
        ["Square, Mean"] = (p, y) => (p - y).Square().Mean(),
        ["Pow, Mean"] = (p, y) => (y - p).Pow(2).Mean(),
        ["Sum / 4"] = (p, y) => ((p - y) * (p - y)).Sum() / 4,
    };

    // The gradient by hand, from 2x and the error.
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> s_gradients = new()
    {
        ["numpy_buggy_nep50"] = (twoX, error) => twoX.Dot(error).Mean(),
        ["numpy_fixed_nep50"] = (twoX, error) => twoX.Dot(error) / 4,
        ["numpy_fixed_mean_nep50"] = (twoX, error) => (twoX * error).Mean(),
    };

    public static TheoryData<string> Losses { get; } = [.. s_losses.Keys];

    public static TheoryData<string> Gradients { get; } = [.. s_gradients.Keys];

    [Theory]
    [InlineData("torch_linear_nobias", false, 1)]
    [InlineData("torch_linear_bias", true, 1)]
    [InlineData("torch_autograd_loss_x4", false, 4)]
    public void TheCompiledLoopHasPyTorchsBits(string variant, bool bias, double lossScale)
    {
        var expected = SeedTraces.Variant(variant);
        var loop = FoundingCase.Loop(FoundingCase.Model(bias), expected.Epochs, lossScale: lossScale);
        expected.AssertSame([.. loop.Records().Select(Snapshot.Of)]);
    }

    [Theory]
    [InlineData("torch_linear_nobias", false)]
    [InlineData("torch_linear_bias", true)]
    public void ALoopOverAModelHasPyTorchsBits(string variant, bool bias)
    {
        var expected = SeedTraces.Variant(variant);
        var model = FoundingCase.Model(bias);
        Tensor x = FoundingCase.X(4, 1), y = FoundingCase.Y(4, 1);
        expected.AssertSame([.. Enumerable.Range(1, expected.Epochs).Select(_ =>
        {
            model.ZeroGrad();
            var loss = Loss.Mse(model.Forward(x), y);
            loss.Backward();
            Sgd.Step(model, FoundingCase.LearningRate);
            return new Snapshot(
                model.Weight.Item(), model.Bias?.Item(), loss.Item(), model.Weight.Grad!.Item(), model.Bias?.Grad!.Item());
        })]);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void AutogradHasPyTorchsBitsHoweverTheLossIsWritten(string form)
    {
        SeedTraces.Variant("torch_autograd").AssertSame(Autograd(s_losses[form]));
        SeedTraces.Variant("torch_autograd_loss_x4").AssertSame(Autograd((p, y) => s_losses[form](p, y) * 4));
    }

    [Theory]
    [MemberData(nameof(Gradients))]
    public void TheGradientWrittenByHandHasNumPysBits(string variant)
    {
        var expected = SeedTraces.Variant(variant);
        Tensor x = FoundingCase.X(), y = FoundingCase.Y(), w = Tensor.Scalar(0);
        expected.AssertSame([.. Enumerable.Range(1, expected.Epochs).Select(_ =>
        {
            var prediction = w * x;
            var loss = (prediction - y).Square().Mean();
            var gradient = s_gradients[variant](2 * x, prediction - y);
            w -= FoundingCase.LearningRate * gradient;
            return new Snapshot(w.Item(), null, loss.Item(), gradient.Item(), null);
        })]);
    }

    private static List<Snapshot> Autograd(Func<Tensor, Tensor, Tensor> lossOf)
    {
        Tensor x = FoundingCase.X(), y = FoundingCase.Y(), w = Tensor.Scalar(0).RequiresGrad_();
        return [.. Enumerable.Range(1, 100).Select(_ =>
        {
            var loss = lossOf(w * x, y);
            loss.Backward();
            float gradient = w.Grad!.Item();
            using (GradMode.NoGrad())
                w.Sub_(FoundingCase.LearningRate * w.Grad);
            w.Grad = null;
            return new Snapshot(w.Item(), null, loss.Item(), gradient, null);
        })];
    }
}
