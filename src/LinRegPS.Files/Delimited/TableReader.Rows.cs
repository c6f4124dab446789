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
        using var rows = TableText.OpenRows(stream, options.Delimiter, options.Culture, out _);
        if (!rows.Read())
            throw new UnreadableException("it has no rows");
        string[] names = Names(rows, out bool hasHeader);
        foreach (var batch in Rows(rows, choose(names), names.Length, hasHeader, cancellation))
            yield return batch;
    }

    /// <summary>
    /// Goes over the rows some at a time, with their fields as doubles. Threads make numbers of blocks of lines as long as lines are rows; from
    /// the first block with quotes on the text is divided row by row.
    /// </summary>
    /// <param name="stream">The file.</param>
    /// <param name="choose">Chooses the fields that are read of each row, by the names of all.</param>
    /// <param name="cancellation">Ends it.</param>
    public IEnumerable<TableRows> ReadNumbers(Stream stream, Func<string[], int[]> choose, CancellationToken cancellation)
    {
        var head = TableHead.Of(stream);
        string[] names;
        bool hasHeader;
        char delimiter;
        using (var first = TableText.OpenRows(stream, options.Delimiter, options.Culture, out delimiter))
        {
            if (!first.Read())
                throw new UnreadableException("it has no rows");
            names = Names(first, out hasHeader);
        }
        int[] fields = choose(names);
        var number = new DoubleText(options.Culture);
        var (at, line) = (0L, 1L);
        if (blockSize > 0 && head.IsRow && delimiter is < (char)127 and not ('\n' or '\r' or '"'))
        {
            (at, line) = hasHeader ? (head.End, head.Line + 1) : (head.Start, head.Line);
            hasHeader = false;
            stream.Position = at;
            bool isPlain = true;
            int block = (int)Math.Min(Math.Min(blockSize, PlainRows.Block), stream.Length), threads = (int)Math.Min(TensorThreads.Count, (stream.Length / block) + 1);
            var blocks = new PlainRows(new PlainLines(stream, line, block), threads, () => new NumberRows(file, number, (byte)delimiter, names.Length, fields), cancellation);
            foreach (var rows in blocks.Read())
            {
                line = rows.FirstLine;
                if (!(isPlain = rows.IsPlain))
                    break;
                yield return rows;
                at += rows.Length;
            }
            if (isPlain)
                yield break;
        }
        using var rest = at == 0
            ? TableText.OpenRows(stream, options.Delimiter, options.Culture, out _)
            : new DelimitedReader(TableText.Open(stream, at), delimiter, line);
        if (hasHeader)
            rest.Read();
        foreach (var batch in Rows(rest, fields, names.Length, hasHeader: true, cancellation, number))
            yield return batch;
    }

    // The rows from the next on, or from the one that was read.
    private IEnumerable<RowBatch> Rows(DelimitedReader rows, int[] fields, int width, bool hasHeader, CancellationToken cancellation, DoubleText? number = null)
    {
        using var empty = new BlockingCollection<RowBatch>();
        using var full = new BlockingCollection<RowBatch>();
        for (int i = 0; i < Batches; i++)
            empty.Add(new RowBatch(fields, number));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var work = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    Divide(rows, width, hasHeader, () => empty.Take(stop.Token), full.Add, stop.Token);
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
