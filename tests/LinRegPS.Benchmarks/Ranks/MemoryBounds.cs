using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LinRegPS.Groups;
using LinRegPS.Kernels.Rearrangement;

namespace LinRegPS.Benchmarks.Ranks;

/// <summary>What memory alone permits of a step, all ranks at once: to read the rows of a rank and add them, and to gather those of its part of a batch.</summary>
internal static class MemoryBounds
{
    public static IEnumerable<string> Lines(ProcessGroup group, int rows, int columns, int batch, int rounds)
    {
        var input = Tensor.Normal(new Generator(1), 0, 1, rows, columns);
        int share = rows / group.Size, part = batch / group.Size;
        int[] order = new int[rows];
        new Generator(7).Source.FillPermutation(order);
        float[] gathered = new float[part * columns];
        double sum = 0;
        yield return $"| reading of all rows | {Time(group, rounds, 1, _ => sum += Read(input.Data.Slice(group.Rank * share * columns, share * columns)))} |";
        yield return $"| gathering of {batch:N0} rows | {Time(group, rounds, share / part, i => RowGather.Gather(input.Data, columns, order.AsSpan((group.Rank * share) + (i * part)), part, gathered))} |";
        if (double.IsNaN(sum))
            throw new InvalidOperationException("The rows are not numbers.");
    }

    private static string Time(ProcessGroup group, int rounds, int times, Action<int> work)
    {
        double[] each = new double[rounds];
        for (int round = -1; round < rounds; round++)
        {
            group.Barrier();
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < times; i++)
                work(i);
            group.Barrier();
            if (round >= 0)
                each[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / times;
        }
        return RanksCommand.Text(each);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Read(ReadOnlySpan<float> numbers)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        var vectors = MemoryMarshal.Cast<float, Vector512<float>>(numbers);
        for (int i = 0; i + 4 <= vectors.Length; i += 4)
        {
            a += vectors[i];
            b += vectors[i + 1];
            c += vectors[i + 2];
            d += vectors[i + 3];
        }
        return Vector512.Sum(a + b + c + d);
    }
}
