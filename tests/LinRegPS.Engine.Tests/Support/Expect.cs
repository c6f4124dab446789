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

    /// <summary>The same bits, whatever the number: NaN and the sign of 0 too.</summary>
    public static void SameBits(float[] expected, float[] actual) => Assert.Equal(
        expected.Select(BitConverter.SingleToUInt32Bits), actual.Select(BitConverter.SingleToUInt32Bits));
}
