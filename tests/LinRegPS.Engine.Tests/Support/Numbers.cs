namespace LinRegPS.Engine.Tests.Support;

/// <summary>Seeded inputs.</summary>
internal static class Numbers
{
    /// <summary>Of either sign and many magnitudes.</summary>
    public static float[] Normal(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    /// <summary>Small whole numbers: their sums and products are exact in any order.</summary>
    public static float[] Whole(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-8, 9))];
    }
}
