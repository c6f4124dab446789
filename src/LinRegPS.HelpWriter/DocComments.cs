using System.Management.Automation;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LinRegPS.HelpWriter;

/// <summary>The compiler's doc file, read as help text: cmdlets and parameters appear under the names a shell user knows.</summary>
internal sealed partial class DocComments
{
    private static readonly XElement s_undocumented = new("member");

    private readonly Dictionary<string, XElement> _members;
    private readonly Dictionary<string, string> _shellNames = [];

    public DocComments(XDocument file, IEnumerable<CmdletInfo> cmdlets)
    {
        _members = file.Descendants("member").ToDictionary(member => (string)member.Attribute("name")!);
        foreach (var cmdlet in cmdlets)
        {
            _shellNames["T:" + Id(cmdlet.ImplementingType)] = cmdlet.Name;
            foreach (var type in SelfAndBases(cmdlet.ImplementingType))
            {
                foreach (var parameter in cmdlet.Parameters.Keys)
                {
                    _shellNames[$"P:{Id(type)}.{parameter}"] = "-" + parameter;
                }
            }
        }
    }

    /// <summary>What stands on a class.</summary>
    public XElement OfType(Type type) => _members.GetValueOrDefault("T:" + Id(type), s_undocumented);

    /// <summary>What stands on a property, here or on a base class; an inheritdoc leads to where it points, or upwards.</summary>
    public XElement OfProperty(Type type, string name)
    {
        foreach (var declaring in SelfAndBases(type))
        {
            if (!_members.TryGetValue($"P:{Id(declaring)}.{name}", out var member))
            {
                continue;
            }

            var inherited = member.Element("inheritdoc");
            if (inherited is null)
            {
                return member;
            }

            if ((string?)inherited.Attribute("cref") is { } cref)
            {
                return _members.GetValueOrDefault(cref, s_undocumented);
            }
        }

        return s_undocumented;
    }

    /// <summary>An element's text as one paragraph; empty when the element is missing.</summary>
    public string Text(XElement? element) => element is null ? "" : Collapse(Raw(element));

    /// <summary>An element's text as paragraphs: its para elements, list items, code blocks, and what blank lines separate.</summary>
    public List<string> Paragraphs(IEnumerable<XNode> nodes)
    {
        var paragraphs = new List<string>();
        var running = new StringBuilder();
        foreach (var node in nodes)
        {
            List<string>? block = (node as XElement)?.Name.LocalName switch
            {
                "para" => Paragraphs(((XElement)node).Nodes()),
                "list" => [.. ((XElement)node).Elements("item").Select(ListItem)],
                "code" => [Code((XElement)node)],
                _ => null,
            };
            if (block is null)
            {
                running.Append(Raw(node));
                continue;
            }

            EndParagraph();
            paragraphs.AddRange(block);
        }

        EndParagraph();
        return paragraphs;

        void EndParagraph()
        {
            paragraphs.AddRange(BlankLine().Split(running.ToString()).Select(Collapse).Where(text => text != ""));
            running.Clear();
        }
    }

    /// <summary>A code element's lines, without the indentation they share.</summary>
    public static string Code(XElement code)
    {
        // Text on the tag's own line says nothing about the indentation of the lines below it.
        var lines = code.Value.Split('\n');
        lines[0] = lines[0].Trim();
        var shared = lines.Skip(1).Where(line => line.Trim() != "").Select(Indentation).DefaultIfEmpty().Min();
        return string.Join('\n', lines.Select((line, i) => i == 0 ? line : line[Math.Min(shared, line.Length)..].TrimEnd())).Trim('\n');
    }

    /// <summary>A cref as a shell user would say it: New-Tensor, -Shape, or the last part of the name.</summary>
    public string Name(string cref)
    {
        if (_shellNames.TryGetValue(cref, out var name))
        {
            return name;
        }

        var withoutArguments = cref.Split('(')[0];
        return withoutArguments[(withoutArguments.LastIndexOfAny(['.', ':']) + 1)..].Split('`')[0];
    }

    private string ListItem(XElement item)
    {
        string[] parts = [Text(item.Element("term")), Text(item.Element("description"))];
        var text = string.Join(": ", parts.Where(part => part != ""));
        return "- " + (text == "" ? Text(item) : text);
    }

    // Inline markup as text, white space as it stands.
    private string Raw(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "paramref" } reference => "-" + (string?)reference.Attribute("name"),
        XElement { Name.LocalName: "see", IsEmpty: true } see => See(see),
        XElement element => string.Concat(element.Nodes().Select(Raw)),
        _ => "",
    };

    private string See(XElement see) => (string?)see.Attribute("langword") switch
    {
        "null" or "true" or "false" => "$" + see.Attribute("langword")!.Value,
        { } keyword => keyword,
        null => (string?)see.Attribute("href") ?? Name((string?)see.Attribute("cref") ?? ""),
    };

    private static IEnumerable<Type> SelfAndBases(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            yield return current;
        }
    }

    private static string Id(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    private static int Indentation(string line) => line.Length - line.TrimStart().Length;

    private static string Collapse(string text) => WhiteSpace().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex BlankLine();
}
