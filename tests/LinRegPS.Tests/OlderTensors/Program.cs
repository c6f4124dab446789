using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Numerics.Tensors;
using System.Runtime.Loader;

// Uses an older System.Numerics.Tensors, as another module in the same process would, before and after the module of
// the manifest in the first argument runs the script in the second. Writes what the script writes, then every
// System.Numerics.Tensors in the process with the context it is in, and what the older one computed.
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
var loaded = AssemblyLoadContext.All
    .SelectMany(context => context.Assemblies.Select(assembly => (Context: context.Name, Name: assembly.GetName())))
    .Where(item => item.Name.Name == "System.Numerics.Tensors");
foreach (var (context, name) in loaded.OrderBy(item => item.Name.Version))
    Console.WriteLine($"{name.Name} {name.Version} {context}");
Console.WriteLine($"{before} {TensorPrimitives.Dot([1f, 2f], [3f, 4f])}");
return shell.HadErrors ? 1 : 0;
