using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Operations;

/// <summary>
/// Programs of ten operations, drawn at random, against PyTorch in float64: operations are called by their names, as scripts call
/// them, so that name, order of arguments and defaults are PyTorch's too.
/// </summary>
public class RandomProgramTests
{
    // Ten operations have their roundings in another order than PyTorch's, and gradients may be small sums of great ones: a few times
    // its own error in float32, or a few ulp of the program's greatest number, is chance. What is wrong is off by orders more.
    private const double Chance = 8, Ulp = 1.0 / (1 << 23);

    private static readonly Programs s_programs = Fixture.Read<Programs>("programs_torch.json");

    public static TheoryData<int> Indices { get; } = [.. Enumerable.Range(0, s_programs.Items.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void ResultAndGradientsArePyTorchs(int index) => AssertMatches(s_programs.Items[index]);

    // Others every day, where there is a PyTorch to ask.
    [Fact]
    public async Task ProgramsOfTheDayAreTooWherePyTorchIs()
    {
        int seed = 1000 + (DateTime.UtcNow.DayOfYear * 20);
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            var (code, errors) = await Python(Path.Combine(AppContext.BaseDirectory, "fixtures", "programs_torch.py"), $"{seed}", "20", file);
            if (code is null || errors.Contains("No module named", StringComparison.Ordinal))
                Assert.Skip("There is no PyTorch here.");
            Assert.True(code == 0, errors);
            var programs = JsonSerializer.Deserialize<Programs>(File.ReadAllText(file), Fixture.Options)!.Items;
            Assert.Equal(20, programs.Length);
            Assert.All(programs, AssertMatches);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void AssertMatches(Program program)
    {
        Tensor[] inputs = [.. program.Inputs.Select(input => Tensor.From(input.Data, input.Shape).RequiresGrad_())];
        var result = Evaluate(program.Tree, inputs);
        Assert.Equal(program.Shape, result.Shape);
        result.Backward(Tensor.From(program.Weights, program.Shape));
        double greatest = program.Results.SelectMany(numbers => numbers).Max(Math.Abs);
        AssertClose(0, result);
        for (int i = 0; i < inputs.Length; i++)
            AssertClose(i + 1, inputs[i].Grad ?? Tensor.Zeros([.. inputs[i].Shape]));

        void AssertClose(int place, Tensor actual)
        {
            double[] expected = program.Results[place];
            double bound = Chance * Math.Max(program.Errors[place], Ulp * greatest);
            Assert.Equal(expected.Length, actual.Numel);
            Assert.All(expected.Zip(actual.ToArray()), pair => Assert.True(
                Math.Abs(pair.First - pair.Second) <= bound,
                $"{(place == 0 ? "The result" : $"The gradient of input {place - 1}")} is {pair.Second:G9}, not {pair.First:G9}: {program.Tree}"));
        }
    }

    [Fact]
    public void ThereAreAHundredAndTheyCallMostOfWhatThereIs()
    {
        Assert.Equal(100, s_programs.Items.Length);
        Assert.True(s_programs.Items.SelectMany(program => Calls(program.Tree)).Distinct().Count() > 50);
    }

    // The exit code, null where there is no Python, and what it said of errors. The system's own has its packages.
    private static async Task<(int? Code, string Errors)> Python(params string[] arguments)
    {
        string python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        try
        {
            using var process = Process.Start(new ProcessStartInfo(python, arguments) { RedirectStandardError = true })!;
            string errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, errors);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (null, string.Empty);
        }
    }

    private static IEnumerable<string> Calls(JsonElement node) => node.TryGetProperty("call", out var call)
        ? [call.GetString()!, .. node.GetProperty("of").EnumerateArray().SelectMany(Calls)]
        : [];

    private static Tensor Evaluate(JsonElement node, Tensor[] inputs)
    {
        if (node.TryGetProperty("input", out var input))
            return inputs[input.GetInt32()];
        string name = node.GetProperty("call").GetString()!;
        Tensor[] of = [.. node.GetProperty("of").EnumerateArray().Select(child => Evaluate(child, inputs))];
        JsonElement[] arguments = node.TryGetProperty("args", out var args) ? [.. args.EnumerateArray()] : [];
        foreach (var method in typeof(Tensor).GetMethods().Where(m => m.Name == name && m.ReturnType == typeof(Tensor)))
        {
            object[] given = [.. of.Skip(method.IsStatic ? 0 : 1), .. arguments];
            if (Bind(method.GetParameters(), given) is { } bound)
                return (Tensor)method.Invoke(method.IsStatic ? null : of[0], bound)!;
        }
        throw new MissingMethodException(nameof(Tensor), name);
    }

    // Values for all parameters, or null where one does not take what is given.
    private static object?[]? Bind(ParameterInfo[] parameters, object[] given)
    {
        if (given.Length > parameters.Length || parameters.Skip(given.Length).Any(parameter => !parameter.HasDefaultValue))
            return null;
        object?[] values = [.. parameters.Select(parameter => parameter.HasDefaultValue ? parameter.DefaultValue : null)];
        for (int i = 0; i < given.Length; i++)
        {
            var type = Nullable.GetUnderlyingType(parameters[i].ParameterType) ?? parameters[i].ParameterType;
            values[i] = given[i] switch
            {
                Tensor tensor when type == typeof(Tensor) => tensor,
                JsonElement { ValueKind: JsonValueKind.True or JsonValueKind.False } flag when type == typeof(bool) => flag.GetBoolean(),
                JsonElement { ValueKind: JsonValueKind.Number } number when type == typeof(int) && number.TryGetInt32(out int whole) => whole,
                JsonElement { ValueKind: JsonValueKind.Number } number when type == typeof(double) => number.GetDouble(),
                _ => null,
            };
            if (values[i] is null)
                return null;
        }
        return values;
    }

    private sealed record Programs([property: System.Text.Json.Serialization.JsonPropertyName("programs")] Program[] Items);

    private sealed record Program(
        JsonElement Tree, ProgramInput[] Inputs, float[] Weights, int[] Shape, double[][] Results, double[] Errors);

    private sealed record ProgramInput(int[] Shape, float[] Data);
}
