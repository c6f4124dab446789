using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace LinRegPS.HelpWriter;

/// <summary>A build step: makes the cmdlets' help file from the doc comments on their classes.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is not [var manifest, var docFile, var output])
        {
            return Fail("HELP000", "usage: LinRegPS.HelpWriter <manifest> <compiler doc file> <output>");
        }

        try
        {
            using var runspace = OpenWithModule(manifest);
            var cmdlets = CmdletsOf(Path.GetFileNameWithoutExtension(manifest), runspace);
            var writer = new MamlWriter(new DocComments(XDocument.Load(docFile, LoadOptions.PreserveWhitespace), cmdlets));
            var help = writer.Write(cmdlets);
            if (writer.Gaps.Count > 0)
            {
                return Fail("HELP001", [.. writer.Gaps]);
            }

            Save(help, output);
            return 0;
        }
        catch (Exception exception)
        {
            return Fail("HELP002", exception.ToString());
        }
    }

    private static Runspace OpenWithModule(string manifest)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([Path.GetFullPath(manifest)]);
        var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        return runspace;
    }

    private static CmdletInfo[] CmdletsOf(string module, Runspace runspace)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand("Get-Command").AddParameter("Module", module).AddParameter("CommandType", CommandTypes.Cmdlet);
        CmdletInfo[] cmdlets = [.. shell.Invoke<CmdletInfo>().OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
        return cmdlets.Length > 0 ? cmdlets : throw new InvalidOperationException($"{module} exports no cmdlets");
    }

    // A reader, or a build that is stopped, never sees half a file.
    private static void Save(XDocument help, string output)
    {
        var path = Path.GetFullPath(output);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + ".tmp";
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(false) };
        using (var writer = XmlWriter.Create(temporary, settings))
        {
            help.Save(writer);
        }

        File.Move(temporary, path, overwrite: true);
    }

    // MSBuild's canonical format: each line shows as an error of the build.
    private static int Fail(string code, params string[] messages)
    {
        foreach (var message in messages)
        {
            Console.Error.WriteLine($"LinRegPS.HelpWriter : error {code}: {message}");
        }

        return 1;
    }
}
