using System.Management.Automation;
using System.Xml.Linq;

namespace LinRegPS.HelpWriter;

/// <summary>Turns cmdlets and their doc comments into MAML, the XML that Get-Help reads.</summary>
internal sealed class MamlWriter(DocComments docs)
{
    internal static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    internal static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    internal static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace s_items = "http://msh";

    /// <summary>What the comments lack, one line each; help with gaps must not ship.</summary>
    public List<string> Gaps { get; } = [];

    public XDocument Write(IEnumerable<CmdletInfo> cmdlets) => new(new XElement(
        s_items + "helpItems",
        new XAttribute("schema", "maml"),
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        cmdlets.Select(CommandElement)));

    internal static XElement Description(params IEnumerable<string> paragraphs) =>
        new(Maml + "description", paragraphs.Select(Paragraph));

    private static XElement Paragraph(string text) => new(Maml + "para", text);

    private XElement CommandElement(CmdletInfo cmdlet)
    {
        var comment = docs.OfType(cmdlet.ImplementingType);
        var summary = docs.Text(comment.Element("summary"));
        var remarks = docs.Paragraphs(comment.Elements("remarks").Nodes());
        Require(summary != "", $"{cmdlet.Name}: the class has no <summary>");
        Require(remarks.Count > 0, $"{cmdlet.Name}: the class has no <remarks>");
        Require(comment.Elements("example").Any(), $"{cmdlet.Name}: the class has no <example>");
        var parameters = new ParameterHelp(cmdlet, docs);
        foreach (var name in parameters.Undocumented)
        {
            Gaps.Add($"{cmdlet.Name}: parameter {name} has no <summary>");
        }

        return new XElement(
            Command + "command",
            new XElement(
                Command + "details",
                new XElement(Command + "name", cmdlet.Name),
                new XElement(Command + "verb", cmdlet.Verb),
                new XElement(Command + "noun", cmdlet.Noun),
                Description(summary)),
            Description(remarks),
            parameters.Syntax(),
            parameters.Parameters(),
            parameters.InputTypes(),
            ReturnValues(cmdlet),
            new XElement(Command + "examples", comment.Elements("example").Select((example, i) => Example(cmdlet, example, i + 1))),
            new XElement(Maml + "relatedLinks", comment.Elements("seealso").Select(Link)));
    }

    private static XElement ReturnValues(CmdletInfo cmdlet)
    {
        var names = cmdlet.OutputType.Select(output => output.Type is { } type ? TypeNames.Full(type) : output.Name);
        return new XElement(
            Command + "returnValues",
            names.DefaultIfEmpty("None").Select(name =>
                new XElement(Command + "returnValue", new XElement(Dev + "type", new XElement(Maml + "name", name)))));
    }

    // No prompt before the code (MAML's introduction): it would stand before the first line only, and get copied with it.
    private XElement Example(CmdletInfo cmdlet, XElement example, int number)
    {
        var title = docs.Text(example.Element("summary"));
        var code = string.Join("\n\n", example.Elements("code").Select(DocComments.Code));
        var remarks = docs.Paragraphs(example.Nodes().Where(node => node is not XElement { Name.LocalName: "summary" or "code" }));
        Require(code != "", $"{cmdlet.Name}: example {number} has no <code>");
        return new XElement(
            Command + "example",
            new XElement(Maml + "title", $"----- Example {number}{(title == "" ? "" : ": " + title)} -----"),
            new XElement(Dev + "code", code),
            // The empty paragraph at the end sets the next example apart.
            new XElement(Dev + "remarks", remarks.Append("").Select(Paragraph)));
    }

    private XElement Link(XElement link)
    {
        var address = (string?)link.Attribute("href");
        var text = docs.Text(link);
        return new XElement(
            Maml + "navigationLink",
            new XElement(Maml + "linkText", text == "" && address is null ? docs.Name((string?)link.Attribute("cref") ?? "") : text),
            new XElement(Maml + "uri", address));
    }

    private void Require(bool isThere, string gap)
    {
        if (!isThere)
        {
            Gaps.Add(gap);
        }
    }
}
