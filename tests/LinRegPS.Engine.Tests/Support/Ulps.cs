namespace LinRegPS.Engine.Tests.Support;

/// <summary>Distances between float32 numbers in units in the last place.</summary>
internal static class Ulps
{
    /// <summary>How many steps from one number to the next lie between two; 0 between +0 and -0.</summary>
    public static long Between(float a, float b)
    {
        return Math.Abs(Order(a) - Order(b));

        static long Order(float value)
        {
            int bits = BitConverter.SingleToInt32Bits(value);
            return bits >= 0 ? bits : (long)int.MinValue - bits;
        }
    }

    /// <summary>The error of a number against its true value, in spacings of float32 at the true value.</summary>
    public static double Error(float actual, double exact)
    {
        float rounded = (float)exact;
        if (!float.IsFinite(rounded) || !float.IsFinite(actual))
            return actual.Equals(rounded) ? 0 : double.PositiveInfinity;
        float magnitude = Math.Min(MathF.Abs(rounded), MathF.BitDecrement(float.MaxValue));
        return Math.Abs(actual - exact) / ((double)MathF.BitIncrement(magnitude) - magnitude);
    }
}
