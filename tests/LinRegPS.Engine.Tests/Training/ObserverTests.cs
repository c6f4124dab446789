using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Training;

public class ObserverTests
{
    [Fact]
    public void ObserversAreToldInOrderOfWhatTheyOverride()
    {
        var told = new List<string>();
        var model = FoundingCase.Model(false);
        var loop = new TrainingLoop(model, new DataLoader(FoundingCase.X(4, 1), FoundingCase.Y(4, 1), 2), new Sgd(model, 0.01)) { Epochs = 2 };
        Assert.Equal([2], loop.Run([new Teller("a", told), new Quiet(), new Teller("b", told)], TestContext.Current.CancellationToken));
        Assert.Equal(
            [
                "a begins", "b begins",
                "a 1 {", "b 1 {", "b 1 }", "a 1 }", "a 1", "b 1", "a 2 {", "b 2 {", "b 2 }", "a 2 }", "a 2", "b 2", "a epoch 1", "b epoch 1",
                "a 3 {", "b 3 {", "b 3 }", "a 3 }", "a 3", "b 3", "a 4 {", "b 4 {", "b 4 }", "a 4 }", "a 4", "b 4", "a epoch 2", "b epoch 2",
            ],
            told);
    }

    [Fact]
    public void ALossThatIsNotFiniteIsShownWithItsGraph()
    {
        var model = FoundingCase.Model(false);
        var watcher = new NonFinite();
        var loop = new TrainingLoop(model, new DataLoader(FoundingCase.X(4, 1), FoundingCase.Y(4, 1)), new Sgd(model, 1)) { Epochs = 60 };
        Assert.Empty(loop.Run([watcher], TestContext.Current.CancellationToken));
        Assert.InRange(watcher.First, 9, 40);
        Assert.Equal("MseLossBackward", watcher.Operation);
    }

    // A parameter of the name of one of the record's members, whatever the case, hides nothing.
    [Theory]
    [InlineData("Loss")]
    [InlineData("epoch")]
    [InlineData("Elapsed")]
    [InlineData("GetParameter")]
    public void AParameterHidesNoColumn(string name)
    {
        var parameter = new ModelParameter(name, Tensor.Zeros(1));
        var renamed = TrainingRecord.Rename(parameter);
        Assert.Equal("parameter." + name, renamed.Name);
        Assert.Same(parameter.Value, renamed.Value);
        var other = new ModelParameter("lin." + name, Tensor.Zeros(1));
        Assert.Same(other, TrainingRecord.Rename(other));
    }

    // All members, also those that are added one day.
    [Fact]
    public void NoMemberOfARecordIsHidden()
    {
        foreach (string name in typeof(TrainingRecord).GetMembers().Select(member => member.Name))
            Assert.Equal("parameter." + name, TrainingRecord.Rename(new ModelParameter(name, Tensor.Zeros(1))).Name);
    }

    // The same in a training.
    [Fact]
    public void ALossAmongTheParametersIsNotTheLoss()
    {
        var model = new Offset();
        var record = new TrainingRun(model, FoundingCase.X(4, 1), FoundingCase.Y(4, 1)).Records().Single();
        Assert.Equal(["parameter.Loss"], record.GetParameterNames());
        Assert.Equal((7.5f, 7.5f), (record.Loss, Loss.Mse(FoundingCase.X(4, 1), FoundingCase.Y(4, 1)).Item()));
        Assert.Equal(model.Loss.Item(), record.GetParameter("PARAMETER.loss").Item());
    }

    private sealed class Offset : Module
    {
        public Tensor Loss { get; } = Tensor.Zeros(1).RequiresGrad_();

        public override Tensor Forward(Tensor x) => x + Loss;
    }

    private sealed class Quiet : TrainingObserver
    {
        public override TrainingEvents Listens => TrainingEvents.None;
    }

    private sealed class NonFinite : TrainingObserver
    {
        public int First { get; private set; }

        public string? Operation { get; private set; }

        public override void NonFiniteLoss(int step, Tensor loss)
        {
            if (First == 0)
                (First, Operation) = (step, loss.GradFn!.Name);
        }
    }

    private sealed class Teller(string name, List<string> told) : TrainingObserver
    {
        public override void TrainingBegins(TrainingLoop loop) => told.Add($"{name} begins");

        public override IDisposable StepBegins(int step)
        {
            told.Add($"{name} {step} {{");
            return new End(() => told.Add($"{name} {step} }}"));
        }

        public override void StepEnded(int step, float loss) => told.Add($"{name} {step}");

        public override bool EpochEnded(int epoch, float loss)
        {
            told.Add($"{name} epoch {epoch}");
            return epoch == 2;
        }

        private sealed class End(Action action) : IDisposable
        {
            public void Dispose() => action();
        }
    }
}
