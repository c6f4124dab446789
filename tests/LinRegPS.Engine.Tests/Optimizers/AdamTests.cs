using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.Optimizers;

namespace LinRegPS.Engine.Tests.Optimizers;

public class AdamTests
{
    [Theory]
    [InlineData("adam")]
    [InlineData("adam_lr1_betas")]
    public void TwentyStepsArePyTorchsBitForBit(string name)
    {
        var trace = OpReference.Instance.Optimizers.Single(o => o.Name == name);
        var w = Tensor.From(trace.Start).RequiresGrad_();
        var adam = new Adam([w], trace.Args["lr"].GetDouble());
        if (trace.Args.TryGetValue("betas", out var betas))
            (adam.Beta1, adam.Beta2) = (betas[0].GetDouble(), betas[1].GetDouble());
        if (trace.Args.TryGetValue("eps", out var eps))
            adam.Epsilon = eps.GetDouble();
        foreach (var (gradient, expected) in trace.Grads.Zip(trace.Params))
        {
            w.Grad = Tensor.From(gradient);
            adam.Step();
            Expect.SameBits(expected, w.ToArray());
        }
    }

    [Fact]
    public void WeightDecayIsPyTorchs()
    {
        // What PyTorch 1.13.1 prints for Adam([w], lr=0.05, weight_decay=0.1).
        float[][] gradients = [[0.3f, -0.7f, 0.011f], [-1.2f, 0.4f, 0.9f], [0.05f, 0.06f, -2], [1, 1, 1], [-0.3f, 0.2f, 0.1f]];
        float[][] expected =
        [
            [0.949999988f, -1.95000005f, 0.450000018f], [0.973588645f, -1.92560184f, 0.410713315f],
            [0.987704694f, -1.90238905f, 0.426261097f], [0.976404548f, -1.90710795f, 0.425182611f],
            [0.97032094f, -1.91130173f, 0.422662765f],
        ];
        var w = Tensor.From([1, -2, 0.5f]).RequiresGrad_();
        var adam = new Adam([w], 0.05) { WeightDecay = 0.1 };
        foreach (var (gradient, after) in gradients.Zip(expected))
        {
            w.Grad = Tensor.From(gradient);
            adam.Step();
            Expect.SameBits(after, w.ToArray());
        }
    }

    [Fact]
    public void EveryElementIsUpdatedAlikeWhateverTheLength()
    {
        var update = new AdamUpdate(0.9f, 0.1f, 0.99f, 0.01f, 1e-6f, 0.7f, 0.03f, 0.2f);
        foreach (int n in Enumerable.Range(0, 34).Append(65_536).Append(200_003))
        {
            float[] w = Numbers.Normal(1, n), gradient = Numbers.Normal(2, n), means = Numbers.Normal(3, n);
            float[] squares = [.. Numbers.Normal(4, n).Select(v => v * v)];
            float[][] expected = [[.. w], [.. means], [.. squares]];
            for (int i = 0; i < n; i++)
            {
                float g = MathF.FusedMultiplyAdd(0.2f, w[i], gradient[i]);
                float mean = MathF.FusedMultiplyAdd(0.1f, g, means[i] * 0.9f);
                float square = MathF.FusedMultiplyAdd(g * 0.01f, g, squares[i] * 0.99f);
                float root = MathF.Sqrt(square) / 0.7f, divisor = root + 1e-6f, step = mean * -0.03f, move = step / divisor;
                (expected[0][i], expected[1][i], expected[2][i]) = (w[i] + move, mean, square);
            }
            update.Apply(w, gradient, means, squares);
            Expect.SameBits(expected[0], w);
            Expect.SameBits(expected[1], means);
            Expect.SameBits(expected[2], squares);
        }
    }

    [Fact]
    public void EachParameterCountsItsOwnSteps()
    {
        var layer = new Linear(1, 1);
        var alone = layer.Bias!.Copy().RequiresGrad_();
        Adam both = new(layer, 0.1), one = new([alone], 0.1);
        for (int step = 0; step < 3; step++)
        {
            // The weight has no gradient but in the last step.
            layer.Weight.Grad = step == 2 ? Tensor.From([0.5f], 1, 1) : null;
            layer.Bias.Grad = alone.Grad = Tensor.From([step - 0.7f]);
            float weight = layer.Weight.Item();
            both.Step();
            one.Step();
            Assert.Equal(alone.Item(), layer.Bias.Item());
            // A first step is as long as the learning rate.
            Assert.Equal(step == 2 ? weight - 0.1f : weight, layer.Weight.Item(), 1e-6);
        }
        Assert.Equal((1, 3), (layer.Weight.Version, layer.Bias.Version));
    }

    [Fact]
    public void AModelLearnsAndTheLearningRateMayChange()
    {
        var layer = new Linear(1, 1, bias: true, new Generator(0));
        Tensor x = Tensor.From([0, 1, 2, 3], 4, 1), y = (x * 2) - 0.5;
        var adam = new Adam(layer, 0.1);
        for (int epoch = 0; epoch < 500; epoch++)
        {
            if (epoch == 300)
                adam.LearningRate = 0.01;
            layer.ZeroGrad();
            Loss.Mse(layer.Forward(x), y).Backward();
            adam.Step();
        }
        Assert.Equal(2, layer.Weight.Item(), 1e-3);
        Assert.Equal(-0.5, layer.Bias!.Item(), 1e-3);
    }
}
