using System.Collections;
using System.Management.Automation;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>Properties of what comes down a pipeline: script objects, rows of a CSV file, dictionaries.</summary>
internal static class Records
{
    /// <summary>The value of a property; a record without it is an error that says what it has.</summary>
    public static object? Get(object? record, string name, string what)
    {
        // PowerShell's own look-up throws for a name that is empty.
        if (string.IsNullOrEmpty(name))
            throw CallErrors.EmptyProperty(what);
        if (record is not null && Wrapping.Unwrap(record) is IDictionary dictionary)
        {
            if (Key(dictionary, name) is { } key)
                return dictionary[key];
        }
        else if (record is not null && PSObject.AsPSObject(record).Properties[name] is { } property)
            return Value(property);
        throw CallErrors.MissingProperty(what, name, Names(record));
    }

    /// <summary>The value of a property, whose getter may be script, or an object's that is closed.</summary>
    public static object? Value(PSPropertyInfo property)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException error)
        {
            throw CallErrors.PropertyUnreadable(property.Name, error);
        }
    }

    /// <summary>Whether a record has a property.</summary>
    public static bool Has(object? record, string name) => record is not null && (Wrapping.Unwrap(record) is IDictionary dictionary
        ? Key(dictionary, name) is not null
        : PSObject.AsPSObject(record).Properties[name] is not null);

    /// <summary>The names that a record has, for messages.</summary>
    public static IEnumerable<string> Names(object? record) => record switch
    {
        null => [],
        _ when Wrapping.Unwrap(record) is IDictionary dictionary => dictionary.Keys.Cast<object>().Select(key => $"{key}"),
        _ => PSObject.AsPSObject(record).Properties.Select(p => p.Name),
    };

    // Names are alike whatever their case and the culture, as properties are; a hashtable's own look-up goes by the culture it was made in.
    private static object? Key(IDictionary dictionary, string name) => dictionary.Contains(name)
        ? name
        : dictionary.Keys.Cast<object>().FirstOrDefault(key => string.Equals(key.ToString(), name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a dictionary of any type holds, by its keys' text.</summary>
    public static IEnumerable<(string Key, object? Value)> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
            yield return ($"{entry.Key}", entry.Value);
    }

    /// <summary>The same in the order of the dictionary; of a plain hashtable, which has none to keep, in that of the keys.</summary>
    public static IEnumerable<(string Key, object? Value)> InOrder(IDictionary dictionary) =>
        dictionary is Hashtable ? Entries(dictionary).OrderBy(entry => entry.Key, StringComparer.Ordinal) : Entries(dictionary);

    /// <summary>Whether a value is a record, of which properties are taken, and no number, text, array or tensor.</summary>
    public static bool IsOne(object? value) =>
        Wrapping.Unwrap(value) is IDictionary or not (null or ValueType or string or IEnumerable or Tensor) && Serialization.Tensor(value) is null;

    /// <summary>The records in an argument: those of an array, or the one that it is.</summary>
    public static IEnumerable<object?> In(object? argument) =>
        Wrapping.Unwrap(argument) is IEnumerable items and not (string or IDictionary) ? Items(items) : [argument];

    /// <summary>What a collection holds. One of the user's own may throw whatever it likes, which is said to be its.</summary>
    public static IEnumerable<object?> Items(IEnumerable items) => items is Array ? items.Cast<object?>() : Guarded(items);

    private static IEnumerable<object?> Guarded(IEnumerable items)
    {
        var enumerator = Try(items, items.GetEnumerator);
        using var disposed = enumerator as IDisposable;
        while (Try(items, enumerator.MoveNext))
            yield return Try(items, () => enumerator.Current);
    }

    private static T Try<T>(IEnumerable items, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception error) when (error is not (LinRegException or PipelineStoppedException))
        {
            throw CallErrors.BrokenCollection(items, error.GetBaseException());
        }
    }
}
