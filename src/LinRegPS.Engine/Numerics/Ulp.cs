namespace LinRegPS.Numerics;

/// <summary>Distances between float32 numbers, counted in the numbers that lie between them.</summary>
public static class Ulp
{
    /// <summary>The distance from a number to the next of greater magnitude; NaN for NaN and infinities.</summary>
    public static float Size(float value) => MathF.BitIncrement(MathF.Abs(value)) - MathF.Abs(value);

    /// <summary>How many steps from one float32 number to another; 0 for equals, -0 and 0 among them; the greatest long where one is NaN and the other is not.</summary>
    public static long Distance(float a, float b)
    {
        if (float.IsNaN(a) || float.IsNaN(b))
            return float.IsNaN(a) && float.IsNaN(b) ? 0 : long.MaxValue;
        return Math.Abs(Place(a) - Place(b));
    }

    // Where a number stands when all are counted from 0 upwards.
    private static long Place(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return bits < 0 ? -(long)(bits & int.MaxValue) : bits;
    }
}
