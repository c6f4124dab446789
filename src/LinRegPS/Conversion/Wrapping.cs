using System.Management.Automation;

[assembly: LinRegPS.Wrapper(typeof(PSObject), nameof(PSObject.BaseObject))]

namespace LinRegPS.Conversion;

/// <summary>PowerShell wraps objects that pass through a pipeline; the engine wants the objects.</summary>
internal static class Wrapping
{
    /// <summary>The object itself.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
