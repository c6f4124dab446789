using LinRegPS.Data;

namespace LinRegPS.Conversion;

/// <summary>Rows of objects as observations: those of one process, of which others have more.</summary>
/// <param name="rows">The target and the variables of each.</param>
/// <param name="names">What the variables are called.</param>
/// <param name="target">What the target is called.</param>
/// <param name="omitted">The rows that were left out, from 1.</param>
/// <param name="levels">The levels of a variable that is a factor.</param>
internal sealed class PackedObservations(PackedRows rows, IReadOnlyList<string> names, string target, IReadOnlyList<long> omitted, Func<int, IReadOnlyList<string>?> levels) : ObservationSource
{
    public override IReadOnlyList<string> Names => names;

    public override string TargetName => target;

    public override bool IsSinglePrecision => false;

    public override IReadOnlyList<long> OmittedRows => omitted;

    public override IReadOnlyList<string>? Levels(int variable) => levels(variable);

    public override IEnumerable<ObservationBlock> Read(CancellationToken cancellation)
    {
        var block = new ObservationBlock(names.Count);
        for (int first = 0; first < rows.Count; first += block.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            block.Count = Math.Min(ObservationBlock.Capacity, rows.Count - first);
            for (int i = 0; i < block.Count; i++)
            {
                double[] row = rows[first + i];
                for (int j = 0; j < names.Count; j++)
                    block.Columns[j][i] = row[j + 1];
                block.Columns[^1][i] = row[0];
            }
            yield return block;
        }
    }
}
