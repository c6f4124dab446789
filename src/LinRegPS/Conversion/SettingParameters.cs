using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;

namespace LinRegPS.Conversion;

/// <summary>What an object of the engine can be set to, as parameters of a cmdlet or in a hashtable.</summary>
internal static class SettingParameters
{
    /// <summary>The settings of a kind of optimizer, but for the learning rate.</summary>
    public static IEnumerable<(string Name, Type Type)> Of(Type optimizer) => Optimizer.Settings(optimizer)
        .Where(property => property.Name != nameof(Optimizer.LearningRate)).Select(property => (property.Name, property.PropertyType));

    /// <summary>A parameter for each setting: a switch for what is true or false, numbers by the rule for text.</summary>
    public static RuntimeDefinedParameterDictionary Parameters(IEnumerable<(string Name, Type Type)> settings)
    {
        var parameters = new RuntimeDefinedParameterDictionary();
        foreach (var (name, type) in settings)
        {
            var attributes = new Collection<Attribute> { new ParameterAttribute() };
            if (IsNumeric(Element(type)))
                attributes.Add(new NumberAttribute(Element(type)) { Several = type.IsArray });
            parameters.Add(name, new RuntimeDefinedParameter(name, type == typeof(bool) ? typeof(SwitchParameter) : type, attributes));
        }
        return parameters;
    }

    /// <summary>What was given, by name.</summary>
    public static Dictionary<string, object?> Given(RuntimeDefinedParameterDictionary parameters) => parameters.Values
        .Where(parameter => parameter.IsSet)
        .ToDictionary(parameter => parameter.Name, parameter => parameter.Value is SwitchParameter flag ? flag.IsPresent : Wrapping.Unwrap(parameter.Value));

    /// <summary>Settings out of a hashtable, of their types where they can be; the others are for the engine to refuse.</summary>
    public static Dictionary<string, object?> Read(IDictionary settings, IEnumerable<(string Name, Type Type)> known)
    {
        var types = known.ToDictionary(setting => setting.Name, setting => setting.Type, StringComparer.OrdinalIgnoreCase);
        var read = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (object key in settings.Keys)
        {
            object? value = Wrapping.Unwrap(settings[key]);
            read[$"{key}"] = types.TryGetValue($"{key}", out var type) ? Fit(value, type) : value;
        }
        return read;
    }

    // PowerShell's own conversion rounds to a whole number, and takes 'false' for true.
    private static object? Fit(object? value, Type type)
    {
        if (type == typeof(bool))
            return value is SwitchParameter flag ? flag.IsPresent : value;
        if (!IsNumeric(Element(type)))
            return LanguagePrimitives.TryConvertTo(value, type, CultureInfo.InvariantCulture, out object converted) ? converted : value;
        if (!type.IsArray)
            return FitNumber(value, type);
        object?[] items = value is IEnumerable list and not string ? [.. Records.Items(list)] : [value];
        object?[] numbers = [.. items.Select(item => FitNumber(Wrapping.Unwrap(item), Element(type)))];
        if (!Array.TrueForAll(numbers, Element(type).IsInstanceOfType))
            return value;
        var array = Array.CreateInstance(Element(type), numbers.Length);
        numbers.CopyTo(array, 0);
        return array;
    }

    private static object? FitNumber(object? value, Type type)
    {
        if (value is string text && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed))
            value = parsed;
        if (value is null or Enum || Type.GetTypeCode(value.GetType()) is not (>= TypeCode.SByte and <= TypeCode.Decimal))
            return value;
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        return type == typeof(double) ? number : number == (int)number ? (int)number : value;
    }

    private static Type Element(Type type) => type.IsArray ? type.GetElementType()! : type;

    private static bool IsNumeric(Type type) => type == typeof(double) || type == typeof(int);
}
