using LinRegPS.Kernels.LinearAlgebra.Planning;

namespace LinRegPS.Engine.Tests.Kernels;

/// <summary>The table in ProductPlan's comment, on both sides of each of its thresholds.</summary>
public class ProductPlanTests
{
    [Theory]
    [InlineData(1, 1, 7, "DotProduct", "DotProduct")]
    [InlineData(1, 1, 1_000_000, "DotProduct", "DotProduct")]
    [InlineData(34, 1, 15, "InOrder", "InFloat64")]
    [InlineData(35, 1, 15, "InOrderTallSkinny", "InFloat64")]
    [InlineData(6_666, 1, 15, "InOrderTallSkinny", "InFloat64")]
    [InlineData(6_667, 1, 15, "GemvInBlocks", "GemvInBlocks")]
    [InlineData(2, 1, 16, "InFloat64", "InFloat64")]
    [InlineData(6_249, 1, 16, "InFloat64", "InFloat64")]
    [InlineData(6_250, 1, 16, "GemvInBlocks", "GemvInBlocks")]
    [InlineData(2, 2, 7, "InOrder", "InFloat64")]
    [InlineData(2, 2, 8, "InFloat64", "InFloat64")]
    [InlineData(2, 7_142, 7, "InOrder", "InFloat64")]
    [InlineData(2, 7_143, 7, "GemmInBlocks", "GemmInBlocks")]
    [InlineData(50, 40, 49, "InFloat64", "InFloat64")]
    [InlineData(50, 40, 50, "GemmInBlocks", "GemmInBlocks")]
    [InlineData(0, 5, 5, "InOrder", "InFloat64")]
    public void EveryRowOfTheTable(int m, int n, int k, string path, string inFloat64)
    {
        Assert.Equal(path, ProductPlan.Choose(m, n, k).ToString());
        Assert.Equal(path, ProductPlan.Choose(n, m, k).ToString());
        Assert.Equal(inFloat64, ProductPlan.Choose(m, n, k, float64: true).ToString());
    }

    [Theory]
    [InlineData(7, 20_000, false)]
    [InlineData(8, 12_500, true)]
    [InlineData(8, 12_499, false)]
    [InlineData(99_999, 1, false)]
    [InlineData(100_000, 1, true)]
    public void TheFusedRegressionGoesByBlocksWhereTheOperationsDo(int rows, int columns, bool byBlocks) =>
        Assert.Equal(byBlocks, ProductPlan.IsFusedByBlocks(rows, columns));
}
