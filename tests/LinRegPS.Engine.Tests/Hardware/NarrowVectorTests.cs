using System.Diagnostics;
using System.Text.RegularExpressions;

namespace LinRegPS.Engine.Tests.Hardware;

/// <summary>The kernels as machines without wide vectors, or without any, run them: in a process that is told so.</summary>
public partial class NarrowVectorTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task KernelsAreRightWithout(string setting)
    {
        // This class lies in another namespace: the child does not run it.
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [typeof(NarrowVectorTests).Assembly.Location, "-namespace", "LinRegPS.Engine.Tests.Kernels", "-noColor"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[setting] = "0";
        using var child = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        string text;
        try
        {
            var error = child.StandardError.ReadToEndAsync(limit.Token);
            text = await child.StandardOutput.ReadToEndAsync(limit.Token) + await error;
            await child.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            throw;
        }
        Assert.True(child.ExitCode == 0, text);
        Assert.InRange(int.Parse(Total().Match(text).Groups[1].Value), 100, int.MaxValue);
    }

    [GeneratedRegex(@"Total: (\d+)")]
    private static partial Regex Total();
}
