using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Resources;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.PowerShell;

namespace LinRegPS.Shell;

/// <summary>
/// PowerShell itself, from its NuGet package, with the module imported before anything else: all of pwsh's switches, its
/// prompt and its exit codes, in this process.
/// </summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        var powershell = new AssemblyDependencyResolver(Setting("PowerShell"));
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            powershell.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            powershell.ResolveUnmanagedDllToPath(name) is { } path ? NativeLibrary.Load(path) : 0;
        // Where the import fails, the thread of its runspace would keep the process alive.
        Environment.Exit(Start(arguments));
    }

    // A method of its own: what it names is looked for when it is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Start(string[] arguments)
    {
        // pwsh itself would colour what goes to a file or to another program.
        if (Console.IsOutputRedirected || Console.IsErrorRedirected)
            PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule(Setting("LinRegPS"));
        return ConsoleShell.Start(
            state,
            bannerText: "LinRegPS: 'Get-Command -Module LinRegPS' lists the commands, 'exit' leaves.",
            helpText: arguments.Any(IsHelp) ? Usage() : null,
            arguments);
    }

    // Only then: after a mistake in the command line the message about it would be lost in pages of usage.
    private static bool IsHelp(string argument) => argument.TrimStart('-', '/').ToLowerInvariant() is "h" or "help" or "?";

    private static string? Usage() =>
        new ResourceManager("Microsoft.PowerShell.ConsoleHost.resources.ManagedEntranceStrings", typeof(ConsoleShell).Assembly).GetString("UsageHelp");

    // A path that the build wrote beside this program.
    private static string Setting(string name) => (string)AppContext.GetData(name)!;
}
