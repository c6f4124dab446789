using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Groups;

/// <summary>Steps of several batches in several ranks.</summary>
public sealed class SharedAccumulationTests
{
    [Fact]
    public void BatchesThatAreAccumulatedExchangeTheirGradientsAtTheStep()
    {
        // 8 batches an epoch and 3000 parameters.
        long each = Given(1), third = Given(3);
        Assert.InRange(third, each * 3 / 8, each / 2);

        static long Given(int accumulation) => ThreadGroup.Run(2, group =>
        {
            var model = new Linear(3000, 1, generator: new Generator(0));
            var data = new DataLoader(Tensor.Normal(new Generator(3), 0, 0.01, 64, 3000), Tensor.Zeros(64, 1), 8);
            new TrainingLoop(model, data, new Sgd(model, 0.01)) { Epochs = 5, Group = group, AccumulationSteps = accumulation }.Run([]).Count();
            return ((ThreadGroup)group).Given;
        })[0];
    }

    [Theory]
    [InlineData("CrossEntropy")]
    [InlineData("Weighted")]
    [InlineData("Ignored")]
    [InlineData("Sum")]
    public void StepsOfTwoBatchesAreThoseOfOneProcessAndTheSameBitsForAnyNumberOfRanks(string kind)
    {
        float[] alone = SharedTrainingTests.TrainClasses(null, kind, 2), parts = SharedTrainingTests.TrainClasses(null, kind, 2, 5);
        for (int i = 0; i < alone.Length; i++)
            Assert.Equal(alone[i], parts[i], 2e-6f);
        foreach (int size in new[] { 1, 2, 3, 5 })
            Assert.All(ThreadGroup.Run(size, group => SharedTrainingTests.TrainClasses(group, kind, 2, 5)), parameters => Assert.Equal(parts, parameters));
    }

    [Fact]
    public void BuffersFollowEachBatchAndDrawsThePart()
    {
        var alone = SharedTrainingTests.TrainNetwork(null, 4, accumulation: 3);
        foreach (int size in new[] { 1, 2, 3, 4 })
        {
            foreach (var result in ThreadGroup.Run(size, group => SharedTrainingTests.TrainNetwork(group, 4, accumulation: 3)))
            {
                Assert.Equal(alone.State, result.State);
                Assert.Equal(alone.Losses, result.Losses);
            }
        }
        Assert.NotEqual(alone.State, SharedTrainingTests.TrainNetwork(null, 4).State);
    }
}
