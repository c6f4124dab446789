using System.Management.Automation;

namespace LinRegPS.Conversion;

/// <summary>
/// The methods Item and ToArray that a tensor has in PowerShell, registered in LinRegPS.Types.ps1xml: with numbers as float, long or
/// bool, as the tensor's are, where a method of .NET has one type alone.
/// </summary>
public static class TensorElements
{
    /// <summary>The number in a tensor of one element; Tensor.item.</summary>
    /// <param name="tensor">The tensor.</param>
    public static object Item(PSObject tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return ((Tensor)tensor.BaseObject).Value();
    }

    /// <summary>A copy of the elements, row by row.</summary>
    /// <param name="tensor">The tensor.</param>
    public static Array ToArray(PSObject tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return ((Tensor)tensor.BaseObject).ToTypedArray();
    }
}
