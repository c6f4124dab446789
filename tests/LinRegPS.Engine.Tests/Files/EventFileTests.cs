using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files.Events;
using LinRegPS.Files.Traces;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>TensorBoard's event files: those that another program put together by the format's description (fixtures/events.py), and our own.</summary>
public sealed class EventFileTests : IDisposable
{
    private readonly FileFixture _files = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _files.Dispose();

    [Fact]
    public void WhatPyTorchWritesIsReadByStepsWhateverTheirOrder()
    {
        var records = Read(Peer("torch"));
        Assert.Equal([(1, 1f), (2, 1 / 2f), (3, 1 / 3f), (4, 1 / 4f)], records.Select(record => (record.Epoch, record.Loss)));
        Assert.Equal([2.0, 1, 2 / 3f, 0.5], records.Select(record => Assert.Single(record.Columns, column => column.Name == "ValidationLoss").Value));
        Assert.Equal([4.0, 5, 6, 7], records.Select(record => record.Elapsed.TotalSeconds));
        Assert.Empty(_warnings);
    }

    [Fact]
    public void TensorsOfOneNumberAreNumbers()
    {
        var records = Read(Peer("tensors"));
        Assert.Equal([0.1f, 0.2f], records.Select(record => record.Loss));
        Assert.Equal(
            [("float_val", 0.25), ("float_one", 0.5), ("double_val", 0.1), ("double_content", 1e-300), ("int", -7), ("long", 1L << 40), ("half", 1.5), ("bfloat16", 1.5)],
            records[1].Columns.Select(column => (column.Name, column.Value)));
    }

    [Fact]
    public void EpochsThatAreLoggedMakeRecordsOfEpochs()
    {
        var records = Read(Peer("lightning"));
        Assert.Equal([(1, 1.1f), (2, 0.1f)], records.Select(record => (record.Epoch, MathF.Round(record.Loss, 4))));
        Assert.Equal([5, 10, 15, 20], Read(Peer("lightning"), new() { BySteps = true }).Select(record => record.Epoch));
    }

    [Fact]
    public void ADivergedTrainingIsRead() => Assert.Equal([1.5f, 1e30f, float.PositiveInfinity, float.NaN], Read(Peer("diverged")).Select(record => record.Loss));

    [Fact]
    public void TwoTrainingsAreNotMixed()
    {
        Expect.Error<InvalidValueException>("SeveralTrainings", () => Read(Peer("twice")), "2 trainings", "1 from step 0 to step 2");
        Assert.Equal([4f, 5, 6], Read(Peer("twice"), new() { Run = 2 }).Select(record => record.Loss));
        Expect.Error<InvalidValueException>("OutOfRange", () => Read(Peer("twice"), new() { Run = 3 }), "2 trainings");
    }

    [Fact]
    public void EachByteOfAFileThatIsCutOffIsAWholeBeginningOrSaysSo()
    {
        byte[] whole = File.ReadAllBytes(Peer("diverged"));
        for (int length = 90; length < whole.Length; length++)
        {
            _warnings.Clear();
            var records = TraceFile.ReadEvents(new MemoryStream(whole[..length]), "cut", Options());
            Assert.InRange(records.Count, 1, 3);
            // Between two records nothing is missing.
            Assert.True(_warnings.Count == 1 ? _warnings[0].Contains("'cut'") && _warnings[0].Contains("not whole") : Read(Write(whole[..length])).Count == records.Count);
        }
    }

    [Fact]
    public void AChangedByteIsAnErrorThatSaysWhere()
    {
        byte[] whole = File.ReadAllBytes(Peer("diverged"));
        var lengths = new HashSet<string>();
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x10;
            var error = Assert.Throws<InvalidValueException>(() => Read(Write(changed)));
            Assert.Equal("LinRegPS.BadFile", error.ErrorId);
            Assert.Contains("a.tfevents", error.Message);
            lengths.Add(System.Text.RegularExpressions.Regex.Match(error.Message, "record at byte ([0-9]+) has a wrong checksum").Groups[1].Value);
        }
        // One place for each of the file's five records.
        Assert.Equal(5, lengths.Count);
        Assert.Contains("0", lengths);
    }

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        var records = Train(3).ToList();
        Log("run", records, goesOn: false);
        var read = Read(_files["run"]);
        Assert.Equal(records.Select(record => (record.Epoch, record.Loss)), read.Select(record => (record.Epoch, record.Loss)));
        Assert.All(read, record => Assert.Equal(0.25f, record.LearningRate));
        Assert.Equal([0.5, 1, 1.5], read.Select(record => Assert.Single(record.Columns).Value));
        Expect.Error<InvalidValueException>("FileExists", () => Log("run", records, goesOn: false), "run");
    }

    // As after a kill between two checkpoints: epochs 3 and 4 are trained again.
    [Fact]
    public void ATrainingThatGoesOnLogsInASecondFileAndWhatItDoesAgainCountsOnce()
    {
        var records = Train(6).ToList();
        Log("run", records[..4], goesOn: false);
        Log("run", records[2..], goesOn: true);
        Assert.Equal(2, Directory.GetFiles(_files["run"]).Length);
        Assert.Equal(Enumerable.Range(1, 6), Read(_files["run"]).Select(record => record.Epoch));
        Assert.Contains("step 3 and later", Assert.Single(_warnings));
    }

    [Fact]
    public void AFolderWithoutEventsIsRefused()
    {
        Directory.CreateDirectory(_files["empty"]);
        Expect.Error<InvalidValueException>("FileNotFound", () => Read(_files["empty"]), "without event files");
        Expect.Error<InvalidValueException>("FileUnusable", () => Log(Path.GetFileName(_files.Write("file", "x")), [], goesOn: false), "a folder is meant");
    }

    public static TheoryData<string> Seeds => ["torch", "tensors", "lightning", "twice"];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AMutatedFileIsReadOrRefused(string seed) =>
        Mutations.Try(File.ReadAllBytes(Peer(seed)), stream => TraceFile.ReadEvents(stream, "mutated", new()));

    // Of the content behind the checksums, which a mutation of a file hardly ever reaches.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void MutatedContentIsReadOrRefused(string seed)
    {
        using var file = File.OpenRead(Peer(seed));
        byte[][] contents = [.. EventRecord.Read(file, _ => { })];
        Mutations.Try(contents, stream =>
        {
            byte[] content = new byte[stream.Length];
            stream.ReadExactly(content);
            var records = new MemoryStream();
            EventRecord.Write(records, content);
            records.Position = 0;
            TraceFile.ReadEvents(records, "mutated", new());
        });
    }

    [Fact]
    public void AFullDiskIsOneOfOurErrorsAndLeavesWholeRecords()
    {
        string disk = Directory.CreateDirectory(_files["disk"]).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk), "No small disk can be mounted.");
        try
        {
            string folder = Path.Combine("disk", "run");
            Expect.Error<InvalidValueException>("FileUnusable", () => Log(folder, Train(500), goesOn: false), "No space left", "tfevents");
            Assert.InRange(Read(_files[folder]).Count, 2, 499);
            Assert.Empty(_warnings);
            Expect.Error<InvalidValueException>("FileUnusable", () => FillAnd(() => Log(Path.Combine("disk", "none"), Train(1), goesOn: false)), "No space left");
            Assert.Empty(Directory.GetFiles(_files[Path.Combine("disk", "none")]));
        }
        finally
        {
            // Which fails while a file is open.
            Assert.True(Run("umount", disk));
        }

        void FillAnd(Action log)
        {
            using var rest = File.Create(Path.Combine(disk, "rest"), bufferSize: 1);
            try
            {
                while (true)
                    rest.WriteByte(0);
            }
            catch (IOException)
            {
                log();
            }
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static IEnumerable<TrainingRecord> Train(int epochs)
    {
        var x = Tensor.From([1, 2, 3], 3, 1);
        var model = new Linear(1, 1, true, new Generator(0));
        return new TrainingLoop(model, new DataLoader(x, 2 * x), new Sgd(model, 0.01)) { Epochs = epochs }.Records()
            .Select(record => new TrainingRecord(record.Epoch, record.Loss, record.Elapsed, [.. model.NamedParameters()], null) { Columns = [new("Accuracy", record.Epoch / 2.0)] });
    }

    private void Log(string folder, IEnumerable<TrainingRecord> records, bool goesOn)
    {
        using var writer = new EventWriter(_files[folder], hasHistograms: true, goesOn);
        foreach (var record in records)
            writer.Write(record, 0.25);
    }

    private TraceOptions Options(TraceOptions? options = null) => (options ?? new()) with { Warn = _warnings.Add };

    private IReadOnlyList<TrainingRecord> Read(string path, TraceOptions? options = null) => TraceFile.Read(path, Options(options));

    private string Write(byte[] bytes) => _files.Write("a.tfevents", bytes);

    private static string Peer(string name) => Path.Combine(AppContext.BaseDirectory, "fixtures", "traces", "events.out.tfevents." + name);
}
