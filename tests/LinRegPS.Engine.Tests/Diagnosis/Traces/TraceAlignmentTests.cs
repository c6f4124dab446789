using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Diagnosis.Traces;

/// <summary>Traces belong together by their epochs, not by the places of their records.</summary>
public class TraceAlignmentTests
{
    // Which epochs are logged.
    public static TheoryData<string> Logs => ["every 10", "every 3", "from 20", "backwards"];

    [Theory]
    [MemberData(nameof(Logs))]
    public void TheSameTrainingLoggedLessOftenAgreesToTheBit(string log)
    {
        var every = TraceCases.Peer("torch_autograd");
        var some = Logged(every, log);
        var comparison = Compare(every, some);
        Assert.Equal(TrainingDifference.None, comparison.Cause);
        Assert.Contains($"in all {some.Points.Count} epochs", comparison.Finding);
        Assert.Equal(TrainingDifference.None, Compare(some, every).Cause);
    }

    [Theory]
    [MemberData(nameof(Logs))]
    public void ADifferenceIsFoundInTheEpochThatBothHave(string log)
    {
        // Another rate from epoch 25 on: what is logged first after it shows it.
        var reference = TraceCases.Train("a", [0]);
        var candidate = TraceCases.Train("b", [0], step: (epoch, w, g) => [w[0] - ((epoch < 25 ? 0.01f : 0.02f) * g[0])]);
        var some = Logged(candidate, log);
        int first = some.Points.Select(point => point.Epoch).First(epoch => epoch >= 25);
        Assert.Equal(first, Compare(reference, some).PartEpoch);
        Assert.Equal(first, Compare(some, reference).PartEpoch);
    }

    private static TrainingComparison Compare(TrainingTrace reference, TrainingTrace candidate) =>
        Accepted.As("trainings.txt", TraceExplainer.Explain([reference, candidate], null, new GradientContext())[0]);

    private static TrainingTrace Logged(TrainingTrace trace, string log) => new(trace.Name + " " + log, trace.ParameterNames, log switch
    {
        "every 10" => trace.Points.Where(point => point.Epoch % 10 == 0),
        "every 3" => trace.Points.Where(point => point.Epoch % 3 == 1),
        "from 20" => trace.Points.Where(point => point.Epoch >= 20),
        _ => trace.Points.Where(point => point.Epoch % 7 == 0).Reverse(),
    });
}
