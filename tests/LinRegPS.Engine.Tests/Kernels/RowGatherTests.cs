using LinRegPS.Engine.Tests.Support;
using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>Rows in another order, of every length around a vector's.</summary>
public class RowGatherTests
{
    private const float Guard = 123.5f;

    [Fact]
    public void GatheredRowsAreThoseThatTheOrderNames()
    {
        const int rows = 70;
        int[] order = [.. Enumerable.Range(0, 100).Select(i => i * 37 % rows)];
        for (int length = 0; length <= 50; length++)
        {
            float[] x = Numbers.Normal(1, rows * length);
            foreach (int count in new[] { 0, 1, 64, 100 })
            {
                float[] target = new float[(count * length) + 20];
                Array.Fill(target, Guard);
                RowGather.Gather(x, length, order, count, target);
                float[] expected = [.. order.Take(count).SelectMany(row => x.Skip(row * length).Take(length))];
                Assert.Equal(expected, target[..expected.Length]);
                Assert.All(target[expected.Length..], element => Assert.Equal(Guard, element));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public void ARowThatIsNotThereIsRefused(int length)
    {
        float[] x = new float[5 * length], target = new float[2 * length];
        Assert.ThrowsAny<SystemException>(() => RowGather.Gather(x, length, [0, 5], 2, target));
        Assert.ThrowsAny<SystemException>(() => RowGather.Gather(x, length, [0, -1], 2, target));
        Assert.ThrowsAny<SystemException>(() => RowGather.Gather(x, length, [0, 1, 2], 3, target));
    }
}
