using System.Globalization;
using System.Text;
using LinRegPS.Data;
using LinRegPS.Delimited;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Files.Traces;

/// <summary>A log as a table of text. Numbers are as trainers write them: a loss may be nan or inf, which is no missing value.</summary>
internal static class LogText
{
    /// <summary>The rows of a table. A column that has text alone has no numbers, and is left out, which is told.</summary>
    public static Log Read(Stream stream, string file, char? delimiter)
    {
        try
        {
            using var rows = TableText.OpenRows(stream, delimiter, CultureInfo.InvariantCulture, out _);
            return Read(rows, file);
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableException("it is no UTF-8 text; save it as UTF-8");
        }
    }

    private static Log Read(DelimitedReader rows, string file)
    {
        if (!rows.Read())
            throw new UnreadableException("it has no rows");
        string[] names = Texts(rows);
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UnreadableException($"it has two columns of the name '{twice.Key}'");
        // A text where a number was, or will be; told when both are known.
        var wrong = new string?[names.Length];
        var log = new Log(file, names) { CountsFromZero = true, Texts = wrong };
        bool[] hasNumbers = new bool[names.Length], isText = new bool[names.Length];
        // Who appends a training may write the head again.
        bool begins = false;
        while (rows.Read())
        {
            string[] texts = Texts(rows);
            if (texts.Length != names.Length)
                throw FileErrors.FieldCount(file, rows.Line, texts.Length, names.Length);
            if (texts.SequenceEqual(names))
            {
                begins = true;
                continue;
            }
            var numbers = new double?[names.Length];
            for (int i = 0; i < names.Length; i++)
            {
                if (!TryParse(texts[i], out numbers[i]))
                {
                    wrong[i] ??= $"line {rows.Line}, column '{names[i]}': '{texts[i]}' is no number";
                    isText[i] |= texts[i].Count(',') != 1 || !TryParse(texts[i].Replace(',', '.'), out _);
                }
                hasNumbers[i] |= numbers[i] is not null;
            }
            log.Rows.Add(new LogRow($"row {log.Rows.Count + 1}", numbers, begins));
            begins = false;
        }
        for (int i = 0; i < names.Length; i++)
        {
            // What has decimal commas alone was meant as numbers too.
            if (wrong[i] is { } reason && (hasNumbers[i] || !isText[i]))
                throw new UnreadableException(isText[i] ? reason : $"{reason}; write it with a point");
        }
        return log;
    }

    private static string[] Texts(DelimitedReader rows) => [.. Enumerable.Range(0, rows.Count).Select(field => rows[field].Trim().ToString())];

    // False where text is neither a number nor missing.
    private static bool TryParse(string text, out double? number)
    {
        number = text.TrimStart('+').ToLowerInvariant() switch
        {
            "nan" or "-nan" => double.NaN,
            "inf" or "infinity" => double.PositiveInfinity,
            "-inf" or "-infinity" => double.NegativeInfinity,
            _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double read) ? read : null,
        };
        return number is not null || MissingText.Is(text) || text == "None";
    }
}
