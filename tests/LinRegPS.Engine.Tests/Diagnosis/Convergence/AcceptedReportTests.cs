using LinRegPS.Diagnosis.Convergence;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Convergence;

/// <summary>All that a report says, word by word, for data of each kind under settings of each kind. That its numbers are right is the other tests' matter.</summary>
public sealed class AcceptedReportTests
{
    private static readonly Dictionary<string, (Tensor Input, Tensor Target, bool Bias)> s_data = new()
    {
        ["a line"] = (Tensor.From([1, 2, 3, 4]), Tensor.From([2, 4, 6, 8]), false),
        ["a line with a bias"] = (Tensor.From([1, 2, 3, 4]), Tensor.From([2, 4, 6.5f, 8]), true),
        ["two features"] = (Tensor.From([1, 5, 2, 3, 3, 8, 4, 1, 5, 2], 5, 2), Tensor.From([3, 4, 1, 6, 8]), true),
        ["unequal features"] = (Tensor.From([1, 50, -1, 50, 1, -50, -1, -50], 4, 2), Tensor.From([1, 2, 3, 4]), false),
        ["collinear"] = (Tensor.From([1, 2, 2, 4, 3, 6, 5, 10], 4, 2), Tensor.From([1, 2, 3, 4]), true),
        ["a constant feature"] = (Tensor.From([3, 3, 3]), Tensor.From([1, 2, 3]), true),
        ["a feature of zeros"] = (Tensor.From([1, 0, 2, 0, 4, 0], 3, 2), Tensor.From([1, 2, 3]), false),
        ["zeros"] = (Tensor.Zeros(3), Tensor.From([1, 2, 3]), false),
        ["too few rows"] = (Tensor.From([1, 2, 3, 4, 5, 6, 7, 9], 2, 4), Tensor.From([1, 2]), true),
        ["one row"] = (Tensor.From([3]), Tensor.From([6]), true),
        ["two targets"] = (Tensor.From([1, 2, 3, 5], 4, 1), Tensor.From([2, 1, 4, 3, 6, 2, 8, 1], 4, 2), true),
        ["seven features"] = (Tensor.Uniform(new Generator(3), -1, 1, 12, 7), Tensor.Uniform(new Generator(4), 0, 1, 12), true),
    };

    private static readonly Dictionary<string, ConvergenceAnalysis> s_settings = new()
    {
        ["as it is"] = new() { LearningRate = 0.01 },
        ["too fast"] = new() { LearningRate = 3 },
        ["no rate"] = new() { LearningRate = 0 },
        ["momentum"] = new() { LearningRate = 0.02, Momentum = 0.9, Tolerance = 1e-3 },
        ["little momentum"] = new() { LearningRate = 0.05, Momentum = 0.2 },
        ["decay"] = new() { LearningRate = 0.01, WeightDecay = 0.5 },
        ["scale"] = new() { LearningRate = 1e-6, GradientScale = 4, Tolerance = 0.1 },
        ["Adam"] = new() { LearningRate = 0.1, Optimizer = "Adam" },
        ["AdamW"] = new() { LearningRate = 0.1, Optimizer = "AdamW", WeightDecay = 0.1 },
    };

    public static TheoryData<string, string> Cases => new(from data in s_data.Keys from settings in s_settings.Keys select (data, settings));

    [Theory]
    [MemberData(nameof(Cases))]
    public void AReportSaysThis(string data, string settings)
    {
        var (input, target, bias) = s_data[data];
        string said = Said(() => s_settings[settings].Measure(input, target, bias));
        Accepted.Text("convergence.txt", settings == "as it is" ? said + "\n\nwithout a target:\n" + Said(() => s_settings[settings].Measure(input, null, bias)) : said);
    }

    private static string Said(Func<ConvergenceReport> measure)
    {
        try
        {
            return Accepted.Said(measure());
        }
        catch (LinRegException error)
        {
            return $"{error.ErrorId}: {error.Message}";
        }
    }
}
