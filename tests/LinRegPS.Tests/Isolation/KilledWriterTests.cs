using System.Diagnostics;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>A process that is killed while it overwrites a file leaves the old one or the new one, whole. LINREGPS_KILLS says how often.</summary>
public sealed class KilledWriterTests
{
    private const int Usual = 3, Elements = 500_000;

    [Fact]
    public void AFileIsWholeWheneverItsWriterIsKilled()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("LINREGPS_KILLS"), out int wanted) ? wanted : Usual;
        string folder = Directory.CreateTempSubdirectory("LinRegPS").FullName;
        try
        {
            using var session = new ModuleSession();
            string written = Path.Combine(folder, "a.npy");
            session["file"] = written;
            for (int kill = 0; kill < kills; kill++)
            {
                File.Delete(written);
                Kill(folder, new Random(kill).Next(60));
                // Of this writer at most: it deletes what those before it have left.
                Assert.InRange(Directory.GetFiles(folder, ".*").Length, 0, 1);
                // All of one kind: a file of two writings would have both.
                Assert.Matches($@"^{Elements} ([12]) \1$", session.One<string>("$t = Import-Tensor $file; \"$($t.Numel) $($t.Min().Item()) $($t.Max().Item())\""));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Kill(string folder, int milliseconds)
    {
        string script = $$"""
            $one, $two = (New-Tensor -Shape {{Elements}} -Full 1), (New-Tensor -Shape {{Elements}} -Full 2)
            while ($true) { Export-Tensor '{{folder}}/a.npy' $one -Force; Export-Tensor '{{folder}}/a.npy' $two -Force }
            """;
        using var writer = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Repository.Program("tests/LinRegPS.Tests/OlderMathNet", "LinRegPS.Tests.OlderMathNet"), Repository.Manifest, script]))!;
        try
        {
            for (int waited = 0; !File.Exists(Path.Combine(folder, "a.npy")); waited++)
            {
                Assert.False(writer.HasExited || waited > 6000, "Nothing was written.");
                Thread.Sleep(10);
            }
            Thread.Sleep(milliseconds);
        }
        finally
        {
            writer.Kill();
            writer.WaitForExit();
        }
    }
}
