using System.Reflection;
using LinRegPS.Diagnosis;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Statistics;
using LinRegPS.Training;

namespace LinRegPS.Engine.Tests;

/// <summary>Every error that the engine raises: what provokes it, its type, its stable id, and what its message names.</summary>
public partial class ErrorTests
{
    private static readonly Tensor s_matrix = Tensor.From([1, 2, 3, 4, 5, 6], 2, 3);

    private static readonly Case[] s_cases =
    [
        .. Operations(),
        .. TrainingCases(),
        Of<ShapeMismatchException>(nameof(Errors.CannotBroadcast), "ShapeMismatch", () => s_matrix + Tensor.Zeros(2), "Add", "[2,3]", "[2]"),
        Of<ShapeMismatchException>(nameof(Errors.CannotBroadcast), "ShapeMismatch", () => s_matrix.Expand(3, 3), "Expand", "[2,3]", "[3,3]"),
        Of<ShapeMismatchException>(nameof(Errors.CannotBroadcast), "ShapeMismatch", () => Tensor.Zeros(2, 1, 3).MatMul(Tensor.Zeros(3, 3, 2)), "MatMul", "[2,1,3]", "[3,3,2]"),
        Of<ShapeMismatchException>(nameof(Errors.InnerSizes), "ShapeMismatch", () => Tensor.Zeros(4, 1).MatMul(Tensor.Zeros(4, 1)), "MatMul: [4,1] x [4,1]: inner sizes 1 and 4 differ"),
        Of<ShapeMismatchException>(nameof(Errors.InnerSizes), "ShapeMismatch", () => s_matrix.MatMul(Tensor.Zeros(2)), "[2,3] x [2]", "3 and 2"),
        Of<ShapeMismatchException>(nameof(Errors.NotAVectorPair), "ShapeMismatch", () => Tensor.Zeros(3).MatMul(Tensor.Zeros(2)), "Dot", "[3] x [2]"),
        Of<ShapeMismatchException>(nameof(Errors.NotAVectorPair), "ShapeMismatch", () => s_matrix.Dot(s_matrix), "[2,3] x [2,3]", "MatMul"),
        Of<ShapeMismatchException>(nameof(Errors.NotAMatrix), "ShapeMismatch", () => s_matrix.MatMul(Tensor.Scalar(2)), "MatMul", "[2,3] x []"),
        Of<ShapeMismatchException>(nameof(Errors.LossShapes), "ShapeMismatch", () => Loss.Mse(Tensor.Zeros(4, 1), Tensor.Zeros(4)), "[4,1]", "[4]", "16", "[4,4]", "allowBroadcast"),
        Of<ShapeMismatchException>(nameof(Errors.LossShapes), "ShapeMismatch", () => Loss.Mse(Tensor.Zeros(4), Tensor.Zeros(3)), "[4]", "[3]"),
        Of<ShapeMismatchException>(nameof(Errors.BatchRows), "ShapeMismatch", () => new TrainingRun(new Linear(3, 1), s_matrix, Tensor.Zeros(3, 1)) { BatchSize = 2 }.Run(), "[2,3]", "[3,1]"),
        Of<ShapeMismatchException>(nameof(Errors.BatchRows), "ShapeMismatch", () => new TrainingRun(new Linear(1, 1), Tensor.Scalar(1), Tensor.Scalar(1)) { Shuffle = true }.Run(), "input []"),
        Of<ShapeMismatchException>(nameof(Errors.NormalizedShape), "ShapeMismatch", () => s_matrix.LayerNorm([2]), "[2]", "[2,3]"),
        Of<ShapeMismatchException>(nameof(Errors.NormalizedShape), "ShapeMismatch", () => s_matrix.LayerNorm([1, 2, 3]), "[1,2,3]"),
        Of<ShapeMismatchException>(nameof(Errors.NormalizedShape), "ShapeMismatch", () => s_matrix.LayerNorm([]), "[]"),
        Of<ShapeMismatchException>(nameof(Errors.ParameterShape), "ShapeMismatch", () => s_matrix.LayerNorm([3], Tensor.Ones(2)), "Weight", "[3]", "[2]"),
        Of<ShapeMismatchException>(nameof(Errors.ParameterShape), "ShapeMismatch", () => s_matrix.LayerNorm([3], null, Tensor.Ones(1)), "Bias", "[3]", "[1]"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Tensor.Zeros(2, 0).LayerNorm([0]), "LayerNorm", "[0]"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidEpsilon", () => s_matrix.LayerNorm([3], eps: double.NaN), "NaN"),
        Of<InvalidValueException>(nameof(Errors.Negative), "InvalidEpsilon", () => s_matrix.LayerNorm([3], eps: -1), "-1"),
        Of<InvalidValueException>(nameof(Errors.Dimension), "InvalidDimension", () => s_matrix.Softmax(2), "Softmax", "dimension 2"),
        Of<InvalidValueException>(nameof(Errors.LearningRate), "InvalidLearningRate", () => new Adam([s_matrix], -1), "-1"),
        Of<InvalidValueException>(nameof(Errors.Beta), "InvalidBeta1", () => new Adam([s_matrix]).Beta1 = 1, "Beta1 is 1"),
        Of<InvalidValueException>(nameof(Errors.Beta), "InvalidBeta2", () => new Adam([s_matrix]).Beta2 = double.NaN, "Beta2 is NaN"),
        Of<InvalidValueException>(nameof(Errors.Negative), "InvalidEpsilon", () => new Adam([s_matrix]).Epsilon = -1e-8, "Epsilon"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidWeightDecay", () => new Adam([s_matrix]).WeightDecay = 1e39, "WeightDecay"),
        Of<InvalidValueException>(nameof(Errors.NoSuchName), "NoSuchName", () => LossFunction.Named("Mean"), "loss 'Mean'", "CrossEntropy", "Mse"),
        Of<InvalidValueException>(nameof(Errors.NeverBroadcasts), "NeverBroadcasts", () => LossFunction.Named("crossentropy", allowBroadcast: true), "CrossEntropy"),
        Of<InvalidValueException>(nameof(Errors.SameName), "SameName", () => new CustomModel([new("a", new Linear(1, 1)), new("a", new Linear(1, 1))], (_, x) => x).StateDict(), "CustomModel", "a.weight"),
        Of<ShapeMismatchException>(nameof(Errors.LossShapes), "ShapeMismatch", () => Loss.Huber(Tensor.Zeros(4, 1), Tensor.Zeros(4)), "HuberLoss", "[4,1]", "[4]", "16"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidDelta", () => Loss.Huber(s_matrix, s_matrix, delta: 0), "Delta is 0"),
        Of<InvalidValueException>(nameof(Errors.NotAboveZero), "InvalidDelta", () => Loss.Huber(s_matrix, s_matrix, delta: double.PositiveInfinity), "Infinity"),
        Of<InvalidValueException>(nameof(Errors.Probability), "InvalidProbability", () => new Dropout(1.5), "1.5"),
        Of<InvalidValueException>(nameof(Errors.Probability), "InvalidProbability", () => new Dropout(double.NaN), "NaN"),
        Of<InvalidValueException>(nameof(Errors.NoSuchName), "NoSuchName", () => Optimizer.Named("Sdg", new Linear(1, 1), 0.1), "optimizer 'Sdg'", "Adam", "Sgd"),
        Of<InvalidValueException>(nameof(Errors.SteppedTwice), "WrongParameter", () => new Adam([s_matrix, s_matrix]), "parameter 1", "twice"),
        Of<AutogradException>(nameof(Errors.NotAParameterOfSteps), "NotALeaf", () => new Sgd([Tensor.Zeros(2).RequiresGrad_().Exp()], 0.1), "ExpBackward"),
        Of<InvalidValueException>(nameof(Errors.StateMismatch), "StateMismatch", () => new Adam([s_matrix]).LoadStateDict(new Adam(new Linear(1, 1)).StateDict()), "Adam", "nothing was loaded"),
        Of<InvalidValueException>(nameof(Errors.NothingToStep), "NoParameters", () => new Adam([]), "Adam", "empty"),
        Of<InvalidValueException>(nameof(Errors.NothingToStep), "NoParameters", () => Optimizer.Named("LBFGS", Array.Empty<Tensor>()), "LBFGS"),
        Of<InvalidValueException>(nameof(Errors.NoParameters), "WrongModel", () => new Adam(new Shapeless()), "Shapeless", "no parameters"),
        Of<AutogradException>(nameof(Errors.NoGradient), "NoGradient", () => new Adam(new Linear(1, 1)).Step(), "Linear", "Backward()"),
        Of<ShapeMismatchException>(nameof(Errors.LinearInput), "ShapeMismatch", () => new Linear(1, 1).Forward(Tensor.Zeros(4)), "[4]", "[1,1]", "Reshape(-1, 1)", "[4,1]"),
        Of<ShapeMismatchException>(nameof(Errors.LinearInput), "ShapeMismatch", () => new Linear(3, 2).Forward(Tensor.Scalar(1)), "[]", "[2,3]", "3 features"),
        Of<ShapeMismatchException>(nameof(Errors.CannotReshape), "ShapeMismatch", () => s_matrix.Reshape(4), "[2,3]", "6 elements", "[4]"),
        Of<ShapeMismatchException>(nameof(Errors.CannotReshape), "ShapeMismatch", () => s_matrix.Reshape(-1, 4), "[2,3]", "[-1,4]"),
        Of<ShapeMismatchException>(nameof(Errors.CannotReshape), "ShapeMismatch", () => s_matrix.Reshape(-1, -1), "[-1,-1]"),
        Of<ShapeMismatchException>(nameof(Errors.CannotReshape), "ShapeMismatch", () => Tensor.Zeros(0).Reshape(0, -1), "[0]", "[0,-1]"),
        Of<ShapeMismatchException>(nameof(Errors.DataForShape), "ShapeMismatch", () => Tensor.From([1, 2], []), "[]", "1 elements", "2 are given"),
        Of<ShapeMismatchException>(nameof(Errors.DataForShape), "ShapeMismatch", () => Tensor.From([1, 2, 3], 2, 2), "[2,2]", "4 elements", "3 are given"),
        Of<ShapeMismatchException>(nameof(Errors.GradientShape), "ShapeMismatch", () => s_matrix.Clone().Grad = Tensor.Zeros(2), "[2]", "[2,3]"),
        Of<ShapeMismatchException>(nameof(Errors.GradientShape), "ShapeMismatch", () => Tensor.Zeros(2).RequiresGrad_().Backward(Tensor.Zeros(1)), "[1]", "[2]"),
        Of<InvalidValueException>(nameof(Errors.NegativeSize), "InvalidShape", () => Tensor.Zeros(2, -3), "[2,-3]"),
        Of<InvalidValueException>(nameof(Errors.TooManyElements), "InvalidShape", () => Tensor.Zeros(65536, 65536), "[65536,65536]", "2147483591"),
        Of<InvalidValueException>(nameof(Errors.TooManyDimensions), "InvalidShape", () => Tensor.Ones([.. Enumerable.Repeat(1, 65)]), "65 dimensions", "64"),
        Of<InvalidValueException>(nameof(Errors.TooManyDimensions), "InvalidShape", () => Tensor.Ones([.. Enumerable.Repeat(1, 64)]).Unsqueeze(0), "65 dimensions", "64"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidBeta", () => s_matrix.Softplus(double.NaN), "Beta", "NaN"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidThreshold", () => s_matrix.Softplus(1, 1e39), "Threshold", "1E+39"),
        Of<InvalidValueException>(nameof(Errors.Zero), "InvalidBeta", () => s_matrix.Softplus(1e-60), "Beta", "1E-60"),
        Of<InvalidValueException>(nameof(Errors.Dimension), "InvalidDimension", () => s_matrix.Sum(2), "Sum", "dimension 2", "[2,3]", "-2 to 1"),
        Of<InvalidValueException>(nameof(Errors.Dimension), "InvalidDimension", () => Tensor.Scalar(1).Max(1), "Max", "dimension 1", "[]", "-1 to 0"),
        Of<InvalidValueException>(nameof(Errors.DimensionOrder), "InvalidDimension", () => s_matrix.Flatten(1, 0), "Flatten", "dimension 1", "dimension 0", "[2,3]"),
        Of<InvalidValueException>(nameof(Errors.RepeatedDimension), "InvalidDimension", () => s_matrix.Mean([0, -2]), "Mean", "0,-2"),
        Of<InvalidValueException>(nameof(Errors.RepeatedDimension), "InvalidDimension", () => s_matrix.Permute(0), "Permute", "0"),
        Of<InvalidValueException>(nameof(Errors.Index), "InvalidIndex", () => s_matrix[0, -4], "Index -4", "dimension 1", "[2,3]", "size 3"),
        Of<InvalidValueException>(nameof(Errors.TooManyIndices), "InvalidIndex", () => s_matrix[0, 0, 0], "3 indices", "[2,3]", "2 dimensions"),
        Of<InvalidValueException>(nameof(Errors.TooManyIndices), "InvalidIndex", () => Tensor.Scalar(1).Slice(0, 0, 1), "[]"),
        Of<InvalidValueException>(nameof(Errors.IndexText), "InvalidIndex", () => s_matrix["one"], "'one'", "1:3"),
        Of<InvalidValueException>(nameof(Errors.IndexText), "InvalidIndex", () => s_matrix[1.5], "'1.5'"),
        Of<InvalidValueException>(nameof(Errors.IndexText), "InvalidIndex", () => s_matrix["1:2:3:4"], "'1:2:3:4'"),
        Of<InvalidValueException>(nameof(Errors.NotOneElement), "NotOneElement", () => s_matrix.Item(), "[2,3]", "ToArray()"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Tensor.Zeros(0, 3).Mean(), "Mean", "[0,3]"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Tensor.Zeros(2, 0).Max(1), "Max", "[2,0]"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Tensor.Zeros(0).Min(), "Min", "[0]"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => Loss.Mse(Tensor.Zeros(0), Tensor.Zeros(0)), "MseLoss", "[0]"),
        Of<InvalidValueException>(nameof(Errors.Empty), "EmptyTensor", () => new TrainingRun(new Linear(1, 1), Tensor.Zeros(0, 1), Tensor.Zeros(0, 1)).ToLoop(), "Training", "[0,1]"),
        Of<InvalidValueException>(nameof(Errors.NoForward), "WrongModel", () => new Shapeless().Forward(s_matrix), "Shapeless", "Forward"),
        Of<InvalidValueException>(nameof(Errors.Null), "NullValue", () => s_matrix + null!, "Add", "operand 2 is null", "never set"),
        Of<InvalidValueException>(nameof(Errors.ForwardTooDeep), "WrongModel", () => new CustomModel([], (model, x) => model.Forward(x)).Forward(s_matrix), "CustomModel", "calls itself"),
        Of<InvalidValueException>(nameof(Errors.ForwardResult), "WrongModel", () => new CustomModel([], (_, _) => null!).Invoke(s_matrix), "CustomModel", "not nothing"),
        Of<InvalidValueException>(nameof(Errors.NoParameters), "WrongModel", () => new TrainingLoop(new Shapeless(), new DataLoader(s_matrix, s_matrix), new Sgd([s_matrix], 0.1)), "Shapeless", "no parameters"),
        Of<InvalidValueException>(nameof(Errors.ForeignParameters), "WrongOptimizer", () => new TrainingLoop(new Linear(3, 1), new DataLoader(s_matrix, Tensor.Zeros(2, 1)), new Adam(new Linear(3, 1))), "Adam", "weight, bias", "Linear"),
        Of<InvalidValueException>(nameof(Errors.LearningRate), "InvalidLearningRate", () => Sgd.CheckLearningRate(-0.1), "-0.1"),
        Of<InvalidValueException>(nameof(Errors.LearningRate), "InvalidLearningRate", () => Sgd.CheckLearningRate(double.NaN), "NaN"),
        Of<InvalidValueException>(nameof(Errors.LearningRate), "InvalidLearningRate", () => Sgd.CheckLearningRate(double.PositiveInfinity), "Infinity"),
        Of<InvalidValueException>(nameof(Errors.LearningRate), "InvalidLearningRate", () => Sgd.CheckLearningRate(1e39), "1E+39"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidStep", () => s_matrix.Slice(0, 0, 1, 0), "Step is 0"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidEpoch", () => Loop(new() { Epochs = 0 }).Run(), "Epoch is 0"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidBatchSize", () => new TrainingRun(new Linear(3, 1), s_matrix, s_matrix) { BatchSize = 0 }.Run(), "BatchSize is 0"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidLogEvery", () => Loop(new() { LogEvery = -5 }).Run(), "-5"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidInFeatures", () => new Linear(0, 1), "InFeatures is 0"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidOutFeatures", () => new Linear(1, -1), "OutFeatures is -1"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidLossScale", () => Loop(new() { LossScale = double.NaN }).Run(), "LossScale is NaN"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidMean", () => Tensor.Normal(new Generator(0), 1e39, 1, 2), "Mean is 1E+39"),
        Of<InvalidValueException>(nameof(Errors.NonFinite), "InvalidStandardDeviation", () => Tensor.Normal(new Generator(0), 0, double.PositiveInfinity, 2), "Infinity"),
        Of<InvalidValueException>(nameof(Errors.Negative), "InvalidStandardDeviation", () => Tensor.Normal(new Generator(0), 0, -1, 2), "StandardDeviation is -1"),
        Of<InvalidValueException>(nameof(Errors.EmptyRange), "InvalidRange", () => Tensor.Uniform(new Generator(0), 2, 1, 2), "2", "1"),
        Of<InvalidValueException>(nameof(Errors.EmptyRange), "InvalidRange", () => Tensor.Uniform(new Generator(0), 0, double.NaN, 2), "NaN"),
        Of<InvalidValueException>(nameof(Errors.EmptyRange), "InvalidRange", () => Tensor.Uniform(new Generator(0), -3e38, 3e38, 2), "-3E+38"),
        Of<AutogradException>(nameof(Errors.NonScalarBackward), "GradientRequired", () => (s_matrix.Clone().RequiresGrad_() * 2).Backward(), "[2,3]", "Mean()"),
        Of<AutogradException>(nameof(Errors.NothingRecorded), "NothingRecorded", () => s_matrix.Sum().Backward(), "requires a gradient", "Sub_"),
        Of<AutogradException>(nameof(Errors.GraphFreed), "GraphFreed", BackwardTwice, "ExpBackward", "retainGraph"),
        Of<AutogradException>(nameof(Errors.SavedTensorChanged), "InPlaceChange", ChangeASavedTensor, "SquareBackward", "[2]", "version 1", "version 0"),
        Of<AutogradException>(nameof(Errors.InPlaceOnLeaf), "InPlaceRecorded", () => Tensor.Zeros(2).RequiresGrad_().Fill_(1), "Fill_", "no-grad"),
        Of<AutogradException>(nameof(Errors.InPlaceOnRecorded), "InPlaceRecorded", () => Tensor.Zeros(2).RequiresGrad_().Exp().Mul_(2), "Mul_", "ExpBackward"),
        Of<AutogradException>(nameof(Errors.NotALeaf), "NotALeaf", () => Tensor.Zeros(2).RequiresGrad_().Exp().RequiresGrad = false, "Detach()"),
        Of<AutogradException>(nameof(Errors.NoGradient), "NoGradient", () => Sgd.Step(Tensor.Zeros(2), "w", 0.1), "w", "Backward()"),
        Of<AutogradException>(nameof(Errors.NoGradient), "NoGradient", () => Sgd.Step(new Linear(1, 1), 0.1), "Linear", "Backward()"),
        Of<InvalidValueException>(nameof(Errors.TooManyEpochs), "TooManyEpochs", () => FirstEpoch(2, int.MaxValue), "2147483647", "epoch 2"),
        Of<InvalidValueException>(nameof(Errors.NotPositive), "InvalidStartEpoch", () => FirstEpoch(0, 1), "StartEpoch is 0"),
        Of<InvalidValueException>(nameof(Errors.NoSuchParameter), "NoSuchParameter", () => Loop(new()).Run().First().GetParameter("slope"), "slope", "weight, bias"),
        Of<InvalidValueException>(nameof(Errors.GeneratorState), "InvalidState", () => new Generator(0).SetState([1, 2, 3]), "3 bytes", "GetState()"),
        .. Comparing(),
        .. OfLosses(),
        .. OfLayers(),
        .. Joining(),
        .. Dynamic(),
        .. Metrics(),
        .. Views(),
        .. Data(),
    ];

    public static TheoryData<int, string> Cases { get; } = [.. s_cases.Select((c, i) => (i, c.Factory))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnErrorHasItsTypeItsIdAndNamesWhatIsWrong(int index, string factory)
    {
        var (provoked, name, message) = s_cases[index];
        Assert.Equal(factory, provoked);
        // Of several by one name each has its place among them, in whatever order they run.
        int place = s_cases.Take(index + 1).Count(c => c.Name == name);
        Accepted.Text("errors.txt", message(), place == 1 ? name : $"{name} ({place})", mayBeNew: true);
    }

    // Provoked beside what they belong to: Diagnosis/Convergence, Diagnosis/GradientCheck, Diagnosis/Comparison,
    // Diagnosis/Lint and Statistics.
    private static readonly string[] s_provokedElsewhere =
    [
        // By process groups.
        nameof(Errors.OtherRank), nameof(Errors.RankStopped), nameof(Errors.RanksDiffer), nameof(Errors.ParametersDiffer), nameof(Errors.NoSuchRank),
        nameof(Errors.FewParts), nameof(Errors.ManyParts), nameof(Errors.LossOfParts), nameof(Errors.NoRowCount),
        nameof(Errors.NotSaved), nameof(Errors.NoResult), nameof(Errors.NoPass), nameof(Errors.NotReached),
        nameof(DiagnosisErrors.ConvergenceInput), nameof(DiagnosisErrors.ConvergenceTarget), nameof(DiagnosisErrors.ConvergenceStart),
        nameof(DiagnosisErrors.ConvergenceData), nameof(DiagnosisErrors.NotAPositiveNumber), nameof(DiagnosisErrors.TooManyFeatures),
        nameof(DiagnosisErrors.TargetNeeded), nameof(DiagnosisErrors.CurvatureNotFinite), nameof(DiagnosisErrors.CheckNeedsLeaf),
        nameof(DiagnosisErrors.CheckedFunctionChanges), nameof(DiagnosisErrors.GivenGradients), nameof(DiagnosisErrors.NotNegative),
        nameof(DiagnosisErrors.NegativeTolerance), nameof(DiagnosisErrors.NoSuchRule), nameof(StatisticsErrors.TooFewRows),
        nameof(StatisticsErrors.CollinearColumns), nameof(StatisticsErrors.NearConstant), nameof(StatisticsErrors.ConstantTarget), nameof(StatisticsErrors.PowerOverflow),
        nameof(StatisticsErrors.ConfidenceLevel), nameof(StatisticsErrors.DataChanged), nameof(StatisticsErrors.BeyondDouble), nameof(Errors.NotFinite),
        nameof(StatisticsErrors.ConfidenceLevel), nameof(StatisticsErrors.DataChanged), nameof(Errors.NotFinite), nameof(Errors.OtherPlace),
    ];

    [Fact]
    public void EveryErrorOfTheEngineIsProvoked()
    {
        // What the module raises is public; the rest is the engine's own.
        var factories = typeof(Errors).GetMethods(BindingFlags.Static | BindingFlags.NonPublic).Where(m => m.IsAssembly && m.ReturnType == typeof(Exception));
        Assert.Empty(factories.Select(m => m.Name).Except(s_cases.Select(c => c.Factory)).Except(s_provokedElsewhere));
    }

    [Fact]
    public void NearlyEveryMessageIsHeld() => Assert.True(Accepted.Count("errors.txt") > 0.9 * s_cases.Length);

    private static Case Of<T>(string factory, string id, Func<object?> provoke, params string[] words)
        where T : LinRegException => Of<T>(factory, id, () => { _ = provoke(); }, words);

    private static Case Of<T>(string factory, string id, Action provoke, params string[] words)
        where T : LinRegException => new(factory, $"{factory} {string.Join(", ", words)}", () => Expect.Error<T>(id, provoke, words).Message);

    private static TrainingRun Loop(Settings s) => new(new Linear(1, 1), Tensor.Ones(4, 1), Tensor.Ones(4, 1))
    {
        Epochs = s.Epochs,
        LogEvery = s.LogEvery,
        LossScale = s.LossScale,
    };

    private static object FirstEpoch(int first, int count)
    {
        var model = new Linear(1, 1);
        return new TrainingLoop(model, new DataLoader(Tensor.Ones(4, 1), Tensor.Ones(4, 1)), new Sgd(model, 0.1)) { FirstEpoch = first, Epochs = count }.Run([]);
    }

    private static void BackwardTwice()
    {
        var loss = Tensor.Scalar(1).RequiresGrad_().Exp();
        loss.Backward();
        loss.Backward();
    }

    private static void ChangeASavedTensor()
    {
        var w = Tensor.Zeros(2).RequiresGrad_();
        var loss = w.Square().Sum();
        w.Detach().Add_(1);
        loss.Backward();
    }

    private sealed record Case(string Factory, string Name, Func<string> Message);

    private sealed record Settings(int Epochs = 1, int LogEvery = 1, double LossScale = 1);

    private sealed class Shapeless : Module;
}
