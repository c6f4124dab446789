using System.Reflection;
using LinRegPS.Kernels;
using LinRegPS.Operations;

namespace LinRegPS.Engine.Tests.Kernels;

public class ElementwiseTests
{
    private const int Most = 33;
    private const float Guard = 12345;

    private static readonly float[] s_x = Draw(1), s_y = Draw(2);

    public static TheoryData<Type> UnaryFunctions { get; } = [.. Implementing(typeof(IUnaryFunction))];

    public static TheoryData<Type> BinaryFunctions { get; } = [.. Implementing(typeof(IBinaryFunction))];

    [Theory]
    [MemberData(nameof(UnaryFunctions))]
    public void AUnaryElementHasTheSameBitsWhereverItStands(Type type) => Invoke(nameof(CheckUnary), type);

    [Theory]
    [MemberData(nameof(BinaryFunctions))]
    public void ABinaryElementHasTheSameBitsWhereverItStands(Type type) => Invoke(nameof(CheckBinary), type);

    [Theory]
    [InlineData(3, 4, 4)]
    [InlineData(4, 3, 4)]
    [InlineData(0, 1, 4)]
    [InlineData(4, 4, 3)]
    [InlineData(9, 9, 8)]
    public void SpansOfOtherLengthsAreRefused(int x, int y, int z)
    {
        Assert.Throws<ArgumentException>(() => Elementwise.Forward(default(Add), new float[x], new float[y], new float[z]));
        Assert.Throws<ArgumentException>(() => Elementwise.Forward(default(Neg), new float[x], new float[z + x + 1]));
        Assert.Throws<ArgumentException>(() => Elementwise.Backward(default(Exp), new float[x], new float[x + 1], new float[x]));
    }

    [Fact]
    public void TheOutputMayBeAnInput()
    {
        float[] x = [.. s_x], expected = new float[Most];
        Elementwise.Forward(default(Sub), x, s_y, expected);
        Elementwise.Forward(default(Sub), x, s_y, x);
        Assert.Equal(expected, x);
    }

    private static void CheckUnary<T>()
        where T : struct, IUnaryFunction
    {
        CheckEveryPlace((i, n, z) => Elementwise.Forward(default(T), s_x.AsSpan(i, n), z));
        CheckEveryPlace((i, n, z) => Elementwise.Backward(default(T), s_y.AsSpan(i, n), s_x.AsSpan(i, n), z));
    }

    private static void CheckBinary<T>()
        where T : struct, IBinaryFunction
    {
        CheckEveryPlace((i, n, z) => Elementwise.Forward(default(T), s_x.AsSpan(i, n), s_y.AsSpan(i, n), z));
        CheckEveryPlace((i, n, z) => Elementwise.Forward(default(T), s_x.AsSpan(i, n), [0.75f], z));
        CheckEveryPlace((i, n, z) => Elementwise.Forward(default(T), [0.75f], s_y.AsSpan(i, n), z));
    }

    // Every run of every length, against each element alone; what lies beyond the output is left as it was.
    private static void CheckEveryPlace(Action<int, int, Span<float>> run)
    {
        float[] alone = new float[Most];
        for (int i = 0; i < Most; i++)
            run(i, 1, alone.AsSpan(i, 1));
        for (int length = 0; length <= Most; length++)
        {
            for (int start = 0; start <= Most - length; start++)
            {
                float[] output = [.. Enumerable.Repeat(Guard, length + 1)];
                run(start, length, output.AsSpan(0, length));
                Assert.Equal([.. alone.AsSpan(start, length), Guard], output);
            }
        }
    }

    private static void Invoke(string check, Type type) =>
        typeof(ElementwiseTests).GetMethod(check, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, null);

    private static IEnumerable<Type> Implementing(Type contract) =>
        new[] { contract.Assembly, typeof(Tensor).Assembly }.SelectMany(a => a.GetTypes())
            .Where(t => t.IsValueType && t.IsPublic && t.IsAssignableTo(contract));

    private static float[] Draw(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Most).Select(_ => (random.NextSingle() * 6) - 3)];
    }
}
