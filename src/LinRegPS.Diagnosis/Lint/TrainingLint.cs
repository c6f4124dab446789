using System.IO.Enumeration;
using LinRegPS.Diagnosis.Lint.Rules;
using LinRegPS.Diagnosis.Lint.Watching;
using LinRegPS.Diagnosis.Probing;
using LinRegPS.Kernels.Threading;
using LinRegPS.Training;

namespace LinRegPS.Diagnosis.Lint;

/// <summary>
/// Looks on while training runs, and says which mistakes it found. For a script: watch, run, ask for findings. For a
/// model: give it to a <see cref="TrainingLoop"/>, or call <see cref="Diagnose"/>.
/// </summary>
public sealed class TrainingLint : TrainingObserver
{
    private readonly IReadOnlyList<LintRule> _rules;
    private readonly LintWatcher _watcher;
    private IReadOnlyList<TrainingFinding>? _findings;
    private int _lastEpoch, _lastWatched;
    private Func<double> _rate = () => double.NaN;

    /// <summary>A lint of the rules whose ids match one of the patterns (* and ?), or of all where there is no pattern.</summary>
    /// <exception cref="InvalidValueException">A pattern matches no rule.</exception>
    public TrainingLint(params IReadOnlyList<string> patterns)
    {
        foreach (string pattern in patterns)
        {
            if (pattern is null || !RuleIds.Any(id => FileSystemName.MatchesSimpleExpression(pattern, id)))
                throw DiagnosisErrors.NoSuchRule(pattern ?? "", RuleIds);
        }
        _rules = RuleCatalog.Make(id => patterns.Count == 0 || patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, id)));
        _watcher = new LintWatcher(_rules);
        foreach (var rule in _rules)
            rule.Lint = _watcher;
    }

    /// <summary>The ids of all rules, in the order in which findings are reported.</summary>
    public static IReadOnlyList<string> RuleIds => RuleCatalog.Ids;

    /// <summary>
    /// The validation that goes with a model's training, told of each epoch before this is: for what its curve says, and for whether its
    /// rows are those trained with. It may be set until training begins.
    /// </summary>
    public Validation? Validation { get => _watcher.Validation; set => _watcher.Validation = value; }

    /// <summary>Whether the model is given the parameters of its best epoch in the end, as by <see cref="EarlyStopping"/>.</summary>
    public bool IsBestRestored { get => _watcher.Curve.IsBestRestored; set => _watcher.Curve.IsBestRestored = value; }

    /// <summary>How many backward passes were seen; without one, most rules have nothing to judge.</summary>
    public int BackwardPasses => _watcher.Passes;

    /// <summary>Looks on at all work of this thread until the result is disposed.</summary>
    public IDisposable Watch() => _watcher.Watch();

    /// <summary>Says what a parameter is called, so that findings can name it. The first name stays.</summary>
    public void SetName(Tensor parameter, string name)
    {
        if (parameter is { RequiresGrad: true, IsLeaf: true })
            _watcher.Parameter(parameter).Name = name;
        else
            _watcher.Lineage.Named(parameter, name);
    }

    /// <summary>Says which parameters are of one model, and of which of its layers. The first model stays.</summary>
    public void SetModel(Module model) => _watcher.SetPlaces(model);

    /// <summary>What was found. Asking ends the looking on: the answer stays the same.</summary>
    public IReadOnlyList<TrainingFinding> Findings()
    {
        using (Watcher.Pause())
            return _findings ??= Conclude();
    }

    private IReadOnlyList<TrainingFinding> Conclude()
    {
        _watcher.Lineage.Conclude();
        foreach (var rule in _rules)
            rule.Conclude();
        return [.. _rules.SelectMany(rule => Shortened([.. rule.Findings()]))];
    }

    // Who reads of ten parameters reads of none of eighty.
    private static IEnumerable<TrainingFinding> Shortened(TrainingFinding[] findings)
    {
        const int most = 10;
        if (findings.Length <= most)
            return findings;
        var rest = findings[(most - 1)..];
        return findings[..(most - 1)].Append(new TrainingFinding(
            rest[0].RuleId, rest[0].Name, rest.Min(finding => finding.FirstStep), rest.Sum(finding => finding.Count),
            $"{rest.Length} more of the same: {string.Join(", ", rest.Take(most).Select(finding => finding.Name))}{(rest.Length > most ? ", ..." : string.Empty)}. The first: {rest[0].Finding}",
            rest[0].Evidence, rest[0].Remedy));
    }

    /// <summary>Whether an error is what a finding says.</summary>
    public static bool Explains(IEnumerable<TrainingFinding> findings, LinRegException error)
    {
        string[] rules = error.ErrorId switch
        {
            "LinRegPS.ShapeMismatch" => [nameof(BroadcastLoss), nameof(ClassTargets)],
            "LinRegPS.InvalidClass" => [nameof(ClassTargets)],
            "LinRegPS.InvalidProbability" => [nameof(WrongHead)],
            "LinRegPS.OneValue" => [nameof(BatchOfOne)],
            "LinRegPS.NothingRecorded" => [nameof(CutGraph)],
            "LinRegPS.InPlaceChange" => [nameof(InPlaceChange)],
            "LinRegPS.NoGradient" => [nameof(StaleStep), nameof(ReplacedParameter), nameof(LateParameter), nameof(ForgottenParameter)],
            "LinRegPS.GraphFreed" => [nameof(ReplacedParameter), nameof(TargetGradient), nameof(StaleGraph)],
            _ => [],
        };
        return findings.Any(finding => rules.Contains(finding.RuleId));
    }

    /// <summary>Whether a finding says why a tensor that was a parameter has no gradient.</summary>
    public static bool ExplainsMissingGradient(IEnumerable<TrainingFinding> findings) =>
        findings.Any(finding => finding.RuleId is nameof(ReplacedParameter) or nameof(CutGraph));

    /// <summary>Trains as the loop says, and leaves the model as it was.</summary>
    /// <param name="loop">The training.</param>
    /// <param name="gradientsByHand">
    /// Gradients of the parameters where training begins, in the model's order, to compare with autograd's; null for all or some where there are none.
    /// </param>
    /// <param name="cancellation">Ends training between two steps.</param>
    /// <returns>The error that ended training, or null.</returns>
    public LinRegException? Diagnose(
        TrainingLoop loop, Func<IReadOnlyList<Tensor?>?> gradientsByHand, CancellationToken cancellation = default)
    {
        using var before = new GradientProbe(
            [.. loop.Parameters.Concat(loop.Model.NamedBuffers()).Select(p => p.Value)], () => loop.Parameters[0].Value);
        var optimizer = loop.Optimizer.StateDict();
        var putDrawsBack = loop.Model.SaveDraws();
        try
        {
            if (gradientsByHand() is { } byHand)
                CompareGradients(loop, byHand);
            foreach (int _ in loop.Run(Validation is null ? [this] : [Validation, this], cancellation))
            {
            }
            // Some rules measure the trained model, so they are asked before it is put back.
            Findings();
            return null;
        }
        catch (Exception error) when (error.GetBaseException() is LinRegException && Findings().Count > 0)
        {
            return (LinRegException)error.GetBaseException();
        }
        finally
        {
            using var whole = Interruption.Whole();
            loop.Optimizer.LoadStateDict(optimizer);
            putDrawsBack();
        }
    }

    private void CompareGradients(TrainingLoop loop, IReadOnlyList<Tensor?> byHand)
    {
        if (_rules.OfType<GradientFactor>().FirstOrDefault() is not { } rule)
            return;
        using var probe = new GradientProbe([.. loop.Parameters.Select(p => p.Value)], loop.ComputeLoss);
        float[]?[] gradients;
        try
        {
            gradients = probe.Differentiate().Gradients;
        }
        catch (LinRegException)
        {
            // The first step meets the same error, and there it is looked at.
            return;
        }
        for (int i = 0; i < gradients.Length; i++)
        {
            var (parameter, candidate) = (loop.Parameters[i], byHand[i]);
            if (candidate is null || gradients[i] is not { } reference)
                continue;
            if (candidate.Numel != reference.Length)
                throw Errors.ParameterShape("The gradient of " + parameter.Name, parameter.Shape, candidate.Shape);
            SetName(parameter.Value, parameter.Name);
            rule.Compare(_watcher.Parameter(parameter.Value), Tensor.From(reference), candidate, loop.Data.Samples, Features(loop.Data.AllInput));
        }
    }

    /// <inheritdoc/>
    public override void TrainingBegins(TrainingLoop loop)
    {
        _watcher.IsScript = false;
        _watcher.PassesPerStep = loop.AccumulationSteps;
        // A clipped step is no longer the gradient times the rate.
        _watcher.IsGradientDescent = loop.Optimizer.IsPlainGradientDescent && loop.ClipNorm is null && loop.ClipValue is null;
        _watcher.Schedule.LastStep = (int)Math.Min(loop.Steps, int.MaxValue);
        _watcher.Data = loop.Data;
        _watcher.Predict = () => Predict(loop);
        _watcher.PredictsTarget = loop.Loss is { IsOwn: true, Name: nameof(Loss.Mse) or nameof(Loss.L1) or nameof(Loss.SmoothL1) or nameof(Loss.Huber) };
        _lastEpoch = loop.LastEpoch;
        _rate = () => loop.Optimizer.LearningRate;
        foreach (var parameter in loop.Parameters)
            SetName(parameter.Value, parameter.Name);
        SetModel(loop.Model);
        if (!_watcher.IsGradientDescent || !_rules.Any(rule => rule is RateTooHigh or RateTooLow))
            return;
        Tensor[] learned = [.. loop.Parameters.Select(p => p.Value).Where(p => p.RequiresGrad)];
        _watcher.Curvature = new ModelCurvature(loop.ComputeLoss, learned, loop.Optimizer.LearningRate);
        try
        {
            _watcher.Curvature.MeasureStart();
        }
        catch (LinRegException)
        {
            // The first step meets the same error, and there it is looked at.
        }
    }

    /// <inheritdoc/>
    public override IDisposable? StepBegins(int step)
    {
        if (!_watcher.Schedule.Inspects(step))
            return null;
        if (step > _lastWatched + 1)
            _watcher.Resume();
        _lastWatched = step;
        _watcher.PassesOfStep = 0;
        _watcher.Step = step - 1;
        return _watcher.Watch();
    }

    /// <inheritdoc/>
    public override void StepEnded(int step, float loss)
    {
        if (_watcher.Batches is null)
            _watcher.Losses.Add(step, loss, _rate());
    }

    /// <inheritdoc/>
    public override bool EpochEnded(int epoch, float loss)
    {
        // Batches have losses of their own; those of whole epochs can be compared.
        if (_watcher.Batches is not null)
            _watcher.Losses.Add(epoch, loss, _rate());
        if (Validation is not null && (ValidationCurve.Wants(epoch) || epoch == _lastEpoch))
            _watcher.Curve.Add(epoch, loss, Validation.Loss);
        return false;
    }

    /// <summary>Looks for where NaN or infinity began, in a step that may not be watched.</summary>
    public override void NonFiniteLoss(int step, Tensor loss)
    {
        if (loss.IsLeaf)
            return;
        _watcher.Step = step;
        _watcher.InspectNonFinite(loss, Graph.Nodes(loss));
    }

    private static Tensor Predict(TrainingLoop loop)
    {
        using var evaluating = loop.Model.Evaluating();
        using var noGrad = GradMode.NoGrad();
        return loop.Model.Invoke(loop.Data.AllInput);
    }

    private static int? Features(Tensor input) => input.Rank < 2 ? null : input.Shape[^1];
}
