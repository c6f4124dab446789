using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Data;

/// <summary>What is seeded for the whole process is no one else's meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneWithTheDefaultGenerator
{
    public const string Name = nameof(AloneWithTheDefaultGenerator);
}

/// <summary>The rows of splits and batches, against PyTorch for the same seed.</summary>
[Collection(AloneWithTheDefaultGenerator.Name)]
public class DataOrderTests
{
    private static readonly Reference s_reference = Fixture.Read<Reference>("data_torch.json");

    public static TheoryData<int> Cases { get; } = [.. Enumerable.Range(0, s_reference.Cases.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void SplitsAreThoseOfTorch(int index)
    {
        var reference = s_reference.Cases[index];
        var data = Numbered(reference.Count);
        foreach (var split in reference.Splits)
        {
            int[] lengths = split.Lengths.Any(length => length < 1)
                ? DataSplit.Lengths(reference.Count, split.Lengths)
                : [.. split.Lengths.Select(length => (int)length)];
            foreach (bool own in new[] { false, true })
            {
                if (!own)
                    Generator.ManualSeed(reference.Seed);
                var parts = DataSplit.Random(data, lengths, own ? new Generator(reference.Seed) : null);
                int[][] rows = parts.Validation is null ? [Rows(parts.Train), Rows(parts.Test)] : [Rows(parts.Train), Rows(parts.Validation), Rows(parts.Test)];
                Assert.Equal(split.Rows, rows);
                Assert.Equal([rows[0], rows[^1]], [parts.TrainRows, parts.TestRows]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void BatchesAreThoseOfTorch(int index)
    {
        var reference = s_reference.Cases[index];
        var data = Numbered(reference.Count);
        Generator.ManualSeed(reference.Seed);
        var loader = new DataLoader(data, reference.BatchSize, shuffle: true, dropLast: reference.DropLast);
        Assert.Equal(reference.Global, [Batches(loader), Batches(loader)]);
        Assert.Equal(reference.GlobalAfter, Permutation(Generator.Default));
        loader = new DataLoader(data, reference.BatchSize, shuffle: true, new Generator(reference.Seed), reference.DropLast);
        Assert.Equal(reference.Own, [Batches(loader), Batches(loader)]);
        Generator.ManualSeed(reference.Seed);
        Assert.Equal(reference.InOrder, [Batches(new DataLoader(data, reference.BatchSize, dropLast: reference.DropLast))]);
        Assert.Equal(reference.InOrderAfter, Permutation(Generator.Default));
    }

    // A training that is given the loader goes over the same rows as a loop.
    [Fact]
    public void ATrainingTakesTheOrdersOfTheLoop()
    {
        var data = Numbered(7);
        var loop = new DataLoader(data, 3, shuffle: true, new Generator(5));
        var training = new DataLoader(data, 3, shuffle: true, new Generator(5));
        for (int epoch = 0; epoch < 3; epoch++)
        {
            training.Begin();
            int batch = 0;
            foreach (var expected in loop)
            {
                training.Load(batch++);
                Assert.Equal(expected.Input.ToArray(), training.Input.ToArray());
                Assert.Equal(expected.Target.ToArray(), training.Target.ToArray());
            }
            Assert.Equal(training.Count, batch);
        }
    }

    // Two loops at once, one left early: each is an epoch of its own.
    [Fact]
    public void LoopsDoNotDisturbEachOther()
    {
        var loader = new DataLoader(Numbered(6), 2);
        var pairs = loader.Take(2).SelectMany(outer => loader.Select(inner => (Rows(outer)[0], Rows(inner)[0])));
        Assert.Equal([(0, 0), (0, 2), (0, 4), (2, 0), (2, 2), (2, 4)], pairs);
    }

    private static DataSet Numbered(int count) =>
        new(Tensor.From([.. Enumerable.Range(0, count).Select(i => (float)i)], count, 1), Tensor.FromInt64([.. Enumerable.Range(0, count).Select(i => (long)i)]));

    private static int[] Rows(DataSet data) => Rows(new Batch(data.Input, data.Target));

    private static int[] Rows(Batch batch)
    {
        Assert.Equal(DType.Int64, batch.Target.DType);
        Assert.Equal(batch.Input.ToArray(), batch.Target.ToInt64Array().Select(i => (float)i));
        return [.. batch.Target.ToInt64Array().Select(i => (int)i)];
    }

    private static int[][] Batches(DataLoader loader) => [.. loader.Select(Rows)];

    private static int[] Permutation(Generator generator)
    {
        int[] order = new int[7];
        generator.Source.FillPermutation(order);
        return order;
    }

    private sealed record Reference(Item[] Cases);

    private sealed record Item(
        long Seed, int Count, int BatchSize, bool DropLast, int[][][] Global, int[] GlobalAfter, int[][][] Own, int[][][] InOrder,
        int[] InOrderAfter, Split[] Splits);

    private sealed record Split(double[] Lengths, int[][] Rows);
}
