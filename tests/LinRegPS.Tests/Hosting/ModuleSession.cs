using System.Globalization;
using System.Management.Automation;
using Xunit;

namespace LinRegPS.Tests.Hosting;

/// <summary>A PowerShell session with the built module imported: script in; objects, errors and progress out.</summary>
internal sealed class ModuleSession : IDisposable
{
    private readonly SessionRunspace _session;

    public ModuleSession(bool import = true) => _session = import ? SessionRunspace.WithModule() : SessionRunspace.New(import: false);

    /// <summary>What a script shows in a session of its own, 120 columns wide unless it is to be another width: the lines that are not blank, without the blanks at their ends.</summary>
    public static string[] Render(string script, int width = 120)
    {
        using var session = new ModuleSession();
        session.Run("$PSStyle.OutputRendering = 'PlainText'");
        using var shell = session._session.Begin(script).AddCommand("Out-String").AddParameter("Width", width);
        string text = string.Concat(shell.Invoke());
        Assert.Empty(shell.Streams.Error);
        return [.. text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }

    /// <summary>Sets a variable of the session.</summary>
    public object? this[string variable]
    {
        set => _session.Runspace.SessionStateProxy.SetVariable(variable, value);
    }

    /// <summary>What a script writes; the test fails on any error of the script's.</summary>
    public object?[] Run(string script)
    {
        var result = Attempt(script);
        Assert.Empty(result.Errors.Select(Text));
        return result.Output;

        static string Text(ErrorRecord error) => $"{error.FullyQualifiedErrorId}: {error} {error.InvocationInfo?.PositionMessage}";
    }

    /// <summary>The one thing that a script writes.</summary>
    public T One<T>(string script) => Assert.IsAssignableFrom<T>(Assert.Single(Run(script)));

    /// <summary>What a script writes, of one type.</summary>
    public T[] All<T>(string script) => [.. Run(script).Select(item => Assert.IsAssignableFrom<T>(item))];

    /// <summary>Shape and elements of the one tensor that a script writes: <c>[2,2] 1 2 3 4</c>, each number at full precision.</summary>
    public string Tensor(string script) => Assert.Single(Tensors(script));

    /// <summary>Shape and elements of the tensors that a script writes.</summary>
    public string[] Tensors(string script) => [.. Run($". {{ {script} }} | ForEach-Object {{ $_.Shape.ToString(); , $_.ToArray() }}")
        .Chunk(2)
        .Select(pair => FormattableString.Invariant($"{pair[0]} {Text(Assert.IsType<float[]>(pair[1]))}"))];

    /// <summary>Everything that comes of a script, errors included.</summary>
    public ScriptResult Attempt(string script)
    {
        using var shell = _session.Begin(script);
        var output = shell.Invoke();
        return new ScriptResult(
            [.. output.Select(item => item?.BaseObject is PSCustomObject ? item : item?.BaseObject)],
            output,
            [.. shell.Streams.Error],
            [.. shell.Streams.Progress]);
    }

    /// <summary>A script that is ready to run in the session, whenever and for as long as the test likes.</summary>
    public PowerShell Begin(string script)
    {
        _session.IsOfOneTest = true;
        return _session.Begin(script);
    }

    /// <summary>Numbers at full precision, which PowerShell's own text of a float is not.</summary>
    public static string Text(IEnumerable<float> numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)));

    public void Dispose() => _session.Dispose();
}

/// <summary>What came of a script: objects bare, and as PowerShell wraps them, with the properties added to them.</summary>
internal sealed record ScriptResult(
    object?[] Output, IReadOnlyList<PSObject> Wrapped, ErrorRecord[] Errors, ProgressRecord[] Progress);
