using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Autograd;

public class InPlaceTests
{
    private readonly Tensor _w = Tensor.From([4, 9]).RequiresGrad_();

    // What an operation's derivative reads, as far as _w is it; the others read nothing or their result.
    public static TheoryData<string, bool> Operations { get; } = new()
    {
        { "Add", false }, { "Sub", false }, { "Neg", false }, { "Exp", false }, { "Sqrt", false }, { "Sum", false },
        { "Mean", false }, { "Reshape", false }, { "Permute", false }, { "Select", false }, { "Expand", false },
        { "Mul", true }, { "Div", true }, { "Square", true }, { "Log", true }, { "Abs", true }, { "Relu", true },
        { "Pow", true }, { "MatMul", true }, { "Dot", true }, { "Max", true }, { "MseLoss", true },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void AnInputMayChangeUnlessItsOperationSavedIt(string name, bool saves)
    {
        var result = Apply(name);
        Assert.Equal(name + "Backward", result.GradFn!.Name);
        using (GradMode.NoGrad())
            _w.Sub_(1);
        void Backward() => result.Backward(Tensor.Ones([.. result.Shape]));
        if (saves)
        {
            Expect.Error<AutogradException>("InPlaceChange", Backward, name + "Backward", "[2]", "version 1", "version 0");
            Assert.Null(_w.Grad);
        }
        else
        {
            Backward();
            Assert.NotNull(_w.Grad);
        }
    }

    [Theory]
    [InlineData("Exp")]
    [InlineData("Sqrt")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    public void AResultThatIsSavedMustNotChange(string name)
    {
        var result = Apply(name);
        var loss = result.Sum();
        // Not through the result, which refuses: through another view of its memory.
        result.Detach().Mul_(2);
        Expect.Error<AutogradException>("InPlaceChange", () => loss.Backward(), name + "Backward", "[2]");
        Assert.Null(_w.Grad);
    }

    [Fact]
    public void EveryMethodChangesTheElementsAndCounts()
    {
        var t = Tensor.From([1, 2, 3, 4], 2, 2);
        Assert.Same(t, t.Add_(Tensor.From([10, 20])).Sub_(Tensor.From([1, 2], 2, 1)).Mul_(Tensor.Scalar(2)));
        Assert.Equal([20, 42, 22, 44], t.ToArray());
        Assert.Equal([9, 20, 10, 21], t.Add_(-2).Sub_(0).Mul_(0.5).ToArray());
        Assert.Equal([7, 8, 7, 8], t.Copy_(Tensor.From([7, 8])).ToArray());
        Assert.Equal([5, 5, 5, 5], t.Fill_(5).ToArray());
        Assert.Equal([0, 0, 0, 0], t.Zero_().ToArray());
        Assert.Equal(9, t.Version);
    }

    [Fact]
    public void ALeafChangesOnlyWhileNothingIsRecorded()
    {
        Expect.Error<AutogradException>("InPlaceRecorded", () => _w.Sub_(1), "Sub_", "no-grad", "optimizer");
        Expect.Error<AutogradException>("InPlaceRecorded", () => Tensor.Zeros(2).Add_(_w), "Add_");
        Assert.Equal([4, 9], _w.ToArray());
        Assert.Equal(0, _w.Version);
        using (GradMode.NoGrad())
            _w.Sub_(1);
        Assert.Equal([3, 8], _w.ToArray());
        Assert.Equal(1, _w.Version);
    }

    [Fact]
    public void ARecordedResultDoesNotChangeInPlace()
    {
        var y = _w * 2;
        Expect.Error<AutogradException>("InPlaceRecorded", () => y.Zero_(), "Zero_", "MulBackward");
        Assert.Equal([8, 18], y.ToArray());
    }

    // Each as in PyTorch 1.13.1.
    [Fact]
    public void AViewOfALeafChangesOnlyWhereTheLeafMay()
    {
        var recorded = _w[0];
        Expect.Error<AutogradException>("InPlaceRecorded", () => recorded.Fill_(1), "Fill_", "SelectBackward");
        Tensor unrecorded;
        using (GradMode.NoGrad())
        {
            recorded.Fill_(1);
            unrecorded = _w["1:"];
            unrecorded.Fill_(2);
        }
        Assert.Equal([1, 2], _w.ToArray());
        Assert.Equal(2, _w.Version);
        Expect.Error<AutogradException>("InPlaceRecorded", () => unrecorded.T.Reshape(1, 1).Fill_(3), "no-grad");
        _w.Detach()[1].Fill_(4);
        Assert.Equal([1, 4], _w.ToArray());
    }

    [Fact]
    public void ASavedTensorChangedThroughAViewIsRefusedInBackward()
    {
        var x = Tensor.From([1, 2, 3, 4], 2, 2);
        foreach (var view in new[] { x.T, x[0], x["1:"], x.Reshape(4), x.Diagonal(), x.Unbind(1)[1], x.T.T.Detach() })
        {
            var loss = (_w * x).Sum();
            view.Mul_(2);
            Expect.Error<AutogradException>("InPlaceChange", () => loss.Backward(), "MulBackward");
            // And the other way round: the view is saved, and its tensor changed.
            loss = (view.Unsqueeze(-1) * _w).Sum();
            x.Sub_(1);
            Expect.Error<AutogradException>("InPlaceChange", () => loss.Backward(), "MulBackward");
        }
        Assert.Null(_w.Grad);
    }

    [Fact]
    public void WhatOverlapsIsReadBeforeItIsWritten()
    {
        var x = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3);
        x.Sub_(x[0]);
        Assert.Equal([0, 0, 0, 3, 3, 3], x.ToArray());
        var line = Tensor.From([1, 2, 3, 4]);
        line["1:"].Add_(line[":-1"]);
        Assert.Equal([1, 3, 5, 7], line.ToArray());
        line[":2"].Copy_(line["1:3"]);
        Assert.Equal([3, 5, 5, 7], line.ToArray());
        var square = Tensor.From([1, 2, 3, 4], 2, 2);
        Assert.Equal([2, 5, 5, 8], square.Add_(square.T).ToArray());
        Assert.Equal([4, 10, 10, 16], square.T.Add_(square.T).T.ToArray());
    }

    [Fact]
    public void AnOperandThatDoesNotFitChangesNothing()
    {
        var t = Tensor.From([1, 2]);
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => t.Add_(Tensor.Zeros(3)), "Add_", "[2]", "[3]");
        // It would broadcast, but a tensor keeps its shape.
        Expect.Error<ShapeMismatchException>("ShapeMismatch", () => t.Add_(Tensor.Zeros(2, 2)), "Add_", "[2]", "[2,2]");
        Assert.Equal([1, 2], t.ToArray());
        Assert.Equal(0, t.Version);
    }

    private Tensor Apply(string name) => name switch
    {
        "Add" => _w + 1,
        "Sub" => _w - 1,
        "Neg" => -_w,
        "Sum" => _w.Sum(),
        "Mean" => _w.Mean(),
        "Reshape" => _w.Reshape(2, 1),
        "Permute" => _w.T,
        "Select" => _w[0],
        "Expand" => _w.Expand(3, 2),
        "Mul" => _w * _w,
        "Div" => 1 / _w,
        "Square" => _w.Square(),
        "Log" => _w.Log(),
        "Abs" => _w.Abs(),
        "Relu" => _w.Relu(),
        "Pow" => _w.Pow(3),
        "MatMul" => _w.MatMul(Tensor.Ones(2, 2).RequiresGrad_()),
        "Dot" => _w.Dot(_w),
        "Max" => _w.Max(),
        "MseLoss" => Loss.Mse(_w, Tensor.Zeros(2)),
        "Exp" => _w.Exp(),
        "Sqrt" => _w.Sqrt(),
        "Tanh" => _w.Tanh(),
        "Sigmoid" => _w.Sigmoid(),
        _ => throw new ArgumentException(name),
    };
}
