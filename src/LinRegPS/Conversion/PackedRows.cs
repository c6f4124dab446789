using System.Collections;

namespace LinRegPS.Conversion;

/// <summary>Rows of numbers as they come, held as nothing but the numbers: a row is made when it is asked for.</summary>
/// <param name="columns">The numbers of a row.</param>
internal sealed class PackedRows(int columns) : IReadOnlyList<double[]>
{
    private const int ChunkNumbers = 1 << 14;

    private readonly int _chunkRows = Math.Max(ChunkNumbers / Math.Max(columns, 1), 1);
    private readonly List<double[]> _chunks = [];

    public int Count { get; private set; }

    public double[] this[int row] => Chunk(row).AsSpan(row % _chunkRows * columns, columns).ToArray();

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<double> row)
    {
        if (Count % _chunkRows == 0)
            _chunks.Add(new double[_chunkRows * columns]);
        row.CopyTo(Chunk(Count).AsSpan(Count % _chunkRows * columns, columns));
        Count++;
    }

    /// <summary>All numbers, row by row.</summary>
    public double[] ToArray()
    {
        double[] numbers = new double[Count * columns];
        for (int row = 0; row < Count; row += _chunkRows)
            Chunk(row).AsSpan(0, Math.Min(_chunkRows, Count - row) * columns).CopyTo(numbers.AsSpan(row * columns));
        return numbers;
    }

    /// <summary>One column.</summary>
    public double[] Column(int column)
    {
        double[] numbers = new double[Count];
        for (int row = 0; row < Count; row++)
            numbers[row] = Chunk(row)[(row % _chunkRows * columns) + column];
        return numbers;
    }

    public IEnumerator<double[]> GetEnumerator()
    {
        for (int row = 0; row < Count; row++)
            yield return this[row];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private double[] Chunk(int row) => _chunks[row / _chunkRows];
}
