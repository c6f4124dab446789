using System.Diagnostics;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>The machine's Python with PyTorch, where there is one: for what a fixture can't say, whether PyTorch reads what is written here.</summary>
internal static class TorchPython
{
    private const string Program = "/usr/bin/python3";

    private static readonly Lazy<bool> s_isThere = new(() => File.Exists(Program) && Start("import torch, numpy").Succeeded);

    /// <summary>What a script prints; the test is skipped where there is no PyTorch.</summary>
    public static string Run(string script, params string[] arguments)
    {
        Assert.SkipUnless(s_isThere.Value, "There is no PyTorch on this machine.");
        var (succeeded, text) = Start(script, arguments);
        Assert.True(succeeded, text);
        return text;
    }

    private static (bool Succeeded, string Text) Start(string script, params string[] arguments)
    {
        using var python = Process.Start(new ProcessStartInfo(Program, ["-W", "ignore", "-c", script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = python.StandardError.ReadToEndAsync();
        string output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return (python.ExitCode == 0, python.ExitCode == 0 ? output : error.Result);
    }
}
