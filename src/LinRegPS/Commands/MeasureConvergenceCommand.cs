using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Diagnosis.Convergence;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Predicts how gradient descent converges on data: how fast, how far, at which rates, and where float32 stops it.</summary>
/// <remarks>
/// The mean squared error of a linear model is a quadratic whose curvature the input alone decides: the eigenvalues of its Hessian, H = (2/N) A'A, A being the input with a column of ones for the bias. In each epoch the error along an eigenvector is multiplied by |1 - learning rate * eigenvalue|. From that follow the largest stable rate, 2 / the largest eigenvalue, the best fixed one, and the epochs that training takes. All of it is computed in double; nothing is trained.
///
/// With -Momentum the error along an eigenvector follows the heavy ball (Polyak): rates up to 2 (1 + momentum) / the largest eigenvalue are stable, and EpochsToTolerance is the epoch from which on the parameters stay within the tolerance. BestMomentum is the best one at the rate asked about; Momentum, with its own rate, the best of all. Nesterov's momentum is not predicted: it is stable up to (2 + 2 momentum) / (1 + 2 momentum) / the largest eigenvalue alone, and its errors shrink otherwise. With -WeightDecay the eigenvalues grow by it and the optimum is pulled to DecayedOptimum. Adam and its like divide each gradient by its own size, for which eigenvalues tell nothing: of them the report says how long a step can be, and how many epochs the way takes at least.
///
/// With -Target the report also predicts where float32 training stands still. A parameter moves only where the learning rate times its gradient is half an ulp of it or more, an ulp being the distance to the next float32 number. Below that it stays, unless the parameters that still move push its gradient up again; then it slides along just inside. A parameter whose value is near 0 has tiny ulps; it moves until its gradient is lost in the rounding of the predictions. Standstill says after which epoch nothing moves, at which values and how far from the optimum. The noise is a model (each rounding spread evenly over one ulp), so take the epoch as good to some percent; where only noise moves a parameter, it may also hop between neighbouring numbers for ever. Standstill is predicted for up to 64 parameters, where the data determines them all.
///
/// Without -Model the model is linear with a bias and starts at zeros. -Model takes bias and start from a model. A model that is more than one linear layer has no constant curvature: its largest eigenvalue at the present parameters is found by power iteration on differences of gradients, for which -Target is needed; its parameters are put back to the bit.
/// </remarks>
/// <example>
///   <summary>A line through the origin</summary>
///   <code>
///   Measure-Convergence 1,2,3,4 -NoBias -Target 2,4,6,8 -LearningRate 0.01
///   </code>
///   <para>The error shrinks to 0.85 of itself in each epoch, and float32 stops at 1.99999964.</para>
/// </example>
/// <example>
///   <summary>Why is it slow with a bias?</summary>
///   <code>
///   $report = Measure-Convergence 1,2,3,4 -Target 2,4,6,8 -LearningRate 0.01
///   $report.Finding
///   $report.Remedy
///   $report.Direction
///   </code>
/// </example>
/// <example>
///   <summary>A gradient that lacks its mean over 4 samples</summary>
///   <code>
///   Measure-Convergence 1,2,3,4 -NoBias -GradientScale 4 -LearningRate 0.01
///   </code>
/// </example>
/// <example>
///   <summary>A model that is not linear</summary>
///   <code>
///   $model = New-CustomModel -Layer ([ordered]@{
///       hidden = New-LinearModel 1 8 -Seed 0
///       output = New-LinearModel 8 1 -Seed 1
///   }) -Forward { param($x) $this.output.Forward($this.hidden.Forward($x).Tanh()) }
///   $X = New-Tensor 0,1,2,3 -Shape 4,1
///   $Y = New-Tensor 0,1,0,1 -Shape 4,1
///   (Measure-Convergence $X -Model $model -Target $Y -LearningRate 0.1).LargestStableRate
///   </code>
/// </example>
/// <example>
///   <summary>What do momentum and weight decay do?</summary>
///   <code>
///   $X = 1,2,3,4
///   $Y = 3,5,7,9
///   (Measure-Convergence $X -Target $Y -LearningRate 0.01).EpochsToTolerance
///   (Measure-Convergence $X -Target $Y -LearningRate 0.01 -Momentum 0.8).EpochsToTolerance
///   (Measure-Convergence $X -Target $Y -LearningRate 0.01).BestMomentum
///   (Measure-Convergence $X -Target $Y -LearningRate 0.01 -WeightDecay 0.1).DecayedOptimum
///   </code>
/// </example>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="TestGradientCommand"/>
[Cmdlet(VerbsDiagnostic.Measure, "Convergence", DefaultParameterSetName = LinearSet)]
[OutputType(typeof(ConvergenceReport))]
public sealed class MeasureConvergenceCommand : LinRegCmdlet
{
    private const string LinearSet = "Linear", ModelSet = "Model";

    /// <summary>The input: a row for each sample, a column for each feature, or a vector for one feature; or a data set, which has a target. A model may stand before it.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    // Not mandatory to PowerShell: after a data set it stands in the target's place.
    /// <summary>The size of a step. It can't be left out.</summary>
    [Parameter(Position = 2)]
    [Number(typeof(double))]
    public double LearningRate { get; set; }

    /// <summary>What stands fourth, after a model: its learning rate.</summary>
    [Parameter(Position = 3, DontShow = true)]
    [AllowNull]
    public object? Fourth { get; set; }

    /// <summary>What the model should give: for the optimum, the epochs from the start, and the standstill.</summary>
    [Parameter(Position = 1)]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? Target { get; set; }

    /// <summary>The model to train, with the parameters from which it starts.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The model has no bias.</summary>
    [Parameter(ParameterSetName = LinearSet)]
    public SwitchParameter NoBias { get; set; }

    /// <summary>The parameters at the start: a number for each feature, then the bias. Zeros, or those of the model, where it is not given.</summary>
    [Parameter]
    [AllowNull]
    public object? Start { get; set; }

    /// <summary>A factor that the gradient has: a loss scale, or N where a gradient by hand lacks its mean.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double GradientScale { get; set; } = 1;

    /// <summary>The momentum of Sgd: from 0 to below 1.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double Momentum { get; set; }

    /// <summary>How much of each parameter Sgd or Adam add to its gradient.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double WeightDecay { get; set; }

    /// <summary>The optimizer. Of Sgd the course is predicted; of those that scale each gradient by its own size, as Adam does, how far they can come.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(OptimizerNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Optimizer { get; set; } = nameof(Sgd);

    /// <summary>The distance to the optimum for which epochs are counted; without a target, the part of the error that may be left.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double Tolerance { get; set; } = 1e-7;

    /// <summary>Where the random start of the power iteration comes from.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Number(typeof(int))]
    public int Seed { get; set; }

    private protected override void Arrange()
    {
        if (Unwrap(InputObject) is Module && !IsBound(nameof(Model)))
            ModelFirst();
        else if (IsBound(nameof(Fourth)))
            throw CallErrors.NoPlace(Fourth);
        if (IsBound(nameof(Target)) && IsRate(Target) && DataArgument.Rows(InputObject) is not null)
            (LearningRate, Target) = (Move(nameof(Target), nameof(LearningRate)), null);
        if (!IsBound(nameof(LearningRate)))
            throw CallErrors.RateMissing();
    }

    // $model $X $Y 0.1, and $model $data 0.1: each argument stands one place too early.
    private void ModelFirst()
    {
        var bound = MyInvocation.BoundParameters;
        var (model, input) = (InputObject, Target);
        if (IsBound(nameof(Fourth)) && IsBound(nameof(LearningRate)) && Refused.Is(bound[nameof(LearningRate)], out object? target))
        {
            bound[nameof(Target)] = Target = target;
            LearningRate = Move(nameof(Fourth), nameof(LearningRate));
        }
        else if (!IsBound(nameof(Fourth)) && DataArgument.Rows(Target) is not null)
        {
            Target = null;
            bound.Remove(nameof(Target));
        }
        else
            throw CallErrors.ModelInPlaceOfInput();
        if (NoBias)
            throw CallErrors.Conflict(nameof(NoBias), nameof(Model));
        bound[nameof(Model)] = Model = model;
        bound[nameof(InputObject)] = InputObject = input;
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        bool isOfModel = ParameterSetName == ModelSet || IsBound(nameof(Model));
        if (Momentum != 0 && !Optimizer.Equals(nameof(Sgd), StringComparison.OrdinalIgnoreCase))
            ThrowUnusable(CallErrors.Unpredicted(nameof(Momentum), Optimizer));
        if (WeightDecay != 0 && Optimizer.Equals(nameof(AdamW), StringComparison.OrdinalIgnoreCase))
            ThrowUnusable(CallErrors.Unpredicted(nameof(WeightDecay), Optimizer));
        var rows = DataArgument.Rows(InputObject);
        if (rows is not null && IsBound(nameof(Target)))
            throw CallErrors.HasItsOwn("a data set", nameof(Target));
        var input = rows?.Input ?? ToData(InputObject, nameof(InputObject));
        var target = rows is not null ? rows.Target : Target is null ? null : ToData(Target, nameof(Target));
        var analysis = new ConvergenceAnalysis
        {
            LearningRate = LearningRate,
            GradientScale = GradientScale,
            Tolerance = Tolerance,
            Start = Start is null ? null : [.. ToTensor(Start, nameof(Start)).ToArray().Select(x => (double)x)],
            Seed = Seed,
            Momentum = Momentum,
            WeightDecay = WeightDecay,
            Optimizer = Optimizer,
        };
        Tell(() => $"The curvature of {input.Shape} at rate {LearningRate}: {(isOfModel ? "of the model, by its graph or by power iteration" : "in closed form")}; nothing is trained.");
        WriteObject(isOfModel
            ? analysis.Measure(ToModel(Model), input, target)
            : analysis.Measure(input, target, bias: !NoBias));
    }
}
