using System.Collections;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Conversion;

/// <summary>Rows of a model's columns, made of numbers and levels when they are asked for.</summary>
/// <param name="rows">The target of each row, and behind it a number for each variable, of a factor that which stands for its level.</param>
/// <param name="variables">The variables.</param>
/// <param name="levels">The levels of each by those numbers.</param>
internal sealed class ModelRows(PackedRows rows, IReadOnlyList<ModelVariable> variables, IReadOnlyList<string>[] levels) : IReadOnlyList<double[]>
{
    private readonly bool _hasFactor = variables.Any(variable => variable.IsFactor);

    public int Count => rows.Count;

    public double[] this[int row]
    {
        get
        {
            double[] cells = rows[row];
            return !_hasFactor ? cells[1..] : [.. variables.SelectMany((variable, i) => variable.Columns(cells[i + 1], variable.IsFactor ? levels[i][(int)cells[i + 1]] : null))];
        }
    }

    public IEnumerator<double[]> GetEnumerator() => Enumerable.Range(0, Count).Select(row => this[row]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
