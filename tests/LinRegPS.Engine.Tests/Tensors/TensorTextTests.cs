using System.Globalization;

namespace LinRegPS.Engine.Tests.Tensors;

// Every expected text is what PyTorch 1.13.1 prints for the same tensor.
public class TensorTextTests
{
    public static TheoryData<float[], int[], string> Tensors { get; } = new()
    {
        { [1, 2, 3], [3], "tensor([1., 2., 3.])" },
        { [0, 0], [2], "tensor([0., 0.])" },
        { [1], [1], "tensor([1.])" },
        { [30], [], "tensor(30.)" },
        { [-0.5f], [], "tensor(-0.5000)" },
        { [1, 10, -100], [3], "tensor([   1.,   10., -100.])" },
        { [0.5f, 1, 2], [3], "tensor([0.5000, 1.0000, 2.0000])" },
        { [0.001f, 1], [2], "tensor([0.0010, 1.0000])" },
        { [0.0001f, 1.5f], [2], "tensor([1.0000e-04, 1.5000e+00])" },
        { [1.23456789e-05f, 2.5f], [2], "tensor([1.2346e-05, 2.5000e+00])" },
        { [1, 1001], [2], "tensor([1.0000e+00, 1.0010e+03])" },
        { [1, 1000], [2], "tensor([   1., 1000.])" },
        { [0.5f, 600], [2], "tensor([5.0000e-01, 6.0000e+02])" },
        { [123456789], [1], "tensor([1.2346e+08])" },
        { [100000000, 1], [2], "tensor([1.0000e+08, 1.0000e+00])" },
        { [3e+38f, -1e-38f], [2], "tensor([ 3.0000e+38, -1.0000e-38])" },
        { [float.NaN, 1, float.NegativeInfinity], [3], "tensor([nan, 1., -inf])" },
        { [float.NaN, float.PositiveInfinity], [2], "tensor([nan, inf])" },
        { [float.NaN, 0.25f], [2], "tensor([   nan, 0.2500])" },
        { [-0f, 1], [2], "tensor([-0., 1.])" },
        { [5e-05f, 0.00015f], [2], "tensor([5.0000e-05, 1.5000e-04])" },
        { [1.99999964f], [1], "tensor([2.0000])" },
        { [0.03125f, -0.09375f], [2], "tensor([ 0.0312, -0.0938])" },
        { [100005, 0.5f], [2], "tensor([1.0000e+05, 5.0000e-01])" },
        { [100015, 0.5f], [2], "tensor([1.0002e+05, 5.0000e-01])" },
        { [1, 2, 3, 4], [4, 1], "tensor([[1.],\n        [2.],\n        [3.],\n        [4.]])" },
        { [1, -2, 3.5f, 4], [2, 2], "tensor([[ 1.0000, -2.0000],\n        [ 3.5000,  4.0000]])" },
        { [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [2, 2, 3],
            "tensor([[[ 0.,  1.,  2.],\n"
            + "         [ 3.,  4.,  5.]],\n"
            + "\n"
            + "        [[ 6.,  7.,  8.],\n"
            + "         [ 9., 10., 11.]]])" },
        { [0, 1, 2, 3], [1, 2, 2, 1], "tensor([[[[0.],\n          [1.]],\n\n         [[2.],\n          [3.]]]])" },
        { [], [0], "tensor([])" },
        { [], [0, 3], "tensor([], size=(0, 3))" },
        { [], [2, 0], "tensor([], size=(2, 0))" },
        { [.. Enumerable.Range(0, 30).Select(i => i / 4f)], [30],
            "tensor([0.0000, 0.2500, 0.5000, 0.7500, 1.0000, 1.2500, 1.5000, 1.7500, 2.0000,\n"
            + "        2.2500, 2.5000, 2.7500, 3.0000, 3.2500, 3.5000, 3.7500, 4.0000, 4.2500,\n"
            + "        4.5000, 4.7500, 5.0000, 5.2500, 5.5000, 5.7500, 6.0000, 6.2500, 6.5000,\n"
            + "        6.7500, 7.0000, 7.2500])" },
        { [0, 15000, 30000, 45000, 60000, 75000, 90000, 105000, 120000, 135000, 150000, 165000], [12], "tensor([     0.,  15000.,  30000.,  45000.,  60000.,  75000.,  90000., 105000.,\n        120000., 135000., 150000., 165000.])" },
    };

    [Theory]
    [MemberData(nameof(Tensors))]
    public void ATensorPrintsAsInPyTorch(float[] elements, int[] shape, string expected) =>
        Assert.Equal(expected, Tensor.From(elements).Reshape(shape).ToString());

    // PyTorch says nothing of the size of an elided tensor; ours adds it at the end.
    [Theory]
    [InlineData(1f, new[] { 1001 }, "size=(1001)",
        "tensor([   0.,    1.,    2.,  ...,  998.,  999., 1000.])")]
    [InlineData(0.125f, new[] { 7, 200 }, "size=(7, 200)",
        "tensor([[0.0000e+00, 1.2500e-01, 2.5000e-01,  ..., 2.4625e+01, 2.4750e+01,\n"
        + "         2.4875e+01],\n"
        + "        [2.5000e+01, 2.5125e+01, 2.5250e+01,  ..., 4.9625e+01, 4.9750e+01,\n"
        + "         4.9875e+01],\n"
        + "        [5.0000e+01, 5.0125e+01, 5.0250e+01,  ..., 7.4625e+01, 7.4750e+01,\n"
        + "         7.4875e+01],\n"
        + "        ...,\n"
        + "        [1.0000e+02, 1.0012e+02, 1.0025e+02,  ..., 1.2462e+02, 1.2475e+02,\n"
        + "         1.2488e+02],\n"
        + "        [1.2500e+02, 1.2512e+02, 1.2525e+02,  ..., 1.4962e+02, 1.4975e+02,\n"
        + "         1.4988e+02],\n"
        + "        [1.5000e+02, 1.5012e+02, 1.5025e+02,  ..., 1.7462e+02, 1.7475e+02,\n"
        + "         1.7488e+02]])")]
    [InlineData(1f, new[] { 200, 6 }, "size=(200, 6)",
        "tensor([[0.0000e+00, 1.0000e+00, 2.0000e+00, 3.0000e+00, 4.0000e+00, 5.0000e+00],\n"
        + "        [6.0000e+00, 7.0000e+00, 8.0000e+00, 9.0000e+00, 1.0000e+01, 1.1000e+01],\n"
        + "        [1.2000e+01, 1.3000e+01, 1.4000e+01, 1.5000e+01, 1.6000e+01, 1.7000e+01],\n"
        + "        ...,\n"
        + "        [1.1820e+03, 1.1830e+03, 1.1840e+03, 1.1850e+03, 1.1860e+03, 1.1870e+03],\n"
        + "        [1.1880e+03, 1.1890e+03, 1.1900e+03, 1.1910e+03, 1.1920e+03, 1.1930e+03],\n"
        + "        [1.1940e+03, 1.1950e+03, 1.1960e+03, 1.1970e+03, 1.1980e+03, 1.1990e+03]])")]
    public void MoreThanAThousandElementsAreElidedAndTheShapeIsShown(float step, int[] shape, string size, string expected) =>
        Assert.Equal($"{expected[..^1]}, {size})", Range(shape, step).ToString().Replace("\n       size", " size"));

    [Fact]
    public void AThousandElementsAreAllPrinted() => Assert.DoesNotContain("...", Range([500, 2], 1).ToString());

    [Fact]
    public void ALeafSaysThatItRequiresAGradient()
    {
        Assert.Equal("tensor([1., 2.], requires_grad=True)", Tensor.From([1, 2]).RequiresGrad_().ToString());
        Assert.Equal("tensor(0.5000, requires_grad=True)", Tensor.Scalar(0.5).RequiresGrad_().ToString());
        Assert.Equal("tensor([], size=(0, 3), requires_grad=True)", Tensor.Zeros(0, 3).RequiresGrad_().ToString());
    }

    [Fact]
    public void ANoteThatDoesNotFitTheLineGoesToTheNext()
    {
        Assert.Equal(
            "tensor([0.0625, 0.1875, 0.3125, 0.4375, 0.5625, 0.6875, 0.8125, 0.9375],\n"
            + "       requires_grad=True)",
            (Range([8], 0.125f) + 0.0625).Detach().RequiresGrad_().ToString());
        Assert.Equal(
            "tensor([0.0000, 0.1250, 0.2500, 0.3750, 0.5000, 0.6250],\n"
            + "       grad_fn=<CloneBackward>)",
            Range([6], 0.125f).RequiresGrad_().Clone().ToString());
    }

    // PyTorch's names end in a number, which tells overloads apart: MulBackward0.
    [Fact]
    public void AResultNamesTheOperationThatMadeIt()
    {
        var w = Tensor.From([1, 2]).RequiresGrad_();
        Assert.Equal("tensor([2., 4.], grad_fn=<MulBackward>)", (w * 2).ToString());
        Assert.Equal("tensor(6., grad_fn=<SumBackward>)", (w * 2).Sum().ToString());
        Assert.Equal(
            ["Neg", "Add", "Sub", "Div", "Pow", "Exp", "Relu", "Mean", "Sum", "Dot", "Max"],
            new[] { -w, w + 1, w - 1, w / 2, w.Pow(2), w.Exp(), w.Relu(), w.Mean(), w.Sum(0), w.MatMul(w), w.Max() }
                .Select(t => t.GradFn!.Name.Replace("Backward", string.Empty)));
    }

    [Fact]
    public void AFormatAppliesToASingleNumber()
    {
        Assert.Equal("1.8500000", string.Format(CultureInfo.InvariantCulture, "{0:F7}", Tensor.Scalar(1.85)));
        Assert.Equal("tensor([1., 2.])", $"{Tensor.From([1, 2]):F7}");
    }

    private static Tensor Range(int[] shape, float step) =>
        Tensor.From([.. Enumerable.Range(0, new Shape(shape).Numel).Select(i => i * step)], shape);
}
