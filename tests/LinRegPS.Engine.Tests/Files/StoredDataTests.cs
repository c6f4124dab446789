using LinRegPS.Files;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Data sets whose rows stay in a file give the rows and the trainings that they would give in memory.</summary>
public sealed class StoredDataTests : IDisposable
{
    private readonly FileFixture _files = new();

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 30)];

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void TrainingsHaveTheBitsOfThoseInMemory(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(1, 400), columns = random.Next(1, 6), batch = random.Next(1, 60);
        int? block = random.Next(3) == 0 ? null : random.Next(1, 40);
        bool shuffle = random.Next(4) > 0, ofClasses = random.Next(2) == 0, dropLast = random.Next(2) == 0 && batch <= rows;
        var (stored, memory) = Make(random, rows, columns, ofClasses);
        // Rows in memory come by blocks where a size is given.
        block ??= shuffle ? rows : null;
        int share = random.Next(100);
        var (a, b) = (Train(stored), Train(memory));
        Assert.Equal(b.Records, a.Records);
        Assert.Equal(b.Parameters, a.Parameters);

        (string[] Records, float[] Parameters) Train(DataSet data)
        {
            Module model = ofClasses ? new Sequential(new Linear(columns, 4, true, new Generator(1)), new Tanh(), new Linear(4, 3, true, new Generator(2))) : new Linear(columns, 1, true, new Generator(1));
            var loader = new DataLoader(data, batch, shuffle, new Generator(seed), dropLast, block);
            // Some epochs, and an end within one, from which it goes on with another loader.
            var loop = new TrainingLoop(model, loader, new Adam(model, 0.01)) { Epochs = 3, Loss = ofClasses ? LossFunction.Named("CrossEntropy") : LossFunction.Mse() };
            string[] records = [.. loop.Records(1, [], TestContext.Current.CancellationToken).Select(record => FormattableString.Invariant($"{record.Epoch} {record.Loss:R}"))];
            int step = 1 + (share * loader.Count / 100);
            var rest = new TrainingLoop(model, new DataLoader(data, batch, shuffle, new Generator(seed), dropLast, block), loop.Optimizer) { FirstEpoch = 4, FirstStep = step, FirstLossSum = step > 1 ? 0 : null, Loss = loop.Loss };
            records = [.. records, .. rest.Records(1, [], TestContext.Current.CancellationToken).Select(record => FormattableString.Invariant($"{record.Epoch} {record.Loss:R}"))];
            return (records, [.. model.NamedParameters().SelectMany(parameter => parameter.Value.ToArray())]);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void LoopsGiveTheBatchesOfThoseInMemory(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(1, 300), batch = random.Next(1, 50), block = random.Next(1, 30);
        bool shuffle = random.Next(2) == 0;
        var (stored, memory) = Make(random, rows, 2, ofClasses: random.Next(2) == 0);
        var (a, b) = (Batches(stored), Batches(memory));
        Assert.Equal(b, a);

        List<string> Batches(DataSet data)
        {
            var loader = new DataLoader(data, batch, shuffle, new Generator(seed), blockSize: block);
            var batches = new List<string>();
            // Two epochs, which differ where they are shuffled.
            for (int epoch = 0; epoch < 2; epoch++)
                batches.AddRange(loader.Select(item => $"{item.Input.DType} {item.Input} {item.Target.DType} {item.Target}"));
            return batches;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void EachRowComesOnceInAnEpochAndPoolsCanBeHadAlone(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(1, 3000), size = random.Next(1, 9);
        var order = new BlockOrder(rows, size);
        order.Begin(seed);
        int[] all = new int[rows];
        order.Fill(all);
        Assert.Equal(Enumerable.Range(0, rows), all.Order());
        for (int pool = order.Pools - 1; pool >= 0; pool--)
        {
            int[] places = order.Places(pool);
            Assert.Equal(places.Length, order.Read(pool).Sum(block => block.Count));
            Assert.InRange(places.Length, 1, order.PoolRows);
            Assert.Equal(pool, order.PoolAt(order.Start(pool)));
            Assert.Equal(pool, order.PoolAt(order.Start(pool) + places.Length - 1));
        }
        int[] before = [.. all];
        order.Begin(seed);
        order.Fill(all);
        Assert.Equal(before, all);
        order.Begin(seed + 1);
        order.Fill(all);
        if (rows > 20)
            Assert.NotEqual(before, all);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void PartsHaveTheRowsOfThoseInMemoryInTheOrderOfTheFile(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(3, 500);
        var (stored, memory) = Make(random, rows, random.Next(1, 4), ofClasses: false);
        int[] lengths = DataSplit.Lengths(rows, [0.6, 0.2, 0.2]);
        var (a, b) = (DataSplit.Random(stored, lengths, new Generator(seed)), DataSplit.Random(memory, lengths, new Generator(seed)));
        foreach (var (part, numbers, of) in new[] { (a.Train, a.TrainRows, b.TrainRows), (a.Validation!, a.ValidationRows, b.ValidationRows), (a.Test, a.TestRows, b.TestRows) })
        {
            Assert.True(part.IsInFile);
            Assert.Equal(of.Order(), numbers);
            Assert.Equal(memory.Rows([.. numbers]).Input.ToArray(), part.Load().Input.ToArray());
            Assert.Equal(memory.Rows([.. numbers]).Target.ToArray(), part.Load().Target.ToArray());
        }
        Assert.Equal(memory.Rows(0, rows - 1).Input.ToArray(), stored.Rows(0, rows - 1).Input.ToArray());
    }

    [Fact]
    public void ElementsOfAllKindsAreThoseOfATensor()
    {
        foreach (string name in FileFixture.Expected.Keys.Where(name => name.EndsWith(".npy", StringComparison.Ordinal)))
        {
            string path = FileFixture.Peer(name);
            var whole = FileFixture.Read(path).GetAt(0).Value;
            if (whole.Rank == 0 || whole.Numel == 0)
                continue;
            DataSet data;
            try
            {
                data = StoredData.Open(path, path, "input", "target");
            }
            catch (InvalidValueException error) when (error.Message.Contains("fortran_order", StringComparison.Ordinal))
            {
                continue;
            }
            Assert.Equal(whole.DType, data.Load().Input.DType);
            Assert.Equal(whole.Float().ToArray(), data.Load().Input.Float().ToArray());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AFileThatIsCutShortIsAnErrorAndTheModelIsThatOfTheLastStep(bool shuffle)
    {
        var random = new Random(1);
        var (stored, memory) = Make(random, 4000, 3, ofClasses: false, name: "cut");
        var model = new Linear(3, 1, true, new Generator(1));
        // Pools of 128 rows.
        var loop = new TrainingLoop(model, new DataLoader(stored, 8, shuffle, new Generator(0), blockSize: 1), new Sgd(model, 0.01)) { Epochs = 2 };
        int steps = 0;
        var observer = new TrainingCallback(null, moment =>
        {
            if (++steps == 40)
                Cut(_files["cut.X.npy"], 5000);
        });
        var error = Assert.Throws<InvalidValueException>(() => loop.Records(1, [observer], TestContext.Current.CancellationToken).Count());
        Assert.Equal("LinRegPS.FileChanged", error.ErrorId);
        Assert.Contains("cut.X.npy", error.Message, StringComparison.Ordinal);
        Assert.InRange(steps, 41, 499);
        var same = new Linear(3, 1, true, new Generator(1));
        var other = new TrainingLoop(same, new DataLoader(memory, 8, shuffle, new Generator(0), blockSize: 1), new Sgd(same, 0.01)) { Epochs = 1 };
        int count = 0;
        using var stop = new CancellationTokenSource();
        _ = other.Records(1, [new TrainingCallback(null, _ => { if (++count == steps) stop.Cancel(); })], stop.Token).Count();
        Assert.Equal(same.Weight.ToArray(), model.Weight.ToArray());
    }

    [Fact]
    public void AFileThatIsDeletedIsReadToTheEndAndOneThatIsWrittenToIsRefused()
    {
        var (stored, _) = Make(new Random(1), 1000, 3, ofClasses: false, name: "gone");
        if (!OperatingSystem.IsWindows())
            File.Delete(_files["gone.X.npy"]);
        Assert.Equal(1000, new DataLoader(stored, 10, blockSize: 1).Sum(batch => batch.Rows));
        File.SetLastWriteTimeUtc(_files["gone.y.npy"], DateTime.UtcNow.AddHours(1));
        Assert.Equal("LinRegPS.FileChanged", Assert.Throws<InvalidValueException>(() => new DataLoader(stored, 10).First()).ErrorId);
    }

    [Fact]
    public void WhatNeedsAllRowsSaysSo()
    {
        var (stored, memory) = Make(new Random(1), 50, 3, ofClasses: false);
        foreach (Action act in new Action[] { () => _ = stored.Input, () => _ = stored.Target, () => new DataLoader(stored, null, null).Begin(), () => _ = new DataLoader(stored, 5).AllInput })
            Assert.Equal("LinRegPS.InFile", Assert.Throws<InvalidValueException>(act).ErrorId);
        Assert.Equal(memory.Input.ToArray(), stored.Load().Input.ToArray());
        Assert.Contains("[50,3]", stored.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, stored.CompareTo(stored));
        Assert.NotEqual(0, stored.CompareTo(memory));
        Assert.NotEqual(0, memory.CompareTo(stored));
    }

    [Fact]
    public void FilesThatDoNotFitAreRefused()
    {
        string x = Write("x.npy", Tensor.Zeros(4, 2)), y = Write("y.npy", Tensor.Zeros(3)), none = Write("none.npy", Tensor.Zeros(0, 2)), one = Write("one.npy", Tensor.Scalar(1));
        string named = Write("named.safetensors", Tensor.Zeros(2, 1));
        Assert.Contains("[4,2]", Refused(x, y, "ShapeMismatch"), StringComparison.Ordinal);
        Refused(x, null, "TargetNeeded");
        Refused(none, none, "EmptyTensor");
        Refused(one, one, "BadFile");
        Assert.Contains("tensor", Refused(named, null, "NoSuchName"), StringComparison.Ordinal);
        Refused(_files["missing.npy"], y, "FileNotFound");
        Refused(_files.Write("a.csv", "x,y\n1,2\n"), null, "WrongFormat");
        Refused(_files.Write("bad.npy", "no npy at all"), y, "BadFile");
        byte[] bytes = File.ReadAllBytes(x);
        Refused(_files.Write("short.npy", bytes[..^4]), y, "BadFile");
    }

    private string Refused(string path, string? target, string id)
    {
        var error = Assert.ThrowsAny<LinRegException>(() => StoredData.Open(path, target, "input", "target"));
        Assert.Equal($"LinRegPS.{id}", error.ErrorId);
        return error.Message;
    }

    private (DataSet Stored, DataSet Memory) Make(Random random, int rows, int columns, bool ofClasses, string name = "data")
    {
        var input = Tensor.From([.. Enumerable.Range(0, rows * columns).Select(_ => (float)(random.NextDouble() - 0.5))], rows, columns);
        var target = ofClasses
            ? Tensor.FromInt64([.. Enumerable.Range(0, rows).Select(_ => (long)random.Next(3))])
            : Tensor.From([.. Enumerable.Range(0, rows).Select(_ => (float)random.NextDouble())], rows, 1);
        string x = Write($"{name}.X.npy", input), y = Write($"{name}.y.npy", target);
        return (StoredData.Open(x, y, "input", "target"), new DataSet(input, target));
    }

    private string Write(string name, Tensor tensor)
    {
        TensorFile.Write(_files[name], TensorFile.FormatOf(name), NamedTensors.Of(tensor), overwrite: true);
        return _files[name];
    }

    private static void Cut(string path, long length)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        stream.SetLength(length);
    }
}
