using System.Management.Automation;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Loading;

/// <summary>Runs when the module is imported into a session and when it is removed from one.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Tells .NET where the dependencies are.</summary>
    public void OnImport()
    {
        PrivateAssemblies.Hook();
        Module.Place = ClassPlace.Of;
        Interruption.Host = ScriptStop.Ask;
    }

    /// <summary>Takes back what the import hooked.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo) => PrivateAssemblies.Unhook();
}
