using LinRegPS.Plots.Drawing;

namespace LinRegPS.Engine.Tests.Plots;

/// <summary>The colours of numbers: viridis from end to end, and brighter with every step.</summary>
public sealed class ColorScaleTests
{
    // Ten of viridis' colours, evenly apart, as its authors give them.
    private static readonly int[] s_viridis = [0x440154, 0x482878, 0x3E4A89, 0x31688E, 0x26828E, 0x1F9E89, 0x35B779, 0x6DCD59, 0xB4DE2C, 0xFDE725];

    [Fact]
    public void EachColourLiesBetweenItsNeighboursOfViridis()
    {
        for (int i = 0; i < ColorScale.Steps; i++)
        {
            double place = i * (s_viridis.Length - 1) / (ColorScale.Steps - 1.0);
            var (red, green, blue) = ColorScale.Palette[i];
            Near(red, place, 16);
            Near(green, place, 8);
            Near(blue, place, 0);
        }
        Assert.Equal((0x44, 0x01, 0x54), ColorScale.Palette[0]);
        Assert.Equal((0xFD, 0xE7, 0x25), ColorScale.Palette[^1]);
    }

    [Fact]
    public void BrightnessGrowsWithEveryStepByAboutTheSame()
    {
        double[] bright = [.. ColorScale.Palette.Select(c => (0.2126 * c.Red) + (0.7152 * c.Green) + (0.0722 * c.Blue))];
        double even = (bright[^1] - bright[0]) / (bright.Length - 1);
        Assert.All(bright.Zip(bright.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0.5 * even, 1.5 * even));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 23)]
    [InlineData(0.5, 12)]
    [InlineData(0.04166, 0)]
    [InlineData(0.04167, 1)]
    [InlineData(-0.1, 0)]
    [InlineData(1.1, 23)]
    public void EachHasTheSamePartOfTheAxis(double place, int colour) => Assert.Equal(colour, ColorScale.At(place));

    private static void Near(byte part, double place, int shift)
    {
        int below = (s_viridis[(int)Math.Floor(place)] >> shift) & 255, above = (s_viridis[(int)Math.Ceiling(place)] >> shift) & 255;
        Assert.InRange(part, Math.Min(below, above) - 1, Math.Max(below, above) + 1);
    }
}
