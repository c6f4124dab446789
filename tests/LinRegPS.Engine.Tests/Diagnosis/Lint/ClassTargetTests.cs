using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>What is said of targets that are no classes of the model's three outputs, and what to do with each.</summary>
public sealed class ClassTargetTests
{
    [Theory]
    [InlineData("The target has numbers that are no classes", "are for Mse", 0.5f, 1, 2)]
    [InlineData("The classes are -1 and 1", "($Y + 1) / 2", -1, 1, 1)]
    [InlineData("Classes start at 1, where the loss counts from 0", "$Y - 1", 1, 2, 3)]
    [InlineData("Classes start at 1, where the loss counts from 0", "$Y - 1", 2, 3, 3)]
    [InlineData("A class is negative", "-100", -2, 0, 1)]
    [InlineData("A class is beyond the model's outputs", "Give the model 4 outputs", 0, 1, 3)]
    [InlineData("A class is beyond the model's outputs", "Give the model 5 outputs", 1, 2, 4)]
    public void EachIsToldApart(string words, string remedy, float first, float second, float third)
    {
        var w = Parameter([0.1f, 0.2f, 0.3f], 1, 3);
        var target = Tensor.From([first, second, third]);
        var finding = Watch(() => Loss.CrossEntropy(Tensor.Ones(3, 1).MatMul(w), target).Backward(), ("w", w)).Only("ClassTargets");
        Assert.StartsWith(words, finding.Finding);
        Assert.Contains(remedy, finding.Remedy);
    }
}
