using System.Text.Json;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Scripts;

/// <summary>The scripts of the course run as they stand, and follow PyTorch's numbers for the same seed.</summary>
[Collection(nameof(ExampleScriptTests))]
public sealed class CourseTests
{
    private static readonly JsonElement s_reference = Read();

    public static TheoryData<string> Lessons => [.. Directory.GetFiles(Repository.Find("examples/course"), "*.ps1").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string, string, double> Trainings => new()
    {
        { "7_linear_regression", "07-LinearRegression.ps1", 1e-6 },
        { "8_logistic_regression", "08-LogisticRegression.ps1", 1e-6 },
        { "13_feedforward", "13-FeedForward.ps1", 1e-4 },
        { "13_feedforward_momentum", "13-FeedForward.ps1 -Kind Momentum", 1e-4 },
        { "13_batch_norm", "13-FeedForward.ps1 -Kind BatchNorm", 1e-4 },
        { "14_convolution", "14-Convolution.ps1", 1e-4 },
    };

    // The models as the scripts make them.
    public static TheoryData<string, string> Starts => new()
    {
        { "7_linear_regression", "New-LinearModel 1 1 -Seed 0" },
        { "8_logistic_regression", "New-LinearModel 30 1 -Seed 0" },
        { "13_feedforward", "New-SequentialModel { Linear 64 100; ReLU; Linear 100 10 } -Seed 0" },
        { "13_feedforward_momentum", "New-SequentialModel { Linear 64 32; Tanh; Linear 32 10 } -Seed 0" },
        { "13_batch_norm", "New-SequentialModel { Linear 64 32; BatchNorm1d 32; ReLU; Linear 32 10 } -Seed 0" },
        { "14_convolution", "New-SequentialModel { Conv2d 1 6 3 -Padding 1; ReLU; MaxPool2d 2; Conv2d 6 16 3; ReLU; Flatten; Linear 64 32; ReLU; Linear 32 10 } -Seed 0" },
    };

    [Theory]
    [MemberData(nameof(Lessons))]
    public void EveryLessonRuns(string script)
    {
        Assert.InRange(File.ReadAllLines(Path.Combine(Repository.Find("examples/course"), script)).Length, 5, 60);
        using var session = new ModuleSession();
        Assert.NotEmpty(session.Run(Call(script)));
    }

    [Theory]
    [MemberData(nameof(Starts))]
    public void AModelStartsAsPyTorchsToTheBit(string lesson, string script)
    {
        using var session = new ModuleSession();
        session.Run($"$state = ({script}).StateDict()");
        foreach (var tensor in s_reference.GetProperty(lesson).GetProperty("start").EnumerateObject())
        {
            float[] expected = Numbers(tensor.Value.GetProperty("data"));
            Assert.Equal(expected, session.One<float[]>($", $state['{tensor.Name}'].Float().ToArray()"));
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void ATrainingFollowsPyTorchs(string lesson, string script, double tolerance)
    {
        var reference = s_reference.GetProperty(lesson);
        using var session = new ModuleSession();
        session.Run($"$result = {Call(script)}");
        float[] losses = Numbers(reference.GetProperty(reference.TryGetProperty("losses", out _) ? "losses" : "step_losses")), actual = session.One<float[]>(", $result.Losses");
        Assert.Equal(losses.Length, actual.Length);
        for (int i = 0; i < losses.Length; i++)
            Assert.InRange(actual[i] / losses[i], 1 - tolerance, 1 + tolerance);
        int[] right = reference.TryGetProperty("test_right", out var atEnd) ? [atEnd.GetInt32()]
            : reference.TryGetProperty("test_right_after_each_epoch", out var each) ? [.. each.EnumerateArray().Select(n => n.GetInt32())] : [];
        int[] got = right.Length == 0 ? [] : session.All<int>("$result.TestRight");
        Assert.Equal(right.Length, got.Length);
        Assert.All(right.Zip(got), pair => Assert.InRange(pair.Second - pair.First, -2, 2));
    }

    [Fact]
    public void BatchesAndSplitsHavePyTorchsOrders()
    {
        var reference = s_reference.GetProperty("9_data_loader");
        using var session = new ModuleSession();
        session.Run($"$result = {Call("09-DataLoader.ps1")}");
        Assert.Equal(Orders(reference.GetProperty("global_seed_orders")), session.All<int[]>("$result.Orders"));
        Assert.Equal(Orders(reference.GetProperty("own_generator_orders")), session.All<int[]>("$result.OwnOrders"));
        Assert.Equal(Orders(reference.GetProperty("random_split")), [session.All<int>("$result.TrainRows"), session.All<int>("$result.TestRows")]);
    }

    [Fact]
    public void SoftmaxAndCrossEntropyAreThoseOfTheLesson()
    {
        var reference = s_reference.GetProperty("11_softmax_cross_entropy");
        using var session = new ModuleSession();
        session.Run($"$result = {Call("11-SoftmaxCrossEntropy.ps1")}");
        Near(Numbers(reference.GetProperty("softmax")), session.One<float[]>(", $result.Softmax.ToArray()"));
        // PyTorch's gradient is a difference of float32 numbers near 1, over 3.
        Assert.All(Numbers(reference.GetProperty("gradient")).Zip(session.One<float[]>(", $result.Gradient.ToArray()")), pair => Assert.InRange(pair.Second - pair.First, -4e-8f, 4e-8f));
        Near([reference.GetProperty("loss").GetSingle()], [session.One<float>("$result.Loss")]);
    }

    private static void Near(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second / pair.First, 1 - 1e-6, 1 + 1e-6));
    }

    // What is written for the eye goes nowhere.
    private static string Call(string script) => $"& '{Repository.Find("examples/course")}/{script.Split(' ', 2)[0]}' {string.Join(' ', script.Split(' ').Skip(1))} 6> $null";

    private static float[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetSingle())];

    private static int[][] Orders(JsonElement lists) => [.. lists.EnumerateArray().Select(list => list.EnumerateArray().Select(n => n.GetInt32()).ToArray())];

    private static JsonElement Read() =>
        JsonDocument.Parse(File.ReadAllText(Repository.Find("tests/fixtures/course_torch.json"))).RootElement.GetProperty("lessons");
}
