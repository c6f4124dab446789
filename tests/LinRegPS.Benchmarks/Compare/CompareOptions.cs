using System.Globalization;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>What the command line asks for.</summary>
internal sealed class CompareOptions
{
    /// <summary>The bits that both sides can be held to.</summary>
    public const int NarrowVectors = 256;

    public const string Usage = "[--threads 1,2] [--rounds N] [--seconds S] [--vectors 256|both] [--torchsharp FOLDER] [--output FILE]";

    /// <summary>The cases, in the order of the list.</summary>
    public required IReadOnlyList<Case> Cases { get; init; }

    /// <summary>Each threaded case is run for each of these.</summary>
    public required IReadOnlyList<int> Threads { get; init; }

    /// <summary>How often ours and a peer take turns.</summary>
    public required int Rounds { get; init; }

    /// <summary>How long a single measurement takes at least.</summary>
    public required double Seconds { get; init; }

    /// <summary>The most bits that a vector of either side may have; null for all that the processor has.</summary>
    public required int? Vectors { get; init; }

    /// <summary>Whether a second table follows, of <see cref="NarrowVectors"/>.</summary>
    public required bool BothWidths { get; init; }

    /// <summary>The folder of the TorchSharp peer.</summary>
    public required string? TorchSharp { get; init; }

    /// <summary>The report.</summary>
    public required string Output { get; init; }

    /// <summary>Reads the command line; null, with what is wrong with it, where it can't be read.</summary>
    public static CompareOptions? Parse(string[] arguments, out string complaint)
    {
        var options = new Dictionary<string, string>
        {
            ["--threads"] = Environment.ProcessorCount > 1 ? $"1,{Environment.ProcessorCount}" : "1",
            ["--rounds"] = "7",
            ["--seconds"] = "0.2",
            ["--vectors"] = string.Empty,
            ["--torchsharp"] = Environment.GetEnvironmentVariable(Peers.TorchSharpVariable) ?? string.Empty,
            ["--output"] = Repository.Benchmarks("results", "compare.md"),
        };
        var names = new List<string>();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
                names.Add(arguments[i]);
            else if (options.ContainsKey(arguments[i]) && i + 1 < arguments.Length)
                options[arguments[i]] = arguments[++i];
            else
            {
                complaint = $"{arguments[i]}: no such option, or no value for it";
                return null;
            }
        }
        complaint = names.Find(name => !AllCases.List.Any(c => c.Name.StartsWith(name, StringComparison.Ordinal))) is { } unknown
            ? $"no case is called {unknown}; there are {string.Join(' ', AllCases.List.Select(c => c.Name))}"
            : string.Empty;
        if (complaint.Length == 0 && options["--vectors"] is not ("" or "256" or "both"))
            complaint = $"--vectors {options["--vectors"]}: only 256 or both can be asked for; without it both sides use all that the processor has";
        if (complaint.Length > 0)
            return null;
        try
        {
            return new CompareOptions
            {
                Cases = [.. AllCases.List.Where(c => names.Count == 0 || names.Exists(n => c.Name.StartsWith(n, StringComparison.Ordinal)))],
                Threads = [.. options["--threads"].Split(',').Select(int.Parse)],
                Rounds = int.Parse(options["--rounds"]),
                Seconds = double.Parse(options["--seconds"], CultureInfo.InvariantCulture),
                Vectors = options["--vectors"] is "256" ? NarrowVectors : null,
                BothWidths = options["--vectors"] is "both",
                TorchSharp = options["--torchsharp"] is "" ? null : Path.GetFullPath(options["--torchsharp"]),
                Output = options["--output"],
            };
        }
        catch (FormatException error)
        {
            complaint = error.Message;
            return null;
        }
    }
}
