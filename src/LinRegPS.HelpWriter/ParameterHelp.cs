using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Xml.Linq;
using static LinRegPS.HelpWriter.MamlWriter;

namespace LinRegPS.HelpWriter;

/// <summary>One cmdlet's parameters: its syntax, each parameter's page, and what it takes from the pipeline.</summary>
internal sealed class ParameterHelp
{
    // The engine adds these two to every cmdlet that supports ShouldProcess; no class documents them.
    private static readonly Dictionary<string, string> s_shouldProcess = new()
    {
        ["WhatIf"] = "Shows what would happen if the cmdlet runs. The cmdlet is not run.",
        ["Confirm"] = "Prompts you for confirmation before running the cmdlet.",
    };

    private readonly CmdletInfo _cmdlet;
    private readonly DocComments _docs;
    private readonly List<List<CommandParameterInfo>> _sets;

    // A parameter looks different in each set it belongs to; its page tells all.
    private readonly List<IGrouping<string, CommandParameterInfo>> _parameters;

    public ParameterHelp(CmdletInfo cmdlet, DocComments docs)
    {
        _cmdlet = cmdlet;
        _docs = docs;
        _sets = [.. cmdlet.ParameterSets.OrderByDescending(set => set.IsDefault).Select(InReadingOrder)];
        _parameters = [.. _sets
            .SelectMany(set => set)
            .GroupBy(parameter => parameter.Name)
            .OrderBy(parameter => s_shouldProcess.ContainsKey(parameter.Key))];
    }

    public IEnumerable<string> Undocumented =>
        _parameters.Select(parameter => parameter.Key).Where(name => Summary(name) == "");

    public XElement Syntax() => new(Command + "syntax", _sets.Select(set => new XElement(
        Command + "syntaxItem",
        new XElement(Maml + "name", _cmdlet.Name),
        set.Select(parameter => new XElement(
            Command + "parameter",
            new XAttribute("required", parameter.IsMandatory),
            new XAttribute("position", Position(parameter)),
            new XElement(Maml + "name", parameter.Name),
            SyntaxValue(parameter))))));

    public XElement Parameters()
    {
        var defaults = Activator.CreateInstance(_cmdlet.ImplementingType)!;
        return new XElement(Command + "parameters", _parameters.Select(parameter => Page(parameter, defaults)));
    }

    public XElement InputTypes()
    {
        var inputs = from parameter in _parameters
                     where Pipeline(parameter) != "False"
                     group $"-{parameter.Key} {Pipeline(parameter)["True ".Length..]}" by TypeNames.Full(parameter.First().ParameterType);
        return new XElement(
            Command + "inputTypes",
            inputs.Select(input => InputType(input.Key, input)).DefaultIfEmpty(InputType("None", [])));
    }

    private static XElement InputType(string name, IEnumerable<string> description) => new(
        Command + "inputType",
        new XElement(Dev + "type", new XElement(Maml + "name", name)),
        Description(description));

    // As Get-Command -Syntax has it: positional, then mandatory, then the rest as declared.
    private static List<CommandParameterInfo> InReadingOrder(CommandParameterSetInfo set) =>
        [.. set.Parameters
            .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .OrderBy(parameter => s_shouldProcess.ContainsKey(parameter.Name))
            .ThenBy(parameter => parameter.Position < 0 ? int.MaxValue : parameter.Position)
            .ThenByDescending(parameter => parameter.IsMandatory)];

    private XElement Page(IGrouping<string, CommandParameterInfo> parameter, object defaults)
    {
        var first = parameter.First();
        var values = Values(first);
        string[] description = values.Count == 0
            ? [Summary(first.Name)]
            : [Summary(first.Name), $"One of: {string.Join(", ", values)}."];
        return new XElement(
            Command + "parameter",
            new XAttribute("required", parameter.All(inSet => inSet.IsMandatory)),
            new XAttribute("position", string.Join(" or ", parameter.Select(Position).Distinct())),
            new XAttribute("pipelineInput", Pipeline(parameter)),
            new XAttribute("aliases", first.Aliases.Count == 0 ? "none" : string.Join(", ", first.Aliases)),
            new XAttribute("globbing", first.Attributes.OfType<SupportsWildcardsAttribute>().Any()),
            new XElement(Maml + "name", first.Name),
            Description(description),
            ParameterValue(TypeNames.Short(first.ParameterType), first.ParameterType != typeof(SwitchParameter)),
            new XElement(Dev + "type", new XElement(Maml + "name", TypeNames.Full(first.ParameterType))),
            new XElement(Dev + "defaultValue", DefaultValue(first, defaults)));
    }

    private string Summary(string parameter) => s_shouldProcess.GetValueOrDefault(parameter)
        ?? _docs.Text(_docs.OfProperty(_cmdlet.ImplementingType, parameter).Element("summary"));

    // A default that is worked out while the cmdlet runs is told in <value>; any other stands in the property.
    private string DefaultValue(CommandParameterInfo parameter, object defaults)
    {
        var told = _docs.Text(_docs.OfProperty(_cmdlet.ImplementingType, parameter.Name).Element("value"));
        return told != "" ? told
            : parameter.IsMandatory ? "None"
            : s_shouldProcess.ContainsKey(parameter.Name) ? "False"
            : Show(_cmdlet.ImplementingType.GetProperty(parameter.Name)?.GetValue(defaults));
    }

    private static string Show(object? value) => value switch
    {
        null or "" => "None",
        string text => text,
        IEnumerable list => string.Join(", ", list.Cast<object?>().Select(Show).DefaultIfEmpty("None")),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Position(CommandParameterInfo parameter) =>
        parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture);

    private static string Pipeline(IEnumerable<CommandParameterInfo> parameter) =>
        (parameter.Any(inSet => inSet.ValueFromPipeline), parameter.Any(inSet => inSet.ValueFromPipelineByPropertyName)) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    private static XElement? SyntaxValue(CommandParameterInfo parameter)
    {
        var values = Values(parameter);
        return parameter.ParameterType == typeof(SwitchParameter) ? null
            : values.Count == 0 ? ParameterValue(TypeNames.Short(parameter.ParameterType), required: true)
            : new XElement(Command + "parameterValueGroup", values.Select(value => ParameterValue(value, required: false)));
    }

    private static XElement ParameterValue(string text, bool required) =>
        new(Command + "parameterValue", new XAttribute("required", required), text);

    private static IList<string> Values(CommandParameterInfo parameter)
    {
        var type = parameter.ParameterType.GetElementType() ?? parameter.ParameterType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault()?.ValidValues
            ?? (type.IsEnum ? Enum.GetNames(type) : []);
    }
}
