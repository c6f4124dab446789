using System.Collections.Concurrent;
using LinRegPS.Delimited;

namespace LinRegPS.Files.Delimited;

// Rows as they come, of files that may be larger than memory.
internal sealed partial class TableReader
{
    /// <summary>Goes over the rows some at a time; another thread divides the text into fields meanwhile.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="choose">Chooses the fields that are read of each row, by the names of all.</param>
    /// <param name="cancellation">Ends it.</param>
    public IEnumerable<RowBatch> ReadRows(Stream stream, Func<string[], int[]> choose, CancellationToken cancellation)
    {
        char delimiter = options.Delimiter ?? TableText.FindDelimiter(stream, options.Culture);
        using var text = TableText.Open(stream);
        using var rows = new DelimitedReader(text, delimiter);
        if (!rows.Read())
            throw new UnreadableException("it has no rows");
        string[] names = Names(rows, out bool hasHeader);
        int[] fields = choose(names);
        using var empty = new BlockingCollection<RowBatch>();
        using var full = new BlockingCollection<RowBatch>();
        for (int i = 0; i < Batches; i++)
            empty.Add(new RowBatch(fields));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    Divide(rows, names.Length, hasHeader, () => empty.Take(stop.Token), full.Add, stop.Token);
                }
                finally
                {
                    full.CompleteAdding();
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (var batch in full.GetConsumingEnumerable(CancellationToken.None))
            {
                yield return batch;
                empty.Add(batch);
            }
            work.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            Task.WaitAny(work);
            // Where it was not wanted any more, nobody asks why it ended.
            _ = work.Exception;
        }
    }

    /// <summary>The places of columns by their names, whose case matters only where two differ in nothing else.</summary>
    public static int[] Find(string file, string[] names, IEnumerable<string> wanted) => [.. wanted.Select(name =>
    {
        int exact = Array.IndexOf(names, name);
        int field = exact >= 0 ? exact : Array.FindIndex(names, other => other.Equals(name, StringComparison.OrdinalIgnoreCase));
        return field >= 0 ? field : throw FileErrors.NoSuchName(file, "column", name, names);
    })];
}
