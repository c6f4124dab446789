using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>Copies of rows that are mostly short, between matrices whose rows lie apart.</summary>
internal static unsafe class Runs
{
    /// <summary>Copies rows of elements that lie side by side or apart to ones that lie side by side.</summary>
    [MethodImpl(Kernel.Hot)]
    public static void Gather(float* from, nint fromRow, nint step, float* to, nint toRow, int rows, int count)
    {
        if (step == 1)
        {
            Copy(from, fromRow, to, toRow, rows, count);
            return;
        }
        for (; rows > 0; rows--, from += fromRow, to += toRow)
        {
            for (int i = 0; i < count; i++)
                to[i] = from[i * step];
        }
    }

    /// <summary>Copies rows of elements that lie side by side to ones that lie side by side or apart.</summary>
    [MethodImpl(Kernel.Hot)]
    public static void Scatter(float* from, nint fromRow, float* to, nint toRow, nint step, int rows, int count)
    {
        if (step == 1)
        {
            Copy(from, fromRow, to, toRow, rows, count);
            return;
        }
        for (; rows > 0; rows--, from += fromRow, to += toRow)
        {
            for (int i = 0; i < count; i++)
                to[i * step] = from[i];
        }
    }

    /// <summary>Copies rows of elements that lie side by side.</summary>
    [MethodImpl(Kernel.Hot)]
    public static void Copy(float* from, nint fromRow, float* to, nint toRow, int rows, int count)
    {
        int last = count - Lanes.Count;
        for (; rows > 0; rows--, from += fromRow, to += toRow)
        {
            if (last < 0)
            {
                for (int i = 0; i < count; i++)
                    to[i] = from[i];
                continue;
            }
            for (int i = 0; i < last; i += Lanes.Count)
                Vector256.Load(from + i).Store(to + i);
            // The last ones, with some before them once more.
            Vector256.Load(from + last).Store(to + last);
        }
    }

    /// <summary>Adds a number to rows of elements that lie side by side, and puts the sums elsewhere.</summary>
    [MethodImpl(Kernel.Hot)]
    public static void Add(float* from, nint fromRow, float addend, float* to, nint toRow, int rows, int count)
    {
        int last = count - Lanes.Count;
        var each = Vector256.Create(addend);
        for (; rows > 0; rows--, from += fromRow, to += toRow)
        {
            if (last < 0)
            {
                for (int i = 0; i < count; i++)
                    to[i] = from[i] + addend;
                continue;
            }
            for (int i = 0; i < last; i += Lanes.Count)
                (Vector256.Load(from + i) + each).Store(to + i);
            (Vector256.Load(from + last) + each).Store(to + last);
        }
    }
}
