using System.Management.Automation;
using LinRegPS.Conversion;

namespace LinRegPS.Loading;

/// <summary>Runs when the module is imported into a session and when it is removed from one.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <summary>Tells the engine how to see the models in script objects, and .NET where the dependencies are.</summary>
    public void OnImport()
    {
        Module.Unwrap = Wrapping.Unwrap;
        PrivateAssemblies.Hook();
    }

    /// <summary>Takes back what the import hooked.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo) => PrivateAssemblies.Unhook();
}
