using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace LinRegPS.Loading;

/// <summary>Lets Ctrl+C end what a script computes by methods and operators: PowerShell itself ends a script between two statements.</summary>
internal static class ScriptStop
{
    // PowerShell refuses to begin a pipeline within one that was stopped. The debugger has nothing to show here.
    private static ScriptBlock? s_pipeline;

    /// <summary>Throws where the script that runs on this thread was stopped.</summary>
    /// <exception cref="PipelineStoppedException">It was.</exception>
    public static void Ask()
    {
        if (Runspace.DefaultRunspace is null)
            return;
        try
        {
            (s_pipeline ??= ScriptBlock.Create("[System.Diagnostics.DebuggerHidden()] param() & { }")).Invoke();
        }
        catch (RuntimeException error) when (error is not PipelineStoppedException)
        {
            // A session that lets no script run: then none waits for this.
        }
    }
}
