using System.Globalization;

namespace LinRegPS.Formatting;

/// <summary>The texts in the columns of LinRegPS.Format.ps1xml. For the views alone: objects keep full precision.</summary>
public static class View
{
    /// <summary>A number to 7 significant digits.</summary>
    public static string Number(float value) => value.ToString("G7", CultureInfo.InvariantCulture);

    /// <summary>A number to 7 significant digits; empty where there is none to give.</summary>
    public static string Number(double value) => double.IsNaN(value) ? string.Empty : value.ToString("G7", CultureInfo.InvariantCulture);

    /// <summary>A tensor on one line: its number, its first elements, or nothing for none.</summary>
    public static string Brief(Tensor? tensor)
    {
        const int shown = 4;
        if (tensor is null)
            return string.Empty;
        if (tensor.Numel == 1)
            return Number(tensor.Item());
        string numbers = string.Join(", ", tensor.ToArray().Take(shown).Select(Number));
        return tensor.Numel > shown ? $"{{{numbers}, ...}}" : $"{{{numbers}}}";
    }

    /// <summary>A record's parameters: <c>weight = 1.846347, bias = 0.4517</c>.</summary>
    public static string Parameters(TrainingRecord record) => string.Join(
        ", ", record.GetParameterNames().Select(name => $"{name} = {Brief(record.GetParameter(name))}"));
}
