using System.Runtime.InteropServices;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>Where a kernel's operands lie.</summary>
internal class Placement
{
    /// <summary>The elements, where this places them.</summary>
    public virtual Span<T> Of<T>(T[] elements)
        where T : unmanaged => elements.ToArray();

    /// <summary>
    /// Runs a kernel on arrays, and on operands that end, and that begin, at a page that must not be touched: the results
    /// must be the same. A kernel that reads or writes beyond its operands brings the process down; .NET prints where.
    /// </summary>
    public static void AssertTouchesItsOperandsOnly(Func<Placement, float[]> run)
    {
        float[] expected = run(new Placement());
        foreach (bool atEnd in new[] { true, false })
        {
            using var guarded = new Guarded(atEnd);
            Expect.SameBits(expected, run(guarded));
        }
    }

    private sealed unsafe class Guarded(bool atEnd) : Placement, IDisposable
    {
        private const int None = 0, ReadWrite = 3, PrivateAnonymous = 0x22;

        private readonly List<(nint Start, nint Length)> _mapped = [];

        public override Span<T> Of<T>(T[] elements)
        {
            nint page = Environment.SystemPageSize, size = elements.Length * sizeof(T), inner = (size + page - 1) / page * page;
            nint start = Map(0, inner + (2 * page), None, PrivateAnonymous, -1, 0);
            Assert.True(start > 0, $"mmap: error {Marshal.GetLastPInvokeError()}");
            _mapped.Add((start, inner + (2 * page)));
            nint first = start + page;
            Assert.Equal(0, inner == 0 ? 0 : Protect(first, inner, ReadWrite));
            var span = new Span<T>((void*)(atEnd ? first + inner - size : first), elements.Length);
            elements.CopyTo(span);
            return span;
        }

        public void Dispose() => _mapped.ForEach(m => Unmap(m.Start, m.Length));

        [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
        private static extern nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

        [DllImport("libc", EntryPoint = "mprotect")]
        private static extern int Protect(nint address, nint length, int protection);

        [DllImport("libc", EntryPoint = "munmap")]
        private static extern int Unmap(nint address, nint length);
    }
}
