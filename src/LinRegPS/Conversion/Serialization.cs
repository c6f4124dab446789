using System.Collections;
using System.Management.Automation;
using LinRegPS.Formatting;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// What becomes of tensors, models and optimizers in files, jobs and JSON: members registered in LinRegPS.Types.ps1xml, and the
/// way back.
/// </summary>
public static class Serialization
{
    private const string Name = "Deserialized.LinRegPS.";

    /// <summary>A parameter's numbers: one number, a list, or lists in lists.</summary>
    public static object Values(PSObject parameter) => ((ModelParameter)Wrapping.Unwrap(parameter)!).Value.Values;

    /// <summary>A view of a tensor transposed, hidden from what goes through all properties: JSON would have the numbers over and over.</summary>
    public static Tensor T(PSObject tensor) => ((Tensor)Wrapping.Unwrap(tensor)!).T;

    /// <summary>What the StateDict of a model or an optimizer gives; LoadStateDict takes it.</summary>
    public static IDictionary State(PSObject owner)
    {
        var state = new SavedState();
        IDictionary entries = Wrapping.Unwrap(owner) is Optimizer optimizer ? optimizer.StateDict() : ((Module)Wrapping.Unwrap(owner)!).StateDict();
        foreach (var (name, value) in Records.Entries(entries))
            state[name] = value;
        return state;
    }

    /// <summary>The method LoadStateDict that a model has in PowerShell: for what JSON or a job has made of a state, too.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stateDict">Tensors by name.</param>
    /// <param name="strict">Whether names that are missing, or that the model does not have, are an error.</param>
    public static void LoadStateDict(PSObject model, object? stateDict, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        var state = new OrderedDictionary<string, object?>();
        foreach (var (name, value) in Records.In(stateDict).SelectMany(Entries))
            state[name] = Tensor(value) ?? value;
        ((Module)model.BaseObject).LoadStateDict(state, strict);
    }

    private static IEnumerable<(string Name, object? Value)> Entries(object? state) => Wrapping.Unwrap(state) switch
    {
        IDictionary entries => Records.Entries(entries),
        PSCustomObject => PSObject.AsPSObject(state!).Properties.Select(property => (property.Name, Records.Value(property))),
        var other => throw CallErrors.NoState(other),
    };

    /// <summary>The tensor in a table's cell, or that came through a file or a job and is not one any more, be it JSON or a row of CSV; null for anything else.</summary>
    internal static Tensor? Tensor(object? value) => Wrapping.Unwrap(value) switch
    {
        TensorValue cell => cell.Tensor,
        PSCustomObject or IDictionary when TensorRecord.Is(value) => TensorRecord.Read(value),
        _ => null,
    };

    /// <summary>Whether a value is what a file or a job made of one of the module's objects.</summary>
    internal static bool IsRemnant(object? value) => value is PSObject record && record.TypeNames.Any(name => name.StartsWith(Name, StringComparison.Ordinal));
}
