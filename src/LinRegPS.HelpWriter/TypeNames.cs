using System.Management.Automation;
using System.Text.RegularExpressions;
using Microsoft.PowerShell;

namespace LinRegPS.HelpWriter;

/// <summary>Types as PowerShell writes them: float, int[], LinRegPS.Tensor.</summary>
internal static partial class TypeNames
{
    public static string Full(Type type) => type == typeof(SwitchParameter)
        ? "switch"
        : ToStringCodeMethods.Type(PSObject.AsPSObject(Nullable.GetUnderlyingType(type) ?? type));

    public static string Short(Type type) => NamespacePart().Replace(Full(type), "");

    [GeneratedRegex(@"\w+\.")]
    private static partial Regex NamespacePart();
}
