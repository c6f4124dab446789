using System.Globalization;
using System.Runtime.InteropServices;

namespace LinRegPS.Engine.Tests.Memory;

public unsafe class LargeMemoryTests
{
    private const string Setting = "/sys/kernel/mm/transparent_hugepage/enabled";

    [Fact]
    public void LinuxIsAskedForLargePagesForLargeTensors()
    {
        const int count = 1 << 22;
        Assert.SkipUnless(File.Exists(Setting), "This system has no transparent huge pages.");
        var tensor = Tensor.Zeros(count);
        fixed (float* middle = &MemoryMarshal.GetReference(tensor.Data[(count / 2)..]))
            Assert.Contains("hg", FlagsOf((ulong)middle));
    }

    // What the kernel says of the mapping that has an address.
    private static string[] FlagsOf(ulong address)
    {
        bool isIt = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] words = line.Split(' ', '-');
            if (words[0].Length >= 8 && ulong.TryParse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong first))
                isIt = address >= first && address < ulong.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            else if (isIt && line.StartsWith("VmFlags:", StringComparison.Ordinal))
                return line.Split(' ');
        }
        return [];
    }
}
