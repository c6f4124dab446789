using LinRegPS.Files.Events;
using LinRegPS.Training;

namespace LinRegPS.Files.Traces;

/// <summary>Trainings that others have recorded, as records of this project: PyTorch's steps with parameters and gradients, tables that trainers log, and TensorBoard's event files.</summary>
public static class TraceFile
{
    /// <summary>The records of a file.</summary>
    /// <param name="path">npz or safetensors, as examples/pytorch/training_trace.py writes them; csv or tsv, as Lightning's metrics.csv and Keras's CSVLogger; an event file, or a folder of them.</param>
    /// <param name="options">Of a log, how it is read.</param>
    /// <exception cref="InvalidValueException">The file can't be read, holds no training, or several and it is not said which.</exception>
    public static IReadOnlyList<TrainingRecord> Read(string path, TraceOptions? options = null)
    {
        options ??= new();
        if (EventFile.Is(path))
            return OfEvents(EventFile.Read(path, options.Warn), options);
        var format = TensorFile.FormatOf(path);
        return SafeFile.Read(path, stream => Read(stream, path, format, options));
    }

    /// <summary>The same of content that is open already.</summary>
    internal static IReadOnlyList<TrainingRecord> Read(Stream stream, string name, TensorFormat format, TraceOptions? options = null) => format switch
    {
        TensorFormat.Npz or TensorFormat.Safetensors => StepTrace.Read(TensorFile.Read(stream, name, format)),
        TensorFormat.Csv or TensorFormat.Tsv => LogRuns.Read(LogText.Read(stream, name, format == TensorFormat.Tsv ? '\t' : null), options ?? new()),
        _ => throw FileErrors.NoTrace(name, format.ToString()),
    };

    /// <summary>The same of an event file that is open already.</summary>
    internal static IReadOnlyList<TrainingRecord> ReadEvents(Stream stream, string name, TraceOptions options) => OfEvents(EventFile.Read(stream, name, options.Warn), options);

    // Who does not log epochs has steps alone.
    private static IReadOnlyList<TrainingRecord> OfEvents(Log log, TraceOptions options) => LogRuns.Read(log, log.CountsFromZero is null ? options with { BySteps = true } : options);
}
