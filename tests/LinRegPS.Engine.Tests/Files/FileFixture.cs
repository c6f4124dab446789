using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>The files that NumPy and PyTorch wrote (fixtures/files.py), and a folder for those that a test writes.</summary>
internal sealed class FileFixture : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A file in a folder of its own, with these bytes if any.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>What lies in the folder.</summary>
    public IEnumerable<string?> Names => Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order();

    public string Write(string name, params byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A file by a peer.</summary>
    public static string Peer(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", "files", name);

    /// <summary>What the peer says is in each of its files.</summary>
    public static Dictionary<string, Dictionary<string, Content>> Expected { get; } =
        Fixture.Read<Dictionary<string, Dictionary<string, Content>>>("files/expected.json");

    /// <summary>A file of the format that its extension tells.</summary>
    public static NamedTensors Read(string path) => TensorFile.Read(path, TensorFile.FormatOf(path));

    internal sealed record Content(int[] Shape, float[] Values);
}
