using System.Diagnostics;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>The peers on this machine, started when first asked for: one process for each number of threads.</summary>
internal sealed class Peers(string? torchSharp, int? vectors) : IDisposable
{
    /// <summary>Names the Python to use before all others.</summary>
    public const string PythonVariable = "LINREGPS_PYTHON";

    /// <summary>Names the folder of the TorchSharp peer's build.</summary>
    public const string TorchSharpVariable = "LINREGPS_TORCHSHARP";

    private static readonly string[] s_pythons =
        [.. new[] { Environment.GetEnvironmentVariable(PythonVariable), "/usr/bin/python3", "python3" }.OfType<string>()];

    private readonly Dictionary<(string Library, int Threads), PeerProcess?> _processes = [];
    private readonly SortedDictionary<string, string> _missing = [];

    /// <summary>What each peer says of itself.</summary>
    public IEnumerable<string> Versions => _processes.Values.OfType<PeerProcess>().Select(p => p.Versions).Distinct().Order();

    /// <summary>What is not here, and why.</summary>
    public IEnumerable<string> Missing => _missing.Select(pair => $"{pair.Key}: {pair.Value}");

    /// <summary>A Python library (numpy, torch, sklearn), torchsharp, or ours in a shell; null where the machine lacks it.</summary>
    public PeerProcess? Library(string library, int threads)
    {
        if (_processes.TryGetValue((library, threads), out var process))
            return process;
        foreach (var start in Candidates(library, threads))
        {
            process = PeerProcess.Start(start, out string complaint);
            if (process is not null)
                break;
            _missing[library] = $"{start.FileName}: {complaint}";
        }
        if (process is not null)
            _missing.Remove(library);
        return _processes[(library, threads)] = process;
    }

    /// <summary>A process that ends by itself, with the same environment; null where no Python has the library.</summary>
    public ProcessStartInfo? Script(string library, int threads, string script)
    {
        // Which Python has it is known once it is started as a peer.
        foreach (string python in s_pythons)
        {
            var probe = Clean(new ProcessStartInfo(python, ["-c", $"import {library}"]) { RedirectStandardError = true }, library, threads);
            if (Succeeds(probe))
                return Clean(new ProcessStartInfo(python, [Repository.Benchmarks("peers", "scripts", script)]), library, threads);
        }
        _missing[library] = $"no module {library} in {string.Join(", ", s_pythons)}";
        return null;
    }

    /// <summary>Lets go of what the peers have prepared.</summary>
    public void Release()
    {
        foreach (var process in _processes.Values)
            process?.Release();
    }

    public void Dispose()
    {
        foreach (var process in _processes.Values)
            process?.Dispose();
    }

    private IEnumerable<ProcessStartInfo> Candidates(string library, int threads)
    {
        if (library == "shell")
            return [OurShell.Script("serve.ps1", "-Threads", threads.ToString())];
        if (library != "torchsharp")
            return s_pythons.Select(python => Clean(
                new ProcessStartInfo(python, [Repository.Benchmarks("peers", "peer.py"), library, threads.ToString()]), library, threads));
        if (torchSharp is not null)
            return [Clean(new ProcessStartInfo(Path.Combine(torchSharp, "run.sh"), [threads.ToString()]), library, threads)];
        _missing[library] = $"not built, or not named by --torchsharp or {TorchSharpVariable} (docs/README.md)";
        return [];
    }

    private ProcessStartInfo Clean(ProcessStartInfo start, string library, int threads)
    {
        var environment = start.Environment;
        // Settings for one machine's OpenBLAS would spoil what it finds out by itself.
        environment.Remove("OPENBLAS_CORETYPE");
        environment.Remove("OPENBLAS_L2_SIZE");
        if (vectors is not null)
            VectorWidth.Limit(environment);
        environment["OMP_NUM_THREADS"] = environment["OPENBLAS_NUM_THREADS"] = environment["MKL_NUM_THREADS"] = threads.ToString();
        environment["PYTHONDONTWRITEBYTECODE"] = "1";
        // OpenMP's pool and OpenBLAS's own would fight over the cores: with several threads both are to be OpenMP's.
        if (threads > 1 && library is "torch" or "sklearn" && OpenMpBlas() is { } folder)
            environment["LD_LIBRARY_PATH"] = folder;
        return start;
    }

    private static string? OpenMpBlas() => Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*").Select(folder => Path.Combine(folder, "openblas-openmp"))
            .FirstOrDefault(Directory.Exists)
        : null;

    private static bool Succeeds(ProcessStartInfo start)
    {
        try
        {
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
