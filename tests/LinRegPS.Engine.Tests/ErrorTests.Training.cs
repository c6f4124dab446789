using System.Collections;
using LinRegPS.Diagnosis;
using LinRegPS.Diagnosis.Convergence;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests;

// Errors of random numbers, initialisation, optimizers and schedules.
public partial class ErrorTests
{
    private static readonly Linear s_plane = new(3, 1, true, new Generator(0));

    private static IEnumerable<Case> TrainingCases() =>
    [
        Of<InvalidValueException>(nameof(Errors.FirstStep), "InvalidStartStep", () => new TrainingLoop(s_plane, new(s_matrix, Tensor.Zeros(2, 1), 1), new Sgd(s_plane, 0.1)) { FirstStep = 4 }.Run([]), "StartStep is 4", "1 to 2"),
        Of<InvalidValueException>(nameof(Errors.FirstStep), "InvalidStartStep", () => new TrainingLoop(s_plane, new(s_matrix, Tensor.Zeros(2, 1), 1), new Sgd(s_plane, 0.1)) { FirstStep = 2, AccumulationSteps = 2 }.Run([]), "2 batches"),
        Of<InvalidValueException>(nameof(Errors.FirstLoss), "StartLossNeeded", () => new TrainingLoop(s_plane, new(s_matrix, Tensor.Zeros(2, 1), 1), new Sgd(s_plane, 0.1)) { FirstStep = 2 }.Run([]), "StartStep is 2", "count as 0"),
        Of<InvalidValueException>(nameof(Errors.FirstLoss), "StartLossNeeded", () => new TrainingLoop(s_plane, new(s_matrix, Tensor.Zeros(2, 1), 1), new Sgd(s_plane, 0.1)) { FirstLossSum = 3 }.Run([]), "none before"),
        Of<InvalidValueException>(nameof(Errors.ClassWeight), "InvalidClassWeight", () => ClassWeights.Of(1, -2), "class 1", "-2"),
        Of<InvalidValueException>(nameof(Errors.FirstLoss), "StartLossNeeded", () => new TrainingLoop(s_plane, new(s_matrix, Tensor.Zeros(2, 1), 1), new Sgd(s_plane, 0.1)) { FirstStep = 2 }.Run([]), "StartStep is 2", "count as 0"),
        Of<InvalidValueException>(nameof(Errors.FirstLoss), "StartLossNeeded", () => new TrainingLoop(s_plane, new(s_matrix, Tensor.Zeros(2, 1), 1), new Sgd(s_plane, 0.1)) { FirstLossSum = 3 }.Run([]), "none before"),
        Of<InvalidValueException>(nameof(Errors.ClassWeight), "InvalidClassWeight", () => ClassWeights.Of(float.NaN), "NaN"),
        Of<InvalidValueException>(nameof(Errors.NoClassWeight), "InvalidClassWeight", () => ClassWeights.Of(0, 0), "above 0"),
        Of<InvalidValueException>(nameof(Errors.NoClassWeight), "InvalidClassWeight", () => ClassWeights.Of(), "above 0"),
        Of<InvalidValueException>(nameof(Errors.TwoClassWeights), "InvalidClassWeight", () => LossFunction.Weighted("BinaryCrossEntropy", ClassWeights.Of(1, 2, 3)).Compute(Tensor.Ones(2), Tensor.Ones(2)), "3 weights", "yes"),
        Of<InvalidValueException>(nameof(Errors.NoRowOfClass), "InvalidClassWeight", () => LossFunction.Weighted("CrossEntropy", ClassWeights.Balanced(Tensor.FromInt64([0, 2]))).Compute(Tensor.Zeros(2, 3), Tensor.FromInt64([0, 2])), "class 1 of 3"),
        Of<InvalidValueException>(nameof(Errors.NoClassWeights), "NoClassWeights", () => LossFunction.Weighted("mse", ClassWeights.Of(1)), "Mse", "CrossEntropy"),
        Of<InvalidValueException>(nameof(DiagnosisErrors.NoAutomaticRate), "NoAutomaticRate", () => AutomaticRate.For(new TrainingLoop(s_plane, new(s_matrix, Tensor.Zeros(2, 1)), new Adam(s_plane))), "Adam"),
        Of<InvalidValueException>(nameof(DiagnosisErrors.NoCurvature), "NoAutomaticRate", () => AutomaticRate.For(new TrainingLoop(s_plane, new(s_matrix, Tensor.Zeros(2, 1)), new Sgd(s_plane, 1)) { Loss = new("flat", (p, t) => p.Sum()) }), "Linear"),
        Of<InvalidValueException>(nameof(Errors.NoIntegers), "InvalidRange", () => Tensor.RandInt(3, 3, [2]), "RandInt", "3"),
        Of<InvalidValueException>(nameof(Errors.NegativeSize), "InvalidShape", () => Tensor.RandPerm(-1), "[-1]"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidLambda", () => Tensor.Zeros(2).Exponential_(0), "Lambda is 0"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidTau", () => s_matrix.GumbelSoftmax(-1), "Tau is -1"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidBeta", () => Tensor.KaiserWindow(3, beta: double.NaN), "Beta"),
        Of<AutogradException>(nameof(Errors.FunctionGradients), "WrongGradientCount", () => new Function((x, y, _) => x * y!, (g, _, _, _, _) => g).Apply(s_matrix.Clone().RequiresGrad_(), s_matrix).Sum().Backward(), "Function", "1 gradient,", "2 are needed"),
        Of<InvalidValueException>(nameof(Errors.WrongDType), "WrongDType", () => Tensor.RandPerm(3).Uniform_(), "Uniform_", "float32", "int64"),
        Of<InvalidValueException>(nameof(Errors.WrongDType), "WrongDType", () => Init.Eye(Tensor.RandInt(0, 2, [2, 2])), "Init.Eye", "int64"),
        Of<ShapeMismatchException>(nameof(Errors.NotWeights), "ShapeMismatch", () => Tensor.Scalar(1).Multinomial(1), "Multinomial", "[]"),
        Of<InvalidValueException>(nameof(Errors.Weight), "InvalidWeight", () => Tensor.From([1, -0.5f]).Multinomial(1), "-0.5"),
        Of<InvalidValueException>(nameof(Errors.Weight), "InvalidWeight", () => Tensor.From([1, float.NaN]).Multinomial(1), "NaN"),
        Of<InvalidValueException>(nameof(Errors.TooFewWeights), "TooFewWeights", () => Tensor.From([1, 0, 2, 3], 2, 2).Multinomial(2), "1 weights", "2 places"),
        Of<InvalidValueException>(nameof(Errors.TooFewWeights), "TooFewWeights", () => Tensor.Zeros(3).Multinomial(5, replacement: true), "0 weights"),
        Of<InvalidValueException>(nameof(Errors.TooFewWeights), "TooFewWeights", () => Tensor.Zeros(0).Multinomial(1), "0 weights"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidSamples", () => Tensor.Ones(3).Multinomial(0), "Samples is 0"),
        Of<InvalidValueException>(nameof(Errors.Probability), "InvalidProbability", () => Tensor.From([0.5f, 1.5f]).Bernoulli(), "1.5"),
        Of<InvalidValueException>(nameof(Errors.Probability), "InvalidProbability", () => Tensor.Zeros(2).Bernoulli_(-1), "-1"),
        Of<ShapeMismatchException>(nameof(Errors.NeedsMatrix), "ShapeMismatch", () => Init.Eye(Tensor.Zeros(2, 2, 2)), "Init.Eye", "[2,2,2]"),
        Of<ShapeMismatchException>(nameof(Errors.NeedsTwoDimensions), "ShapeMismatch", () => Init.XavierUniform(Tensor.Zeros(3)), "Init.XavierUniform", "[3]"),
        Of<ShapeMismatchException>(nameof(Errors.NeedsTwoDimensions), "ShapeMismatch", () => Init.KaimingNormal(Tensor.Scalar(0)), "Init.KaimingNormal", "[]"),
        Of<ShapeMismatchException>(nameof(Errors.NeedsTwoDimensions), "ShapeMismatch", () => Init.Orthogonal(Tensor.Zeros(3)), "Init.Orthogonal", "[3]"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidGain", () => Init.XavierNormal(s_matrix, double.NaN), "Gain is NaN"),
        Of<InvalidValueException>(nameof(Errors.Negative), "InvalidGain", () => Init.XavierUniform(s_matrix, -1), "Gain is -1"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidSlope", () => Init.KaimingUniform(s_matrix, double.NaN), "Slope is NaN"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidStandardDeviation", () => Init.TruncNormal(s_matrix, 0, 0), "StandardDeviation is 0"),
        Of<InvalidValueException>(nameof(Errors.EmptyRange), "InvalidRange", () => Init.TruncNormal(s_matrix, 0, 1, 2, 1), "2", "1"),
        Of<InvalidValueException>(nameof(Errors.NoSetting), "NoSuchSetting", () => new Rprop([s_matrix]).WeightDecay = 0.1, "Rprop", "WeightDecay"),
        Of<InvalidValueException>(nameof(Errors.NoSetting), "NoSuchSetting", () => new LBFGS([s_matrix]).Maximize = true, "LBFGS", "Maximize"),
        Of<InvalidValueException>(nameof(Errors.NoSetting), "NoSuchSetting", () => new Rprop([s_matrix]).AddParameterGroup(new([Tensor.Zeros(1)]) { WeightDecay = 1 }), "Rprop"),
        Of<InvalidValueException>(nameof(Errors.NoSuchSetting), "NoSuchSetting", () => new Adam([s_matrix]).Set(new Hashtable { ["Momentum"] = 1 }), "Adam", "'Momentum'", "Beta1", "AmsGrad"),
        Of<InvalidValueException>(nameof(Errors.SettingKind), "InvalidSetting", () => new Adam([s_matrix]).Set(new Hashtable { ["AmsGrad"] = 1 }), "AmsGrad of Adam is '1' (Int32)", "true or false"),
        Of<InvalidValueException>(nameof(Errors.SettingKind), "InvalidSetting", () => new LBFGS([s_matrix]).Set(new Hashtable { ["HistorySize"] = 1.5 }), "a whole number"),
        Of<InvalidValueException>(nameof(Errors.SettingKind), "InvalidSetting", () => new Adam([s_matrix]).Set(new Hashtable { ["Beta1"] = "0,9" }), "'0,9'", "a number"),
        Of<InvalidValueException>(nameof(Errors.NoUsualRate), "InvalidLearningRate", () => Optimizer.Named("sgd", new Linear(1, 1)), "Sgd"),
        Of<InvalidValueException>(nameof(Errors.Nesterov), "InvalidNesterov", () => new Sgd([s_matrix], 0.1) { Nesterov = true }.Step(), "Momentum above 0"),
        Of<InvalidValueException>(nameof(Errors.Nesterov), "InvalidNesterov", () => new Sgd([s_matrix], 0.1).Set(new Hashtable { ["nesterov"] = true, ["dampening"] = 0.1, ["momentum"] = 0.5 }), "0.5 and 0.1"),
        Of<InvalidValueException>(nameof(Errors.NotAShare), "InvalidRho", () => new Adadelta([s_matrix]).Rho = 1.1, "Rho is 1.1"),
        Of<InvalidValueException>(nameof(Errors.Outside), "InvalidEtaMinus", () => new Rprop([s_matrix]).EtaMinus = 1, "EtaMinus is 1"),
        Of<InvalidValueException>(nameof(Errors.Outside), "InvalidEtaPlus", () => new Rprop([s_matrix]).EtaPlus = double.NaN, "EtaPlus is NaN", "above 1"),
        Of<InvalidValueException>(nameof(Errors.OneGroup), "WrongParameter", () => new LBFGS([s_matrix]).AddParameterGroup(new([Tensor.Zeros(1)])), "LBFGS", "one group"),
        Of<InvalidValueException>(nameof(Errors.NeedsClosure), "ClosureNeeded", () => new LBFGS([s_matrix]).Step(), "LBFGS", "closure"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => new Adam([s_matrix]).Step(() => null!), "closure"),
        Of<InvalidValueException>(nameof(Errors.ClosureResult), "ClosureResult", () => new Adam([s_matrix]).Step(() => s_matrix), "closure", "[2,3]", "one number"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidMaxIterations", () => new LBFGS([s_matrix]).MaxIterations = 0, "MaxIterations is 0"),
        Of<InvalidValueException>(nameof(Errors.Negative), "InvalidMaxEvaluations", () => new LBFGS([s_matrix]).MaxEvaluations = -1, "-1"),
        Of<InvalidValueException>(nameof(Errors.Accumulation), "InvalidAccumulationStep", () => Training(new(s_line, Tensor.Ones(4, 1), Tensor.Ones(4, 1)) { AccumulationSteps = 2, Optimizer = "LBFGS" }), "LBFGS", "2 batches"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidAccumulationStep", () => Training(new(s_line, Tensor.Ones(4, 1), Tensor.Ones(4, 1)) { AccumulationSteps = 0 }), "AccumulationStep is 0"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidClipNorm", () => Training(new(s_line, Tensor.Ones(4, 1), Tensor.Ones(4, 1)) { ClipNorm = 0 }), "ClipNorm is 0"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidClipValue", () => Training(new(s_line, Tensor.Ones(4, 1), Tensor.Ones(4, 1)) { ClipValue = -1 }), "ClipValue is -1"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidMaxNorm", () => Clip.GradNorm(new Linear(1, 1), double.NaN), "MaxNorm is NaN"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidNormType", () => Clip.GradNorm(new Linear(1, 1), 1, 0), "NormType is 0"),
        Of<InvalidValueException>(nameof(Errors.NonFiniteNorm), "NonFiniteNorm", ClipInfinity, "order 2", "Infinity"),
        Of<InvalidValueException>(nameof(Errors.NoSuchName), "NoSuchName", () => LearningRateSchedule.Named("StepLT", s_sgd), "schedule 'StepLT'", "StepLR"),
        Of<InvalidValueException>(nameof(Errors.ScheduleArgument), "ScheduleArgument", () => LearningRateSchedule.Named("StepLR", s_sgd), "StepLR needs StepSize"),
        Of<InvalidValueException>(nameof(Errors.NoSuchSetting), "NoSuchSetting", () => LearningRateSchedule.Named("StepLR", s_sgd, new Hashtable { ["T"] = 1 }), "'T'", "StepSize, Gamma"),
        Of<InvalidValueException>(nameof(Errors.PerGroup), "InvalidMaxLearningRate", () => new OneCycleLR(s_sgd, [1, 2, 3], 10), "3 values", "1 parameter groups"),
        Of<InvalidValueException>(nameof(Errors.NoMomentum), "NoMomentum", () => new OneCycleLR(new Adagrad([s_matrix]), [1], 10), "OneCycleLR", "Adagrad"),
        Of<InvalidValueException>(nameof(Errors.NoMomentum), "NoMomentum", () => new CyclicLR(new Adam([s_matrix]), [0.1], [1]), "CyclicLR", "Adam"),
        Of<InvalidValueException>(nameof(Errors.ScheduleEnded), "ScheduleEnded", StepTooOften, "OneCycleLR", "1 steps"),
        Of<InvalidValueException>(nameof(Errors.NeedsMetric), "MetricNeeded", () => new ReduceLROnPlateau(s_sgd).Step(), "ReduceLROnPlateau", "Step(loss)"),
        Of<InvalidValueException>(nameof(Errors.NoSchedules), "NoSchedules", () => new ChainedScheduler(), "ChainedScheduler"),
        Of<InvalidValueException>(nameof(Errors.SchedulesOfOthers), "WrongOptimizer", () => new ChainedScheduler(new StepLR(s_sgd, 2), new StepLR(new Sgd([s_matrix], 1), 2)), "one optimizer"),
        Of<InvalidValueException>(nameof(Errors.NotInOthers), "WrongSchedule", () => new ChainedScheduler(new ReduceLROnPlateau(s_sgd)), "metric"),
        Of<InvalidValueException>(nameof(Errors.Milestones), "InvalidMilestones", () => new SequentialLR(s_sgd, [new StepLR(s_sgd, 2)], [3]), "1 schedules need 0 milestones"),
        Of<InvalidValueException>(nameof(Errors.MilestoneOrder), "InvalidMilestones", () => new SequentialLR(s_sgd, [new StepLR(s_sgd, 2), new StepLR(s_sgd, 2), new StepLR(s_sgd, 2)], [3, 3]), "3, 3"),
        Of<InvalidValueException>(nameof(Errors.ScheduleOfOther), "WrongOptimizer", () => Training(new(s_line, Tensor.Ones(4, 1), Tensor.Ones(4, 1)) { Schedule = _ => new StepLR(s_sgd, 2) }), "StepLR", "Sgd"),
        Of<InvalidValueException>(nameof(Errors.StateMismatch), "StateMismatch", () => new StepLR(s_sgd, 2).LoadStateDict(new ExponentialLR(s_sgd, 0.5).StateDict()), "StepLR"),
        Of<InvalidValueException>(nameof(Errors.Outside), "InvalidFactor", () => new ConstantLR(s_sgd, 0), "Factor is 0"),
        Of<InvalidValueException>(nameof(Errors.Outside), "InvalidStartFactor", () => new LinearLR(s_sgd, 1.5), "StartFactor is 1.5"),
        Of<InvalidValueException>(nameof(Errors.NotAShare), "InvalidPctStart", () => new OneCycleLR(s_sgd, [1], 10, 2), "PctStart is 2"),
        Of<InvalidValueException>(nameof(Errors.Beta), "InvalidFactor", () => new ReduceLROnPlateau(s_sgd, factor: 1), "Factor is 1"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidStepSize", () => new StepLR(s_sgd, 0), "StepSize is 0"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidGamma", () => new ExponentialLR(s_sgd, double.NaN), "Gamma is NaN"),
    ];

    private static readonly Linear s_line = new(1, 1);
    private static readonly Sgd s_sgd = new([Tensor.Zeros(2)], 0.1);

    private static void Training(TrainingRun run) => run.Run().First();

    private static void ClipInfinity()
    {
        var w = Tensor.Zeros(1);
        w.Grad = Tensor.From([float.PositiveInfinity]);
        Clip.GradNorm([w], 1, errorIfNonfinite: true);
    }

    private static void StepTooOften()
    {
        var schedule = new OneCycleLR(new Sgd([Tensor.Zeros(1)], 1) { Momentum = 0.9 }, [1], 1);
        schedule.Step();
        schedule.Step();
    }
}
