using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Files.Models;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

// Predictions beside the columns of objects, and the model of a file.
public sealed partial class InvokeModelCommand
{
    private const string Prediction = "Prediction";

    private readonly List<double[]> _rows = [];
    private readonly List<object?> _records = [];
    private RowReader<double>? _reader;
    private Module? _loaded;

    /// <summary>Where the input is objects, the properties that are the model's features, in this order; of a model that knows the names of the columns it was trained with, in any.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>With -Property, what the properties with the model's output are called: Prediction, or Prediction1, Prediction2 and so on where it is left out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? OutputName { get; set; }

    /// <summary>With -Property, the culture in which text in the objects was written, de-DE for instance; the invariant one where it is left out.</summary>
    [Parameter]
    public CultureInfo? Culture { get; set; }

    // Apart from the rest, so that nothing of files is loaded where there is none.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Module Load() => ModelFile.Load(FilePath.For(SessionState, Path)).Eval();

    // An array given by name is what the pipeline would have passed one by one.
    private void AddRows()
    {
        _reader ??= new RowReader<double>(Property!, (record, property, row) => RecordTable.Number(record, property, $"Invoke-Model: {row}", Culture));
        foreach (object? record in MyInvocation.ExpectingInput ? [InputObject] : Records.In(InputObject))
        {
            if (_reader.Add(record) is not { } row)
                continue;
            _rows.Add(row);
            _records.Add(record);
        }
    }

    private void WriteRows()
    {
        if (_reader is not null)
            Report(_reader);
        if (_rows.Count == 0)
            return;
        double[] numbers = [.. _rows.SelectMany(row => row)];
        MergedNumbers.Warn(numbers, numbers.Length, Property!.Length, column => $"Property '{Property[column]}'", WriteWarning);
        var model = TheModel();
        WarnOfScale(model.Names, new DataNames(Property!, [], []));
        if (model.Names?.FeaturePlaces(Property) is { } places)
        {
            for (int i = 0; i < _rows.Count; i++)
                _rows[i] = Array.ConvertAll(places, place => _rows[i][place]);
        }
        float[] output = Predict(model, out int columns);
        string[] names = OutputName ?? (columns == 1 ? [Prediction] : [.. Enumerable.Range(1, columns).Select(i => FormattableString.Invariant($"{Prediction}{i}"))]);
        if (names.Length != columns)
            throw CallErrors.OutputName($"{names.Length} name{(names.Length == 1 ? " is" : "s are")} given, and the model has {columns} output{(columns == 1 ? "" : "s")}");
        for (int i = 0; i < _rows.Count; i++)
            WriteObject(With(_records[i], names, output.AsSpan(i * columns, columns)));
    }

    private float[] Predict(Module model, out int columns)
    {
        using var evaluating = model.Evaluating();
        using var noGrad = GradMode.NoGrad();
        var output = model.Invoke(TrainingData.Matrix(_rows, 0, _rows[0].Length));
        if (output.Rank is not (1 or 2) || output.Shape[0] != _rows.Count || output.Numel == 0)
            throw CallErrors.NoRowOutput(model.GetType().Name, output.Shape, _rows.Count);
        columns = output.Numel / _rows.Count;
        return output.ToArray();
    }

    // A new object: what was given stays as it is.
    private static PSObject With(object? record, string[] names, ReadOnlySpan<float> numbers)
    {
        var row = new PSObject();
        var given = Unwrap(record) is IDictionary entries
            ? Records.Entries(entries)
            : PSObject.AsPSObject(record).Properties.Where(property => property.IsGettable).Select(property => (Key: property.Name, Value: Records.Value(property)));
        foreach (var (name, value) in given)
            row.Properties.Add(new PSNoteProperty(name, value));
        for (int i = 0; i < names.Length; i++)
        {
            if (row.Properties[names[i]] is not null)
                throw CallErrors.OutputName($"the rows have a property '{names[i]}' already");
            row.Properties.Add(new PSNoteProperty(names[i], numbers[i]));
        }
        return row;
    }
}
