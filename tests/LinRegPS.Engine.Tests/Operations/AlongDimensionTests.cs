using System.Reflection;

namespace LinRegPS.Engine.Tests.Operations;

/// <summary>
/// Whatever works along a dimension does with each what it does with the last, once that is moved there: values, indices and
/// gradients. So one dimension against PyTorch's numbers is all of them.
/// </summary>
public sealed class AlongDimensionTests
{
    private static readonly Tensor s_index = Tensor.FromInt64([1, 0]);

    private static readonly Dictionary<string, Func<Tensor, int, Tensor[]>> s_calls = new()
    {
        ["All"] = (x, d) => [x.Gt(0.5).All(d), x.Gt(0.5).All(d, keepdim: true)],
        ["Amax"] = (x, d) => [x.Amax(d), x.Amax(d, keepdim: true)],
        ["Amin"] = (x, d) => [x.Amin(d), x.Amin(d, keepdim: true)],
        ["Aminmax"] = (x, d) => [x.Aminmax(d).Min, x.Aminmax(d, keepdim: true).Max],
        ["Any"] = (x, d) => [x.Gt(2).Any(d), x.Gt(2).Any(d, keepdim: true)],
        ["ArgMax"] = (x, d) => [x.ArgMax(d), x.ArgMax(d, keepdim: true)],
        ["ArgMin"] = (x, d) => [x.ArgMin(d), x.ArgMin(d, keepdim: true)],
        ["ArgSort"] = (x, d) => [x.ArgSort(d), x.ArgSort(d, descending: true)],
        ["CosineSimilarity"] = (x, d) => [Tensor.CosineSimilarity(x, Other(x), d)],
        ["CountNonzero"] = (x, d) => [x.Gt(0.3).Float().CountNonzero(d)],
        ["Cross"] = (x, d) => [Three(x, d).Cross(Three(Other(x), d), d)],
        ["CumMax"] = (x, d) => Both(x.CumMax(d)),
        ["CumMin"] = (x, d) => Both(x.CumMin(d)),
        ["CumProd"] = (x, d) => [x.CumProd(d)],
        ["CumSum"] = (x, d) => [x.CumSum(d)],
        ["CumulativeTrapezoid"] = (x, d) => [x.CumulativeTrapezoid(0.5, d)],
        ["Diff"] = (x, d) => [x.Diff(2, d)],
        ["Gather"] = (x, d) => [x.Gather(d, x.ArgSort(d))],
        ["Glu"] = (x, d) => [x.Glu(d)],
        ["IndexAdd"] = (x, d) => [x.IndexAdd(d, s_index, Other(x).IndexSelect(d, s_index), 0.5)],
        ["IndexCopy"] = (x, d) => [x.IndexCopy(d, s_index, Other(x).IndexSelect(d, s_index))],
        ["IndexFill"] = (x, d) => [x.IndexFill(d, s_index, 7)],
        ["IndexSelect"] = (x, d) => [x.IndexSelect(d, s_index)],
        ["KthValue"] = (x, d) => [.. Both(x.KthValue(2, d)), .. Both(x.KthValue(1, d, keepdim: true))],
        ["LogCumSumExp"] = (x, d) => [x.LogCumSumExp(d)],
        ["LogSoftmax"] = (x, d) => [x.LogSoftmax(d)],
        ["LogSumExp"] = (x, d) => [x.LogSumExp(d), x.LogSumExp(d, keepdim: true)],
        ["Max"] = (x, d) => [.. Both(x.Max(d)), .. Both(x.Max(d, keepdim: true))],
        ["Mean"] = (x, d) => [x.Mean(d), x.Mean(d, keepdim: true)],
        ["Median"] = (x, d) => [.. Both(x.Median(d)), .. Both(x.Median(d, keepdim: true))],
        ["Min"] = (x, d) => [.. Both(x.Min(d)), .. Both(x.Min(d, keepdim: true))],
        ["Mode"] = (x, d) => [.. Both((x * 2).Round().Mode(d)), .. Both(x.Mode(d, keepdim: true))],
        ["NanMean"] = (x, d) => [x.NanMean(d), x.NanMean(d, keepdim: true)],
        ["NanMedian"] = (x, d) => [.. Both(x.NanMedian(d)), .. Both(x.NanMedian(d, keepdim: true))],
        ["NanQuantile"] = (x, d) => [x.NanQuantile(0.3, d), x.NanQuantile(0.7, d, keepdim: true)],
        ["NanSum"] = (x, d) => [x.NanSum(d), x.NanSum(d, keepdim: true)],
        ["Narrow"] = (x, d) => [x.Narrow(d, 1, 2)],
        ["Norm"] = (x, d) => [x.Norm(2, d), x.Norm(1, d, keepdim: true), x.Norm(3, d), x.Norm(double.PositiveInfinity, d)],
        ["Normalize"] = (x, d) => [x.Normalize(2, d), x.Normalize(1, d)],
        ["Prod"] = (x, d) => [x.Prod(d), x.Prod(d, keepdim: true)],
        ["Quantile"] = (x, d) => [x.Quantile(0.3, d), x.Quantile(0.7, d, keepdim: true)],
        ["Renorm"] = (x, d) => [x.Renorm(2, d, 1)],
        ["RepeatInterleave"] = (x, d) => [x.RepeatInterleave(3, d), x.RepeatInterleave(Tensor.FromInt64([.. Enumerable.Range(0, x.Shape[d]).Select(i => (long)i)]), d)],
        ["Scatter"] = (x, d) => [x.Scatter(d, x.ArgSort(d), Other(x)), x.Scatter(d, x.ArgSort(d).Narrow(d, 0, 2), 4)],
        ["ScatterAdd"] = (x, d) => [x.ScatterAdd(d, x.ArgSort(d), Other(x))],
        ["Select"] = (x, d) => [x.Select(d, 1)],
        ["SelectScatter"] = (x, d) => [x.SelectScatter(Other(x).Select(d, 0), d, 1)],
        ["Slice"] = (x, d) => [x.Slice(d, 1, null, 2)],
        ["SliceScatter"] = (x, d) => [x.SliceScatter(Other(x).Slice(d, 0, 2), d, 1, 4, 2)],
        ["Softmax"] = (x, d) => [x.Softmax(d)],
        ["Softmin"] = (x, d) => [x.Softmin(d)],
        ["Sort"] = (x, d) => [.. Both(x.Sort(d)), .. Both(x.Sort(d, descending: true))],
        ["Std"] = (x, d) => [x.Std(d), x.Std(d, unbiased: false, keepdim: true)],
        ["Sum"] = (x, d) => [x.Sum(d), x.Sum(d, keepdim: true)],
        ["TakeAlongDim"] = (x, d) => [x.TakeAlongDim(x.ArgSort(d), d)],
        ["TopK"] = (x, d) => [.. Both(x.TopK(2, d)), .. Both(x.TopK(1, d, largest: false))],
        ["Trapezoid"] = (x, d) => [x.Trapezoid(0.5, d), x.Trapezoid(Other(x), d)],
        ["Var"] = (x, d) => [x.Var(d), x.Var(d, unbiased: false, keepdim: true)],
        ["Vecdot"] = (x, d) => [x.Vecdot(Other(x), d)],
        ["Unbind"] = (x, d) => x.Unbind(d),
        ["Chunk"] = (x, d) => x.Chunk(2, d),
        ["Split"] = (x, d) => [.. x.Split(2, d), .. x.Split([1, x.Shape[d] - 1], d)],
        ["TensorSplit"] = (x, d) => [.. x.TensorSplit(3, d), .. x.TensorSplit([1], d)],
    };

    // Of a dimension itself, or without one they know no other; and what draws, for each place its own.
    private static readonly string[] s_ofShapes = ["Squeeze", "Stride", "Unsqueeze", "Cat", "Stack", "Size", "Flatten", "Unflatten", "GumbelSoftmax"];

    public static TheoryData<string> Names { get; } = [.. s_calls.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void EachDimensionIsAsTheLast(string name)
    {
        var numbers = Tensor.Normal(new Generator(5), 0.4, 1, 4, 6, 8);
        for (int d = 0; d < 3; d++)
        {
            var (x, moved) = (numbers.Clone().RequiresGrad_(), numbers.MoveDim(d, -1).Clone().RequiresGrad_());
            Tensor[] found = s_calls[name](x, d), expected = s_calls[name](moved, 2);
            Assert.Equal(expected.Length, found.Length);
            for (int i = 0; i < found.Length; i++)
            {
                var last = expected[i].Rank == 3 ? expected[i].MoveDim(-1, d) : expected[i];
                Assert.Equal(last.DType, found[i].DType);
                AssertClose(last.Float(), found[i].Float());
                Assert.Equal(last.RequiresGrad, found[i].RequiresGrad);
                if (!last.RequiresGrad)
                    continue;
                var start = Tensor.Normal(new Generator(i), 0, 1, [.. last.Shape]);
                found[i].Backward(start, retainGraph: true);
                last.Backward(start, retainGraph: true);
            }
            Assert.Equal(moved.Grad is null, x.Grad is null);
            if (moved.Grad is not null)
                AssertClose(moved.Grad.MoveDim(-1, d), x.Grad!);
        }
    }

    [Fact]
    public void EveryMethodAlongADimensionIsTried() => Assert.Equal(
        s_calls.Keys.Order(StringComparer.Ordinal),
        typeof(Tensor).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.GetParameters().Any(parameter => parameter.Name == "dim" && (parameter.ParameterType == typeof(int) || parameter.ParameterType == typeof(int?))))
            .Select(method => method.Name).Except(s_ofShapes).Distinct().Order(StringComparer.Ordinal));

    private static Tensor Other(Tensor x) => x.Square() - (2 * x) + 0.25;

    private static Tensor Three(Tensor x, int dim) => x.Narrow(dim, 0, 3);

    private static Tensor[] Both(IndexedValues result) => [result.Values, result.Indices];

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        // Sums may be rounded in another order.
        Assert.True(expected.AllClose(actual, rtol: 2e-6, atol: 2e-6), $"{expected}\n{actual}");
    }
}
