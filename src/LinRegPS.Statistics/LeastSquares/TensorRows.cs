using System.Collections;

namespace LinRegPS.Statistics.LeastSquares;

/// <summary>The rows of a tensor in double precision, made when they are read: a large tensor is not copied.</summary>
internal sealed class TensorRows(Tensor tensor) : IReadOnlyList<double[]>
{
    private readonly int _version = tensor.Version;

    public int Count => tensor.Numel == 0 ? 0 : tensor.Shape[0];

    /// <summary>Numbers in each row.</summary>
    public int Columns => tensor.Rank == 1 ? 1 : tensor.Shape[1];

    /// <summary>All numbers, row by row.</summary>
    public ReadOnlySpan<float> Elements => tensor.Version == _version ? tensor.Data : throw StatisticsErrors.DataChanged();

    public double[] this[int row]
    {
        get
        {
            double[] elements = new double[Columns];
            var singles = Elements.Slice(row * elements.Length, elements.Length);
            for (int j = 0; j < elements.Length; j++)
                elements[j] = singles[j];
            return elements;
        }
    }

    /// <summary>A NaN or an infinity is an error that says where it is.</summary>
    public void RequireFinite()
    {
        int bad = 0;
        var elements = Elements;
        while (bad < elements.Length && float.IsFinite(elements[bad]))
            bad++;
        if (bad == elements.Length)
            return;
        string place = tensor.Rank == 1 ? $"{bad}" : $"{bad / Columns},{bad % Columns}";
        throw Errors.NotFinite($"{StatisticsErrors.LeastSquares}: the features", $"element [{place}]", elements[bad]);
    }

    public IEnumerator<double[]> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
