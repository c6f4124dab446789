namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>The product of a Hessian and a vector: the gradient of a gradient.</summary>
internal sealed class HessianProduct() : Case("hessian-product", "Hessian times vector of sum(tanh(x) exp(-x²)), 100,000 elements")
{
    public override Match Match(Setting setting)
    {
        Numbers numbers = setting.Data.Normal("x", 1, 100_000), vector = setting.Data.Normal("vector", 1, 100_000);
        Tensor x = numbers.Tensor(), v = vector.Tensor();
        x.RequiresGrad = true;
        return new Match(setting.Ours(Check, () => Step()), [
            setting.Against("torch", "PyTorch", new TimesAsFast(1), "hessian_product", new { x = numbers.Argument, v = vector.Argument }),
        ]);

        Tensor Step()
        {
            var loss = (x.Tanh() * (-x.Square()).Exp()).Sum();
            var first = Autograd.Grad(loss, [x], createGraph: true)[0]!;
            return Autograd.Grad((first * v).Sum(), [x])[0]!;
        }

        double[] Check()
        {
            var second = Step();
            return [.. CompiledTraining.First(second), second.ToArray().Average(value => (double)Math.Abs(value))];
        }
    }
}
