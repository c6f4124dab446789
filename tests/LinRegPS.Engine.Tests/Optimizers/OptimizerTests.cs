using System.Collections;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.Optimizers;

namespace LinRegPS.Engine.Tests.Optimizers;

/// <summary>What all optimizers share: PyTorch's steps, parameter groups, state, and what they tell a watcher.</summary>
public class OptimizerTests
{
    public static TheoryData<string> Traces { get; } = [.. OpReference.Instance.Optimizers.Select(trace => trace.Name)];

    public static TheoryData<string> All { get; } = [.. Optimizer.Names];

    [Theory]
    [MemberData(nameof(Traces))]
    public void TwentyStepsArePyTorchsBitForBit(string name)
    {
        var trace = OpReference.Instance.Optimizers.Single(o => o.Name == name);
        var w = Tensor.From(trace.Start).RequiresGrad_();
        var optimizer = Make(trace, w);
        foreach (var (gradient, expected) in trace.Grads.Zip(trace.Params))
        {
            w.Grad = Tensor.From(gradient);
            optimizer.Step();
            Expect.SameBits(expected, w.ToArray());
        }
        Assert.Equal(20, w.Version);
    }

    // From step 10 on another optimizer goes on with what the first has kept.
    [Theory]
    [MemberData(nameof(Traces))]
    public void AStateThatIsLoadedGoesOnWithTheSameBits(string name)
    {
        var trace = OpReference.Instance.Optimizers.Single(o => o.Name == name);
        var w = Tensor.From(trace.Start).RequiresGrad_();
        var optimizer = Make(trace, w);
        for (int step = 0; step < trace.Grads.Length; step++)
        {
            if (step == 10)
            {
                var state = optimizer.StateDict();
                // What is kept is copied: the first may go on, too.
                w.Grad = Tensor.Ones(3);
                var v = Tensor.From(trace.Params[9]).RequiresGrad_();
                optimizer.Step();
                (optimizer, w) = (Optimizer.Named(optimizer.GetType().Name, new Holder(v), 0.5), v);
                optimizer.LoadStateDict(Renamed(state, "0", "Value"));
            }
            w.Grad = Tensor.From(trace.Grads[step]);
            optimizer.Step();
            Expect.SameBits(trace.Params[step], w.ToArray());
        }
    }

    [Fact]
    public void WhatIsKeptHasPyTorchsNames()
    {
        var w = Tensor.From([1, 2], 1, 2).RequiresGrad_();
        w.Grad = Tensor.From([3, -4], 1, 2);
        Assert.Equal("exp_avg, exp_avg_sq, step", Kept(new Adam([w], 0.1)));
        Assert.Equal("square_avg, step", Kept(new RMSprop([w], 0.1)));
        Assert.Equal("grad_avg, momentum_buffer, square_avg, step", Kept(new RMSprop([w], 0.1) { Momentum = 0.9, Centered = true }));
        Assert.Equal("step", Kept(new Sgd([w], 0.1)));
        Assert.Equal("momentum_buffer, step", Kept(new Sgd([w], 0.1) { Momentum = 0.9 }));
        Assert.Equal("exp_avg, exp_avg_sq, max_exp_avg_sq, step", Kept(new AdamW([w]) { AmsGrad = true }));
        Assert.Equal("exp_avg, exp_inf, step", Kept(new Adamax([w])));
        Assert.Equal("exp_avg, exp_avg_sq, mu_product, step", Kept(new NAdam([w])));
        Assert.Equal("exp_avg, exp_avg_sq, step", Kept(new RAdam([w])));
        Assert.Equal("step, sum", Kept(new Adagrad([w])));
        Assert.Equal("acc_delta, square_avg, step", Kept(new Adadelta([w])));
        Assert.Equal("ax, eta, mu, step", Kept(new Asgd([w])));
        Assert.Equal("prev, step, step_size", Kept(new Rprop([w])));

        var adam = new Adam([w], 0.1);
        adam.Step();
        adam.Step();
        var state = State(adam)["0"];
        Assert.Equal(2, state["step"].Item());
        Assert.Equal(w.Shape, state["exp_avg"].Shape);
        // 0.9 * 0.1 g + 0.1 g
        Assert.Equal(0.19f * 3, state["exp_avg"].ToArray()[0], 1e-6f);

        static string Kept(Optimizer optimizer)
        {
            Assert.Empty(State(optimizer));
            optimizer.Step();
            return string.Join(", ", State(optimizer)["0"].Keys.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void AStateThatDoesNotFitChangesNothing(string name)
    {
        var layer = new Linear(2, 1, true, new Generator(0));
        var optimizer = Stepped(name, layer);
        string before = Text(optimizer);
        var other = Stepped(name, new Linear(3, 1));
        var noBias = Stepped(name, new Linear(2, 1, bias: false));
        var faults = new List<(IDictionary State, string Word)>
        {
            (noBias.StateDict(), "a group of weight, not of weight, bias"),
            (new Hashtable(), "state, settings and param_groups are needed"),
            (Without("settings", "LearningRate"), "missing setting LearningRate"),
            (With("settings", "LearningRate", -1.0), "learning rate"),
            (With("state", "scale", new Hashtable()), "unexpected scale"),
            (With("state", "bias", new Hashtable()), "missing bias.step"),
            (With("state", "bias", new Hashtable { ["step"] = Tensor.Scalar(1), ["other"] = Tensor.Scalar(1) }), "unexpected bias.other"),
        };
        if (name is not (nameof(Sgd) or nameof(LBFGS)))
            faults.Add((other.StateDict(), "of shape [1,3], not [1,2]"));
        foreach (var (state, word) in faults)
        {
            var error = Assert.Throws<InvalidValueException>(() => optimizer.LoadStateDict(state));
            Assert.Contains(word, error.Message);
            Assert.Equal(before, Text(optimizer));
        }

        OrderedDictionary<string, object> Without(string part, string key) => Changed(part, p => p.Remove(key));

        OrderedDictionary<string, object> With(string part, string key, object value) => Changed(part, p => p[key] = value);

        OrderedDictionary<string, object> Changed(string part, Action<Hashtable> change)
        {
            var state = Stepped(name, new Linear(2, 1)).StateDict();
            var table = new Hashtable((IDictionary)state[part]);
            change(table);
            state[part] = table;
            return state;
        }
    }

    [Fact]
    public void AGroupMayHaveItsOwnRateAndDecay()
    {
        Tensor a = Ones(), b = Ones(), c = Ones();
        var sgd = new Sgd([a], 0.5) { WeightDecay = 1 };
        sgd.AddParameterGroup(new([b]) { LearningRate = 0.25 });
        sgd.AddParameterGroup(new([c]) { WeightDecay = 0 });
        foreach (var w in new[] { a, b, c })
            w.Grad = Tensor.From([1]);
        sgd.Step();
        // 1 - 0.5 (1 + 1), 1 - 0.25 (1 + 1), 1 - 0.5
        Assert.Equal((0f, 0.5f, 0.5f), (a.Item(), b.Item(), c.Item()));
        Assert.Equal([1, 1, 1], sgd.ParameterGroups.Select(group => group.Parameters.Count));
        sgd.ZeroGrad();
        Assert.Null(b.Grad);
        Expect.Error<InvalidValueException>("WrongParameter", () => sgd.AddParameterGroup(new([b])), "twice");

        // The state of groups, and their rates, come back; the names of the second are told from those of the first.
        var other = new Sgd([Ones()], 1);
        other.AddParameterGroup(new([Ones()]));
        other.AddParameterGroup(new([Ones()]));
        other.LoadStateDict(sgd.StateDict());
        Assert.Equal((0.5, 1.0), (other.LearningRate, other.WeightDecay));
        Assert.Equal([null, 0.25, null], other.ParameterGroups.Select(group => group.LearningRate));
        Assert.Equal([null, null, 0.0], other.ParameterGroups.Select(group => group.WeightDecay));
        Assert.Equal(["0.0", "1.0", "2.0"], State(other).Keys);

        static Tensor Ones() => Tensor.From([1]).RequiresGrad_();
    }

    [Theory]
    [MemberData(nameof(All))]
    public void WithoutAnyGradientAStepIsRefused(string name)
    {
        var layer = new Linear(2, 1);
        var optimizer = Optimizer.Named(name, layer, 0.1);
        Expect.Error<AutogradException>("NoGradient", () => Step(optimizer, () => Tensor.Scalar(1)), "Linear");
        Assert.All(layer.Parameters(), p => Assert.Equal(0, p.Version));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void EveryOneLearns(string name)
    {
        var layer = new Linear(1, 1, bias: true, new Generator(0));
        Tensor x = Tensor.From([0, 1, 2, 3], 4, 1), y = (x * 2) - 0.5;
        // These make ever smaller steps, or small ones at first.
        var optimizer = Optimizer.Named(name.ToUpperInvariant(), layer, name switch
        {
            nameof(Adadelta) => 2,
            nameof(Adagrad) => 0.5,
            nameof(Adamax) => 0.05,
            _ => 0.02,
        });
        float first = 0, last = 0;
        for (int epoch = 0; epoch < 500; epoch++)
        {
            Step(optimizer, () =>
            {
                optimizer.ZeroGrad();
                var loss = Loss.Mse(layer.Forward(x), y);
                loss.Backward();
                last = loss.Item();
                return loss;
            });
            first = epoch == 0 ? last : first;
        }
        Assert.True(last < 0.01 * first, $"{first} to {last}");
    }

    // Element after element with PyTorch's rounding, at lengths that end in the middle of a vector and beyond one thread's share.
    [Fact]
    public void EveryElementIsUpdatedAlikeWhateverTheLength()
    {
        var update = new RMSpropUpdate(0.9f, 0.1f, 1e-6f, 0.03f, 0.2f, 0.8f, Centered: true);
        foreach (int n in Enumerable.Range(0, 34).Append(65_536).Append(200_003))
        {
            float[] w = Numbers.Normal(1, n), gradient = Numbers.Normal(2, n), mean = Numbers.Normal(3, n), buffer = Numbers.Normal(4, n);
            float[] square = [.. mean.Select(m => (m * m) + 1)];
            float[][] expected = [[.. w], [.. square], [.. mean], [.. buffer]];
            for (int i = 0; i < n; i++)
            {
                float g = MathF.FusedMultiplyAdd(0.2f, w[i], gradient[i]);
                float s = MathF.FusedMultiplyAdd(g * 0.1f, g, square[i] * 0.9f), m = MathF.FusedMultiplyAdd(0.1f, g, mean[i] * 0.9f);
                float divisor = MathF.Sqrt(MathF.FusedMultiplyAdd(-m, m, s)) + 1e-6f, old = buffer[i] * 0.8f, ratio = g / divisor, b = old + ratio;
                (expected[0][i], expected[1][i], expected[2][i], expected[3][i]) = (MathF.FusedMultiplyAdd(-0.03f, b, w[i]), s, m, b);
            }
            ParameterUpdate.Apply(update, w, gradient, square, mean, buffer);
            foreach (var (e, actual) in expected.Zip(new[] { w, square, mean, buffer }))
                Expect.SameBits(e, actual);
        }
    }

    private static Optimizer Make(OptimizerTrace trace, Tensor w) => TorchOptimizer.Make(trace.Optimizer, trace.Args, [w]);

    private static void Step(Optimizer optimizer, Func<Tensor> evaluate)
    {
        if (optimizer is LBFGS lbfgs)
        {
            lbfgs.Step(evaluate);
            return;
        }
        evaluate();
        optimizer.Step();
    }

    private static Optimizer Stepped(string name, Linear layer)
    {
        var optimizer = Optimizer.Named(name, layer, 0.1);
        Step(optimizer, () =>
        {
            var output = layer.Forward(Tensor.Ones(layer.InFeatures));
            output.Backward();
            return output;
        });
        return optimizer;
    }

    private static OrderedDictionary<string, OrderedDictionary<string, Tensor>> State(Optimizer optimizer) =>
        (OrderedDictionary<string, OrderedDictionary<string, Tensor>>)optimizer.StateDict()["state"];

    private static string Text(Optimizer optimizer) => optimizer + string.Concat(State(optimizer).Select(p =>
        p.Key + string.Concat(p.Value.Select(s => $" {s.Key} {string.Join(' ', s.Value.ToArray())}"))));

    // What a list of tensors calls by number, a model calls by its name.
    private static OrderedDictionary<string, object> Renamed(OrderedDictionary<string, object> state, string from, string to)
    {
        var kept = (OrderedDictionary<string, OrderedDictionary<string, Tensor>>)state["state"];
        var group = ((OrderedDictionary<string, object?>[])state["param_groups"])[0];
        Assert.Equal([from], (string[])group["params"]!);
        group["params"] = new[] { to };
        state["state"] = new Hashtable { [to] = kept[from] };
        return state;
    }

    private sealed class Holder(Tensor value) : Module
    {
        public Tensor Value { get; } = value;
    }
}
