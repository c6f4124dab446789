using System.Runtime.CompilerServices;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Kernels.Rearrangement;

/// <summary>Where the greatest element of each window is.</summary>
public static unsafe class WindowMaximum
{
    /// <summary>The place of the greatest element of each window, plane by plane; the first of equals, the last NaN.</summary>
    /// <param name="x">[planes, source].</param>
    /// <param name="map">The places of each window's elements, -1 for those outside: [elements, windows].</param>
    /// <param name="planes">How many planes.</param>
    /// <param name="source">Elements of a plane.</param>
    /// <param name="windows">How many windows; each has an element.</param>
    /// <param name="places">Receives [planes, windows].</param>
    /// <exception cref="ArgumentOutOfRangeException">A span is shorter than what it stands for.</exception>
    public static void Find(ReadOnlySpan<float> x, ReadOnlySpan<int> map, int planes, int source, int windows, Span<int> places)
    {
        fixed (float* px = x[..(planes * source)])
        fixed (int* pm = map, pp = places[..(planes * windows)])
            ParallelRows.Run(planes, map.Length, new Plane(px, pm, source, windows, windows == 0 ? 0 : map.Length / windows, pp));
    }

    private readonly struct Plane(float* x, int* map, int source, int windows, int elements, int* places) : IChunkedWork
    {
        [MethodImpl(Kernel.Hot)]
        public void Run(int plane)
        {
            float* from = x + ((nint)plane * source);
            int* found = places + ((nint)plane * windows);
            for (int window = 0; window < windows; window++)
            {
                int* place = map + window;
                int best = -1;
                float most = 0;
                for (int element = 0; element < elements; element++, place += windows)
                {
                    if (*place < 0)
                        continue;
                    float value = from[*place];
                    // Which of them is greater nobody can foresee: a mask takes the place of a branch.
                    int taken = -Convert.ToInt32(best < 0 | value > most | float.IsNaN(value));
                    best ^= (best ^ *place) & taken;
                    most = BitConverter.Int32BitsToSingle(Bits(most) ^ ((Bits(most) ^ Bits(value)) & taken));
                }
                found[window] = best;
            }
        }

        private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);
    }
}
