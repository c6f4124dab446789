using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Autograd;

/// <summary>Operations that a user writes: with tensors, or with numbers of his own.</summary>
public class UserOperationTests
{
    private readonly Tensor _x = Tensor.From([1, -2, 3]).RequiresGrad_();

    [Fact]
    public void AnOperationOfTensorsIsOneNodeAndCanBeDifferentiatedAgain()
    {
        var y = new Cube(_x).Apply();
        Assert.Equal([1, -8, 27], y.ToArray());
        Assert.Equal("CubeBackward", y.GradFn!.Name);
        Assert.Single(Graph.Nodes(y));
        y.Sum().Backward(createGraph: true);
        Assert.Equal([3, 12, 27], _x.Grad!.ToArray());
        var second = LinRegPS.Autograd.Grad(_x.Grad.Sum(), [_x])[0]!;
        Assert.Equal([6, -12, 18], second.ToArray());
    }

    [Fact]
    public void AnOperationOfNumbersKeepsWhatItNeedsAndFreesIt()
    {
        var operation = new Heaviside(_x);
        var y = operation.Apply();
        Assert.Equal([1, 0, 1], y.ToArray());
        Assert.NotEmpty(operation.Signs);
        y.Backward(Tensor.From([5, 6, 7]));
        Assert.Equal([5, 0, 7], _x.Grad!.ToArray());
        Assert.Empty(operation.Signs);
    }

    [Fact]
    public void AnOperationIsNotRecordedWhereNothingIs()
    {
        Assert.Null(new Cube(Tensor.From([1, 2])).Apply().GradFn);
        using var scope = GradMode.NoGrad();
        Assert.Null(new Cube(_x).Apply().GradFn);
    }

    [Fact]
    public void WhatIsGivenIsSummedOverWhatWasBroadcast()
    {
        var number = Tensor.Scalar(2).RequiresGrad_();
        new Passing(number, Tensor.Ones(2, 3)).Apply().Backward(Tensor.Ones(2, 3));
        Assert.Equal(6, number.Grad!.Item());
        Assert.Empty(number.Grad.Shape);
    }

    [Fact]
    public void WhatIsGivenIsCopiedBeforeItIsKept()
    {
        var start = Tensor.From([1, 1, 1]);
        new Passing(_x).Apply().Backward(start);
        start.Fill_(9);
        Assert.Equal([1, 1, 1], _x.Grad!.ToArray());
    }

    [Fact]
    public void AResultThatIsAnInputTakesNoHistoryFromIt()
    {
        var y = new Passing(_x).Apply();
        Assert.NotSame(_x, y);
        Assert.True(_x.IsLeaf);
        var data = Tensor.From([1, 2, 3]);
        Assert.NotNull(new Passing(data, _x).Apply().GradFn);
        Assert.True(data.IsLeaf);
        Assert.False(data.RequiresGrad);
        y.Sum().Backward();
        Assert.Equal([1, 1, 1], _x.Grad!.ToArray());
    }

    [Fact]
    public void AnInputMayBeLeftOut() => Assert.Equal([1, -2, 3], new Passing(_x, null).Apply().ToArray());

    [Fact]
    public void WhatBackwardReadsMustBeSaved() => Expect.Error<AutogradException>(
        "NotSaved", () => new Forgetful(_x).Apply().Sum().Backward(), "ForgetfulBackward", "input 0", "Saves");

    [Fact]
    public void TheOutputThatBackwardReadsMustBeSaved() => Expect.Error<AutogradException>(
        "NotSaved", () => new Forgetful(_x, readsOutput: true).Apply().Sum().Backward(), "ForgetfulBackward", "output", "SavesOutput");

    [Fact]
    public void ForwardMustGiveATensor() => Expect.Error<AutogradException>("NoResult", () => new Nothing(_x).Apply(), "Nothing");

    [Fact]
    public void AGradientIsGivenInABackwardPassAlone() => Expect.Error<AutogradException>(
        "NoPass", () => new Hasty(_x).Apply(), "HastyBackward");

    [Fact]
    public void AGradientOfAnotherShapeIsAnError() => Expect.Error<ShapeMismatchException>(
        "ShapeMismatch", () => new Cube(_x).Apply().Unsqueeze(0).Backward(Tensor.Ones(3)), "[1,3]", "[3]");

    [Fact]
    public void AGivenGradientThatIsNoBroadcastIsAnError()
    {
        var operation = new Passing(_x, Tensor.Ones(2, 1));
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => operation.Apply().Sum().Backward(), "[3]", "[2,1]");
        Assert.Null(_x.Grad);
    }

    // The example of Operation's own documentation.
    private sealed class Cube(Tensor x) : Operation(x)
    {
        protected override bool Saves(int input) => true;

        protected override Tensor Forward() => Input(0) * Input(0) * Input(0);

        protected override void Backward(Tensor gradient) => Give(0, gradient * 3 * Input(0).Square());
    }

    private sealed class Heaviside(Tensor x) : Operation(x)
    {
        public float[] Signs { get; private set; } = [];

        protected override Tensor Forward()
        {
            Signs = [.. Input(0).ToArray().Select(v => v > 0 ? 1f : 0)];
            return Tensor.From(Signs, InputShape(0).ToArray());
        }

        // A gradient straight through where it is 1.
        protected override void Backward(Tensor gradient) => Give(0, gradient * Tensor.From(Signs, InputShape(0).ToArray()));

        protected override void Free() => Signs = [];
    }

    // The last input that there is, as it is.
    private sealed class Passing(Tensor x, Tensor? y = null) : Operation(x, y)
    {
        protected override Tensor Forward() => Has(1) && !Needs(1) ? Input(1) : Input(0);

        protected override void Backward(Tensor gradient)
        {
            if (Needs(0))
                Give(0, gradient);
        }
    }

    private sealed class Forgetful(Tensor x, bool readsOutput = false) : Operation(x)
    {
        protected override Tensor Forward() => Input(0).Exp();

        protected override void Backward(Tensor gradient) => Give(0, gradient * (readsOutput ? Output : Input(0)));
    }

    private sealed class Nothing(Tensor x) : Operation(x)
    {
        protected override Tensor Forward() => null!;

        protected override void Backward(Tensor gradient) => Give(0, gradient);
    }

    private sealed class Hasty(Tensor x) : Operation(x)
    {
        protected override Tensor Forward()
        {
            Give(0, Input(0));
            return Input(0).Exp();
        }

        protected override void Backward(Tensor gradient) => Give(0, gradient);
    }
}
