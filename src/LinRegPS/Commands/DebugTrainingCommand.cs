using System.Collections;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Language;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Diagnosis.Lint;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

/// <summary>Finds the mistakes that people make in training: runs a training script, or trains a model, and looks on.</summary>
/// <remarks>
/// Writes a finding for each mistake: the rule, what is the case, the numbers that show it, what to do, the parameter or operation, the first epoch (in a script, the number of the backward pass) and how often it was seen. Nothing is written where nothing was found.
///
/// A script runs as it is, in the scope of the caller, as with Invoke-NoGrad: what it assigns stays, and what it writes is dropped. Names of parameters are those of the variables that the script mentions, or of the model's parameters. If an error that a finding explains ends the script, it becomes a warning. A model is trained as Invoke-Training would, and left as it was.
///
/// The rules: BroadcastLoss, CutGraph, InPlaceChange, ReplacedParameter, TargetGradient, StaleGraph, NonFinite, ForgottenParameter, NoZeroGrad, StaleStep, GradientFactor, WrongHead, ClassTargets, BoundedOutput, BatchOfOne, TrainMode, LateParameter, FrozenParameter, NewOptimizer, ScheduleFirst, RateTooHigh, RateTooLow, DyingRate, AlwaysClipped, DecayedBias, UnscaledFeatures, ExplodingGradient, VanishingGradient, DeadUnits, Saturated, MeanPrediction, UnbalancedClasses, UnrelatedLabels, SharedRows, LeakyScaler, Overfitting, Underfitting, Standstill, GrowingGraph. Overfitting and Underfitting need -ValidationData. SharedRows and LeakyScaler look at these too; in a script, at the rows of which a loss is computed under Invoke-NoGrad or by Test-Model.
///
/// A script that computes its gradients without autograd can't be judged by itself: there is nothing to compare them with. Give a model of the same function, and the gradient as a script block with -Gradient. In a script with autograd, a gradient by hand is compared where it is set as Grad, or stepped with by Sub_ while autograd's is there.
///
/// Loops with an optimizer object ([LinRegPS.Adam]::new($model)) are seen as those with Step-Sgd are. What the curvature says of a rate holds for plain gradient descent; other optimizers are not judged by it.
///
/// Looking costs little: the first 6 epochs are looked at closely, then pairs at distances of 32 and more, and the last; a finding's Count is what was seen.
/// </remarks>
/// <example>
///   <summary>A loop that forgets to clear gradients</summary>
///   <code>
///   $w = New-Tensor 0 -RequiresGrad
///   $X = New-Tensor 1,2,3,4
///   $Y = New-Tensor 2,4,6,8
///   Debug-Training {
///       foreach ($epoch in 1..10) {
///           Measure-MseLoss ($w * $X) $Y | Invoke-Backward
///           $w | Step-Sgd -LearningRate 0.01
///       }
///   }
///   </code>
/// </example>
/// <example>
///   <summary>A model and a learning rate</summary>
///   <code>
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Debug-Training $model $X $Y -LearningRate 0.2 -Epoch 20 -Rule Rate*
///   </code>
///   <para>0.2 is above 2 / 15, so the steps overshoot; 1 / 15 is suggested.</para>
/// </example>
/// <example>
///   <summary>A gradient written by hand that lacks the mean</summary>
///   <code>
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 20 -Gradient {
///       param($model, $X, $Y)
///       (2 * $X * ($model.Weight * $X - $Y)).Sum()
///   }
///   </code>
/// </example>
/// <example>
///   <summary>The training of Invoke-Training, with its batches and its optimizer</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 100,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $model = New-LinearModel 3 1 -Seed 0
///   Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 20 -Optimizer RMSprop -BatchSize 20 -Shuffle -Seed 0
///   </code>
///   <para>Nothing is written: there is nothing to find.</para>
/// </example>
/// <example>
///   <summary>Are rows of the test trained with?</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 60,3 -Seed 1
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1))
///   $test = New-DataSet $X[0..19] $Y[0..19]
///   $model = New-LinearModel 3 1 -Seed 0
///   Debug-Training $model $X $Y -LearningRate 0.1 -Epoch 20 -ValidationData $test -Rule SharedRows
///   </code>
///   <para>All 20 are: train with $X[20..59] alone.</para>
/// </example>
/// <seealso cref="InvokeTrainingCommand"/>
[Cmdlet(VerbsDiagnostic.Debug, "Training", DefaultParameterSetName = RowsSet)]
[OutputType(typeof(TrainingFinding))]
public sealed class DebugTrainingCommand : TrainingCmdlet
{
    private const string ScriptSet = "Script";

    /// <summary>The training script to run, in the place of the model.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ScriptSet)]
    public ScriptBlock? ScriptBlock { get; set; }

    // Not mandatory to PowerShell: a script that stands where the model does has none.
    /// <summary>A data set, as New-DataSet and Split-DataSet give it, in place of input and target; or a data loader, which has its own batches and orders.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true, ParameterSetName = RowsSet)]
    [DataRows]
    public DataLoader? Data { get; set; }

    private protected override DataLoader? Rows => Data;

    private protected override bool IsOfModel => Script is null;

    // PowerShell tells a data set from the input by its place in the default parameter set only, and so takes a script for a model.
    private ScriptBlock? Script => ScriptBlock ?? Unwrap(Model) as ScriptBlock;

    /// <summary>A gradient written by hand: takes model, input and target, and writes the gradient of each parameter in the model's order, or a hashtable of names and gradients. It is compared with autograd's.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    public ScriptBlock? Gradient { get; set; }

    /// <summary>A data set that is not trained with: for what its losses say beside those of the training, and for whether its rows are trained with too.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [Parameter(ParameterSetName = RowsSet)]
    [ValidateNotNull]
    public object? ValidationData { get; set; }

    /// <summary>Only the rules of these names; wildcards are allowed.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RuleNameCompleter))]
    [SupportsWildcards]
    [AllowNull]
    [AllowEmptyCollection]
    public string[]? Rule { get; set; }

    /// <inheritdoc/>
    protected override void Train()
    {
        var lint = new TrainingLint(Rule ?? []);
        Tell(() => $"Looks on with {(Rule is null ? "every rule" : $"the rules {string.Join(", ", Rule)}")}.");
        if (Script is { } script)
            RunScript(lint, script);
        else
            TrainModel(lint);
    }

    private void RunScript(TrainingLint lint, ScriptBlock script)
    {
        foreach (string parameter in MyInvocation.BoundParameters.Keys)
        {
            if (parameter is not (nameof(ScriptBlock) or nameof(Model) or nameof(Rule)) && !CommonParameters.Contains(parameter))
                throw CallErrors.Conflict(nameof(ScriptBlock), parameter);
        }
        RuntimeException? error = null;
        try
        {
            using (lint.Watch())
                InvokeCommand.InvokeScript(useLocalScope: false, script, null, null);
        }
        catch (RuntimeException thrown) when (thrown is not PipelineStoppedException)
        {
            error = thrown;
        }
        NameParameters(lint, script);
        var findings = lint.Findings();
        WriteObject(findings, enumerateCollection: true);
        if (error is not null)
        {
            var known = error.GetBaseException() as LinRegException;
            // $w.Grad of what is no parameter any more is $null.
            bool explained = known is not null ? TrainingLint.Explains(findings, known)
                : error.ErrorRecord.FullyQualifiedErrorId == "InvokeMethodOnNull" && TrainingLint.ExplainsMissingGradient(findings);
            if (explained)
                WriteWarning($"The script ended at the error that a finding explains: {error.Message}");
            else if (known is null)
                ThrowTerminatingError(error.ErrorRecord);
            else
                throw error;
        }
        else if (lint.BackwardPasses == 0 && findings.Count == 0)
        {
            WriteWarning("The script ran no backward pass, so there was nothing to judge. Gradients that are computed without autograd need a model to compare with: "
                + "Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 100 -Gradient { param($model, $X, $Y) ... }.");
        }
    }

    private void TrainModel(TrainingLint lint)
    {
        var given = Unwrap(Optimizer) as Optimizer;
        double? rate = given?.LearningRate;
        var schedule = Unwrap(Schedule) as LearningRateSchedule;
        var scheduled = schedule?.StateDict();
        LinRegException? error;
        try
        {
            var loop = ToLoop(new(1));
            if (ValidationData is not null)
                lint.Validation = new Validation(ToUnseen(ValidationData, loop));
            error = lint.Diagnose(loop, () => Gradient is null ? null : ByHand(loop), Stop);
        }
        finally
        {
            if (given is not null)
                given.LearningRate = rate!.Value;
            schedule?.LoadStateDict(scheduled!);
        }
        var findings = lint.Findings();
        WriteObject(findings, enumerateCollection: true);
        if (error is null)
            return;
        if (!TrainingLint.Explains(findings, error))
            throw error;
        WriteWarning($"Training ended at the error that a finding explains: {error.Message}");
    }

    // In the order of the model's parameters, null for those that the block says nothing of.
    private IReadOnlyList<Tensor?> ByHand(TrainingLoop loop)
    {
        Collection<PSObject> written;
        using (GradMode.NoGrad())
            written = InvokeCommand.InvokeScript(useLocalScope: true, Gradient!, null, loop.Model, loop.Data.AllInput, loop.Data.AllTarget);
        var parameters = loop.Parameters;
        if (written.Count == 1 && Unwrap(written[0]) is IDictionary named)
        {
            foreach (object name in named.Keys)
            {
                if (!parameters.Any(p => Is(p, name)))
                    throw Errors.NoSuchParameter(name.ToString()!, parameters.Select(p => p.Name));
            }
            return [.. parameters.Select(p => named.Keys.Cast<object>().FirstOrDefault(name => Is(p, name)) is { } key
                ? ToTensor(named[key], nameof(Gradient))
                : null)];
        }
        if (written.Count != parameters.Count)
            throw CallErrors.GradientBlockResult(written.Count, parameters.Select(p => p.Name));
        return [.. written.Select(item => ToTensor(item, nameof(Gradient)))];

        static bool Is(ModelParameter parameter, object name) =>
            string.Equals(parameter.Name, name.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    // By the variables that the script mentions: the engine knows tensors, not what they are called.
    private void NameParameters(TrainingLint lint, ScriptBlock script)
    {
        var variables = script.Ast
            .FindAll(node => node is VariableExpressionAst, searchNestedScriptBlocks: true)
            .Select(node => ((VariableExpressionAst)node).VariablePath.UserPath)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => (Name: name, Value: Unwrap(GetVariableValue(name))))
            .ToList();
        var models = variables.Where(v => v.Value is Module).DistinctBy(v => v.Value).ToList();
        foreach (var (name, value) in variables)
        {
            if (value is Tensor tensor)
                lint.SetName(tensor, name);
        }
        foreach (var (name, value) in models)
        {
            foreach (var parameter in ((Module)value!).NamedParameters())
                lint.SetName(parameter.Value, models.Count == 1 ? parameter.Name : $"{name}.{parameter.Name}");
        }
        // A model before the models in it.
        foreach (var model in models.Select(v => (Module)v.Value!).Concat(variables.SelectMany(v => Held(v.Value))).OrderByDescending(model => model.NamedParameters().Count))
            lint.SetModel(model);
        foreach (var (name, value) in variables)
        {
            if (value is not (IList and not Array { Rank: > 1 }))
                continue;
            var list = (IList)value;
            for (int i = 0; i < list.Count; i++)
            {
                if (Unwrap(list[i]) is Tensor tensor)
                    lint.SetName(tensor, $"{name}[{i}]");
            }
        }

        static IEnumerable<Module> Held(object? value) => value switch
        {
            IDictionary pairs => pairs.Values.Cast<object?>().Select(Unwrap).OfType<Module>(),
            IList and not Array { Rank: > 1 } => ((IList)value).Cast<object?>().Select(Unwrap).OfType<Module>(),
            _ => [],
        };
    }
}
