using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LinRegPS.Engine.Tests.Hardware;

/// <summary>The kernels as machines without wide vectors, or without any, run them: in a process that is told so.</summary>
public partial class NarrowVectorTests
{
    /// <summary>The trait of tests of what no width of vectors can change; the child leaves them out.</summary>
    public const string Vectors = nameof(Vectors), Any = nameof(Any);

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task KernelsAreRightWithout(string setting)
    {
        // This class lies in another namespace: the child does not run it.
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(NarrowVectorTests).Assembly.Location, "-namespace", "LinRegPS.Engine.Tests.Kernels", "-trait-", $"{Vectors}={Any}", "-noColor"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[setting] = "0";
        using var child = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        using var end = cancellation.Register(child.Kill);
        var error = child.StandardError.ReadToEndAsync(cancellation);
        string text = await child.StandardOutput.ReadToEndAsync(cancellation) + await error;
        await child.WaitForExitAsync(cancellation);
        Assert.True(child.ExitCode == 0, text);
        Assert.InRange(int.Parse(Total().Match(text).Groups[1].Value), 100, int.MaxValue);
    }

    [GeneratedRegex(@"Total: (\d+)")]
    private static partial Regex Total();
}
