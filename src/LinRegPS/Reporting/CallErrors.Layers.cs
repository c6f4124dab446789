namespace LinRegPS.Reporting;

// Errors of the layers in a script block.
internal static partial class CallErrors
{
    /// <summary>A command in a block of layers that is no layer.</summary>
    public static Exception NoSuchLayer(string name, IEnumerable<string> names, int line, string text) => new InvalidValueException(
        "NoSuchName", $"Line {line}: {text}: there is no layer '{name}'. {NearNames.Choice(name, names)}", name: name, place: $"line {line}");

    /// <summary>A layer that the block of a custom model calls, and that it has not.</summary>
    public static Exception NoSuchLayer(string name, IEnumerable<string> names) => new InvalidValueException(
        "NoSuchName", $"CustomModel: -Forward calls $this.{name}, and there is no such layer. {NearNames.Choice(name, names)}", name: name);

    /// <summary>Text of layers that PowerShell can't read.</summary>
    public static Exception LayersUnreadable(int line, string reason) => new InvalidValueException(
        "WrongLayer", $"Line {line}: {reason}", "Write each layer by its name and its arguments: 'Linear 2 16', 'Tanh'.", name: "Layer", place: $"line {line}");

    /// <summary>A layer that can't be made with its arguments.</summary>
    public static Exception WrongLayer(int line, string text, LinRegException error) => new InvalidValueException(
        "WrongLayer", $"Line {line}: {text}: {error.Facts}", error.Remedy, name: error.Name, value: error.Value, place: $"line {line}");

    /// <summary>A layer behind another command, whose output it would lose.</summary>
    public static Exception LayerInPipeline(int line, string text) => new InvalidValueException(
        "WrongLayer", $"Line {line}: {text}: a layer takes nothing from a pipeline, and what stands before it would be lost.",
        "Write layers one after the other, each in a line of its own or with ; between.", place: $"line {line}");

    /// <summary>Something in a block of layers that is no model.</summary>
    public static Exception NotALayer(object value) => new InvalidValueException(
        "WrongLayer", $"The block writes {Shown(value)}, which is no layer.", "Write layers by their names, or models; assign to $null what else it writes.", value: value);

    /// <summary>A named argument that the layer does not have.</summary>
    public static Exception NoSuchSetting(string name, IEnumerable<string> names) => new InvalidValueException(
        "NoSuchName", $"there is no {name}. {NearNames.Choice(name, names.Select(n => "-" + n))}", name: name);

    /// <summary>More arguments than the layer takes.</summary>
    public static Exception TooManyArguments(string layer, object? argument) => new InvalidValueException(
        "TooManyArguments", $"{layer} takes no more arguments, but '{argument}' is given.", name: layer, value: argument);

    /// <summary>An argument that is missing.</summary>
    public static Exception SettingNeeded(string name) => new InvalidValueException("SettingNeeded", $"{name} is missing.", name: name);

    /// <summary>An argument of the wrong kind.</summary>
    public static Exception WrongSetting(string name, object? value, string type) => new InvalidValueException(
        "WrongSetting", $"{name} is '{value}', which is no {type}.", name: name, value: value);
}
