using System.Text.Json;
using LinRegPS.Files.Formats;

namespace LinRegPS.Files.Delimited;

/// <summary>
/// Makes a file of safetensors of a table, row by row, with the numbers that the whole table would give: where there are categories, or values to fill, from a second pass
/// over the table, the first one having found what they are.
/// </summary>
internal sealed class TableConversion(string file, TableOptions options, CancellationToken cancellation)
{
    // As many as a batch has.
    private const int ChunkRows = RowBatch.Rows;

    /// <summary>Converts, and gives how many rows were left out, and which numbers were rounded.</summary>
    /// <param name="destination">The file to write.</param>
    /// <param name="overwrite">Whether one that is there already is overwritten.</param>
    /// <exception cref="InvalidValueException">The table can't be read, or the file not written; no file is left then.</exception>
    public (int Omitted, RoundedNumbers Rounded) Convert(string destination, bool overwrite)
    {
        int omitted = 0;
        var rounded = new RoundedNumbers();
        string besides = TemporaryFile.For(destination);
        SafeFile.Write(destination, overwrite, stream =>
        {
            var columns = options.Missing == MissingValues.Fill || options.OneHot.Count + options.Code.Count > 0 ? Survey() : null;
            SafetensorsRows? writer = null;
            try
            {
                foreach (var values in Chunks(columns))
                {
                    omitted += values.Count.Omitted;
                    rounded.Add(values.Rounded);
                    if (values.Count.Rows == 0)
                        continue;
                    var table = values.ToTable();
                    writer ??= new SafetensorsRows(
                        stream, besides, (StoredData.Input, table.Input), (StoredData.Target, table.Target!), Metadata(table));
                    writer.Add(table.Input, table.Target!);
                }
                if (writer is null)
                    throw FileErrors.Bad(file, omitted == 0 ? "it has no rows under its header" : $"in each of its {omitted} rows a value is missing");
                writer.Complete();
            }
            finally
            {
                writer?.Dispose();
            }
        });
        return (omitted, rounded);
    }

    private static Dictionary<string, string> Metadata(TensorTable table)
    {
        var metadata = new Dictionary<string, string>
        {
            [StoredData.Features] = JsonSerializer.Serialize(table.Column),
            [StoredData.Targets] = JsonSerializer.Serialize(table.TargetColumn),
        };
        if (table.ToDataSet().ClassNames is { Count: > 0 } classes)
            metadata[StoredData.Classes] = JsonSerializer.Serialize(classes);
        return metadata;
    }

    private IEnumerable<TableValues> Chunks(IReadOnlyList<TableColumn>? known)
    {
        IReadOnlyList<TableColumn> columns = known ?? [];
        return SafeFile.Each(file, stream => new TableReader(file, options).ReadRows(stream, Choose, cancellation)).Select(batch =>
        {
            var values = new TableValues(file, options, columns, ChunkRows);
            values.Add(batch);
            return values;
        });

        int[] Choose(string[] names)
        {
            if (known is null)
                columns = TablePlan.Make(file, names, options);
            return [.. columns.Select(column => column.Field)];
        }
    }

    // The categories of all rows, and what is usual in each column.
    private List<TableColumn> Survey()
    {
        IReadOnlyList<TableColumn> columns = [];
        double[] sums = [];
        long[] counts = [];
        List<long>[] frequencies = [];
        foreach (var batch in SafeFile.Each(file, stream => new TableReader(file, options).ReadRows(stream, Choose, cancellation)))
        {
            var values = new TableValues(file, options, columns, ChunkRows);
            values.Add(batch);
            values.Tell((column, value) =>
            {
                if (float.IsNaN(value))
                    return;
                counts[column]++;
                if (columns[column].Categories is null)
                {
                    sums[column] += value;
                    return;
                }
                while (frequencies[column].Count <= (int)value)
                    frequencies[column].Add(0);
                frequencies[column][(int)value]++;
            });
        }
        return [.. columns.Select((column, i) =>
        {
            if (column.Categories is not { } categories)
                return column with { Usual = counts[i] == 0 ? null : (float)(sums[i] / counts[i]) };
            int[] order = categories.Sort();
            long[] sorted = new long[categories.Texts.Count];
            for (int number = 0; number < frequencies[i].Count; number++)
                sorted[order[number]] = frequencies[i][number];
            return column with { Categories = new Categories(categories.Texts), Usual = counts[i] == 0 ? null : Array.IndexOf(sorted, sorted.Max()) };
        })];

        int[] Choose(string[] names)
        {
            columns = TablePlan.Make(file, names, options);
            (sums, counts, frequencies) = (new double[columns.Count], new long[columns.Count], [.. columns.Select(_ => new List<long>())]);
            return [.. columns.Select(column => column.Field)];
        }
    }
}
