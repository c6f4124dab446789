using System.Reflection;
using System.Xml.Linq;

namespace LinRegPS.Engine.Tests;

/// <summary>What the compiler does not ask of docstrings: that a public member which throws one of our errors says so.</summary>
public sealed class DocumentationTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Theory]
    [InlineData("LinRegPS.Engine")]
    [InlineData("LinRegPS.Statistics")]
    [InlineData("LinRegPS.Diagnosis")]
    [InlineData("LinRegPS.Files")]
    public void EveryPublicMemberThatThrowsSaysSo(string assembly)
    {
        var loaded = Assembly.Load(assembly);
        var documented = XDocument.Load(Path.ChangeExtension(loaded.Location, ".xml")).Descendants("member")
            .Where(member => member.Elements("exception").Any() || member.Elements("inheritdoc").Any())
            .Select(member => Name(member.Attribute("name")!.Value))
            .ToHashSet();
        string[] thrown = [.. loaded.GetExportedTypes()
            .SelectMany(type => type.GetMembers(Declared).OfType<MethodBase>())
            .Where(Throws)
            .Select(Name)
            .Distinct()];
        Assert.NotEmpty(thrown);
        Assert.Empty(thrown.Except(documented));
    }

    // M:LinRegPS.Tensor.Sum(System.Int32,System.Boolean), of which overloads and kinds do not matter here.
    private static string Name(string id) => id[2..].Split('(')[0].Split('~')[0].Replace("#ctor", "ctor");

    private static string Name(MethodBase method)
    {
        string name = method.IsConstructor ? "ctor" : method.IsSpecialName ? method.Name[(method.Name.StartsWith("op_", StringComparison.Ordinal) ? 0 : method.Name.IndexOf('_') + 1)..] : method.Name;
        return $"{method.DeclaringType!.FullName!.Replace('+', '.')}.{name}{(method.IsGenericMethod ? "``" + method.GetGenericArguments().Length : string.Empty)}";
    }

    // A call, and the token of a method of one of the classes that make errors.
    private static bool Throws(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int i = 0; i + 4 < code.Length; i++)
        {
            if (code[i] == 0x28 && Called(method, BitConverter.ToInt32(code, i + 1)) is { DeclaringType.Name: "Errors" or "DiagnosisErrors" or "StatisticsErrors" or "FileErrors" } called
                && called is MethodInfo { ReturnType: var result } && result == typeof(Exception))
                return true;
        }
        return false;
    }

    private static MethodBase? Called(MethodBase caller, int token)
    {
        try
        {
            return caller.Module.ResolveMethod(token, caller.DeclaringType!.GetGenericArguments(), caller is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : null);
        }
        catch (Exception notAToken) when (notAToken is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }
}
