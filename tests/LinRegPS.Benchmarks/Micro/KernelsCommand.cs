using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace LinRegPS.Benchmarks.Micro;

/// <summary>Times kernels one by one, by BenchmarkDotNet.</summary>
internal static class KernelsCommand
{
    public static int Run(string[] arguments)
    {
        // In this process: as in a shell, and the build's strict rules need not fit BenchmarkDotNet's generated project.
        var config = DefaultConfig.Instance
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10))
            .WithArtifactsPath(Path.Combine(Repository.Root, "BenchmarkDotNet.Artifacts"));
        string[] filter = arguments.Length == 0 ? ["--filter", "*"]
            : arguments[0].StartsWith('-') ? arguments
            : ["--filter", .. arguments];
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(KernelsCommand).Assembly).Run(filter, config);
        return summaries.Any() ? 0 : 1;
    }
}
