using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using LinRegPS.Delimited;

namespace LinRegPS.Files.Delimited;

/// <summary>
/// Reads a table of delimited text into tensors of its final size, which the number of lines tells: one thread divides the
/// text into fields, another makes numbers of them.
/// </summary>
internal sealed class TableReader(string file, TableOptions options)
{
    private const int BufferSize = 1 << 16, Batches = 4, FirstLine = 1 << 20;
    private static readonly char[] s_delimiters = [',', ';', '\t', '|'];
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
        char delimiter = options.Delimiter ?? FindDelimiter(stream);
        using var rows = new DelimitedReader(Text(stream), delimiter);
        return rows.Read() ? Names(rows, out _) : throw new UnreadableException("it has no rows");
    }

    private TensorTable ReadText(Stream stream, CancellationToken cancellation)
    {
        long lines = CountLines(stream, cancellation);
        char delimiter = options.Delimiter ?? FindDelimiter(stream);
        using var text = Text(stream);
        using var rows = new DelimitedReader(text, delimiter);
        if (!rows.Read())
            throw new UnreadableException("it has no rows");
        string[] names = Names(rows, out bool hasHeader);
        var columns = TablePlan.Make(file, names, options);
        // A row has as many delimiters or line ends as columns, whatever the lines say.
        int most = (int)Math.Min(Math.Min(lines - (hasHeader ? 1 : 0), (stream.Length / names.Length) + 1), Array.MaxLength / names.Length);
        var values = new TableValues(file, options, columns, most);
        if (TensorThreads.Count > 1)
            ReadRowsBesides(rows, names.Length, hasHeader, values, cancellation);
        else
            Divide(rows, names.Length, hasHeader, values.NewBatch, values.Add, cancellation);
        return values.ToTable();
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
        for (bool any = !hasHeader || rows.Read(); any; any = rows.Read())
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
    }

    private static StreamReader Text(Stream stream)
    {
        stream.Position = 0;
        return new StreamReader(stream, s_utf8, detectEncodingFromByteOrderMarks: true, BufferSize, leaveOpen: true);
    }

    // At most: a quoted field may have lines of its own, and lines may be blank.
    private static long CountLines(Stream stream, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        long feeds = 0, returns = 0;
        byte last = 0;
        for (int read; (read = stream.Read(buffer)) > 0; last = buffer[read - 1])
        {
            cancellation.ThrowIfCancellationRequested();
            feeds += buffer.AsSpan(0, read).Count((byte)'\n');
            // Where no line ends otherwise.
            if (feeds == 0)
                returns += buffer.AsSpan(0, read).Count((byte)'\r');
        }
        ArrayPool<byte>.Shared.Return(buffer);
        return (feeds > 0 ? feeds : returns) + (last is (byte)'\n' or (byte)'\r' ? 0 : 1);
    }

    private char FindDelimiter(Stream stream)
    {
        char[] possible = [.. s_delimiters.Where(c => !options.Culture.NumberFormat.NumberDecimalSeparator.Contains(c))];
        int[] counts = new int[possible.Length];
        using var text = Text(stream);
        bool isQuoted = false, hasText = false;
        for (int i = 0; i < FirstLine && text.Read() is >= 0 and var c; i++)
        {
            if (c == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && c is '\n' or '\r' && hasText)
                break;
            else if (!isQuoted && Array.IndexOf(possible, (char)c) is >= 0 and var at)
                counts[at]++;
            hasText |= c is not ('\n' or '\r');
        }
        return possible[Array.IndexOf(counts, counts.Max())];
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
