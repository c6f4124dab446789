using System.Collections;
using System.Management.Automation;

namespace LinRegPS.Conversion;

/// <summary>Properties of what comes down a pipeline: script objects, rows of a CSV file, dictionaries.</summary>
internal static class Records
{
    /// <summary>The value of a property; a record without it is an error that says what it has.</summary>
    public static object? Get(object? record, string name, string what)
    {
        if (record is not null && Wrapping.Unwrap(record) is IDictionary dictionary)
        {
            if (dictionary.Contains(name))
                return dictionary[name];
        }
        else if (record is not null && PSObject.AsPSObject(record).Properties[name] is { } property)
            return property.Value;
        throw Errors.MissingProperty(what, name, Names(record));
    }

    /// <summary>The names that a record has, for messages.</summary>
    public static string Names(object? record) => record switch
    {
        null => "nothing, it is null",
        _ when Wrapping.Unwrap(record) is IDictionary dictionary => string.Join(", ", dictionary.Keys.Cast<object>()),
        _ => string.Join(", ", PSObject.AsPSObject(record).Properties.Select(p => p.Name)),
    };

    /// <summary>The records in an argument: those of an array, or the one that it is.</summary>
    public static IEnumerable<object?> In(object? argument) =>
        Wrapping.Unwrap(argument) is IEnumerable items and not (string or IDictionary) ? items.Cast<object?>() : [argument];
}
