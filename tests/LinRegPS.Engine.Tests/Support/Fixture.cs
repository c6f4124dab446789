using System.Text.Json;
using System.Text.Json.Serialization;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>Reads the golden numbers that lie beside the test assembly.</summary>
internal static class Fixture
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static T Read<T>(string file)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "fixtures", file));
        return JsonSerializer.Deserialize<T>(stream, Options)!;
    }
}
