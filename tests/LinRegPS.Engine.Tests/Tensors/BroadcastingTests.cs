using LinRegPS.Operations;

namespace LinRegPS.Engine.Tests.Tensors;

public class BroadcastingTests
{
    // What two operands can have along a dimension that is n long where it is not 1 or 0.
    private static readonly (bool First, bool Second, bool Empty)[] s_pairs =
    [
        (false, false, false), (true, false, false), (false, true, false), (true, true, false),
        (true, false, true), (false, true, true), (true, true, true),
    ];

    public static TheoryData<int> Ranks { get; } = [0, 1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Ranks))]
    public void EveryElementMeetsItsPartner(int rank)
    {
        foreach (var (first, second, both) in Operands(rank))
        {
            Tensor x = Count(first, 1), y = Count(second, 1000);
            var difference = Broadcasting.Combine("Sub", default(Sub), x, y);
            float[] expected = new float[both.Numel];
            for (int i = 0; i < expected.Length; i++)
                expected[i] = x.Data[Offset(i, both, first)] - y.Data[Offset(i, both, second)];
            Assert.Equal(both, difference.Shape);
            Assert.Equal(expected, difference.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public void TheGradientOfAnElementIsSummedOverAllItsPartners(int rank)
    {
        foreach (var (first, _, both) in Operands(rank))
        {
            var gradient = Count(both, 1);
            float[] expected = new float[first.Numel];
            for (int i = 0; i < both.Numel; i++)
                expected[Offset(i, both, first)] += gradient.Data[i];
            var reduced = Broadcasting.SumTo(gradient, first);
            Assert.Equal(first, reduced.Shape);
            Assert.Equal(expected, reduced.ToArray());
        }
    }

    // All pairs of shapes that broadcast to a rank, sizes 2, 3, 4, 5 (or 1, or 0), either of them cut short at the left.
    private static IEnumerable<(Shape First, Shape Second, Shape Both)> Operands(int rank)
    {
        for (int code = 0; code < Math.Pow(s_pairs.Length, rank); code++)
        {
            int[] first = new int[rank], second = new int[rank];
            for (int d = 0, rest = code; d < rank; d++, rest /= s_pairs.Length)
            {
                var pair = s_pairs[rest % s_pairs.Length];
                int size = pair.Empty ? 0 : d + 2;
                (first[d], second[d]) = (pair.First ? size : 1, pair.Second ? size : 1);
            }
            for (int cut = 0; cut <= rank; cut++)
            {
                yield return Pair(first[cut..], second);
                yield return Pair(first, second[cut..]);
            }
        }

        static (Shape First, Shape Second, Shape Both) Pair(int[] first, int[] second)
        {
            int[] both = [.. Enumerable.Range(1, Math.Max(first.Length, second.Length)).Reverse()
                .Select(i => (A: first.ElementAtOrDefault(^i), B: second.ElementAtOrDefault(^i), i))
                .Select(d => d.i > first.Length ? d.B : d.i > second.Length ? d.A : d.A == 1 ? d.B : d.A)];
            return (new Shape(first), new Shape(second), new Shape(both));
        }
    }

    private static Tensor Count(Shape shape, int start) =>
        Tensor.From([.. Enumerable.Range(start, shape.Numel).Select(i => (float)i)]).Reshape([.. shape]);

    // Where the element that stands at an index of the whole lies in an operand: naive, digit by digit.
    private static int Offset(int index, Shape whole, Shape operand)
    {
        int offset = 0, stride = 1;
        for (int i = 1; i <= operand.Rank; i++)
        {
            if (operand[^i] != 1)
                offset += index % whole[^i] * stride;
            stride *= operand[^i];
            index /= whole[^i];
        }
        return offset;
    }
}
