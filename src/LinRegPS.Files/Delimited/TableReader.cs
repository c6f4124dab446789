using System.Collections.Concurrent;
using System.Text;
using LinRegPS.Delimited;

namespace LinRegPS.Files.Delimited;

/// <summary>
/// Reads a table of delimited text into tensors of its final size, which the number of lines tells. Of a table of numbers
/// each thread reads blocks of lines; of others one thread divides the text into fields, another makes numbers
/// of them.
/// </summary>
/// <param name="file">Its name.</param>
/// <param name="options">How it is read.</param>
/// <param name="blockSize">The bytes of a block of lines; 0 reads every table row by row.</param>
internal sealed partial class TableReader(string file, TableOptions options, int blockSize = PlainNumbers.Block)
{
    private const int Batches = 4;

    /// <summary>The table in a stream that can be read twice.</summary>
    public TensorTable Read(Stream stream, CancellationToken cancellation = default)
    {
        try
        {
            return ReadText(stream, cancellation);
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableException("it is no UTF-8 text; save it as UTF-8");
        }
    }

    /// <summary>The names of its columns alone.</summary>
    public string[] ReadNames(Stream stream)
    {
        using var rows = TableText.OpenRows(stream, options.Delimiter, options.Culture, out _);
        return rows.Read() ? Names(rows, out _) : throw new UnreadableException("it has no rows");
    }

    private TensorTable ReadText(Stream stream, CancellationToken cancellation)
    {
        var scan = TableScan.Of(stream, cancellation);
        using var rows = TableText.OpenRows(stream, options.Delimiter, options.Culture, out char delimiter);
        if (!rows.Read())
            throw new UnreadableException("it has no rows");
        string[] names = Names(rows, out bool hasHeader);
        var columns = TablePlan.Make(file, names, options);
        // A row has as many delimiters or line ends as columns, whatever the lines say.
        int most = (int)Math.Min(Math.Min(scan.Lines - (hasHeader ? 1 : 0), (stream.Length / names.Length) + 1), Array.MaxLength / names.Length);
        var values = new TableValues(file, options, columns, most);
        if (blockSize > 0 && scan.IsPlain && scan.Lines - scan.HeadLine + (hasHeader ? 0 : 1) <= most && PlainNumbers.Suits(delimiter, columns))
        {
            long at = stream.Position;
            if (ReadPlain(stream, scan, hasHeader, columns, names.Length, delimiter, values, cancellation))
                return values.ToTable();
            // The parser goes on where it was.
            stream.Position = at;
            values.Clear();
        }
        if (TensorThreads.Count > 1)
            ReadRowsBesides(rows, names.Length, hasHeader, values, cancellation);
        else
            Divide(rows, names.Length, hasHeader, values.NewBatch, values.Add, cancellation);
        return values.ToTable();
    }

    private bool ReadPlain(
        Stream stream, TableScan scan, bool hasHeader, List<TableColumn> columns, int fields, char delimiter, TableValues values, CancellationToken cancellation)
    {
        stream.Position = hasHeader ? scan.HeadEnd : scan.HeadStart;
        int block = (int)Math.Min(blockSize, stream.Length);
        var lines = new PlainLines(stream, scan.HeadLine + (hasHeader ? 1 : 0), block);
        bool mayBeQuoted = scan.Quotes > (hasHeader ? scan.HeadQuotes : 0);
        return new PlainNumbers(file, options, columns, fields, delimiter, mayBeQuoted, values).Read(lines, (stream.Length / block) + 1, cancellation);
    }

    // Numbers are made on a second thread.
    private void ReadRowsBesides(DelimitedReader rows, int fields, bool hasHeader, TableValues values, CancellationToken cancellation)
    {
        using var empty = new BlockingCollection<RowBatch>();
        using var full = new BlockingCollection<RowBatch>();
        for (int i = 0; i < Batches; i++)
            empty.Add(values.NewBatch());
        using var failed = new CancellationTokenSource();
        var work = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    foreach (var batch in full.GetConsumingEnumerable())
                    {
                        values.Add(batch);
                        empty.Add(batch);
                    }
                }
                catch
                {
                    failed.Cancel();
                    throw;
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            Divide(rows, fields, hasHeader, () => empty.Take(failed.Token), full.Add, cancellation);
        }
        catch (OperationCanceledException) when (failed.IsCancellationRequested)
        {
            // The work throws why.
        }
        finally
        {
            full.CompleteAdding();
            // What is wrong in a row before is told before what is wrong with this one.
            work.GetAwaiter().GetResult();
        }
    }

    private void Divide(
        DelimitedReader rows, int fields, bool hasHeader, Func<RowBatch> begin, Action<RowBatch> end, CancellationToken cancellation)
    {
        var batch = begin();
        batch.Clear();
        for (bool any = !hasHeader || Next(); any; any = Next())
        {
            if (rows.Count != fields)
            {
                end(batch);
                throw FileErrors.FieldCount(file, rows.Line, rows.Count, fields);
            }
            batch.Add(rows);
            if (!batch.IsFull)
                continue;
            cancellation.ThrowIfCancellationRequested();
            end(batch);
            batch = begin();
            batch.Clear();
        }
        end(batch);

        // What is wrong in a row before is told before what is wrong with the text.
        bool Next()
        {
            try
            {
                return rows.Read();
            }
            catch (InvalidDataException)
            {
                end(batch);
                throw;
            }
        }
    }

    private string[] Names(DelimitedReader rows, out bool hasHeader)
    {
        string[] first = [.. Enumerable.Range(0, rows.Count).Select(field => rows[field].Trim().ToString())];
        var number = new FloatText(options.Culture);
        bool isData = Array.TrueForAll(first, text => number.TryParse(text, out _));
        if (isData && options.HasHeader is null)
            throw FileErrors.NumericHeader(file);
        hasHeader = options.HasHeader ?? true;
        if (!hasHeader)
            return [.. Enumerable.Range(1, first.Length).Select(Unnamed)];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < first.Length; i++)
        {
            if (first[i].Length == 0)
                first[i] = Unnamed(i + 1);
            if (!seen.Add(first[i]))
                throw FileErrors.Table(file, $"it has two columns of the name '{first[i]}'", "Rename one.");
        }
        return first;

        static string Unnamed(int number) => $"Column{number}";
    }
}
