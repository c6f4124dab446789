using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// Reads text given to a numeric parameter by the rule for data. PowerShell's own conversion takes '0,5' for 5, '2,0' for 20
/// and nothing for 0. What is no number is told when the cmdlet begins: an error here would have PowerShell's id.
/// </summary>
/// <param name="type">The parameter's type, or that of its elements. No type parameter: each would be compiled while a cmdlet waits.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberAttribute(Type type) : ArgumentTransformationAttribute
{
    // Stands for the word, by its identity: no number that is given is this object.
    private static readonly object s_word = double.NaN;

    /// <summary>Whether the parameter takes several.</summary>
    public bool Several { get; init; }

    /// <summary>A word that the parameter takes besides numbers.</summary>
    public string? Word { get; init; }

    /// <summary>Whether what is bound to a parameter is its word.</summary>
    public static bool IsWord(object? bound) => ReferenceEquals(bound, s_word);

    private bool IsWhole => type != typeof(double) && type != typeof(float);

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = Wrapping.Unwrap(inputData);
        if (value is null && Several)
            return value!;
        if (value is string text && text.Equals(Word, StringComparison.OrdinalIgnoreCase))
            return s_word;
        try
        {
            return value is not IEnumerable || value is string ? Read(value)
                : Several ? Records.Items((IEnumerable)value).Select(Read).ToArray()
                : throw CallErrors.SeveralNumbers(string.Empty, value);
        }
        catch (LinRegException)
        {
            // In a number's place, so that binding goes on: 1 is in every range.
            object one = Convert.ChangeType(1, type, CultureInfo.InvariantCulture);
            if (!Several)
                return Refused.Mark(one, value, IsWhole, several: false);
            var ones = Array.CreateInstance(type, 1);
            ones.SetValue(one, 0);
            return Refused.Mark(ones, value, IsWhole, several: true);
        }
    }

    private object Read(object? item) => Wrapping.Unwrap(item) switch
    {
        null => throw CallErrors.NotANumber(string.Empty, string.Empty, null),
        string text => Parse(text),
        DateTime date => throw CallErrors.NotANumber(string.Empty, string.Empty, date),
        not (ValueType or Tensor { Numel: 1 }) => throw CallErrors.NotANumber(string.Empty, string.Empty, null),
        // PowerShell would round.
        double or float or decimal when IsWhole && !Refused.IsWhole(Wrapping.Unwrap(item)!) => throw CallErrors.NotWhole(string.Empty, string.Empty, item!),
        var number => number,
    };

    private object Parse(string text) =>
        type == typeof(int) ? NumberText.Parse<int>(text, string.Empty, string.Empty)
        : type == typeof(long) ? NumberText.Parse<long>(text, string.Empty, string.Empty)
        : type == typeof(float) ? NumberText.Parse<float>(text, string.Empty, string.Empty)
        : NumberText.Parse<double>(text, string.Empty, string.Empty);
}

/// <summary>Values bound in place of what is no number, and what to say of it.</summary>
internal static class Refused
{
    private static readonly ConditionalWeakTable<object, Func<string, Exception>> s_refused = [];
    private static readonly ConditionalWeakTable<object, object> s_given = [];

    /// <summary>Marks a boxed value as one that stands for a refused argument.</summary>
    public static object Mark(object box, object? value, bool whole, bool several)
    {
        if (value is not null)
            s_given.Add(box, value);
        return Mark(box, name => !several && value is IEnumerable and not string ? CallErrors.SeveralNumbers("-" + name, value) : Error(name, value, whole));
    }

    /// <summary>Whether a bound value stands for a refused argument that is something, and which.</summary>
    public static bool Is(object? bound, [NotNullWhen(true)] out object? given)
    {
        given = null;
        return bound is not null && s_given.TryGetValue(bound, out given);
    }

    /// <summary>The same, with the error that it gives for a parameter of a name.</summary>
    public static object Mark(object box, Func<string, Exception> error)
    {
        s_refused.Add(box, error);
        return box;
    }

    /// <summary>The error of a parameter that was given what it does not take; null for any other.</summary>
    public static LinRegException? Of(string parameter, object? bound) =>
        bound is not null && s_refused.TryGetValue(bound, out var error) ? (LinRegException)error(parameter) : null;

    /// <summary>Whether a number has no decimals.</summary>
    public static bool IsWhole(object number) => number switch
    {
        double value => value == Math.Round(value),
        float value => value == MathF.Round(value),
        decimal value => value == decimal.Round(value),
        _ => true,
    };

    private static Exception Error(string name, object? value, bool whole)
    {
        // The first element that is to blame.
        object?[] items;
        try
        {
            items = value is IEnumerable list and not string ? [.. Records.Items(list)] : [value];
        }
        catch (LinRegException broken)
        {
            return broken;
        }
        foreach (object? item in items.Select(Wrapping.Unwrap))
        {
            try
            {
                if (whole && item is double or float or decimal && !IsWhole(item))
                    return CallErrors.NotWhole("-" + name, "the value", item);
                if (item is DateTime or not (ValueType or string or Tensor { Numel: 1 }))
                    return CallErrors.NotANumber("-" + name, "the value", item);
                if (item is string text)
                    _ = whole ? NumberText.Parse<long>(text, "-" + name, "the value") : NumberText.Parse<double>(text, "-" + name, "the value");
            }
            catch (LinRegException error)
            {
                return error;
            }
        }
        return CallErrors.OutOfRange("-" + name, value);
    }
}
