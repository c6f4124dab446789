using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.InteropServices;

namespace LinRegPS.Shell;

/// <summary>The embedded shell: a PowerShell session with the LinRegPS module loaded.</summary>
internal static class Program
{
    private const int _badUsage = 64;

    private static int Main(string[] arguments)
    {
        try
        {
            Options options = Options.Parse(arguments);
            switch (options.Mode)
            {
                case Mode.Help:
                    Console.WriteLine(Options.Help);
                    return 0;
                case Mode.Version:
                    Console.WriteLine(Version());
                    return 0;
                default:
                    return Run(options);
            }
        }
        catch (UsageException error)
        {
            Console.Error.WriteLine($"LinRegPS.Shell: {error.Message}");
            return _badUsage;
        }
        catch (FileNotFoundException error)
        {
            Console.Error.WriteLine($"LinRegPS.Shell: {error.Message}");
            return 1;
        }
    }

    private static int Run(Options options)
    {
        var host = new ShellHost(new ShellUI());
        using Session? session = Open(host);
        if (session is null)
        {
            return 1;
        }
        // Ctrl+C stops what runs; a second one, while that is stopping, ends the shell.
        bool isPrompt = options.Mode == Mode.Prompt && Terminal.IsInteractive;
        Console.CancelKeyPress += (_, key) => key.Cancel = session.Stop() || (isPrompt && session.IsIdle);
        return options.Mode == Mode.Prompt
            ? new Repl(session, host).Run()
            : Session.ExitCode(session.Run(options.Script), host);
    }

    private static Session? Open(ShellHost host)
    {
        try
        {
            return new Session(host, FindManifest());
        }
        catch (RunspaceOpenModuleLoadException error)
        {
            Console.Error.WriteLine($"LinRegPS.Shell: {error.ErrorRecords.FirstOrDefault()?.ToString() ?? error.Message}");
            return null;
        }
    }

    // The manifest stands at the root of the repository, or beside a published shell.
    private static string FindManifest()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string manifest = Path.Combine(folder.FullName, "LinRegPS.psd1");
            if (File.Exists(manifest))
            {
                return manifest;
            }
        }
        throw new FileNotFoundException($"LinRegPS.psd1 is not in {AppContext.BaseDirectory} or a folder above it.");
    }

    private static string Version()
    {
        static string Of(Type type) => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+', ' ')[0];
        return $"LinRegPS.Shell {Of(typeof(Program))} (PowerShell {Of(typeof(PSObject))}, {RuntimeInformation.FrameworkDescription})";
    }
}
