using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Files.Delimited;

/// <summary>The sums of columns, and how many numbers are missing in each: some rows by each thread, added in their order, so that it does not matter how many threads there are.</summary>
internal static class ColumnSums
{
    private const int Elements = 1 << 16;

    /// <summary>Sums the first rows of a matrix; what is NaN is missing.</summary>
    public static (double[] Sums, int[] Missing) Of(Tensor values, int rows)
    {
        int width = values.Shape[1], height = Math.Max(1, Elements / width), chunks = (rows + height - 1) / height;
        double[] parts = new double[chunks * width];
        int[] absent = new int[chunks * width];
        Workers.Run(chunks, new Part(values, rows, width, height, parts, absent));
        double[] sums = new double[width];
        int[] missing = new int[width];
        for (int i = 0; i < parts.Length; i++)
        {
            sums[i % width] += parts[i];
            missing[i % width] += absent[i];
        }
        return (sums, missing);
    }

    private readonly struct Part(Tensor values, int rows, int width, int height, double[] sums, int[] missing) : IChunkedWork
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int chunk)
        {
            int first = chunk * height, count = Math.Min(height, rows - first);
            ReadOnlySpan<float> data = values.Data.Slice(first * width, count * width);
            var sum = sums.AsSpan(chunk * width, width);
            var absent = missing.AsSpan(chunk * width, width);
            for (int row = 0; row < data.Length; row += width)
            {
                for (int i = 0; i < sum.Length; i++)
                {
                    float value = data[row + i];
                    bool isMissing = float.IsNaN(value);
                    absent[i] += isMissing ? 1 : 0;
                    sum[i] += isMissing ? 0 : value;
                }
            }
        }
    }
}
