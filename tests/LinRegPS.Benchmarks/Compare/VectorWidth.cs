using System.Diagnostics;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>Both sides held to vectors of 256 bits (AVX2), as most of the world's processors have them, on one that has wider ones.</summary>
internal static class VectorWidth
{
    /// <summary>
    /// What each library reads as it starts: OpenBLAS its kernels, PyTorch and MKL theirs. NumPy and the runtime are told what to leave out.
    /// </summary>
    public static void Limit(IDictionary<string, string?> environment)
    {
        environment["OPENBLAS_CORETYPE"] = "Haswell";
        environment["MKL_ENABLE_INSTRUCTIONS"] = "AVX2";
        environment["ATEN_CPU_CAPABILITY"] = "avx2";
        environment["NPY_DISABLE_CPU_FEATURES"] = "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL";
    }

    /// <summary>Runs this command again in a runtime of narrower vectors, which it can only be told as it starts.</summary>
    /// <param name="bits">How wide its vectors are to be.</param>
    /// <param name="more">Options that replace those of the command.</param>
    public static int Rerun(int bits, params string[] more)
    {
        const string variable = "DOTNET_EnableAVX512";
        if (Environment.GetEnvironmentVariable(variable) is not null)
        {
            Console.Error.WriteLine($"the runtime has vectors of {Machine.VectorBits()} bits, not {bits}, although {variable} is set");
            return 1;
        }
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Environment.GetCommandLineArgs().Skip(IsHost ? 0 : 1), .. more]);
        start.Environment[variable] = "0";
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }

    // Started as dotnet X.dll, the program's own file is the first argument.
    private static bool IsHost => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
}
