using System.Globalization;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Splits a data set into rows to train with and rows to test with.</summary>
/// <remarks>
/// What a model has been trained with says nothing about how good it is on what it has not seen: so some rows are kept aside. -ValidationShare keeps a third part, to compare settings with while the test rows stay unseen until the end.
///
/// Rows in a file (New-DataSet -Path) stay there: the same rows are in each part, in the order of the file.
///
/// Rows are drawn at random, as PyTorch's random_split draws them for the same -Seed (without it, for the same Set-RandomSeed). -Stratify gives each part the same share of each class; -Group keeps rows together that belong together, as several of one patient; -InOrder takes the first rows to train with and the last to test with, as data that follow each other in time need it. -Fold makes as many splits, and each row is tested in one of them: cross-validation.
/// </remarks>
/// <example>
///   <summary>A fifth to test with</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 50,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $split = New-DataSet $X $Y | Split-DataSet -TestShare 0.2 -Seed 0
///   $model = New-LinearModel 3 1 -Seed 0
///   Invoke-Training $model $split.Train -LearningRate 0.1 -Epoch 50 -LogEvery 50
///   Test-Model $model $split.Test
///   </code>
/// </example>
/// <example>
///   <summary>Cross-validation</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 50,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   New-DataSet $X $Y | Split-DataSet -Fold 5 -Seed 0 | ForEach-Object {
///       $model = New-LinearModel 3 1 -Seed 0
///       $null = Invoke-Training $model $_.Train -LearningRate 0.1 -Epoch 20
///       Test-Model $model $_.Test
///   } | Measure-Object Rmse -Average
///   </code>
/// </example>
/// <seealso cref="NewDataSetCommand"/>
/// <seealso cref="NewDataLoaderCommand"/>
[Cmdlet(VerbsCommon.Split, "DataSet", DefaultParameterSetName = "Share")]
[OutputType(typeof(DataSplit))]
public sealed class SplitDataSetCommand : LinRegCmdlet
{
    /// <summary>The data set, from New-DataSet.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>The share of the rows to test with.</summary>
    [Parameter(Position = 1, ParameterSetName = "Share")]
    [Number(typeof(double))]
    public double TestShare { get; set; } = 0.2;

    /// <summary>The share of the rows for validation; none where it is left out.</summary>
    [Parameter(ParameterSetName = "Share")]
    [Number(typeof(double))]
    public double ValidationShare { get; set; }

    /// <summary>The numbers of rows: to train with, for validation where there are three, and to test with.</summary>
    [Parameter(ParameterSetName = "Length", Mandatory = true)]
    [Number(typeof(int), Several = true)]
    public int[] Length { get; set; } = [];

    /// <summary>Makes so many splits, each row being tested in one of them.</summary>
    [Parameter(ParameterSetName = "Fold", Mandatory = true)]
    [Number(typeof(int))]
    public int Fold { get; set; }

    /// <summary>Fixes the order in which rows are drawn: the same seed gives the same split, and PyTorch's.</summary>
    [Parameter]
    [Number(typeof(long))]
    public long Seed { get; set; }

    /// <summary>Gives each part the same share of each class, which is what the target says.</summary>
    [Parameter]
    public SwitchParameter Stratify { get; set; }

    /// <summary>What says which rows belong together: a value for each row.</summary>
    [Parameter(ParameterSetName = "Share")]
    [Parameter(ParameterSetName = "Length")]
    [ValidateNotNullOrEmpty]
    public object[]? Group { get; set; }

    /// <summary>Leaves the rows in their order: the first to train with, the last to test with.</summary>
    [Parameter]
    public SwitchParameter InOrder { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var data = ToDataSet(InputObject);
        if (InOrder && (Stratify || IsBound(nameof(Seed)) || Group is not null))
            throw CallErrors.Conflict(nameof(InOrder), Stratify ? nameof(Stratify) : Group is not null ? nameof(Group) : nameof(Seed));
        if (Stratify && Group is not null)
            throw CallErrors.Conflict(nameof(Stratify), nameof(Group));
        var generator = IsBound(nameof(Seed)) ? new Generator(Seed) : null;
        if (ParameterSetName == "Fold")
            WriteObject(DataSplit.Folds(data, Fold, Stratify ? Classes(data) : null, shuffle: !InOrder, generator), enumerateCollection: true);
        else
            WriteObject(Split(data, generator));
    }

    private DataSplit Split(DataSet data, Generator? generator)
    {
        double[] shares = ValidationShare == 0 ? [1 - TestShare, TestShare] : [1 - TestShare - ValidationShare, ValidationShare, TestShare];
        int[] lengths = ParameterSetName == "Length" ? Length : DataSplit.Lengths(data.Count, shares);
        return InOrder ? DataSplit.InOrder(data, lengths)
            : Stratify ? DataSplit.Stratified(data, Classes(data), lengths, generator)
            : Group is not null ? DataSplit.Grouped(data, [.. Group.Select(label => $"{Unwrap(label)}")], lengths, generator)
            : DataSplit.Random(data, lengths, generator);
    }

    // A one-hot row is a class as its number is. Numbers that are all different are no classes.
    private static string[] Classes(DataSet data)
    {
        float[] numbers = data.LoadTarget().ToArray();
        int columns = numbers.Length / data.Count;
        string[] classes = [.. numbers.Chunk(columns).Select(row => string.Join(' ', row.Select(number => number.ToString(CultureInfo.InvariantCulture))))];
        int different = classes.Distinct().Count();
        return different <= Math.Max(data.Count / 2, 1) ? classes : throw CallErrors.NoClasses(different, data.Count);
    }
}
