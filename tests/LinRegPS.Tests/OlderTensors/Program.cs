using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Numerics.Tensors;
using System.Runtime.Loader;

// Uses an older System.Numerics.Tensors, as another module in the same process would, before and after the module of
// the manifest in the first argument runs the script in the second. Writes what the script writes, then the older one's
// version, where it is loaded, and what it computed.
float before = TensorPrimitives.Dot([1f, 2f], [3f, 4f]);
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
float after = TensorPrimitives.Dot([1f, 2f], [3f, 4f]);
var assembly = typeof(TensorPrimitives).Assembly;
Console.WriteLine($"{assembly.GetName().Name} {assembly.GetName().Version} {AssemblyLoadContext.GetLoadContext(assembly)?.Name} {before} {after}");
return shell.HadErrors ? 1 : 0;
