using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.Loader;
using MathNet.Numerics;

// Uses an older MathNet.Numerics, as another module in the same process would, before and after the module of the
// manifest in the first argument runs the script in the second. Writes what the script writes, then every MathNet.Numerics
// in the process with the context it is in, and what the older one computed.
double before = SpecialFunctions.GammaLn(3);
var state = InitialSessionState.CreateDefault2();
state.ThrowOnRunspaceOpenError = true;
state.ImportPSModule([args[0]]);
using var runspace = RunspaceFactory.CreateRunspace(state);
runspace.Open();
using var shell = PowerShell.Create(runspace);
foreach (var item in shell.AddScript(args[1]).Invoke())
    Console.WriteLine(item);
foreach (var error in shell.Streams.Error)
    Console.Error.WriteLine(error);
var loaded = AssemblyLoadContext.All
    .SelectMany(context => context.Assemblies.Select(assembly => (Context: context.Name, Name: assembly.GetName())))
    .Where(item => item.Name.Name == "MathNet.Numerics");
foreach (var (context, name) in loaded.OrderBy(item => item.Name.Version))
    Console.WriteLine($"{name.Name} {name.Version} {context}");
Console.WriteLine(before.Equals(SpecialFunctions.GammaLn(3)));
return shell.HadErrors ? 1 : 0;
