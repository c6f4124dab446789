using LinRegPS.Data;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>The rows of a data set that are in a file, as observations.</summary>
internal sealed class DataSetObservations : ObservationSource
{
    private readonly DataSet _data;

    /// <summary>Rows of [rows, columns] and a target of one column.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="names">The names of its columns; those that it has where there are none.</param>
    public DataSetObservations(DataSet data, string[] names)
    {
        if (data.InputShape.Rank > 1)
            throw CallErrors.NotATable("the features", data.InputRows!.ShapeText);
        if (data.TargetShape.Numel != 1)
            throw CallErrors.SeveralTargets(data.TargetRows!.ShapeText);
        _data = data;
        int columns = data.InputShape.Numel;
        if (names.Length > 0 && names.Length != columns)
            throw CallErrors.FeatureNames(columns, names.Length);
        Names = ColumnNames(data, names, columns);
        TargetName = data.Targets is [var name] ? name : "y";
    }

    public override IReadOnlyList<string> Names { get; }

    public override string TargetName { get; }

    public override bool IsSinglePrecision => true;

    public override IReadOnlyList<long> OmittedRows => [];

    public override IReadOnlyList<string>? Levels(int variable) => null;

    /// <summary>What the columns of features are called: as is said, as a data set has it, or x1, x2 and so on.</summary>
    public static string[] ColumnNames(DataSet data, string[] names, int columns) => names.Length > 0 ? names
        : data.Features.Count == columns ? [.. data.Features]
        : columns == 1 ? ["x"] : [.. Enumerable.Range(1, columns).Select(j => $"x{j}")];

    public override IEnumerable<ObservationBlock> Read(CancellationToken cancellation)
    {
        var (input, target) = (_data.InputRows!, _data.TargetRows!);
        input.RequireUnchanged();
        target.RequireUnchanged();
        int columns = Names.Count;
        float[] features = new float[ObservationBlock.Capacity * columns], observed = new float[ObservationBlock.Capacity];
        var block = new ObservationBlock(columns);
        for (int first = 0; first < _data.Count; first += block.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            block.Count = Math.Min(ObservationBlock.Capacity, _data.Count - first);
            input.Read(first, block.Count, features);
            target.Read(first, block.Count, observed);
            for (int row = 0; row < block.Count; row++)
            {
                for (int j = 0; j < columns; j++)
                    block.Columns[j][row] = Finite(features[(row * columns) + j], first + row, Names[j]);
                block.Columns[columns][row] = Finite(observed[row], first + row, TargetName);
            }
            yield return block;
        }
    }

    private double Finite(float number, int row, string column) => float.IsFinite(number) ? number
        : throw Errors.NotFinite($"{Statistics.StatisticsErrors.LeastSquares}: {_data.Source}", $"row {row + 1}, {column}", number);
}
