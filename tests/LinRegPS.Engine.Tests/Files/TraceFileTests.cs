using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Traces;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;
using LinRegPS.Files.Traces;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Trainings that PyTorch has recorded, by examples/pytorch/training_trace.py, and tables that trainers log.</summary>
public sealed class TraceFileTests : IDisposable
{
    private static readonly Tensor s_x = Tensor.Arange(12).Reshape(6, 2) / 8, s_y = s_x.Narrow(1, 0, 1) - s_x.Narrow(1, 1, 1).Square();

    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    // PyTorch draws the same start for the same seed, and sums in another order.
    [Fact]
    public void ATrainingOfPyTorchIsTheOneHereButForRounding()
    {
        var here = Trace("here", Train(0.1));
        var torch = Trace("torch", TraceFile.Read(Peer("network.npz")));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], torch.ParameterNames);
        Assert.Equal(Enumerable.Range(1, 8), torch.Points.Select(point => point.Epoch));
        var same = Compare(torch, here);
        Assert.Contains(same.Cause, new[] { TrainingDifference.None, TrainingDifference.Rounding });
        Assert.Equal(TrainingDifference.Rate, Compare(torch, Trace("other", Train(0.05))).Cause);
        Assert.All(torch.Points.Zip(here.Points), pair => Assert.InRange(pair.First.Loss!.Value, pair.Second.Loss!.Value * 0.99999f, pair.Second.Loss!.Value * 1.00001f));
    }

    [Fact]
    public void AGradientThatIsMissingIsNone()
    {
        var records = TraceFile.Read(Peer("missing.npz"));
        Assert.Equal([false, true, true], records.Select(record => record.GetGradient("b.weight") is not null));
        Assert.All(records, record => Assert.Equal([1, 2], record.GetGradient("a.weight")!.Shape.ToArray()));
        Expect.SameBits(records[0].GetParameter("b.weight").ToArray(), records[0].GetParameter("b.weight").ToArray());
    }

    [Fact]
    public void LightningsRowsOfAnEpochAreOne()
    {
        var records = TraceFile.Read(Peer("lightning_metrics.csv"));
        Assert.Equal([(1, 2.2518f, (double?)0.1f), (2, 2.0355f, 0.05f)], records.Select(record => (record.Epoch, record.Loss, record.LearningRate)));
        Assert.Equal(["step=9", "train_loss_step=2.2011", "val_acc=0.25", "ValidationLoss=2.1503"], Columns(records[0]));
        var steps = TraceFile.Read(Peer("lightning_metrics.csv"), bySteps: true);
        Assert.Equal([(5, 2.3025f), (10, 2.2011f), (15, 2.0904f), (20, 1.9807f)], steps.Select(record => (record.Epoch, record.Loss)));
        Assert.Equal([0.25f, 0.5f], TraceFile.Read(Peer("lightning_metrics.csv"), loss: "VAL_ACC").Select(record => record.Loss));
    }

    [Fact]
    public void KerasCountsFromNought()
    {
        var records = TraceFile.Read(Peer("keras_log.csv"));
        Assert.Equal([(1, 1.2519853f), (2, 0.90132415f), (3, 0.70132414f)], records.Select(record => (record.Epoch, record.Loss)));
        Assert.Equal(["accuracy=0.3125", "val_accuracy=0.5", "ValidationLoss=1.0301"], Columns(records[0]));
    }

    public static TheoryData<string, string> NoLogs => new()
    {
        { "a,b\n1,2\n", "no column 'epoch'; it has a, b" },
        { "epoch,b\n1,2\n", "no column 'loss'; it has epoch, b" },
        { "epoch,loss\n0.5,2\n", "'epoch' of row 1 is 0.5" },
        { "epoch,loss\n-1,2\n", "'epoch' of row 1 is -1" },
        { "epoch,loss\n,2\n", "'epoch' of row 1 is NaN" },
        { "epoch,loss\n33554432,2\n", "'epoch' of row 1 is 33554432" },
    };

    [Theory]
    [MemberData(nameof(NoLogs))]
    public void ATableThatIsNoLogIsRefused(string text, string words) =>
        Expect.Error<InvalidValueException>("BadFile", () => TraceFile.Read(_files.Write("a.csv", text)), "a.csv", words);

    public static TheoryData<string, string> NoTraces => new()
    {
        { "none", "no trace of a training" },
        { "scalar", "no trace of a training" },
        { "steps", "'parameter/w' [3] of Float32" },
        { "shape", "'gradient/w' is [2,2], its parameter [2]" },
        { "orphan", "'gradient/v' belongs to no parameter" },
        { "other", "'more' belongs to no parameter" },
        { "type", "'parameter/w' [2] of Int64" },
        { "missing", "'missing/w' [2] of Float32" },
    };

    [Theory]
    [MemberData(nameof(NoTraces))]
    public void ArraysThatAreNoTraceAreRefused(string what, string words)
    {
        var (two, tensors) = (Tensor.From([1, 2]), new NamedTensors { ["loss"] = Tensor.From([1, 2]), ["parameter/w"] = Tensor.From([1, 2]) });
        (string Name, Tensor Value) change = what switch
        {
            "scalar" => ("loss", Tensor.Scalar(1)),
            "steps" => ("parameter/w", Tensor.From([1, 2, 3])),
            "shape" => ("gradient/w", Tensor.From([1, 2, 3, 4], 2, 2)),
            "orphan" => ("gradient/v", two),
            "other" => ("more", two),
            "type" => ("parameter/w", Tensor.FromInt64([1, 2])),
            _ => ("missing/w", two),
        };
        tensors[change.Name] = change.Value;
        if (what == "none")
            tensors.Remove("loss");
        TensorFile.Write(_files["a.npz"], TensorFormat.Npz, tensors, overwrite: false);
        Expect.Error<InvalidValueException>("BadFile", () => TraceFile.Read(_files["a.npz"]), "a.npz", words);
    }

    [Fact]
    public void OtherFormatsAreRefused() => Expect.Error<InvalidValueException>("WrongFormat", () => TraceFile.Read(FileFixture.Peer("npy_f4.npy")), "npy_f4.npy", "Npy");

    public static TheoryData<string> Seeds => ["network.npz", "missing.npz", "lightning_metrics.csv", "keras_log.csv", "missing.safetensors"];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AMutatedTraceIsReadOrRefused(string seed)
    {
        string path = Peer(seed);
        if (!File.Exists(path))
            TensorFile.Write(path = _files[seed], TensorFormat.Safetensors, FileFixture.Read(Peer(Path.ChangeExtension(seed, "npz"))), overwrite: false);
        var format = TensorFile.FormatOf(path);
        Mutations.Try(File.ReadAllBytes(path), stream => TraceFile.Read(stream, "mutated", format));
        if (format is TensorFormat.Csv)
            Mutations.Try(File.ReadAllBytes(path), stream => TraceFile.Read(stream, "mutated", format, bySteps: true));
    }

    private static string Peer(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", "traces", name);

    private static IEnumerable<string> Columns(TrainingRecord record) => record.Columns.Select(column => FormattableString.Invariant($"{column.Name}={(float)column.Value}"));

    private static TrainingComparison Compare(TrainingTrace reference, TrainingTrace candidate) => TraceExplainer.Explain([reference, candidate], null, new GradientContext())[0];

    private static TrainingTrace Trace(string name, IReadOnlyList<TrainingRecord> records) => new(name, [.. records[0].GetParameterNames()], records.Select(record => new TracePoint(
        record.Epoch, record.Loss, [.. record.Parameters.Select(parameter => parameter.Value)], [.. record.Parameters.Select(parameter => parameter.Gradient)])));

    private static List<TrainingRecord> Train(double rate)
    {
        var draws = new Generator(0);
        var model = new Sequential(new Linear(2, 4, true, draws), new Tanh(), new Linear(4, 1, true, draws));
        return [.. new TrainingLoop(model, new DataLoader(s_x, s_y), new Sgd(model, rate)) { Epochs = 8 }.Records()];
    }
}
