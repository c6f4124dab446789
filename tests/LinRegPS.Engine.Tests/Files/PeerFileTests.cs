using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Files by NumPy and PyTorch hold what those say.</summary>
public sealed class PeerFileTests
{
    public static TheoryData<string> Readable => [.. FileFixture.Expected.Keys.Where(file => file != "checkpoint.pt")];

    [Theory]
    [MemberData(nameof(Readable))]
    public void AFileHoldsWhatItsWriterSays(string file)
    {
        var (expected, tensors) = (FileFixture.Expected[file], FileFixture.Read(FileFixture.Peer(file)));
        Assert.Equal(expected.Keys, tensors.Keys);
        foreach (var (name, content) in expected)
        {
            Assert.Equal(content.Shape, tensors[name].Shape.ToArray());
            Expect.SameBits(content.Values, tensors[name].ToArray());
        }
    }

    [Theory]
    [InlineData("bad_object.npy", "Python objects")]
    [InlineData("bad_structured.npy", "structured array")]
    [InlineData("bad_text.npy", "text (<U3)")]
    [InlineData("bad_complex.npy", "complex numbers (<c16)")]
    [InlineData("bad_beyond_int64.npy", "element 0 is 18446744073709551615, beyond the largest int64")]
    [InlineData("bad_beyond.npy", "element 1 is 1E+300, beyond the largest float32")]
    [InlineData("bad_call.pt", "posix.system")]
    [InlineData("bad_model.pt", "torch.nn.modules.container.Sequential")]
    [InlineData("bad_legacy.pt", "before 1.6")]
    [InlineData("bad_expanded.pt", "clone()")]
    [InlineData("checkpoint.pt", "model_state_dict (a dictionary)")]
    public void WhatCannotBeTensorsIsRefusedByName(string file, string words) =>
        Expect.Error<InvalidValueException>("BadFile", () => FileFixture.Read(FileFixture.Peer(file)), FileFixture.Peer(file), words);

    [Theory]
    [InlineData("npy_i1.npy", DType.Int64)]
    [InlineData("npy_big_u8.npy", DType.Int64)]
    [InlineData("npy_bool.npy", DType.Bool)]
    [InlineData("npy_f2.npy", DType.Float32)]
    public void WholeNumbersAreInt64AndTruthIsBool(string file, DType type) =>
        Assert.Equal(type, FileFixture.Read(FileFixture.Peer(file))[string.Empty].DType);

    [Fact]
    public void WholeNumbersBeyondFloat32AreExact() =>
        Assert.Equal([1, 16777217], FileFixture.Read(FileFixture.Peer("npy_large.npy"))[string.Empty].ToInt64Array());

    [Fact]
    public void NothingThatAPickleNamesWasRun() => Assert.False(File.Exists("/tmp/linregps-was-here"));
}
