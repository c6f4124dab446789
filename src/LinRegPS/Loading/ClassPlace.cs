using System.Management.Automation.Runspaces;

namespace LinRegPS.Loading;

/// <summary>The runspace that a thread works in, where PowerShell's classes belong to one.</summary>
/// <param name="Id">What tells it from all others.</param>
/// <param name="Number">What it is called.</param>
internal sealed record ClassPlace(Guid Id, int Number)
{
    /// <summary>The runspace of this thread; null for a class that runs in any.</summary>
    public static object? Of(Type type) => IsFree(type) ? null : Runspace.DefaultRunspace is { } here ? new ClassPlace(here.InstanceId, here.Id) : null;

    /// <inheritdoc/>
    public override string ToString() => $"runspace {Number}";

    // By name: the attribute is newer than what this module is compiled against.
    private static bool IsFree(Type type) => type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == "NoRunspaceAffinityAttribute");
}
