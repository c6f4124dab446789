using LinRegPS.Kernels.Random;

namespace LinRegPS.Benchmarks.Micro;

/// <summary>Inputs: the same ones in every run.</summary>
internal static class RandomNumbers
{
    public static float[] Normal(int count, int seed = 0)
    {
        float[] numbers = new float[count];
        new MersenneTwister(seed).FillNormal(numbers, 0, 1);
        return numbers;
    }
}
