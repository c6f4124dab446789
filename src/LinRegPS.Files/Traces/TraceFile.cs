using LinRegPS.Files.Delimited;
using LinRegPS.Training;

namespace LinRegPS.Files.Traces;

/// <summary>Trainings that others have recorded, as records of this project: PyTorch's steps with parameters and gradients, and tables that trainers log.</summary>
public static class TraceFile
{
    /// <summary>The records of a file.</summary>
    /// <param name="path">npz or safetensors, as examples/pytorch/training_trace.py writes them; or csv, tsv: Lightning's metrics.csv, Keras's CSVLogger.</param>
    /// <param name="loss">Of a table, the column with the loss; found where null.</param>
    /// <param name="bySteps">Of a table, whether there is a record for each step that has a loss, rather than for each epoch.</param>
    /// <exception cref="InvalidValueException">The file can't be read, or holds no training.</exception>
    public static IReadOnlyList<TrainingRecord> Read(string path, string? loss = null, bool bySteps = false)
    {
        var format = TensorFile.FormatOf(path);
        return SafeFile.Read(path, stream => Read(stream, path, format, loss, bySteps));
    }

    /// <summary>The same of content that is open already.</summary>
    internal static IReadOnlyList<TrainingRecord> Read(Stream stream, string name, TensorFormat format, string? loss = null, bool bySteps = false) => format switch
    {
        TensorFormat.Npz or TensorFormat.Safetensors => StepTrace.Read(TensorFile.Read(stream, name, format)),
        TensorFormat.Csv or TensorFormat.Tsv => LogTable.Read(
            new TableReader(name, new TableOptions { Missing = MissingValues.Keep, HasHeader = true, Delimiter = format == TensorFormat.Tsv ? '\t' : null }).Read(stream), loss, bySteps),
        _ => throw FileErrors.NoTrace(name, format.ToString()),
    };
}
