using System.Management.Automation;
using LinRegPS.Training;

namespace LinRegPS.Formatting;

/// <summary>Gives a training record a property for each parameter and gradient, so that it sorts, filters and exports like any row.</summary>
internal static class RecordProperties
{
    /// <summary>The record with <c>weight</c>, <c>weight.grad</c> and so on.</summary>
    public static PSObject Add(TrainingRecord record)
    {
        var row = new PSObject(record);
        // Added properties come before the object's own, so those are added too: a table begins with the epoch.
        Add(nameof(record.Epoch), record.Epoch);
        Add(nameof(record.Loss), record.Loss);
        if (record.LearningRate is { } rate)
            Add(nameof(record.LearningRate), rate);
        foreach (var (name, value) in record.Columns)
            Add(name, value);
        foreach (var parameter in record.Parameters)
            Add(parameter.Name, Cell(parameter.Value));
        foreach (var parameter in record.Parameters)
            Add(parameter.Name + ".grad", Cell(parameter.Gradient));
        if (record.Stopped is { } reason)
            Add(nameof(record.Stopped), reason);
        return row;

        void Add(string name, object? value) => row.Properties.Add(new PSNoteProperty(name, value), preValidated: true);
    }

    // One number as itself; more as a tensor whose text is all of it.
    private static object? Cell(Tensor? tensor) =>
        tensor is null ? null : tensor.Numel == 1 ? tensor.Item() : new TensorValue(tensor);
}
