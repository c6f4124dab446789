namespace LinRegPS.Engine.Tests.Operations;

/// <summary>Functions of several elements go another way where there are many: results and gradients are those of the few.</summary>
public sealed class ManyElementsTests
{
    private const int Few = 500, Times = 80;

    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor, Tensor>> s_functions = new()
    {
        ["Addcmul"] = (x, y, z) => x.Addcmul(y, z, 0.7),
        ["Addcdiv"] = (x, y, z) => x.Addcdiv(y, z, 0.7),
        ["Lerp"] = (x, y, z) => x.Lerp(y, z),
        ["Add"] = (x, y, _) => x + y,
        ["Sub"] = (x, y, _) => x - y,
        ["Mul"] = (x, y, z) => x * y * z,
        ["Div"] = (x, y, z) => x / y / z,
        ["Pow"] = (x, y, _) => x.Pow(y),
        ["Atan2"] = (x, y, _) => x.Atan2(y),
        ["Hypot"] = (x, y, _) => x.Hypot(y),
        ["LogAddExp"] = (x, y, _) => x.LogAddExp(y),
        ["Maximum"] = (x, y, z) => x.Maximum(y).Minimum(z),
        ["Remainder"] = (x, y, _) => x.Remainder(y),
        ["Fmod"] = (x, y, _) => x.Fmod(y),
        ["XLogY"] = (x, y, _) => x.Xlogy(y),
        ["Where"] = (x, y, z) => Tensor.Where(x.Gt(y), y, z),
        ["Functions"] = (x, y, z) => x.Exp() * y.Tanh() / z.Sqrt(),
        ["Mse"] = (x, y, _) => Loss.Mse(x, y, Reduction.None),
        ["Huber"] = (x, y, _) => Loss.Huber(x, y, Reduction.None),
        ["GaussianNll"] = (x, y, z) => Loss.GaussianNll(x, y, z, full: true, reduction: Reduction.None),
    };

    public static TheoryData<string> Functions => [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void ManyAreAsFew(string name)
    {
        float[][] elements = [.. Enumerable.Range(1, 3).Select(seed => Tensor.Uniform(new Generator(seed), 0.1, 2, Few).ToArray())];
        float[] weights = Tensor.Uniform(new Generator(4), -1, 1, Few).ToArray();
        var few = Run(name, elements, weights, 1);
        var many = Run(name, elements, weights, Times);
        for (int i = 0; i < few.Length; i++)
        {
            for (int j = 0; j < many[i].Length; j++)
                Assert.Equal(few[i][j % Few], many[i][j], 2e-5f * Math.Max(1, Math.Abs(few[i][j % Few])));
        }
    }

    // The result and the gradients of all three.
    private static float[][] Run(string name, float[][] elements, float[] weights, int times)
    {
        Tensor[] leaves = [.. elements.Select(numbers => Repeated(numbers).RequiresGrad_())];
        var result = s_functions[name](leaves[0], leaves[1], leaves[2]);
        Assert.Equal(Few * times, result.Numel);
        result.Backward(Repeated(weights));
        return [result.ToArray(), .. leaves.Select(leaf => leaf.Grad?.ToArray() ?? [])];

        Tensor Repeated(float[] numbers) => Tensor.From([.. Enumerable.Repeat(numbers, times).SelectMany(all => all)]);
    }
}
