using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Mutated files of tensors are read or refused.</summary>
public sealed class MutationTests
{
    public static TheoryData<TensorFormat> Formats => [.. Enum.GetValues<TensorFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void AMutatedFileIsReadOrRefused(TensorFormat format) => Mutations.Try([.. Seeds(format)], stream => TensorFile.Read(stream, "mutated", format));

    private static IEnumerable<byte[]> Seeds(TensorFormat format) => format switch
    {
        TensorFormat.Json => Texts("[[1,2.5],[-3e2,4]]", "{\"a\":[1,2],\"b\":3}", "7"),
        TensorFormat.Csv => Texts("a,b,c\n1,2,3\n4.5,-6e1,7\n", "a;b\r\n\"1\";2\r\n\r\n3;4", "x\n1\n2\n3"),
        TensorFormat.Tsv => Texts("a\tb\n1\t2\n3\t\"4\"\n"),
        _ => FileFixture.Expected.Keys.Where(file => TensorFile.FormatOf(file) == format).Order().Select(file => File.ReadAllBytes(FileFixture.Peer(file))),
    };

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(System.Text.Encoding.UTF8.GetBytes);
}
