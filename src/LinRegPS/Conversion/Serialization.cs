using System.Collections;
using System.Management.Automation;
using LinRegPS.Formatting;

namespace LinRegPS.Conversion;

/// <summary>
/// What becomes of tensors, models and optimizers in files, jobs and JSON: members registered in LinRegPS.Types.ps1xml, and the
/// way back.
/// </summary>
public static class Serialization
{
    private const string Name = "Deserialized.LinRegPS.";

    /// <summary>A tensor's numbers: one number, an array, or arrays in arrays.</summary>
    public static object Values(PSObject tensor) => ((Tensor)Wrapping.Unwrap(tensor)!).ToNestedArrays();

    /// <summary>A view of a tensor transposed, hidden from what goes through all properties: JSON would have the numbers over and over.</summary>
    public static Tensor T(PSObject tensor) => ((Tensor)Wrapping.Unwrap(tensor)!).T;

    /// <summary>What the StateDict of a model or an optimizer gives; LoadStateDict takes it.</summary>
    public static IDictionary State(PSObject owner) => Wrapping.Unwrap(owner) is Optimizer optimizer
        ? optimizer.StateDict()
        : ((Module)Wrapping.Unwrap(owner)!).StateDict();

    /// <summary>The tensor in a table's cell, or that came through a file or a job into a session without the module; null for anything else.</summary>
    internal static Tensor? Tensor(object? value)
    {
        if (Wrapping.Unwrap(value) is TensorValue cell)
            return cell.Tensor;
        if (value is not PSObject { BaseObject: PSCustomObject } record || !record.TypeNames.Contains(Name + nameof(LinRegPS.Tensor)))
            return null;
        int[] sizes = [.. ((IEnumerable)Wrapping.Unwrap(record.Properties["Shape"]?.Value)!).Cast<object?>().Select(size => (int)Wrapping.Unwrap(size)!)];
        var elements = new List<object>();
        Collect(record.Properties["Values"]?.Value);
        var tensor = $"{record.Properties["DType"]?.Value}" switch
        {
            nameof(DType.Int64) => LinRegPS.Tensor.FromInt64([.. elements.Cast<long>()], sizes),
            nameof(DType.Bool) => LinRegPS.Tensor.FromBool([.. elements.Cast<bool>()], sizes),
            _ => LinRegPS.Tensor.From([.. elements.Cast<float>()], sizes),
        };
        return tensor.RequiresGrad_(record.Properties["RequiresGrad"]?.Value is true && record.Properties["IsLeaf"]?.Value is true);

        void Collect(object? item)
        {
            if (Wrapping.Unwrap(item) is IEnumerable items)
            {
                foreach (object? inner in items)
                    Collect(inner);
            }
            else
                elements.Add(Wrapping.Unwrap(item)!);
        }
    }

    /// <summary>Whether a value is what a file or a job made of one of the module's objects.</summary>
    internal static bool IsRemnant(object? value) => value is PSObject record && record.TypeNames.Any(name => name.StartsWith(Name, StringComparison.Ordinal));
}
