using System.Buffers.Binary;
using LinRegPS.Data;
using LinRegPS.Files;
using LinRegPS.Files.Models;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Rows that are more than is read at once.</summary>
public sealed class StoredRowsTests : IDisposable
{
    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    // More than is read at once, of each kind that is not read as it is; and what comes after a part of it.
    [Theory]
    [InlineData("<f8", 8)]
    [InlineData(">f4", 4)]
    [InlineData("<i8", 8)]
    [InlineData("|u1", 1)]
    public void ManyElementsAreReadInParts(string kind, int size)
    {
        const int rows = 1_200_000;
        byte[] bytes = new byte[rows * size];
        for (int i = 0; i < rows; i++)
        {
            var place = bytes.AsSpan(i * size, size);
            switch (kind)
            {
                case "<f8": BinaryPrimitives.WriteDoubleLittleEndian(place, i + 0.5); break;
                case ">f4": BinaryPrimitives.WriteSingleBigEndian(place, i + 0.5f); break;
                case "<i8": BinaryPrimitives.WriteInt64LittleEndian(place, i); break;
                default: place[0] = (byte)i; break;
            }
        }
        string header = $"{{'descr': '{kind}', 'fortran_order': False, 'shape': ({rows},), }}";
        header = header.PadRight(117) + "\n";
        byte[] file = [0x93, .. "NUMPY\u0001\u0000"u8, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header), .. bytes];
        string path = _files.Write("many.npy", file);
        float Element(int i) => kind switch { "<i8" => i, "|u1" => (byte)i, _ => i + 0.5f };
        var data = StoredData.Open(path, path, "input", "target");
        Assert.Equal(Enumerable.Range(0, rows).Select(Element), data.Load().Input.Float().ToArray());
        Assert.Equal(Enumerable.Range(0, rows).Select(Element), FileFixture.Read(path).GetAt(0).Value.Float().ToArray());
        Assert.Equal(Enumerable.Range(1000, rows - 2000).Select(Element), data.InputRows!.Load(1000, rows - 2000).Float().ToArray());
    }

    // However long a row is: what is compared with a training's data, and what is taken of a part of them.
    [Theory]
    [InlineData(1, 3_000_000)]
    [InlineData(1000, 3000)]
    [InlineData(3_000_000, 2)]
    public void NoMoreThanAMillionElementsAreReadAtOnceAndEachOnce(int columns, int rows)
    {
        var (input, target) = (new CountedRows(rows, columns), new CountedRows(rows, 1));
        var model = new Linear(columns, 1);
        var loop = new TrainingLoop(model, new DataLoader(new DataSet(input, target), 5, shuffle: false), new Sgd(model, 0.1)) { Epochs = 1 };
        TrainingSettings.Of(loop, null, null, null);
        Assert.Equal((rows, rows), (input.Seen, target.Seen));
        Assert.InRange(input.Most, 1, Math.Max(columns, 1 << 20));
        Assert.InRange(target.Most, 1, 1 << 20);
    }

    private sealed class CountedRows(int rows, int columns) : StoredRows
    {
        public int Seen { get; private set; }

        public long Most { get; private set; }

        public override string Source => "none";

        public override int Count => rows;

        public override Shape RowShape { get; } = new(columns);

        public override DType DType => DType.Float32;

        public override void RequireUnchanged()
        {
        }

        public override void Read(int first, int count, Span<float> target)
        {
            Assert.Equal(Seen, first);
            (Seen, Most) = (Seen + count, Math.Max(Most, (long)count * columns));
            target[..(count * columns)].Clear();
        }
    }
}
