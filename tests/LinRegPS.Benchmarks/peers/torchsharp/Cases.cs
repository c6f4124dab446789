using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace LinRegPS.Benchmarks.TorchSharpPeer;

/// <summary>Run is measured and does so many steps; Check gives numbers that ours must agree with.</summary>
internal sealed record Case(Action Run, Func<double[]> Check, int Steps = 1);

/// <summary>The cases, the same as in torch_cases.py.</summary>
internal static class Cases
{
    public static Case Make(string name, JsonNode arguments) => name switch
    {
        "founding_autograd" => FoundingAutograd(),
        "full_batch_autograd" => FullBatchAutograd(Load(arguments["x"]!), Load(arguments["y"]!)),
        "full_batch_linear" => FullBatchLinear(Load(arguments["x"]!), Load(arguments["y"]!)),
        "mini_batch" => MiniBatch(
            Load(arguments["x"]!), Load(arguments["y"]!), Load(arguments["order"]!), arguments["size"]!.GetValue<int>(), arguments["shuffle"]!.GetValue<bool>()),
        "mlp" => Mlp(arguments, arguments["optimizer"]!.GetValue<string>()),
        "matrix_product" => MatrixProduct(Load(arguments["a"]!), Load(arguments["b"]!), arguments["transposed"]!.GetValue<string>()),
        _ => throw new ArgumentException($"no case {name}"),
    };

    private static Tensor Load(JsonNode argument)
    {
        byte[] bytes = File.ReadAllBytes(argument["file"]!.GetValue<string>());
        long[] shape = [.. argument["shape"]!.AsArray().Select(size => (long)size!.GetValue<int>())];
        return tensor(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), shape);
    }

    private static Case FoundingAutograd()
    {
        var x = tensor(new float[] { 1, 2, 3, 4 });
        var y = tensor(new float[] { 2, 4, 6, 8 });
        return new Case(() => Train(2000), () => Train(10), 2000);

        double[] Train(int epochs)
        {
            using var w = tensor(0f, requires_grad: true);
            double last = 0;
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                using var scope = NewDisposeScope();
                var loss = (w * x - y).pow(2).mean();
                loss.backward();
                using (no_grad())
                    w.sub_(w.grad! * 0.01);
                w.grad!.zero_();
                if (epoch == epochs - 1)
                    last = loss.item<float>();
            }
            return [last, w.item<float>()];
        }
    }

    private static Case FullBatchAutograd(Tensor x, Tensor y)
    {
        var w = zeros(x.shape[1], requires_grad: true);
        return new Case(() => Step(), () =>
        {
            Step();
            Step();
            return [Step(), .. First(w)];
        });

        double Step()
        {
            using var scope = NewDisposeScope();
            var loss = (x.mv(w) - y).pow(2).mean();
            loss.backward();
            using (no_grad())
                w.sub_(w.grad! * 0.01);
            w.grad!.zero_();
            return loss.item<float>();
        }
    }

    private static (TorchSharp.Modules.Linear Model, Func<Tensor, Tensor, double> Step) Linear(long features)
    {
        var model = nn.Linear(features, 1);
        nn.init.zeros_(model.weight!);
        nn.init.zeros_(model.bias!);
        var (criterion, optimizer) = (nn.MSELoss(), optim.SGD(model.parameters(), 0.01));
        return (model, Step);

        double Step(Tensor x, Tensor y)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = criterion.forward(model.forward(x), y);
            loss.backward();
            optimizer.step();
            return loss.item<float>();
        }
    }

    private static Case FullBatchLinear(Tensor x, Tensor y)
    {
        y = y.reshape(-1, 1);
        var (model, step) = Linear(x.shape[1]);
        return new Case(() => step(x, y), () =>
        {
            step(x, y);
            step(x, y);
            return [step(x, y), .. First(model.weight!), .. First(model.bias!)];
        });
    }

    private static Case MiniBatch(Tensor x, Tensor y, Tensor checkedOrder, int size, bool shuffle)
    {
        y = y.reshape(-1, 1);
        long rows = x.shape[0];
        var (model, step) = Linear(x.shape[1]);
        return new Case(shuffle ? DrawAndShuffle : InOrder, () =>
        {
            using var scope = NewDisposeScope();
            Shuffled(checkedOrder.to(ScalarType.Int64));
            double loss = nn.functional.mse_loss(model.forward(x), y).item<float>();
            return [loss, .. First(model.weight!), .. First(model.bias!)];
        });

        void InOrder()
        {
            for (long i = 0; i < rows; i += size)
            {
                using var scope = NewDisposeScope();
                long count = Math.Min(size, rows - i);
                step(x.narrow(0, i, count), y.narrow(0, i, count));
            }
        }

        void DrawAndShuffle()
        {
            using var order = randperm(rows, dtype: ScalarType.Int64);
            Shuffled(order);
        }

        void Shuffled(Tensor order)
        {
            for (long i = 0; i < rows; i += size)
            {
                using var scope = NewDisposeScope();
                var chosen = order.narrow(0, i, Math.Min(size, rows - i));
                step(x.index_select(0, chosen), y.index_select(0, chosen));
            }
        }
    }

    private static Case Mlp(JsonNode arguments, string kind)
    {
        var (first, second, third) = (nn.Linear(784, 512), nn.Linear(512, 256), nn.Linear(256, 10));
        var model = nn.Sequential(first, nn.ReLU(), second, nn.ReLU(), third);
        using (no_grad())
        {
            foreach (var (layer, i) in new[] { (first, 0), (second, 1), (third, 2) })
            {
                layer.weight!.copy_(Load(arguments[$"w{i}"]!));
                layer.bias!.copy_(Load(arguments[$"b{i}"]!));
            }
        }
        var (x, labels) = (Load(arguments["x"]!), Load(arguments["classes"]!).to(ScalarType.Int64));
        optim.Optimizer optimizer = kind == "sgd" ? optim.SGD(model.parameters(), 0.01) : optim.Adam(model.parameters(), 1e-3);
        return new Case(() => Step(), () =>
        {
            double loss = 0;
            for (int i = 0; i < 5; i++)
                loss = Step();
            return [loss, .. First(first.weight!, 4), .. First(third.bias!, 4)];
        });

        double Step()
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.forward(x), labels);
            loss.backward();
            optimizer.step();
            return loss.item<float>();
        }
    }

    private static Case MatrixProduct(Tensor a, Tensor b, string transposed)
    {
        var left = transposed == "left" ? a.t() : a;
        var right = transposed == "right" ? b.t() : b;
        return new Case(() => left.mm(right).Dispose(), () =>
        {
            using var scope = NewDisposeScope();
            var c = left.mm(right);
            return [.. First(c), .. First(c.flatten().narrow(0, c.numel() - 8, 8)), c.abs().mean().item<float>()];
        });
    }

    private static IEnumerable<double> First(Tensor tensor, int count = 8) =>
        tensor.detach().flatten().data<float>().ToArray().Take(count).Select(x => (double)x);
}
