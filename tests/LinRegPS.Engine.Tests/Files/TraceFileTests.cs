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
        Assert.Equal([(1, 2.2518f, (double?)0.1), (2, 2.0355f, 0.05)], records.Select(record => (record.Epoch, record.Loss, record.LearningRate)));
        Assert.Equal(["step=9", "train_loss_step=2.2011", "val_acc=0.25", "ValidationLoss=2.1503"], Columns(records[0]));
        var steps = TraceFile.Read(Peer("lightning_metrics.csv"), new TraceOptions { BySteps = true });
        Assert.Equal([(5, 2.3025f), (10, 2.2011f), (15, 2.0904f), (20, 1.9807f)], steps.Select(record => (record.Epoch, record.Loss)));
        Assert.Equal([0.25f, 0.5f], TraceFile.Read(Peer("lightning_metrics.csv"), new TraceOptions { Loss = "VAL_ACC" }).Select(record => record.Loss));
    }

    [Theory]
    [InlineData("epoch,loss\n0,3\n1,2\n", 1)]
    [InlineData("epoch,loss,val_loss\n0,,4\n1,2,3\n", 2)]
    [InlineData("epoch,loss\n1,3\n2,2\n", 1)]
    [InlineData("epoch,loss\n5,3\n6,2\n", 6)]
    public void ALogThatBeginsWithOneCountsFromThere(string text, int first) =>
        Assert.Equal(first, TraceFile.Read(_files.Write("log.csv", text))[0].Epoch);

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
        { "epoch,loss\nnan,2\n", "'epoch' of row 1 is NaN" },
        { "epoch,loss\n,2\n", "'epoch' of row 1 is missing" },
        { "epoch,loss\n2147483647,2\n", "'epoch' of row 1 is 2147483647" },
        { "epoch,loss\n0,2\n1,tensor(3.)\n", "line 3, column 'loss': 'tensor(3.)' is no number" },
        { "epoch,loss,a\n0,2,x\n1,,5\n", "line 2, column 'a': 'x' is no number" },
        { "epoch,Loss,loss\n0,2,3\n", "two columns of the name 'Loss'" },
        { "epoch;loss;val_loss\n0;1.5;0,5\n1;1.25;\n", "line 2, column 'val_loss': '0,5' is no number; write it with a point" },
        { "epoch,loss,val_loss\n0,1.5,\"-1,5e-3\"\n", "line 2, column 'val_loss': '-1,5e-3' is no number; write it with a point" },
        { "epoch;loss\n0;1,5\n1;1,25\n", "line 2, column 'loss': '1,5' is no number" },
        { "epoch,loss\n0,\n", "no row of it has a 'loss'" },
        { "epoch,loss\n0,1,2\n", "3 fields, but there are 2 columns" },
        { "", "empty" },
    };

    // float64 as it was written, and all that a training which diverges has.
    [Fact]
    public void NumbersAreWhatTheLogSays()
    {
        var records = TraceFile.Read(_files.Write("a.csv", "epoch,loss,acc,lr,note\n0,1.25,0.1234567890123,1e-3,start\n1,inf,nan,0.001,\n2,NaN,-Infinity,,end\n16777217,-inf,1e300,,\n"));
        Assert.Equal([(1, 1.25f), (2, float.PositiveInfinity), (3, float.NaN), (16777218, float.NegativeInfinity)], records.Select(record => (record.Epoch, record.Loss)));
        Assert.Equal([0.1234567890123, double.NaN, double.NegativeInfinity, 1e300], records.Select(record => Assert.Single(record.Columns).Value));
        Assert.Equal([0.001, 0.001, null, null], records.Select(record => record.LearningRate));
    }

    [Fact]
    public void WhatIsLeftOutIsTold()
    {
        var warnings = new List<string>();
        var records = TraceFile.Read(_files.Write("a.csv", "epoch,loss,val_loss\n0,1.25,1\n1,,2\n2,1e39,3\n"), new TraceOptions { Warn = warnings.Add });
        Assert.Equal([1, 3], records.Select(record => record.Epoch));
        Assert.Equal(2, warnings.Count);
        Assert.Contains("no 'loss' at epoch 1, which is left out", warnings[0]);
        Assert.Contains("the loss 1E+39 of epoch 3 is beyond float32", warnings[1]);
    }

    [Fact]
    public void ColumnsOfTextAreTold()
    {
        var warnings = new List<string>();
        Assert.Empty(TraceFile.Read(_files.Write("a.csv", "epoch,loss,phase,note\n0,1.5,train,\"1,5\"\n1,1,train,none yet\n"), new TraceOptions { Warn = warnings.Add })[0].Columns);
        Assert.EndsWith("a.csv': phase, note have no numbers, and are left out.", Assert.Single(warnings));
    }

    // Of rows without a loss: what they have, and neither what they lack nor what tells where they stand.
    [Fact]
    public void ColumnsWithoutARecordAreTold()
    {
        var warnings = new List<string>();
        var records = TraceFile.Read(
            _files.Write("a.csv", "epoch,step,loss,acc,val_loss,lr,norm\n0,0,1.5,0.5,,0.1,\n0,1,,0.6,2,0.1,\n1,2,0.5,,,0.1,3\n"), new TraceOptions { BySteps = true, Warn = warnings.Add });
        Assert.Equal([1.5f, 0.5f], records.Select(record => record.Loss));
        string told = Assert.Single(warnings);
        string[] words = told[told.IndexOf("leaves out", StringComparison.Ordinal)..].Split(' ', ',', '\'', '.');
        Assert.Equal(["acc", "val_loss"], words.Intersect(["epoch", "step", "loss", "acc", "val_loss", "lr", "norm"]).Order(StringComparer.Ordinal));
    }

    // Lightning logs a rate without an epoch.
    [Fact]
    public void ARateBelongsToTheEpochThatFollows()
    {
        var records = TraceFile.Read(_files.Write("a.csv", "epoch,lr-SGD,step,train_loss,val_loss\n,0.1,0,,\n0,,9,2.5,\n0,,9,,3\n,0.05,10,,\n1,,19,2,\n"));
        Assert.Equal([(1, 2.5f, (double?)0.1), (2, 2f, 0.05)], records.Select(record => (record.Epoch, record.Loss, record.LearningRate)));
    }

    public static TheoryData<string> SeveralTrainings => new()
    {
        // Keras's CSVLogger(append=True).
        "epoch,loss\n0,1\n1,0.5\n0,3\n1,2.5\n",
        // One epoch each.
        "epoch,loss\n0,0.5\n0,2.5\n",
        // The head again.
        "epoch,loss\n0,1\n1,0.5\nepoch,loss\n2,2.5\n",
        // One that was begun again from its second epoch.
        "epoch,loss\n0,1\n1,0.6\n2,0.5\n1,3\n2,2.5\n",
        // Lightning's rows, of two versions.
        "epoch,step,train_loss_epoch,val_loss\n0,9,,1\n0,9,1,\n1,19,0.5,\n0,9,,1\n0,9,3,\n1,19,2.5,\n",
        "epoch,step,train_loss_epoch,val_loss\n0,9,0.5,\n0,9,,1\n0,9,2.5,\n0,9,,1\n",
        "epoch,step,train_loss_epoch\n0,9,0.5\n0,4,2.5\n",
    };

    [Theory]
    [MemberData(nameof(SeveralTrainings))]
    public void SeveralTrainingsAreNeverMixed(string text)
    {
        string path = _files.Write("a.csv", text);
        Expect.Error<InvalidValueException>("SeveralTrainings", () => TraceFile.Read(path), "a.csv", "2 trainings", "1 from row 1 to row ");
        Assert.Equal(0.5f, TraceFile.Read(path, new TraceOptions { Run = 1 })[^1].Loss);
        Assert.Equal(2.5f, TraceFile.Read(path, new TraceOptions { Run = 2 })[^1].Loss);
        Expect.Error<InvalidValueException>("OutOfRange", () => TraceFile.Read(path, new TraceOptions { Run = 0 }), "2 trainings");
    }

    // Steps that are counted in each epoch anew are no other training, and no steps of the training.
    [Fact]
    public void BatchesOfAnEpochAreOneRecord() => Assert.Equal(
        [(1, 0.9f), (2, 0.7f)],
        TraceFile.Read(_files.Write("a.csv", "epoch,batch,loss\n0,0,1\n0,1,0.9\n1,0,0.8\n1,1,0.7\n")).Select(record => (record.Epoch, record.Loss)));

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
            Mutations.Try(File.ReadAllBytes(path), stream => TraceFile.Read(stream, "mutated", format, new TraceOptions { BySteps = true }));
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
