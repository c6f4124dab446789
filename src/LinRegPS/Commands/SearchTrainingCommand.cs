using System.Management.Automation;
using System.Text.RegularExpressions;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Formatting;
using LinRegPS.Reporting;
using LinRegPS.Search;

namespace LinRegPS.Commands;

/// <summary>Tries layers, learning rates, optimizers and batch sizes, and says which train best.</summary>
/// <remarks>
/// Every combination of what is given is trained, or with -Count so many by chance: of two or more learning rates one between the least and the greatest then, evenly by its logarithm. What counts is the loss on rows that are not trained with: a fifth of them, or with -Fold each row in one of so many folds.
///
/// At a quarter and at half of the epochs the worse half of those that still run is stopped, unless -Full is given; a loss that is no longer finite ends a training at once. What starts slowly may be stopped so: its Status says Stopped, and Epoch when. The same -Seed gives the same results, however many run at once; a loss that is a script block is computed by one at a time.
/// </remarks>
/// <example>
///   <summary>Which rate, which optimizer?</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 100,2 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2 -Shape 2,1)).Tanh()
///   Search-Training { Linear 2 8; Tanh; Linear 8 1 }, { Linear 2 1 } $X $Y 0.1, 0.01 40 -Optimizer Sgd, Adam | Format-Table
///   </code>
/// </example>
/// <example>
///   <summary>By chance, each judged on five folds, and the best in full</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 100,2 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2 -Shape 2,1))
///   $best = Search-Training { Linear 2 1 } $X $Y 0.001, 0.5 20 -BatchSize 10, 20, 50 -Count 8 -Fold 5 -Seed 0 | Select-Object -First 1
///   $model = New-SequentialModel { Linear 2 1 } -Seed 0
///   Invoke-Training $model $X $Y $best.LearningRate 20 -Optimizer $best.Optimizer -BatchSize $best.BatchSize -Shuffle -Seed 0 -LogEvery 20
///   </code>
/// </example>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="NewSequentialModelCommand"/>
/// <seealso cref="SplitDataSetCommand"/>
[Cmdlet(VerbsCommon.Search, "Training", DefaultParameterSetName = RowsSet)]
[OutputType(typeof(SearchResult))]
public sealed partial class SearchTrainingCommand : LinRegCmdlet
{
    private const string ModelSet = "Model", RowsSet = "Data";
    private const int Milliseconds = 200;
    /// <summary>The layers of a model, as New-SequentialModel takes them; of several models a block each.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public ScriptBlock[] Layer { get; set; } = [];

    /// <summary>A data set, as New-DataSet and Split-DataSet give it, in place of input and target.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ParameterSetName = RowsSet)]
    [DataRows(AsDataSet = true)]
    public DataSet? Data { get; set; }

    /// <summary>The input, one row for each sample.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true, ParameterSetName = ModelSet)]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What the model should give for the input, in the shape of its output.</summary>
    [Parameter(Position = 2, ParameterSetName = ModelSet)]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? Target { get; set; }

    /// <summary>The learning rates; each optimizer's usual one where it is left out.</summary>
    [Parameter(Position = 3, ParameterSetName = ModelSet)]
    [Parameter(Position = 2, ParameterSetName = RowsSet)]
    [Number(typeof(double), Several = true)]
    public double[]? LearningRate { get; set; }

    /// <summary>How many times a training goes over the rows. It can't be left out.</summary>
    [Parameter(Position = 4, ParameterSetName = ModelSet)]
    [Parameter(Position = 3, ParameterSetName = RowsSet)]
    [Number(typeof(int))]
    public int Epoch { get; set; }

    /// <summary>The optimizers, by name.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OptimizerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Optimizer { get; set; } = [nameof(Adam)];

    /// <summary>How many rows a step takes, in a random order; all of them where it is left out.</summary>
    [Parameter]
    [Number(typeof(int), Several = true)]
    public int[]? BatchSize { get; set; }

    /// <summary>The loss: a name, an object of [LinRegPS.LossFunction], or a script block. The mean squared error where it is left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object Loss { get; set; } = nameof(LinRegPS.Loss.Mse);

    /// <summary>Tries so many combinations by chance, rather than all.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int Count { get; set; }

    /// <summary>Judges each on so many folds of the rows, each of which is left out of one training.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int Fold { get; set; }

    /// <summary>Without -Fold, the share of the rows that is not trained with.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double ValidationShare { get; set; } = 0.2;

    /// <summary>Trains all to their end.</summary>
    [Parameter]
    public SwitchParameter Full { get; set; }

    /// <summary>What starts, orders, splits and chances come from; 0 where it is left out.</summary>
    [Parameter]
    [Number(typeof(long))]
    public long Seed { get; set; }

    /// <summary>How many trainings run at once; as many as there are processors where it is left out.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int ThrottleLimit { get; set; } = Environment.ProcessorCount;

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (!IsBound(nameof(Epoch)))
            ThrowUnusable(CallErrors.EpochMissing());
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (IsBound(nameof(Fold)) && IsBound(nameof(ValidationShare)))
            throw CallErrors.Conflict(nameof(Fold), nameof(ValidationShare));
        var loss = LossArgument.Read(Loss, allowBroadcast: false);
        var search = new TrainingSearch
        {
            Epochs = Epoch,
            Splits = Splits(ToRows()),
            Loss = loss,
            Seed = Seed,
            IsFull = Full,
            Threads = loss.IsOwn ? ThrottleLimit : Math.Min(ThrottleLimit, 1),
        };
        var settings = Settings();
        var trials = search.Prepare(settings, setting => Make(Layer[setting.Layer]));
        Tell(() => $"{settings.Count} combinations, {search.Splits.Count} training{(search.Splits.Count == 1 ? "" : "s")} each.");
        var found = search.Threads == 1 ? search.Run(trials, Stop) : Wait(search, trials);
        for (int i = 0; i < found.Count; i++)
            WriteObject(new SearchResult(i + 1, found[i], Text(Layer[found[i].Setting.Layer])));
    }

    private DataSet ToRows()
    {
        var data = Data ?? DataArgument.Rows(InputObject);
        if (IsBound(nameof(Target)) == data is not null)
            throw data is null ? TargetMissing() : CallErrors.HasItsOwn("a data set", nameof(Target));
        return data ?? new DataSet(ToData(InputObject, nameof(InputObject)), ToData(Target, nameof(Target)));
    }

    private IReadOnlyList<DataSplit> Splits(DataSet data) => IsBound(nameof(Fold))
        ? DataSplit.Folds(data, Fold, null, shuffle: true, new Generator(Seed))
        : [DataSplit.Random(data, DataSplit.Lengths(data.Count, [1 - ValidationShare, ValidationShare]), new Generator(Seed))];

    private IReadOnlyList<SearchSetting> Settings()
    {
        double?[] rates = Given(LearningRate, nameof(LearningRate));
        // 0,01 without quotes is a list of 0 and 1.
        if (Array.Find(rates, rate => !(rate is null or > 0)) is { } wrong)
            throw Errors.NotAboveZero(nameof(LearningRate), wrong);
        int?[] batches = Given(BatchSize, nameof(BatchSize));
        foreach (string name in Optimizer)
        {
            if (LinRegPS.Optimizer.Find(name) is null)
                throw Errors.NoSuchName("optimizer", name, LinRegPS.Optimizer.Names);
        }
        return IsBound(nameof(Count))
            ? SearchSetting.Random(Layer.Length, Optimizer, rates, batches, Count, new Generator(Seed))
            : SearchSetting.Grid(Layer.Length, Optimizer, rates, batches);
    }

    // What is null by mistake is not what is left out.
    private T?[] Given<T>(T[]? numbers, string name)
        where T : struct => !IsBound(name) ? [null]
        : numbers is null or [] ? throw CallErrors.NotANumber("-" + name, "the value", null)
        : [.. numbers.Select(number => (T?)number)];

    private Sequential Make(ScriptBlock block) =>
        new LayerBlock(new Generator(Seed)).Read(block, name => SessionState.InvokeCommand.GetCommand(name, CommandTypes.All) is not null);

    // Progress is the pipeline's thread's to tell.
    private IReadOnlyList<SearchTrial> Wait(TrainingSearch search, IReadOnlyList<SearchTrial> trials)
    {
        var work = Task.Run(() => search.Run(trials, Stop));
        while (!((IAsyncResult)work).AsyncWaitHandle.WaitOne(Milliseconds))
        {
            var (done, of) = search.Progress;
            WriteProgress(new ProgressRecord(1, "Search", $"{done} of {of} trainings") { PercentComplete = of == 0 ? 0 : 100 * done / of });
        }
        return work.GetAwaiter().GetResult();
    }

    private static string Text(ScriptBlock block) => Spaces().Replace(block.ToString(), " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
