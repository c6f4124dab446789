using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using LinRegPS.Diagnosis;

namespace LinRegPS.Engine.Tests;

/// <summary>
/// The engine has no words of PowerShell: a caller in C# is not told of cmdlets and their parameters. Findings of the
/// diagnosis are for people at a prompt and may; its errors may not.
/// </summary>
public sealed partial class VocabularyTests
{
    [Theory]
    [InlineData("LinRegPS.Kernels")]
    [InlineData("LinRegPS.Engine")]
    [InlineData("LinRegPS.Statistics")]
    [InlineData("LinRegPS.Files")]
    [InlineData("LinRegPS.Plots")]
    public void NoTextOfTheAssemblyNamesACmdletOrItsParameters(string assembly)
    {
        var texts = Texts(Assembly.Load(assembly)).ToList();
        Assert.NotEmpty(texts);
        Assert.DoesNotContain(texts, Speaks);
    }

    [Fact]
    public void NoErrorOfTheDiagnosisNamesACmdletOrItsParameters()
    {
        var texts = typeof(DiagnosisErrors).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .SelectMany(Texts).ToList();
        Assert.True(texts.Count > 30);
        Assert.DoesNotContain(texts, Speaks);
    }

    [Theory]
    [InlineData("Run Invoke-Backward on the loss.")]
    [InlineData("allow it with -AllowBroadcast.")]
    [InlineData("-From: ")]
    [InlineData("$w -= ... makes a new tensor")]
    [InlineData("derive a class with [Tensor]$x")]
    public void WhatIsLookedForIsFound(string text) => Assert.True(Speaks(text));

    [Theory]
    [InlineData("operators such as -= make a new tensor")]
    [InlineData(" (allowed: -1 to 0)")]
    [InlineData("no-grad")]
    [InlineData("-Infinity")]
    public void WhatIsNotIsNot(string text) => Assert.False(Speaks(text));

    private static bool Speaks(string text) => Cmdlet().IsMatch(text) || Parameter().IsMatch(text) || Variable().IsMatch(text);

    private static IEnumerable<string> Texts(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        for (var at = MetadataTokens.UserStringHandle(1); !at.IsNil; at = metadata.GetNextHandle(at))
            yield return metadata.GetUserString(at);
    }

    private static IEnumerable<string> Texts(MethodInfo method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        // ldstr and a token of the heap of strings.
        for (int i = 0; i + 4 < code.Length; i++)
        {
            if (code[i] == 0x72 && code[i + 4] == 0x70)
                yield return method.Module.ResolveString(BitConverter.ToInt32(code, i + 1));
        }
    }

    [GeneratedRegex(@"\b(Clear|Compare|ConvertFrom|ConvertTo|Debug|Export|Get|Import|Invoke|Measure|New|Out|Save|Set|Show|Split|Step|Test|Update|Write)-[A-Z]")]
    private static partial Regex Cmdlet();

    [GeneratedRegex(@"(^|[\s(])-(?!Infinity)[A-Z][a-zA-Z]")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\$[a-zA-Z_]|@\{")]
    private static partial Regex Variable();
}
