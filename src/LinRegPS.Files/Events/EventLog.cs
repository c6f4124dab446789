using LinRegPS.Files.Traces;

namespace LinRegPS.Files.Events;

/// <summary>
/// The numbers of event files, one after the other. Who logs writes each tag once at a step: where a tag comes again at a step
/// that is not later, another training was appended.
/// </summary>
internal sealed class EventLog(string name, Action<string> warn)
{
    private const string StepName = "step", EpochTag = "epoch";

    private readonly Dictionary<string, long> _last = [];
    private List<Scalar> _scalars = [];
    private int _run;

    /// <summary>Adds what a file holds.</summary>
    public void Add(Stream stream, string file)
    {
        var last = new Dictionary<string, long>();
        var restarts = new Dictionary<string, int>();
        var scalars = new List<Scalar>();
        foreach (byte[] record in EventRecord.Read(stream, at => warn($"'{file}': the last record, at byte {at}, is not whole and left out: whoever wrote it was interrupted.")))
        {
            var content = EventContent.Read(record);
            if (content.Restarts)
                Forget(content.Step, scalars, last);
            foreach (var (tag, value) in content.Scalars)
            {
                if (last.TryGetValue(tag, out long before) && content.Step <= before)
                    restarts[tag] = restarts.GetValueOrDefault(tag) + 1;
                last[tag] = content.Step;
                scalars.Add(new(restarts.GetValueOrDefault(tag), content.Step, content.Time, tag, value));
            }
        }
        if (scalars.Exists(scalar => _last.TryGetValue(scalar.Tag, out long before) && scalar.Step <= before))
        {
            _run = _scalars.Max(scalar => scalar.Run) + 1;
            _last.Clear();
        }
        foreach (var (tag, step) in last)
            _last[tag] = step;
        _scalars.AddRange(scalars.Select(scalar => scalar with { Run = scalar.Run + _run }));
    }

    /// <summary>All of it, a row for each step.</summary>
    public Log ToLog()
    {
        string[] tags = [.. _scalars.Select(scalar => scalar.Tag).Distinct()];
        var log = new Log(name, [StepName, .. tags]) { CountsFromZero = tags.Contains(EpochTag, StringComparer.OrdinalIgnoreCase) ? true : null };
        var places = tags.Index().ToDictionary(tag => tag.Item, tag => tag.Index + 1);
        foreach (var run in _scalars.GroupBy(scalar => scalar.Run).OrderBy(run => run.Key))
        {
            double first = run.Min(scalar => scalar.Time);
            bool begins = true;
            foreach (var step in run.GroupBy(scalar => scalar.Step).OrderBy(step => step.Key))
            {
                var numbers = new double?[tags.Length + 1];
                numbers[0] = step.Key;
                foreach (var scalar in step)
                    numbers[places[scalar.Tag]] = scalar.Value;
                double seconds = step.Max(scalar => scalar.Time) - first;
                log.Rows.Add(new LogRow(FormattableString.Invariant($"step {step.Key}"), numbers, begins, seconds is >= 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : default));
                begins = false;
            }
        }
        return log;
    }

    // What a training that goes on logs anew, after it was killed between two of its checkpoints.
    private void Forget(long from, List<Scalar> scalars, Dictionary<string, long> last)
    {
        int count = _scalars.Count + scalars.Count;
        _scalars = [.. _scalars.Where(scalar => scalar.Run < _run || scalar.Step < from)];
        scalars.RemoveAll(scalar => scalar.Step >= from);
        foreach (var steps in new[] { _last, last })
        {
            foreach (string tag in steps.Keys.ToArray())
                steps[tag] = Math.Min(steps[tag], from - 1);
        }
        if (_scalars.Count + scalars.Count < count)
            warn($"'{name}': what was logged before of step {from} and later is left out: the training was begun there anew.");
    }

    private sealed record Scalar(int Run, long Step, double Time, string Tag, double Value);
}
