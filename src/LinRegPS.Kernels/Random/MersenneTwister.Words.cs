using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels.Random;

// The words of the state, and what takes many of them at once.
public sealed partial class MersenneTwister
{
    /// <summary>Fills with the numbers from 0 in a random order; torch.randperm.</summary>
    [MethodImpl(Kernel.Hot)]
    public unsafe void FillPermutation(Span<int> target)
    {
        int length = target.Length;
        // Drawn before they are divided and taken: then no draw waits for a row that comes from memory.
        uint* draws = stackalloc uint[Size];
        fixed (int* order = target)
        {
            for (int i = 0; i < length; i++)
                order[i] = i;
            lock (_state)
            {
                for (int done = 0, end; done < length - 1; done = end)
                {
                    Ask(done, Size);
                    end = done + DrawSome(draws, length - 1 - done);
                    for (int i = done; i < end; i++)
                    {
                        int other = i + (int)(draws[i - done] % (uint)(length - i));
                        (order[i], order[other]) = (order[other], order[i]);
                    }
                }
            }
        }
    }

    /// <summary>Draws 32 random bits so many times, and leaves them.</summary>
    public void Discard(int count)
    {
        lock (_state)
        {
            for (; count > Size - _next; Renew())
            {
                Ask(count, Size);
                count -= Size - _next;
            }
            _next += count;
        }
    }

    // No more than are left of the state; gives how many.
    [MethodImpl(Kernel.Hot)]
    private unsafe int DrawSome(uint* draws, int most)
    {
        if (_next == Size)
            Renew();
        int count = Math.Min(most, Size - _next), i = 0;
        fixed (uint* state = &_state[_next])
        {
            for (; i + Vector256<uint>.Count <= count; i += Vector256<uint>.Count)
            {
                var y = Vector256.Load(state + i);
                y ^= y >>> 11;
                y ^= (y << 7) & Vector256.Create(0x9d2c5680u);
                y ^= (y << 15) & Vector256.Create(0xefc60000u);
                (y ^ (y >>> 18)).Store(draws + i);
            }
            for (; i < count; i++)
                draws[i] = Temper(state[i]);
        }
        _next += count;
        return count;
    }

    private static uint Temper(uint y)
    {
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    [MethodImpl(Kernel.Hot)]
    private void Renew()
    {
        uint[] state = _state;
        Renew(state, 0, Size - Shift, Shift);
        Renew(state, Size - Shift, Size - 1, Shift - Size);
        state[Size - 1] = state[Shift - 1] ^ Twist(state[Size - 1], state[0]);
        _next = 0;
        _renewals++;
    }

    // None of a vector's words depends on another of them, nor is renewed before the one behind it has been read.
    [MethodImpl(Kernel.Hot)]
    private static void Renew(uint[] state, int first, int end, int shift)
    {
        int i = first;
        ref uint words = ref MemoryMarshal.GetArrayDataReference(state);
        for (; i + Vector256<uint>.Count <= end; i += Vector256<uint>.Count)
        {
            var y = (Vector256.LoadUnsafe(ref words, (nuint)i) & Vector256.Create(0x80000000u)) | (Vector256.LoadUnsafe(ref words, (nuint)i + 1) & Vector256.Create(0x7fffffffu));
            var odd = Vector256<uint>.Zero - (y & Vector256<uint>.One);
            (Vector256.LoadUnsafe(ref words, (nuint)(i + shift)) ^ (y >>> 1) ^ (odd & Vector256.Create(0x9908b0dfu))).StoreUnsafe(ref words, (nuint)i);
        }
        for (; i < end; i++)
            state[i] = state[i + shift] ^ Twist(state[i], state[i + 1]);
    }

    private static uint Twist(uint high, uint low)
    {
        uint y = (high & 0x80000000u) | (low & 0x7fffffffu);
        return (y >> 1) ^ (0u - (y & 1) & 0x9908b0dfu);
    }
}
