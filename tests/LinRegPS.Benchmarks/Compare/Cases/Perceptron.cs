using LinRegPS.Kernels.Random;
using LinRegPS.Memory;

namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>A training step of a network 784-512-256-10 with relu and cross-entropy, in batches of 128 rows.</summary>
internal sealed class Perceptron(string optimizer)
    : Case($"mlp-{optimizer}", $"MLP 784-512-256-10, batch 128, {(optimizer == "sgd" ? "SGD" : "Adam")} step")
{
    private const int Rows = 128, Classes = 10;

    public override Match Match(Setting setting)
    {
        int[] sizes = [784, 512, 256, Classes];
        var x = setting.Data.Normal("x", 1, Rows, sizes[0]);
        var classes = setting.Data.Get("classes", [Rows], values =>
        {
            new MersenneTwister(3).FillUniform(values, 0, Classes);
            for (int i = 0; i < values.Length; i++)
                values[i] = MathF.Floor(values[i]);
        });
        var weights = Enumerable.Range(0, 3)
            .Select(i => setting.Data.Normal("weight", 1 / Math.Sqrt(sizes[i]), sizes[i + 1], sizes[i])).ToArray();
        var biases = Enumerable.Range(0, 3).Select(i => setting.Data.Normal("bias", 0.1, sizes[i + 1])).ToArray();

        var (input, labels) = (x.Tensor(), classes.Tensor());
        var network = new Network(weights, biases);
        var adam = new Adam(network, 0.001);
        // Nothing that a step makes is needed once the next begins.
        var memory = new Arena(network.Parameters());
        var ours = setting.Ours(Check, () => memory.Run(() => Step()));
        var arguments = new
        {
            x = x.Argument,
            classes = classes.Argument,
            w0 = weights[0].Argument,
            b0 = biases[0].Argument,
            w1 = weights[1].Argument,
            b1 = biases[1].Argument,
            w2 = weights[2].Argument,
            b2 = biases[2].Argument,
            optimizer,
        };
        Opponent[] others =
        [
            setting.Against("torch", "PyTorch", new TimesAsFast(1), "mlp", arguments),
            setting.Against("torchsharp", "TorchSharp", new TimesAsFast(1), "mlp", arguments),
        ];
        return new Match(ours, optimizer == "adam" ? others : [setting.Against("numpy", "NumPy by hand", new TimesAsFast(1), "mlp", arguments), .. others]);

        Tensor Step()
        {
            var loss = Loss.CrossEntropy(network.Forward(input), labels);
            network.ZeroGrad();
            loss.Backward();
            if (optimizer == "sgd")
                Sgd.Step(network, 0.01);
            else
                adam.Step();
            return loss;
        }

        double[] Check()
        {
            float loss = 0;
            for (int i = 0; i < 5; i++)
                loss = Step().Item();
            return [loss, .. CompiledTraining.First(network.First.Weight, 4), .. CompiledTraining.First(network.Third.Bias!, 4)];
        }
    }

    private sealed class Network : Module
    {
        public Network(Numbers[] weights, Numbers[] biases)
        {
            using var scope = GradMode.NoGrad();
            foreach (var (layer, i) in new[] { (First, 0), (Second, 1), (Third, 2) })
            {
                layer.Weight.Copy_(weights[i].Tensor());
                layer.Bias!.Copy_(biases[i].Tensor());
            }
        }

        public Linear First { get; } = new(784, 512);

        public Linear Second { get; } = new(512, 256);

        public Linear Third { get; } = new(256, 10);

        public override Tensor Forward(Tensor x) => Third.Forward(Second.Forward(First.Forward(x).Relu()).Relu());
    }
}
