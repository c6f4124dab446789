using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>
/// A program that stays alive and answers requests, a line of JSON each (peers/peer.py says which), so that single
/// measurements of both sides alternate within seconds.
/// </summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;
    private int _cases;

    private PeerProcess(Process process, string versions) => (_process, Versions) = (process, versions);

    /// <summary>What the peer says of itself.</summary>
    public string Versions { get; }

    /// <summary>Starts it; null, with the last line of its complaint, where it can't start.</summary>
    public static PeerProcess? Start(ProcessStartInfo start, out string complaint)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        var errors = new List<string>();
        complaint = string.Empty;
        Process? process = null;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            complaint = error.Message;
            return null;
        }
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
                errors.Add(line.Data ?? string.Empty);
        };
        process.BeginErrorReadLine();
        if (process.StandardOutput.ReadLine() is { } line)
            return new PeerProcess(process, JsonNode.Parse(line)!["versions"]!.GetValue<string>());
        process.WaitForExit();
        lock (errors)
            complaint = errors.LastOrDefault(text => text.Length > 0, $"exit code {process.ExitCode}");
        process.Dispose();
        return null;
    }

    /// <summary>A case of the peer's.</summary>
    public Contender Case(string name, string task, object? arguments) => new Remote(this, name, ++_cases, task, arguments);

    /// <summary>Lets go of the cases it has prepared.</summary>
    public void Release() => Ask(new { release = true });

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private JsonNode Ask(object request)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        _process.StandardInput.Flush();
        string? answer = _process.StandardOutput.ReadLine();
        return answer is null
            ? throw new InvalidOperationException($"{Versions} ended: {JsonSerializer.Serialize(request)}")
            : JsonNode.Parse(answer)!;
    }

    private sealed class Remote(PeerProcess process, string name, int id, string task, object? arguments) : Contender(name)
    {
        public override double[] Prepare() =>
            process.Ask(new { prepare = id, @case = task, arguments = arguments ?? new { } })["check"]!.AsArray()
                .Select(number => number!.GetValue<double>()).ToArray();

        public override double Measure(double seconds) =>
            process.Ask(new { measure = id, seconds })["seconds"]!.GetValue<double>();
    }
}
