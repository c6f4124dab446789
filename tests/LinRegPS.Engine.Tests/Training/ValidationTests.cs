using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Training;

/// <summary>Loss and metrics on other data than those of the training.</summary>
public class ValidationTests
{
    private static readonly Tensor s_x = Tensor.From([1, 2, 3, 4], 4, 1), s_y = Tensor.From([2, 4, 6, 8], 4, 1);

    [Fact]
    public void EachRecordHasTheLossAndTheMetricsOfTheModelAsItIs()
    {
        var model = new Linear(1, 1, bias: false, new Generator(0));
        var data = new DataSet(Tensor.From([5f, 6], 2, 1), Tensor.From([10f, 11], 2, 1));
        var validation = new Validation(data, MetricFunction.Named("Mae"), new MetricFunction("Rows", (prediction, _) => prediction.Numel));
        var loop = new TrainingLoop(model, new DataLoader(s_x, s_y), new Sgd(model, 0.01)) { Epochs = 5, LossScale = 2 };
        Assert.Equal(double.NaN, validation.Loss);
        int records = 0;
        foreach (var record in loop.Records(logEvery: 2, [validation], TestContext.Current.CancellationToken))
        {
            var prediction = model.Forward(data.Input).Detach();
            Assert.Equal(["ValidationLoss", "ValidationMae", "ValidationRows"], record.Columns.Select(c => c.Name));
            Assert.Equal([Loss.Mse(prediction, data.Target).Item() * 2, Metric.Mae(prediction, data.Target), 2], record.Columns.Select(c => c.Value));
            Assert.Equal(record.Columns[0].Value, validation.Loss);
            records++;
        }
        Assert.Equal(4, records);
    }

    [Fact]
    public void WithoutDataMetricsAreThoseOfTheTraining()
    {
        var model = new Linear(1, 1);
        var loop = new TrainingLoop(model, new DataLoader(s_x, s_y), new Sgd(model, 0.01));
        var record = loop.Records(observers: [new Validation(null, MetricFunction.Named("R2"))], cancellation: TestContext.Current.CancellationToken).Single();
        Assert.Equal(("R2", Metric.R2(model.Forward(s_x).Detach(), s_y)), (record.Columns[0].Name, record.Columns[0].Value));
    }

    // It looks on: not a bit of the training changes, no draw is taken from it, and the model goes on training.
    [Fact]
    public void ValidatingChangesNothing()
    {
        var runs = new[] { false, true }.Select(validated =>
        {
            var model = new Dropping();
            var loop = new TrainingLoop(model, new DataLoader(s_x, s_y, 2, new Generator(1)), new Adam(model, 0.1)) { Epochs = 6 };
            TrainingObserver[] observers = validated ? [new Validation(new DataSet(s_x, s_y), MetricFunction.Named("Rmse"))] : [];
            var losses = loop.Records(1, observers, TestContext.Current.CancellationToken).Select(record => record.Loss).ToArray();
            Assert.True(model.Training && model.Drop.Training);
            return (losses, model.Layer.Weight.ToArray());
        }).ToArray();
        Assert.Equal(runs[0].losses, runs[1].losses);
        Assert.Equal(runs[0].Item2, runs[1].Item2);
    }

    // The best of other data, not of the training's own, whose loss goes on falling.
    [Fact]
    public void PatienceGoesByTheLossOfOtherData()
    {
        var model = new Linear(1, 1, bias: false, new Generator(0));
        using (GradMode.NoGrad())
            model.Weight.Fill_(0);
        var validation = new Validation(new DataSet(Tensor.From([1f], 1, 1), Tensor.From([1f], 1, 1)));
        var stopping = new EarlyStopping(3, validation);
        var loop = new TrainingLoop(model, new DataLoader(s_x, s_y), new Sgd(model, 0.01)) { Epochs = 100 };
        var weights = new List<float>();
        foreach (var record in loop.Records(1, [validation, stopping], TestContext.Current.CancellationToken))
            weights.Add(record.GetParameter("weight").Item());
        int best = weights.IndexOf(weights.MinBy(weight => (weight - 1) * (weight - 1)));
        Assert.Equal((best + 1, best + 1 + 3), (stopping.BestEpoch, weights.Count));
        stopping.RestoreBest();
        Assert.Equal(weights[best], model.Weight.Item());
    }

    private sealed class Dropping : Module
    {
        public Linear Layer { get; } = new(1, 1, bias: true, new Generator(3));

        public Dropout Drop { get; } = new(0.5, new Generator(4));

        public override Tensor Forward(Tensor x) => Drop.Forward(Layer.Forward(x));
    }
}
