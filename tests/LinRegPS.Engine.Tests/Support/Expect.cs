namespace LinRegPS.Engine.Tests.Support;

internal static class Expect
{
    /// <summary>An error of this type and id, whose message names each of the given words.</summary>
    public static T Error<T>(string id, Action action, params string[] words)
        where T : LinRegException
    {
        var error = Assert.Throws<T>(action);
        Assert.Equal("LinRegPS." + id, error.ErrorId);
        Assert.All(words, word => Assert.Contains(word, error.Message));
        return error;
    }

    /// <summary>Numbers within some units in the last place of their true values.</summary>
    public static void Near(double[] exact, float[] actual, double ulps = 8)
    {
        Assert.Equal(exact.Length, actual.Length);
        Assert.All(exact.Zip(actual), pair => Assert.InRange(Ulps.Error(pair.Second, pair.First), 0, ulps));
    }

    /// <summary>The same bits, whatever the number: NaN and the sign of 0 too.</summary>
    public static void SameBits(float[] expected, float[] actual) => Assert.Equal(
        expected.Select(BitConverter.SingleToUInt32Bits), actual.Select(BitConverter.SingleToUInt32Bits));
}
