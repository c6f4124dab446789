namespace LinRegPS;

/// <summary>
/// How many numbers the layers that are made may have: a file that says how a model is made may say anything, and no memory is taken
/// for what it does not hold.
/// </summary>
internal static class LayerBudget
{
    [ThreadStatic]
    private static bool s_isLimited;

    [ThreadStatic]
    private static long s_left;

    /// <summary>Runs with so many numbers for all layers together.</summary>
    public static T Within<T>(long numbers, Func<T> make)
    {
        (s_isLimited, s_left) = (true, numbers);
        try
        {
            return make();
        }
        finally
        {
            s_isLimited = false;
        }
    }

    /// <summary>A layer is about to have a parameter of this shape.</summary>
    /// <exception cref="InvalidValueException">There are not so many numbers left.</exception>
    public static void Take(params ReadOnlySpan<int> shape)
    {
        if (!s_isLimited)
            return;
        Int128 count = 1;
        foreach (int size in shape)
        {
            count *= Math.Max(size, 0);
            if (count > s_left)
                throw Errors.TooManyNumbers(s_left);
        }
        s_left -= (long)count;
    }

    /// <summary>So many copies of a layer that has so many numbers, in the place of it.</summary>
    /// <exception cref="InvalidValueException">There are not so many numbers left.</exception>
    public static T[] Copies<T>(int count, int numbers, Func<T> copy)
    {
        Take(count - 1, numbers);
        bool wasLimited = s_isLimited;
        s_isLimited = false;
        try
        {
            return [.. Enumerable.Range(0, count).Select(_ => copy())];
        }
        finally
        {
            s_isLimited = wasLimited;
        }
    }

    /// <summary>A layer is about to have at least so many numbers.</summary>
    /// <exception cref="InvalidValueException">There are not so many left.</exception>
    public static void Require(int count)
    {
        if (s_isLimited && count > s_left)
            throw Errors.TooManyNumbers(s_left);
    }
}
