using System.Runtime.CompilerServices;

namespace LinRegPS.Kernels.Threading;

/// <summary>Work on the rows of a matrix, each for itself: as many of them in a chunk as are worth it.</summary>
internal static class ParallelRows
{
    private const int Chunk = 1 << 15;

    /// <summary>Runs the work for each row, from 0.</summary>
    public static void Run<TWork>(int rows, int width, TWork work)
        where TWork : struct, IChunkedWork
    {
        int height = Math.Max(1, Chunk / Math.Max(1, width));
        var blocks = new Blocks<TWork>(work, rows, height);
        if (rows <= height)
            blocks.Run(0);
        else
            Workers.Run((int)(((long)rows + height - 1) / height), blocks);
    }

    private readonly struct Blocks<TWork>(TWork work, int rows, int height) : IChunkedWork
        where TWork : struct, IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int chunk)
        {
            int start = chunk * height, end = start + Math.Min(height, rows - start);
            for (int row = start; row < end; row++)
                work.Run(row);
        }
    }
}
