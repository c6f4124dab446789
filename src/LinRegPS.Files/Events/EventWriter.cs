using System.Globalization;
using System.Runtime.InteropServices;
using LinRegPS.Files.Formats;
using LinRegPS.Training;

namespace LinRegPS.Files.Events;

/// <summary>
/// Logs a training for TensorBoard, each record when it is made: a training that is killed leaves what it has logged. The tags are
/// the names of the records' columns, the steps their epochs.
/// </summary>
internal sealed class EventWriter : IDisposable
{
    private const int Bins = 30;

    private readonly FileStream _stream;
    private readonly bool _hasHistograms;
    private bool _hasStarted;

    /// <summary>Makes a file in a folder, which is made where it is not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="hasHistograms">Whether parameters and gradients are logged as histograms.</param>
    /// <param name="goesOn">Whether event files may be there already, of this training's beginning.</param>
    public EventWriter(string folder, bool hasHistograms, bool goesOn)
    {
        _hasHistograms = hasHistograms;
        if (File.Exists(folder))
            throw FileErrors.System(folder, "it is a file, where a folder is meant");
        try
        {
            Directory.CreateDirectory(folder);
            if (!goesOn && EventFile.Of(folder).Length > 0)
                throw FileErrors.HasEvents(folder);
            _stream = Create(folder);
        }
        catch (Exception error) when (SafeFile.Translate(folder, error) is { } translated)
        {
            throw translated;
        }
        try
        {
            Write(EventContent.Opening(Now));
        }
        catch
        {
            _stream.Dispose();
            File.Delete(_stream.Name);
            throw;
        }
    }

    private static double Now => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>Logs a record.</summary>
    /// <param name="record">It.</param>
    /// <param name="rate">The learning rate, where the record does not tell it.</param>
    public void Write(TrainingRecord record, double rate)
    {
        var summary = new ProtobufMessage();
        EventContent.AddScalar(summary, nameof(record.Loss), record.Loss);
        EventContent.AddScalar(summary, nameof(record.LearningRate), (float)(record.LearningRate ?? rate));
        foreach (var (name, value) in record.Columns)
            EventContent.AddScalar(summary, name, (float)value);
        if (_hasHistograms)
        {
            foreach (var parameter in record.Parameters)
            {
                AddHistogram(summary, parameter.Name, parameter.Value);
                AddHistogram(summary, parameter.Name + ".grad", parameter.Gradient);
            }
        }
        if (!_hasStarted)
            Write(EventContent.Starting(Now, record.Epoch));
        _hasStarted = true;
        Write(EventContent.Of(Now, record.Epoch, summary));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    // Named as TensorFlow does it: by the time, so that names sort, and by who writes.
    private static FileStream Create(string folder)
    {
        string start = string.Create(CultureInfo.InvariantCulture, $"events.out.{EventFile.Mark}.{(long)Now:D10}.{Environment.MachineName}.{Environment.ProcessId}");
        for (int number = 0; ; number++)
        {
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{start}.{number:D3}"));
            if (!File.Exists(path))
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
    }

    // Without a buffer, which closing would write again where the disk is full; and then no half record stays.
    private void Write(ProtobufMessage message)
    {
        long start = _stream.Position;
        try
        {
            EventRecord.Write(_stream, message.Bytes);
        }
        catch (Exception error) when (SafeFile.Translate(_stream.Name, error) is { } translated)
        {
            _stream.SetLength(start);
            throw translated;
        }
    }

    // Bins of one width between the least and the largest; numbers that are not finite are in none.
    private static void AddHistogram(ProtobufMessage summary, string tag, Tensor? tensor)
    {
        float[] numbers = [.. (tensor?.ToArray() ?? []).Where(float.IsFinite)];
        if (numbers.Length == 0)
            return;
        double least = numbers.Min(), most = numbers.Max(), width = (most - least) / Bins, sum = 0, squares = 0;
        int bins = width > 0 ? Bins : 1;
        double[] limits = [.. Enumerable.Range(1, bins).Select(bin => bin == bins ? most : least + (bin * width))], counts = new double[bins];
        foreach (float number in numbers)
        {
            counts[Math.Min(bins - 1, (int)((number - least) / Math.Max(width, double.Epsilon)))]++;
            sum += number;
            squares += (double)number * number;
        }
        EventContent.AddHistogram(summary, tag, new ProtobufMessage().Add(1, least).Add(2, most).Add(3, (double)numbers.Length).Add(4, sum).Add(5, squares)
            .Add(6, MemoryMarshal.AsBytes<double>(limits)).Add(7, MemoryMarshal.AsBytes<double>(counts)));
    }
}
