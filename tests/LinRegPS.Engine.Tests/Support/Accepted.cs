using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>
/// Words and pictures as they were when somebody read them through: tests/accepted, an entry for each call of a test. Where a change
/// is meant, the tests write the files anew with LINREGPS_ACCEPT=1, and who reads the difference accepts it.
/// </summary>
internal static class Accepted
{
    private const int Shown = 6;
    private static readonly bool s_isAccepting = Environment.GetEnvironmentVariable("LINREGPS_ACCEPT") == "1";
    private static readonly ConcurrentDictionary<string, Lazy<SortedDictionary<string, string>>> s_files = [];
    private static readonly ConcurrentDictionary<string, int> s_calls = [];

    /// <summary>All that an object says in public: its words, its numbers to six digits.</summary>
    public static T As<T>(string file, T said)
        where T : notnull
    {
        Text(file, Said(said));
        return said;
    }

    /// <summary>The same as a text.</summary>
    public static string Said(object said) => Said(said, 0);

    /// <summary>How many entries a file has.</summary>
    public static int Count(string file) => Entries(file).Count;

    /// <summary>A text, line by line; of the test that runs unless it has another name.</summary>
    /// <param name="file">The file in tests/accepted.</param>
    /// <param name="text">What is said now.</param>
    /// <param name="name">What the entry is called.</param>
    /// <param name="mayBeNew">Whether a text that nobody has accepted yet is let pass.</param>
    public static void Text(string file, string text, string? name = null, bool mayBeNew = false)
    {
        string test = name ?? Xunit.TestContext.Current.Test!.TestDisplayName.Replace("LinRegPS.Engine.Tests.", string.Empty).Replace("LinRegPS.Tests.", string.Empty).ReplaceLineEndings(" ");
        string key = $"{test} {s_calls.AddOrUpdate(file + test, 1, (_, calls) => calls + 1)}";
        text = text.ReplaceLineEndings("\n").TrimEnd();
        var entries = Entries(file);
        lock (entries)
        {
            // What says nothing has no entry.
            string accepted = entries.GetValueOrDefault(key, string.Empty);
            if (s_isAccepting && accepted != text)
            {
                entries.Remove(key);
                if (text.Length > 0)
                    entries[key] = text;
                Write(file, entries);
            }
            else if (accepted != text && !(mayBeNew && accepted.Length == 0))
                Xunit.Assert.Fail($"tests/accepted/{file} has for '{key}':\n{accepted}\nand now it says:\n{text}\nIf that is meant, LINREGPS_ACCEPT=1 takes it.");
        }
    }

    private static SortedDictionary<string, string> Entries(string file) =>
        s_files.GetOrAdd(file, name => new(() => Read(Path.Combine(AppContext.BaseDirectory, "accepted", name)))).Value;

    private static string Said(object? value, int depth) => value switch
    {
        null => "none",
        string text => text,
        double number => Number(number),
        float number => Number(number),
        bool or Enum => value.ToString()!,
        _ when value.GetType().Name == "Shape" => value.ToString()!,
        IConvertible whole => whole.ToString(CultureInfo.InvariantCulture),
        IEnumerable many => string.Join(depth == 0 ? "\n" : "; ", many.Cast<object?>().Take(Shown).Select(one => Said(one, depth + 1))),
        _ => string.Join(depth == 0 ? "\n" : ", ", value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0).OrderBy(property => property.Name, StringComparer.Ordinal)
            .Select(property => (property.Name, Text: Said(property.GetValue(value), depth + 1))).Where(said => said.Text is not ("" or "none" or "NaN"))
            .Select(said => $"{said.Name} {said.Text}")),
    };

    private static string Number(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    private static SortedDictionary<string, string> Read(string path)
    {
        var entries = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!s_isAccepting || File.Exists(path))
        {
            foreach (string entry in File.ReadAllText(path).ReplaceLineEndings("\n").Split("\n## ", StringSplitOptions.RemoveEmptyEntries).Skip(1))
            {
                int end = entry.IndexOf('\n');
                entries[end < 0 ? entry : entry[..end]] = end < 0 ? string.Empty : entry[(end + 1)..].TrimEnd();
            }
        }
        return entries;
    }

    private static void Write(string file, SortedDictionary<string, string> entries, [CallerFilePath] string here = "")
    {
        var text = new StringBuilder("Read through and accepted; see Support/Accepted.cs.\n");
        foreach (var (key, entry) in entries)
            text.Append("\n## ").Append(key).Append('\n').Append(entry).Append('\n');
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "accepted", file), text.ToString());
    }
}
