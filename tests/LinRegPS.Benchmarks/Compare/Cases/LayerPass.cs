using LinRegPS.Memory;

namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>A forward and a backward pass of one layer or function, from a given gradient; against PyTorch's of the same seed.</summary>
/// <param name="name">What it is called on the command line, behind "pass-".</param>
/// <param name="work">What the table calls it.</param>
/// <param name="python">Makes the layer or function in Python.</param>
/// <param name="make">Makes ours: the function, and the parameters that it uses.</param>
/// <param name="input">The input's shape.</param>
/// <param name="output">The shape of what comes out.</param>
internal sealed class LayerPass(
    string name, string work, string python, Func<(Func<Tensor, Tensor> Forward, IEnumerable<Tensor> Parameters)> make, int[] input, int[] output)
    : Case($"pass-{name}", $"{work}, forward and backward")
{
    /// <summary>A layer that begins as PyTorch's with seed 0.</summary>
    public LayerPass(string name, string work, string python, Func<Module> layer, int[] input, int[] output)
        : this(name, work, python, () => Parts(layer), input, output)
    {
    }

    /// <summary>A function without parameters.</summary>
    public LayerPass(string name, string work, string python, Func<Tensor, Tensor> function, int[] input, int[] output)
        : this(name, work, python, () => (function, []), input, output)
    {
    }

    public override Match Match(Setting setting)
    {
        var numbers = setting.Data.Normal("x", 1, input);
        var given = setting.Data.Normal("given", 1, output.Length == 0 ? [1] : output);
        var (forward, used) = make();
        Tensor x = numbers.Tensor(), gradient = output.Length == 0 ? Tensor.Scalar(given.Values[0]) : given.Tensor();
        x.RequiresGrad = true;
        Tensor[] leaves = [x, .. used];
        // Nothing that a pass makes is needed once the next begins.
        var memory = new Arena(leaves);
        return new Match(setting.Ours(Check, () => memory.Run(() => Step())), [
            setting.Against("torch", "PyTorch", new TimesAsFast(1), "part", new { make = python, x = numbers.Argument, gradient = given.Argument }),
        ], Tolerance: 1e-4);

        Tensor Step()
        {
            foreach (var leaf in leaves)
                leaf.Grad = null;
            var result = forward(x);
            result.Backward(gradient);
            return result;
        }

        double[] Check()
        {
            var result = Step();
            return [.. new[] { result.Detach() }.Concat(leaves.Select(leaf => leaf.Grad!)).SelectMany(tensor =>
            {
                float[] values = tensor.ToArray();
                return new[] { values[0], values.Average(value => (double)Math.Abs(value)) };
            })];
        }
    }

    private static (Func<Tensor, Tensor> Forward, IEnumerable<Tensor> Parameters) Parts(Func<Module> layer)
    {
        Generator.ManualSeed(0);
        var made = layer();
        return (made.Forward, made.Parameters());
    }
}
