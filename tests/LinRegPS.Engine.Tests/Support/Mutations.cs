using System.Diagnostics;
using LinRegPS.Files;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>
/// Content whose bytes are changed by chance, by a seed for each: it is read or refused by one of our errors, in time, and with no more
/// memory than such content may need. LINREGPS_MUTATIONS says how many of each, a few thousand where it is not set.
/// </summary>
internal static class Mutations
{
    private const int Usual = 3000;

    // A table of one digit a field makes four bytes of two; views of storages, and what is read twice, come on top.
    private const long MostMemoryForAByte = 1100 * 16, MostMemoryAnyway = 4 << 20;

    private static readonly int[] s_interesting = [0, 1, -1, 127, 128, 255, 256, 32767, 65535, int.MaxValue, int.MinValue];

    /// <summary>Tries all of one content.</summary>
    public static void Try(byte[] file, Action<Stream> read) => Try([file], read);

    /// <summary>Tries all of several.</summary>
    public static void Try(byte[][] files, Action<Stream> read)
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("LINREGPS_MUTATIONS"), out int wanted) ? wanted : Usual;
        int refused = 0;
        for (int seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            byte[] file = Mutate(files[seed % files.Length], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            var clock = Stopwatch.StartNew();
            try
            {
                SafeFile.Read("mutated", new MemoryStream(file), stream =>
                {
                    read(stream);
                    return true;
                });
            }
            catch (LinRegException error)
            {
                refused++;
                Assert.Contains("mutated", error.Message);
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}: {error}");
            }
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"seed {seed}: {clock.Elapsed}");
            long memory = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(memory < (file.Length * MostMemoryForAByte) + MostMemoryAnyway, $"seed {seed}: {memory} bytes for a file of {file.Length}");
        }
        // They do reach the readers: most are refused, and some do no harm.
        Assert.InRange(refused, count / 10, count);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var file = original.ToList();
        int changes = 1 + random.Next(4);
        for (int i = 0; i < changes && file.Count > 0; i++)
        {
            int at = random.Next(file.Count), length = Math.Min(1 + random.Next(16), file.Count - at);
            switch (random.Next(7))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)random.Next(256);
                    break;
                case 2:
                    file.RemoveRange(at, file.Count - at);
                    break;
                case 3:
                    file.RemoveRange(at, length);
                    break;
                case 4:
                    file.InsertRange(random.Next(file.Count), file.GetRange(at, length));
                    break;
                case 5:
                    byte[] number = BitConverter.GetBytes(s_interesting[random.Next(s_interesting.Length)]);
                    for (int j = 0; j < number.Length && at + j < file.Count; j++)
                        file[at + j] = number[j];
                    break;
                default:
                    // Digits, where headers have sizes and offsets.
                    int digit = file.FindIndex(at, b => b is >= (byte)'0' and <= (byte)'9');
                    if (digit >= 0)
                        file.Insert(digit, (byte)random.Next('0', '9' + 1));
                    break;
            }
        }
        return [.. file];
    }
}
