using LinRegPS.Data;
using LinRegPS.Statistics.Fits;
using LinRegPS.Statistics.LeastSquares;

namespace LinRegPS.Statistics.Streaming;

/// <summary>Rows in memory as observations: those of one process, of which others have more.</summary>
/// <param name="data">The rows, all of whose features are numbers.</param>
internal sealed class RowObservations(OrdinaryLeastSquares data) : ObservationSource
{
    public override IReadOnlyList<string> Names => data.Features;

    public override string TargetName => data.TargetName;

    public override bool IsSinglePrecision => data.Precision >= DesignMatrix.SinglePrecision;

    public override IReadOnlyList<long> OmittedRows => data.OmittedRows;

    public override IReadOnlyList<string>? Levels(int variable) => null;

    public override IEnumerable<ObservationBlock> Read(CancellationToken cancellation)
    {
        if (data.Rows.Count != data.Target.Length)
            throw StatisticsErrors.TargetRows(data.Rows.Count, data.Target.Length);
        (data.Rows as TensorRows)?.RequireFinite();
        var block = new ObservationBlock(data.Features.Count);
        for (int first = 0; first < data.Rows.Count; first += block.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            block.Count = Math.Min(ObservationBlock.Capacity, data.Rows.Count - first);
            for (int row = 0; row < block.Count; row++)
            {
                double[] features = data.Rows[first + row];
                for (int j = 0; j < features.Length; j++)
                    block.Columns[j][row] = features[j];
                block.Columns[^1][row] = data.Target[first + row];
            }
            yield return block;
        }
    }
}
