using System.Management.Automation;

namespace LinRegPS.Conversion;

/// <summary>PowerShell wraps objects that pass through a pipeline; the engine wants the objects.</summary>
internal static class Wrapping
{
    /// <summary>The object itself.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}

/// <summary>Runs when the module is imported.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <summary>Tells the engine how to see the models in script objects.</summary>
    public void OnImport() => Module.Unwrap = Wrapping.Unwrap;
}
