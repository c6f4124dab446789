using LinRegPS.Kernels.Random;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>Many draws at once are those one by one.</summary>
public sealed class PermutationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(623)]
    [InlineData(625)]
    [InlineData(100_003)]
    public void ARandomOrderIsThatOfSwapsOneByOneFromAnyPlaceInTheState(int length)
    {
        foreach (int before in new[] { 0, 1, 226, 396, 615, 624 })
        {
            var (together, one) = (new MersenneTwister(before + 7), new MersenneTwister(before + 7));
            together.Discard(before);
            for (int i = 0; i < before; i++)
                one.NextUInt32();
            int[] order = new int[length], expected = [.. Enumerable.Range(0, length)];
            together.FillPermutation(order);
            for (int i = 0; i < length - 1; i++)
            {
                int other = i + (int)(one.NextUInt32() % (uint)(length - i));
                (expected[i], expected[other]) = (expected[other], expected[i]);
            }
            Assert.Equal(expected, order);
            Assert.Equal(one.ToBytes(), together.ToBytes());
        }
    }

    [Fact]
    public void DrawsThatAreLeftOutAreDrawnAllTheSame()
    {
        foreach (int count in new[] { 0, 1, 623, 624, 625, 1248, 5000 })
        {
            var (left, drawn) = (new MersenneTwister(3), new MersenneTwister(3));
            left.NextUInt32();
            drawn.NextUInt32();
            left.Discard(count);
            for (int i = 0; i < count; i++)
                drawn.NextUInt32();
            Assert.Equal(drawn.ToBytes(), left.ToBytes());
            Assert.Equal(drawn.NextUInt32(), left.NextUInt32());
        }
    }
}
