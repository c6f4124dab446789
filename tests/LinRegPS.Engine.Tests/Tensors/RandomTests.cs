using System.Text.Json;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Tensors;

/// <summary>Random numbers and initialisations are PyTorch's for the same seed.</summary>
public class RandomTests
{
    private static readonly RandomReference s_reference = Fixture.Read<RandomReference>("random_torch.json");

    public static TheoryData<int, string> Draws { get; } = [.. s_reference.Draws.Select((draw, i) => (i, $"{draw.Name} {draw.Seed}"))];

    [Theory]
    [MemberData(nameof(Draws))]
    public void DrawsArePyTorchsBitForBit(int index, string name)
    {
        var draw = s_reference.Draws[index];
        Assert.Equal(name, $"{draw.Name} {draw.Seed}");
        float[] drawn = Draw(draw, new Generator(draw.Seed));
        Assert.Equal(draw.Shape.Aggregate(1, (a, b) => a * b), drawn.Length);
        float[] expected = [.. draw.Values.Select(v => v.GetSingle())], actual = drawn[draw.Skip..];
        switch (draw.Name)
        {
            // PyTorch's inverse of the error function is right to some ulp.
            case "trunc_normal_":
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
                break;
            // LAPACK factorises in float32, with errors of its size.
            case "orthogonal_":
                Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-5f));
                break;
            default:
                Expect.SameBits(expected, actual);
                break;
        }
    }

    [Fact]
    public void EveryKindIsThere() => Assert.Equal(
        ["bernoulli", "bernoulli_", "kaiming_normal_", "kaiming_uniform_", "layers", "multinomial", "normal_", "orthogonal_", "rand", "randint", "randn", "random_", "randperm", "trunc_normal_", "uniform_", "xavier_normal_", "xavier_uniform_"],
        s_reference.Draws.Select(draw => draw.Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void WhatNamesNoGeneratorIsDrawnFromTheDefaultOne()
    {
        // No other test seeds it, but others draw from it meanwhile: what is said holds for the object, not for its draws.
        var generator = Generator.ManualSeed(3);
        Assert.Same(Generator.Default, generator);
        Assert.Equal(3, generator.Seed);
        Assert.Equal([3], Tensor.Rand(3).Shape);
        Assert.Equal([2, 1], Tensor.RandN(2, 1).Shape);
        Assert.NotEqual(new Linear(3, 2).Weight.ToArray(), new Linear(3, 2).Weight.ToArray());
    }

    [Fact]
    public void ThreadsMayShareAGenerator()
    {
        var generator = new Generator(0);
        float[][] drawn = new float[8][];
        Parallel.For(0, drawn.Length, i => drawn[i] = Tensor.Uniform(generator, 0, 1, 20_000).ToArray());
        // All fills are whole: together they are one stream, cut in some order.
        float[] stream = Tensor.Uniform(new Generator(0), 0, 1, 160_000).ToArray();
        Assert.Equal(stream.Order(), drawn.SelectMany(d => d).Order());
    }

    [Fact]
    public void AnInPlaceDrawKeepsAutogradsRules()
    {
        var leaf = Tensor.Zeros(3).RequiresGrad_();
        Expect.Error<AutogradException>("InPlaceRecorded", () => leaf.Uniform_(), "Uniform_");
        Expect.Error<AutogradException>("InPlaceRecorded", () => leaf.Exp().Normal_(), "Normal_");
        Expect.Error<AutogradException>("InPlaceRecorded", () => Init.Uniform(leaf.Exp()), "Uniform_");
        Assert.Same(leaf, Init.Uniform(leaf));
        Assert.True(leaf.RequiresGrad);
        Assert.Equal(1, leaf.Version);
        Assert.Null(leaf.GradFn);
        // A product that saved it can't go back now.
        var saved = leaf * leaf;
        Init.Zeros(leaf);
        Expect.Error<AutogradException>("InPlaceChange", () => saved.Sum().Backward(), "version");
    }

    [Fact]
    public void NothingIsDrawnForATensorWithoutElements()
    {
        var generator = new Generator(1);
        Assert.Equal(0, Tensor.Uniform(generator, 0, 1, 0, 4).Numel);
        Assert.Equal(0, Tensor.RandPerm(0, generator).Numel);
        Assert.Equal(0, Init.KaimingUniform(Tensor.Zeros(3, 0), generator: generator).Numel);
        Assert.Equal(0, Init.Orthogonal(Tensor.Zeros(0, 3), generator: generator).Numel);
        Assert.Equal(0, Init.XavierNormal(Tensor.Zeros(0, 0), generator: generator).Numel);
        Assert.Equal(Tensor.Uniform(new Generator(1), 0, 1, 2).ToArray(), Tensor.Uniform(generator, 0, 1, 2).ToArray());
    }

    // torch.manual_seed(0); torch.randint(-2**62, 2**62, (2,)), and (0, 2**40, (2,)), PyTorch 1.13.1.
    [Fact]
    public void WholeNumbersAreInt64AndMayBeLarge()
    {
        Assert.Equal([-3711235831533098449L, -642142871786238784L], Tensor.RandInt(-(1L << 62), 1L << 62, [2], new Generator(0)).ToInt64Array());
        Assert.Equal([741280623151L, 506137267392L], Tensor.RandInt(0, 1L << 40, [2], new Generator(0)).ToInt64Array());
        Assert.Equal([DType.Int64, DType.Int64], [Tensor.RandPerm(3).DType, Tensor.Ones(3).Multinomial(2).DType]);
    }

    [Fact]
    public void AViewIsFilledWhereItsElementsAre()
    {
        var matrix = Tensor.Zeros(3, 4);
        Init.Eye(matrix.Transpose(0, 1));
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], matrix.ToArray());
        foreach (var fill in new Func<Tensor, Tensor>[]
        {
            w => Init.TruncNormal(w, generator: new Generator(3)), w => Init.Orthogonal(w, generator: new Generator(3)),
            w => Init.Uniform(w, generator: new Generator(3)), w => w.Normal_(0, 1, new Generator(3)), w => w.Bernoulli_(0.5, new Generator(3)),
        })
        {
            var own = Tensor.Zeros(4, 3);
            fill(own);
            var view = Tensor.Zeros(3, 4).Transpose(0, 1);
            Assert.Same(view, fill(view));
            Expect.SameBits(own.ToArray(), view.ToArray());
        }
    }

    private static float[] Draw(ReferenceDraw draw, Generator generator)
    {
        double Number(string name) => draw.Args[name].GetDouble();
        int[] shape = draw.Shape;
        var empty = Tensor.Zeros(shape);
        var mode = draw.Args.TryGetValue("mode", out var m) && m.GetString() == "fan_out" ? FanMode.FanOut : FanMode.FanIn;
        var after = Enum.Parse<Nonlinearity>(draw.Args.TryGetValue("nonlinearity", out var n) ? n.GetString()!.Replace("_", "") : "linear", ignoreCase: true);
        return draw.Name switch
        {
            "rand" => Tensor.Uniform(generator, 0, 1, shape).ToArray(),
            "randn" => Tensor.Normal(generator, 0, 1, shape).ToArray(),
            "uniform_" => empty.Uniform_(Number("low"), Number("high"), generator).ToArray(),
            "normal_" => empty.Normal_(Number("mean"), Number("std"), generator).ToArray(),
            "randint" => Tensor.RandInt((long)Number("low"), (long)Number("high"), shape, generator).Float().ToArray(),
            "randperm" => Tensor.RandPerm(shape[0], generator).Float().ToArray(),
            "random_" => [.. Enumerable.Range(0, shape[0]).Select(_ => (float)generator.NextInt64())],
            "bernoulli_" => empty.Bernoulli_(Number("p"), generator).ToArray(),
            "bernoulli" => Tensor.From(draw.Args["p"].Deserialize<float[]>()!).Bernoulli(generator).ToArray(),
            "multinomial" => Weights(draw).Multinomial((int)Number("samples"), draw.Args["replacement"].GetBoolean(), generator).Float().ToArray(),
            "xavier_uniform_" => Init.XavierUniform(empty, Number("gain"), generator).ToArray(),
            "xavier_normal_" => Init.XavierNormal(empty, Number("gain"), generator).ToArray(),
            "kaiming_uniform_" => Init.KaimingUniform(empty, Number("a"), mode, after, generator).ToArray(),
            "kaiming_normal_" => Init.KaimingNormal(empty, Number("a"), mode, after, generator).ToArray(),
            "orthogonal_" => Init.Orthogonal(empty, Number("gain"), generator).ToArray(),
            "trunc_normal_" => Init.TruncNormal(empty, Number("mean"), Number("std"), Number("a"), Number("b"), generator).ToArray(),
            "layers" => Layers(generator),
            _ => throw new ArgumentException(draw.Name),
        };
    }

    private static Tensor Weights(ReferenceDraw draw)
    {
        float[] weights = draw.Args["weights"].Deserialize<float[]>()!;
        return draw.Args["rows"].GetInt32() == 0 ? Tensor.From(weights) : Tensor.From(weights, 2, weights.Length / 2);
    }

    // Layers one after the other draw from one generator, and a mask after them.
    private static float[] Layers(Generator generator)
    {
        var first = new Linear(3, 4, bias: true, generator);
        var drop = new Dropout(0.4, generator);
        var last = new Linear(4, 2, bias: true, generator);
        return [.. first.Parameters().Concat(last.Parameters()).Append(drop.Forward(Tensor.Ones(9))).SelectMany(t => t.ToArray())];
    }

    private sealed record RandomReference(ReferenceDraw[] Draws);

    /// <summary>What PyTorch drew, but for the first <see cref="Skip"/> numbers.</summary>
    private sealed record ReferenceDraw(string Name, long Seed, Dictionary<string, JsonElement> Args, int[] Shape, int Skip, JsonElement[] Values);

    [Fact]
    public void WhatIsDrawnLikeATensorIsDrawnInItsShape()
    {
        var like = Tensor.FromInt64([1, 2, 3, 4, 5, 6], 2, 3);
        Assert.Equal(Tensor.Uniform(new Generator(5), 0, 1, 2, 3).ToArray(), Tensor.RandLike(like, new Generator(5)).ToArray());
        Assert.Equal(Tensor.Normal(new Generator(5), 0, 1, 2, 3).ToArray(), Tensor.RandNLike(like, new Generator(5)).ToArray());
        var whole = Tensor.RandIntLike(like, -3, 9, new Generator(5));
        Assert.Equal(Tensor.RandInt(-3, 9, [2, 3], new Generator(5)).ToInt64Array(), whole.ToInt64Array());
        Assert.Equal([2, 3], whole.Shape);
    }
}
