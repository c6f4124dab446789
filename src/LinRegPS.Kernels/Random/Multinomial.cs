using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Kernels.Random;

/// <summary>Draws places by their weights, with the numbers of torch.multinomial.</summary>
public static class Multinomial
{
    /// <summary>Each draw from all places.</summary>
    /// <param name="generator">Where the numbers come from.</param>
    /// <param name="weights">[n], not negative, of a sum above 0.</param>
    /// <param name="chosen">Receives a place for each draw.</param>
    public static void Draw(MersenneTwister generator, ReadOnlySpan<float> weights, Span<long> chosen)
    {
        float[] cumulative = new float[weights.Length];
        float sum = 0;
        for (int i = 0; i < weights.Length; i++)
            cumulative[i] = sum += weights[i];
        for (int i = 0; i < cumulative.Length; i++)
            cumulative[i] /= sum;
        cumulative[^1] = 1;
        double[] draws = new double[chosen.Length];
        generator.FillUniform(draws);
        for (int i = 0; i < draws.Length; i++)
            chosen[i] = FirstFrom(cumulative, draws[i]);
    }

    /// <summary>
    /// No place twice: the places of the largest quotients of weight and exponential draw, the largest first.
    /// </summary>
    /// <param name="generator">Where the numbers come from.</param>
    /// <param name="weights">A row after the other, [rows * columns].</param>
    /// <param name="columns">The places of a row.</param>
    /// <param name="chosen">Receives a row's places after the other's, [rows * count].</param>
    /// <param name="count">How many places of each row; at most the places with a weight.</param>
    public static void DrawDistinct(MersenneTwister generator, ReadOnlySpan<float> weights, int columns, Span<long> chosen, int count)
    {
        float[] quotients = new float[weights.Length];
        generator.FillExponential(quotients);
        for (int i = 0; i < quotients.Length; i++)
            quotients[i] = weights[i] / quotients[i];
        int[] places = new int[columns];
        for (int row = 0; row * columns < weights.Length; row++)
        {
            Ranking.Order(quotients.AsSpan(row * columns, columns), descending: true, places);
            for (int i = 0; i < count; i++)
                chosen[(row * count) + i] = places[i];
        }
    }

    private static int FirstFrom(float[] cumulative, double draw)
    {
        int low = 0, high = cumulative.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (cumulative[middle] < draw)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
