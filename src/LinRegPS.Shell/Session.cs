using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace LinRegPS.Shell;

/// <summary>How a run ended.</summary>
internal enum Outcome
{
    Completed,
    Failed,
    Stopped,
}

/// <summary>One runspace with the module loaded, in which commands run one after another.</summary>
internal sealed class Session : IDisposable
{
    private readonly ShellHost _host;
    private readonly Runspace _runspace;
    private readonly Lock _gate = new();
    private PowerShell? _running;
    private bool _isStopping;

    public Session(ShellHost host, string manifest)
    {
        // Not CreateDefault: it wants the command assemblies of a whole PowerShell.
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }
        state.Commands.Remove("prompt", typeof(SessionStateFunctionEntry));
        state.Commands.Add(new SessionStateFunctionEntry("prompt", $"'{Repl.DefaultPrompt}'"));
        state.ImportPSModule(manifest);
        _host = host;
        _runspace = RunspaceFactory.CreateRunspace(host, state);
        _runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        try
        {
            _runspace.Open();
        }
        catch
        {
            // Its thread would keep the process alive.
            _runspace.Dispose();
            throw;
        }
        if (!Terminal.OutputHasColour)
        {
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        }
    }

    /// <summary>Runs a script, and shows its output and errors as they come.</summary>
    public Outcome Run(string script, bool remember = false)
    {
        using var powershell = PowerShell.Create(_runspace);
        powershell.AddScript(script, useLocalScope: false);
        powershell.Commands.AddCommand(new Command("Out-Default")
        {
            MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output,
        });
        try
        {
            Invoke(powershell, remember);
            // What ends by itself when it is told to stop throws nothing.
            return powershell.InvocationStateInfo.State == PSInvocationState.Stopped ? Outcome.Stopped : Outcome.Completed;
        }
        catch (PipelineStoppedException)
        {
            return Outcome.Stopped;
        }
        catch (IncompleteParseException)
        {
            // PowerShell's own record of it has no position, which formats as an empty line.
            Parser.ParseInput(script, out _, out ParseError[] errors);
            _host.UI.WriteErrorLine($"ParserError: {errors[0]}");
            return Outcome.Failed;
        }
        catch (RuntimeException error)
        {
            Show(error.ErrorRecord);
            return Outcome.Failed;
        }
    }

    /// <summary>The exit code of a shell that ends after such a run.</summary>
    public static int ExitCode(Outcome outcome, ShellHost host) => outcome switch
    {
        Outcome.Stopped => 130,
        Outcome.Failed => 1,
        _ => host.ExitCode ?? 0,
    };

    /// <summary>What the prompt function says.</summary>
    public string Prompt()
    {
        using var powershell = PowerShell.Create(_runspace);
        powershell.AddScript("prompt", useLocalScope: false);
        try
        {
            string prompt = string.Concat(Invoke(powershell, remember: false));
            return prompt is "" ? Repl.DefaultPrompt : prompt;
        }
        catch (RuntimeException)
        {
            return Repl.DefaultPrompt;
        }
    }

    /// <summary>Whether nothing runs.</summary>
    public bool IsIdle => _running is null;

    /// <summary>Stops what runs; false when nothing does, or when it is already being stopped.</summary>
    public bool Stop()
    {
        lock (_gate)
        {
            if (_running is null || _isStopping)
            {
                return false;
            }
            _isStopping = true;
            _running.BeginStop(null, null);
            return true;
        }
    }

    public void Dispose() => _runspace.Dispose();

    private ICollection<PSObject> Invoke(PowerShell powershell, bool remember)
    {
        lock (_gate)
        {
            _running = powershell;
        }
        try
        {
            return powershell.Invoke(null, new PSInvocationSettings { AddToHistory = remember });
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
                _isStopping = false;
            }
            _host.UI.EndProgress();
        }
    }

    // An error that ended a pipeline did not reach its Out-Default: give it to another one.
    private void Show(ErrorRecord error)
    {
        using var powershell = PowerShell.Create(_runspace);
        powershell.AddCommand("Out-Default");
        _host.UI.WriteAsErrors(() => powershell.Invoke(new[] { error }));
    }
}
