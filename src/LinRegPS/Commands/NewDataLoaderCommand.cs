using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Training;

namespace LinRegPS.Commands;

/// <summary>Makes a data loader, which gives the rows of a data set in batches.</summary>
/// <remarks>
/// A loop over it is an epoch: foreach ($batch in $loader) { ... }. One that is made in the loop's own line is to stand in parentheses, foreach ($batch in (New-DataLoader ...)) { ... }: without them PowerShell gives the loader itself. Each batch has an Input and a Target. With -Shuffle each epoch has a random order of its own, that of PyTorch's DataLoader: for the same -Seed as with generator=torch.Generator().manual_seed(...), without it as after torch.manual_seed, which is Set-RandomSeed here.
///
/// Of a data set whose rows are in a file (New-DataSet -Path) the next rows are read on another thread while these are used. With -Shuffle they come by blocks, see -BlockSize; the same -Seed and -BlockSize give the same order for rows in memory.
///
/// -Transform changes each batch on its way: it is for what is to be drawn anew in each epoch, as noise is. What stays the same, a scale for instance, is cheaper done once: $scaler.Transform($data) gives a data set.
/// </remarks>
/// <example>
///   <summary>A loop of one's own over batches</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 100,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $model = New-LinearModel 3 1 -Seed 0
///   $loader = New-DataSet $X $Y | New-DataLoader -BatchSize 20 -Shuffle -Seed 0
///   foreach ($epoch in 1..5) {
///       foreach ($batch in $loader) {
///           $loss = Invoke-Model $model $batch.Input | Measure-MseLoss -Target $batch.Target
///           $model.ZeroGrad()
///           $loss.Backward()
///           Step-Sgd $model -LearningRate 0.1
///       }
///   }
///   $loss.Item()
///   </code>
/// </example>
/// <example>
///   <summary>Scaled, blurred by noise, and classes as one-hot rows</summary>
///   <code>
///   $data = New-DataSet (New-Tensor 1,20,3,40,5,60 -Shape 3,2) (New-Tensor 0,2,1)
///   $noise = { param($x, $y) $x + 0.1 * [LinRegPS.Tensor]::RandN($x.Shape.ToArray()) }
///   $oneHot = { param($x, $y) $x; $y.Long().OneHot(3).Float() }
///   $loader = New-DataLoader $data 3 -Transform (New-Scaler $data), $noise, $oneHot
///   foreach ($batch in $loader) { $batch.Target }
///   </code>
/// </example>
/// <example>
///   <summary>How many batches?</summary>
///   <code>
///   (New-DataLoader (New-Tensor -Zeros -Shape 178,13) (New-Tensor -Zeros -Shape 178) -BatchSize 4).Count
///   </code>
/// </example>
/// <seealso cref="NewDataSetCommand"/>
/// <seealso cref="SplitDataSetCommand"/>
/// <seealso cref="NewScalerCommand"/>
[Cmdlet(VerbsCommon.New, "DataLoader", DefaultParameterSetName = RowsSet)]
[OutputType(typeof(DataLoader))]
public sealed class NewDataLoaderCommand : LinRegCmdlet
{
    private const string RowsSet = "Rows", TensorSet = "Tensors";

    /// <summary>The data set, from New-DataSet or Split-DataSet.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = RowsSet)]
    [DataRows(AsDataSet = true)]
    public DataSet? Data { get; set; }

    /// <summary>The input, a row for each sample; with -Target in place of a data set.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = TensorSet)]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What a model should give, a row for each sample.</summary>
    [Parameter(Position = 1, ParameterSetName = TensorSet)]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? Target { get; set; }

    /// <summary>The rows of a batch.</summary>
    [Parameter(Position = 1, ParameterSetName = RowsSet)]
    [Parameter(Position = 2, ParameterSetName = TensorSet)]
    [Number(typeof(int))]
    public int BatchSize { get; set; } = 1;

    /// <summary>Gives each epoch a random order of its own.</summary>
    [Parameter]
    public SwitchParameter Shuffle { get; set; }

    /// <summary>Fixes the orders of -Shuffle.</summary>
    [Parameter]
    [Number(typeof(long))]
    public long Seed { get; set; }

    /// <summary>With -Shuffle the rows of a block: blocks of rows that lie together come in a random order, and the rows of 128 of them at a time in a random one among each other, so that a file is read in pieces of this size. Rows in memory may come anywhere where it is left out; of those in a file a block has 64 kB then.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int BlockSize { get; set; }

    /// <summary>Leaves out a last batch that has fewer rows.</summary>
    [Parameter]
    public SwitchParameter DropLast { get; set; }

    /// <summary>What is done to each batch on its way, one after the other: a scaler from New-Scaler, or a block that is given input and target and writes the new input, or both.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[] Transform { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        var data = Data ?? (IsBound(nameof(Target))
            ? new DataSet(ToTensor(InputObject, nameof(InputObject)), ToTensor(Target, nameof(Target)))
            : ToDataSet(InputObject));
        var loader = new DataLoader(data, BatchSize, Shuffle, IsBound(nameof(Seed)) ? new Generator(Seed) : null, DropLast, IsBound(nameof(BlockSize)) ? BlockSize : null)
        {
            Transforms = [.. Transform.Select(transform => TransformArgument.Read(transform, data.Features))],
            TransformTexts = [.. Transform.Select(TransformArgument.Text)],
        };
        WriteObject(loader, enumerateCollection: false);
    }
}
