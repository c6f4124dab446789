using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>Programs as people write them, and as they should: not one finding.</summary>
public sealed class UsualProgramTests
{
    private static readonly Tensor s_x = Tensor.From([.. Enumerable.Range(0, 24).Select(i => (i / 12f) - 1)], 24, 1);
    private static readonly Tensor s_y = (s_x * 2).Tanh() + 0.5f;

    [Theory]
    [InlineData("Adam")]
    [InlineData("RMSprop")]
    [InlineData("Sgd")]
    public void ASmallNetworkWithDropoutAndValidation(string name)
    {
        var generator = new Generator(3);
        Linear first = new(1, 8, true, generator), last = new(8, 1, true, generator);
        var model = new CustomModel(
            [new("first", first), new("drop", new Dropout(0.2, generator)), new("last", last)],
            (m, x) => last.Forward(m.Layers[1].Value.Forward(first.Forward(x).Tanh())));
        var optimizer = Optimizer.Named(name, model, 0.01);
        Silent(Watch(() =>
        {
            for (int i = 0; i < 80; i++)
            {
                model.Train();
                optimizer.ZeroGrad();
                Loss.Mse(model.Invoke(s_x), s_y).Backward();
                optimizer.Step();
                model.Eval();
                using (GradMode.NoGrad())
                    Loss.Mse(model.Invoke(s_x), s_y).Item();
            }
        }));
    }

    [Fact]
    public void ClassesWithCrossEntropyInShuffledBatches()
    {
        var layer = new Linear(1, 2, true, new Generator(1));
        var adam = new Adam(layer, 0.02);
        float[] x = s_x.ToArray();
        var random = new Random(5);
        Silent(Watch(() =>
        {
            for (int i = 0; i < 120; i++)
            {
                float[] part = [.. Enumerable.Range(0, 4).Select(_ => x[random.Next(x.Length)])];
                adam.ZeroGrad();
                var scores = layer.Forward(Tensor.From(part, 4, 1));
                Loss.CrossEntropy(scores, Tensor.From([.. part.Select(p => p > 0 ? 1f : 0)])).Backward();
                adam.Step();
                scores.Softmax(-1).ToArray();
            }
        }));
    }

    // A schedule, weight decay by hand, clipping, and what is printed.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void StepsByHand(int kind)
    {
        Tensor w = Parameter(0), b = Parameter(0), velocityOfW = Tensor.Zeros(1), velocityOfB = Tensor.Zeros(1);
        Silent(Watch(
            () =>
            {
                for (int i = 0; i < 60; i++)
                {
                    var loss = Loss.Mse((w * s_x) + b, s_y);
                    loss.Backward();
                    loss.Item();
                    using (GradMode.NoGrad())
                    {
                        Move(w, ref velocityOfW, i);
                        Move(b, ref velocityOfB, i);
                    }
                    w.Grad = b.Grad = null;
                }
            },
            ("w", w),
            ("b", b)));

        void Move(Tensor p, ref Tensor velocity, int i)
        {
            switch (kind)
            {
                case 0:
                    p.Sub_(0.1 * Math.Pow(0.99, i) * p.Grad!);
                    break;
                case 1:
                    p.Sub_(0.1 * (p.Grad! + (0.01 * p)));
                    break;
                case 2:
                    velocity = (0.9 * velocity) + p.Grad!;
                    p.Sub_(0.02 * velocity);
                    break;
                case 3:
                    p.Grad!.Mul_(1 / Math.Max(1, Math.Abs(p.Grad.Item())));
                    p.Add_(-0.1 * p.Grad);
                    break;
                case 4:
                    p.Copy_(p - (0.1 * p.Grad!));
                    break;
                default:
                    p.Sub_(0.1 * p.Grad!.Item());
                    break;
            }
        }
    }

    // Of one parameter any step is a multiple of the gradient, a momentum's too: not always the same.
    [Fact]
    public void AMomentumByHandOfOneParameterIsNoRate()
    {
        var (w, velocity) = (Parameter(0), Tensor.Zeros(1));
        Silent(Watch(
            () =>
            {
                for (int i = 0; i < 60; i++)
                {
                    w.Grad = null;
                    Loss.Mse(w * s_x, s_y).Backward();
                    using (GradMode.NoGrad())
                    {
                        velocity = (0.9 * velocity) + w.Grad!;
                        w.Sub_(1.2 * velocity);
                    }
                }
            },
            ("w", w)));
    }

    [Fact]
    public void AFrozenLayerAndTwoOptimizers()
    {
        var generator = new Generator(2);
        Linear first = new(1, 6, true, generator), middle = new(6, 6, true, generator), last = new(6, 1, true, generator);
        foreach (var parameter in middle.Parameters())
            parameter.RequiresGrad = false;
        Adam one = new(first, 0.01), two = new(last, 0.01);
        Silent(Watch(
            () =>
            {
                for (int i = 0; i < 60; i++)
                {
                    one.ZeroGrad();
                    two.ZeroGrad();
                    Loss.Mse(last.Forward(middle.Forward(first.Forward(s_x).Tanh()).Tanh()), s_y).Backward();
                    one.Step();
                    two.Step();
                }
            },
            ("middle.weight", middle.Weight)));
    }

    [Fact]
    public void AutoencoderPenaltyAndSharedWeights()
    {
        var generator = new Generator(4);
        Linear code = new(3, 2, true, generator), decode = new(2, 3, true, generator);
        var x = Tensor.Normal(new Generator(1), 0, 1, 20, 3);
        Silent(Watch(() =>
        {
            for (int i = 0; i < 60; i++)
            {
                code.ZeroGrad();
                decode.ZeroGrad();
                var loss = Loss.Mse(decode.Forward(code.Forward(x).Tanh()), x) + (0.001 * code.Weight.Square().Sum());
                loss.Backward();
                Sgd.Step(code, 0.1);
                Sgd.Step(decode, 0.1);
            }
        }));
    }

    // A network that learns from another's present output, which it does not change.
    [Fact]
    public void ATeacherAndAStudent()
    {
        Linear teacher = new(1, 1, true, new Generator(1)), student = new(1, 1, true, new Generator(2));
        Silent(Watch(() =>
        {
            for (int i = 0; i < 30; i++)
            {
                student.ZeroGrad();
                Loss.Mse(student.Forward(s_x), teacher.Forward(s_x).Detach()).Backward();
                Sgd.Step(student, 0.1);
            }
        }));
    }

    [Fact]
    public void AnOutlierUnderHuber()
    {
        float[] y = s_y.ToArray();
        y[3] = 50;
        Tensor w = Parameter(0), b = Parameter(0), target = Tensor.From(y, 24, 1);
        Silent(Loop(80, 0.1, () => Loss.Huber((w * s_x) + b, target), ("w", w), ("b", b)));
    }

    // What stands for the probability of a class may be learned by its squared error.
    [Fact]
    public void ASigmoidOrSoftmaxIntoASquaredErrorIsFine()
    {
        var layer = new Linear(1, 2, true, new Generator(0));
        var hot = Tensor.From([.. s_x.ToArray().SelectMany(x => x > 0 ? new float[] { 0, 1 } : [1, 0])], 24, 2);
        Silent(Watch(() =>
        {
            for (int i = 0; i < 60; i++)
            {
                layer.ZeroGrad();
                var scores = layer.Forward(s_x);
                (i % 2 == 0 ? Loss.Mse(scores.Softmax(-1), hot) : Loss.Mse(scores.Sigmoid(), hot)).Backward();
                Sgd.Step(layer, 0.5);
            }
        }));
    }

    [Fact]
    public void GradientsOfGradients()
    {
        var w = Parameter(0.5f);
        Silent(Watch(
            () =>
            {
                for (int i = 0; i < 10; i++)
                {
                    w.Grad = null;
                    var loss = Loss.Mse(w * s_x, s_y);
                    var slope = LinRegPS.Autograd.Grad(loss, [w], createGraph: true)[0]!;
                    (loss + (0.01 * slope.Square().Sum())).Backward();
                    Sgd.Step(w, "w", 0.1);
                }
            },
            ("w", w)));
    }

    [Fact]
    public void ALossBelowZero()
    {
        // The logarithm of a density, which is above 1 near its peak.
        var (mean, scale) = (Parameter(0), Parameter(-1));
        Silent(Loop(
            40, 0.001, () => (((s_y - mean) / scale.Exp()).Square() / 2 + scale).Mean() - 3, ("mean", mean), ("scale", scale)));
    }
}
