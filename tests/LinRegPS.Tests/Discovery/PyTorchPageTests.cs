using System.Text;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Discovery;

/// <summary>The table of about_LinRegPS_PyTorch is what reflection says.</summary>
public sealed class PyTorchPageTests
{
    // The column of our names.
    private const int Start = 31;

    // Where what we have has another meaning or form than parameters tell.
    private static readonly Dictionary<string, string> s_notes = new(StringComparer.Ordinal)
    {
        ["torch.add"] = "without alpha",
        ["torch.sub"] = "without alpha",
        ["torch.subtract"] = "without alpha",
        ["torch.div"] = "without rounding_mode",
        ["torch.divide"] = "without rounding_mode",
        ["torch.load"] = "tensors; models: Import-Model",
        ["torch.save"] = "tensors; models: Export-Model",
        ["torch.no_grad"] = "with a script block",
        ["torch.solve"] = "of the matrix, as torch.linalg.solve",
        ["torch.svd"] = "with Vh, as torch.linalg.svd",
        ["torch.symeig"] = "as torch.linalg.eigh",
        ["torch.lstsq"] = "as torch.linalg.lstsq, the solution",
        ["torch.qr"] = "as torch.linalg.qr",
        ["torch.linalg.cross"] = "with -1",
        ["torch.linalg.diagonal"] = "with (0, -2, -1)",
        ["torch.linalg.lstsq"] = "the solution, without driver",
        ["torch.linalg.norm"] = "of vectors; matrices: MatrixNorm",
        ["torch.linalg.svd"] = "with full_matrices=False",
        ["torch.linalg.vecdot"] = string.Empty,
        ["torch.linalg.vector_norm"] = string.Empty,
        ["torch.vander"] = string.Empty,
        ["torch.linalg.vander"] = "with increasing",
        ["torch.atleast_1d"] = string.Empty,
        ["torch.atleast_2d"] = string.Empty,
        ["torch.atleast_3d"] = string.Empty,
        ["torch.cumulative_trapezoid"] = "of the ordinates",
        ["torch.empty"] = "of zeros",
        ["torch.empty_like"] = "of zeros",
        ["torch.float_power"] = "in float32",
        ["torch.mode"] = "of equals the last index",
        ["torch.trapezoid"] = "of the ordinates",
        ["torch.trapz"] = "of the ordinates",
        ["torch.nn.functional.gumbel_softmax"] = "without eps",
        ["torch.nn.Parameter"] = "as a property of a class",
    };

    [Fact]
    public void TheTableIsWhatTheModuleHas()
    {
        using var session = new ModuleSession();
        string path = Repository.Find("en-US/about_LinRegPS_PyTorch.help.txt");
        string page = File.ReadAllText(path).ReplaceLineEndings("\n");
        int start = page.IndexOf("\nTORCH\n", StringComparison.Ordinal) + 1, end = page.IndexOf("\nSEE ALSO\n", StringComparison.Ordinal) + 1;
        string expected = page[..start] + Table(new PyTorchNames(session)) + page[end..];
        if (expected == page)
            return;
        string copy = Path.Combine(Path.GetTempPath(), Path.GetFileName(path));
        File.WriteAllText(copy, expected);
        Assert.Fail($"Names have come or gone. {path} is to be as {copy}:\n{expected}");
    }

    [Theory]
    [InlineData("torch", "cumsum", "$x.CumSum()")]
    [InlineData("torch", "cholesky", "$x.Cholesky()")]
    [InlineData("torch", "stft", null)]
    [InlineData("torch.nn", "KLDivLoss", "[LinRegPS.Loss]::KlDiv()")]
    [InlineData("torch.nn.functional", "leaky_relu", "$x.LeakyRelu()")]
    [InlineData("torch.nn.init", "trunc_normal_", "[LinRegPS.Init]::TruncNormal()")]
    [InlineData("torch.optim", "SGD", "[LinRegPS.Sgd]")]
    [InlineData("torch.optim", "SparseAdam", null)]
    public void ANameIsFoundByTheRule(string module, string name, string? ours)
    {
        using var session = new ModuleSession();
        Assert.Equal(ours, new PyTorchNames(session).Find(module, name, [])?.Ours);
    }

    [Fact]
    public void ParametersThatAreMissingAreTold()
    {
        using var session = new ModuleSession();
        Assert.Equal(["decimals"], new PyTorchNames(session).Find("torch", "round", ["decimals"])!.Value.Without);
        Assert.Empty(new PyTorchNames(session).Find("torch.optim", "Adam", ["lr", "betas", "amsgrad"])!.Value.Without);
    }

    private static string Table(PyTorchNames names)
    {
        var text = new StringBuilder();
        foreach (var module in PyTorchNames.All().GroupBy(row => row.Module))
        {
            text.Append($"{module.Key.ToUpperInvariant()}\n");
            foreach (var (_, name, parameters) in module)
            {
                var found = names.Find(module.Key, name, parameters);
                string ours = found?.Ours ?? "not";
                if (Difference($"{module.Key}.{name}", found?.Without ?? []) is { Length: > 0 } difference)
                    ours = $"{ours} {difference}";
                text.Append(name.Length < Start - 4 ? $"    {name}".PadRight(Start) : $"    {name}\n{new string(' ', Start)}").Append($"{Wrapped(ours)}\n");
            }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Difference(string name, string[] without) =>
        s_notes.GetValueOrDefault(name) ?? (without.Length > 0 ? "without " + string.Join(", ", without) : string.Empty);

    // Words of lines that end before column 80, under each other.
    private static string Wrapped(string text)
    {
        int column = Start;
        var lines = new StringBuilder();
        foreach (string word in text.Split(' '))
        {
            bool breaks = column > Start && column + 1 + word.Length >= 80;
            lines.Append(breaks ? "\n" + new string(' ', Start + 2) : column > Start ? " " : string.Empty).Append(word);
            column = breaks ? Start + 2 + word.Length : column + word.Length + (column > Start ? 1 : 0);
        }
        return lines.ToString();
    }
}
