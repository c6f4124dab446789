using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;

namespace LinRegPS.Tests.Hosting;

/// <summary>
/// The runspace of a session. Opening one and importing the module takes 30 ms, emptying one less than 1: those whose scripts left
/// nothing behind but variables serve the next test.
/// </summary>
internal sealed partial class SessionRunspace : IDisposable
{
    private static readonly ConcurrentBag<SessionRunspace> s_emptied = [];

    private SessionRunspace(Runspace runspace) => Runspace = runspace;

    /// <summary>Where scripts run.</summary>
    public Runspace Runspace { get; }

    /// <summary>Whether it is closed when the test ends.</summary>
    public bool IsOfOneTest { get; set; }

    /// <summary>One with the module and nothing else.</summary>
    public static SessionRunspace WithModule() => s_emptied.TryTake(out var emptied) ? emptied : New(import: true);

    /// <summary>One of its own.</summary>
    public static SessionRunspace New(bool import)
    {
        var state = InitialSessionState.CreateDefault();
        state.ThrowOnRunspaceOpenError = true;
        if (import)
            state.ImportPSModule([Repository.Manifest]);
        var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        return new SessionRunspace(runspace) { IsOfOneTest = !import };
    }

    /// <summary>A script that is ready to run.</summary>
    public PowerShell Begin(string script)
    {
        IsOfOneTest |= StaysBehind().IsMatch(script);
        return PowerShell.Create(Runspace).AddScript(script);
    }

    public void Dispose()
    {
        if (IsOfOneTest || Runspace.RunspaceAvailability != RunspaceAvailability.Available)
        {
            Runspace.Dispose();
            return;
        }
        Runspace.ResetRunspaceState();
        s_emptied.Add(this);
    }

    // What a reset leaves: commands, types, views, modules, drives, events, the location, the culture, the mode; and files that are run, which may have any of it.
    [GeneratedRegex(@"\b(function|filter|workflow|class|enum|using|trap)\b|-(Module|Function|Alias|Type|TypeData|FormatData|PSDrive|Location|StrictMode|ObjectEvent|EngineEvent|Job|ThreadJob|Variable|Item|Content)\b|Culture|LanguageMode|function:|alias:|env:|::Default|ExecutionContext|Runspace|\.ps1", RegexOptions.IgnoreCase)]
    private static partial Regex StaysBehind();
}
