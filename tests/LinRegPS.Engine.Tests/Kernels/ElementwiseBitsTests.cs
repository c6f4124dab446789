using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Kernels;

// The functions of each element have the same bits whatever the machine and the neighbours.
// Operations/ElementwiseFunctionTests says that they are right.
public class ElementwiseBitsTests
{
    private static readonly float[] s_x = ElementwiseFunction.Arguments;

    public static TheoryData<string> Names { get; } = [.. ElementwiseFunction.All.Select(f => f.Name)];

    public static TheoryData<string> OwnNames { get; } = [.. ElementwiseFunction.All.Where(f => !f.IsTaken).Select(f => f.Name)];

    [Theory]
    [MemberData(nameof(OwnNames))]
    public void HasTheSameBitsOnEveryMachine(string name)
    {
        var function = ElementwiseFunction.Named(name);
        float[] y = new float[s_x.Length];
        function.Kernel(s_x, y);
        // Fowler, Noll and Vo's hash; all NaNs are one.
        ulong bits = 14695981039346656037;
        foreach (float value in y)
            bits = (bits ^ BitConverter.SingleToUInt32Bits(float.IsNaN(value) ? float.NaN : value)) * 1099511628211;
        Assert.True(bits == function.Bits, $"The hash is 0x{bits:x16}.");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HasTheSameBitsBesideAnyOther(string name)
    {
        // Of every size side by side: angles that are reduced in different ways, results that are not numbers.
        var function = ElementwiseFunction.Named(name);
        float[] x = [.. s_x.Where((_, i) => i % 4099 == 0)], y = new float[x.Length], alone = new float[x.Length];
        Array.Sort(x, new Comparison<float>((a, b) => Scramble(a).CompareTo(Scramble(b))));
        function.Kernel(x, y);
        for (int i = 0; i < x.Length; i++)
            function.Kernel(x.AsSpan(i, 1), alone.AsSpan(i, 1));
        Expect.SameBits(alone, y);

        static uint Scramble(float value) => BitConverter.SingleToUInt32Bits(value) * 2654435769;
    }
}
