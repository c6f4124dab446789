namespace LinRegPS.Tests.Cmdlets;

// Each a mistake that people ask about, and the one rule that sees it.
internal static partial class LintPrograms
{
    public static readonly (string Name, string Rule, string Script)[] Wrong =
    [
        ("a target without the column", "BroadcastLoss", Loop("$model = New-LinearModel 2 1 -Seed 0", "($model.Forward($X) - $Y.Flatten()).Square().Mean()")),
        ("a target that the loss refuses", "BroadcastLoss", "Debug-Training (New-LinearModel 2 1 -Seed 0) $X $Y.Flatten() -LearningRate 0.1 -Epoch 5"),
        ("gradients that are never cleared", "NoZeroGrad", "$model = New-LinearModel 2 1 -Seed 0; Debug-Training { foreach ($e in 1..10) { Measure-MseLoss $model.Forward($X) $Y | Invoke-Backward; $model | Step-Sgd -LearningRate 0.01 } }"),
        ("an optimizer that is never told to clear", "NoZeroGrad", "$model = New-LinearModel 2 1 -Seed 0; $adam = New-Optimizer Adam $model; Debug-Training { foreach ($e in 1..10) { (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() } }"),
        ("a loss made anew of its number", "CutGraph", "$w = New-Tensor 0.5 -RequiresGrad; Debug-Training { $loss = New-Tensor (Measure-MseLoss ($w * $X) ($w.Detach() * $X + 1)).Item(); $loss.Backward() }"),
        ("a forward pass under no-grad", "CutGraph", "$model = New-LinearModel 2 1 -Seed 0; Debug-Training { Invoke-NoGrad { $p = $model.Forward($X) }; (Measure-MseLoss $p $Y).Backward() }"),
        ("a step that makes a new tensor", "ReplacedParameter", "$w = New-Tensor 0 -RequiresGrad; $T = 2 * $X; Debug-Training { foreach ($e in 1..6) { Measure-MseLoss ($w * $X) $T | Invoke-Backward; $w = $w - 0.01 * $w.Grad } }"),
        ("a step before the backward pass that needs the old values", "InPlaceChange", "$w = New-Tensor 0.5 -RequiresGrad; Debug-Training { $loss = ($w * $w * $X).Square().Mean(); Invoke-NoGrad { [void]$w.Sub_(0.1) }; $loss.Backward() }"),
        ("a target that requires a gradient", "TargetGradient", "$w = New-Tensor 0 -RequiresGrad; $truth = New-Tensor 2 -RequiresGrad; $T = $truth * $X; Debug-Training { foreach ($e in 1..4) { Measure-MseLoss ($w * $X) $T | Invoke-Backward; $w | Step-Sgd -LearningRate 0.01 -PassThru | Clear-Gradient } }"),
        ("a value that is missing", "NonFinite", "$bad = New-Tensor 1,([double]::NaN),3,4 -Shape 4,1 -AllowNaN; Debug-Training (New-LinearModel 1 1 -Seed 0) $bad (New-Tensor 1,2,3,4 -Shape 4,1) -LearningRate 0.01 -Epoch 5"),
        ("a logarithm of 0", "NonFinite", "$w = New-Tensor 0 -RequiresGrad; Debug-Training { $loss = ($w.Log() - 1).Square().Mean(); $loss.Backward() }"),
        ("a bias that nobody steps", "ForgottenParameter", "$w = New-Tensor 0,0 -Shape 2,1 -RequiresGrad; $b = New-Tensor 0 -RequiresGrad; Debug-Training { foreach ($e in 1..6) { Measure-MseLoss ($X.MatMul($w) + $b) $Y | Invoke-Backward; $w | Step-Sgd -LearningRate 0.1; Clear-Gradient $w, $b } }"),
        ("a Detach between two layers", "ForgottenParameter", "$one = New-LinearModel 2 8 -Seed 0; $two = New-LinearModel 8 1 -Seed 1; $a = New-Optimizer SGD $one 0.01; $b = New-Optimizer SGD $two 0.01; Debug-Training { foreach ($e in 1..6) { $a.ZeroGrad(); $b.ZeroGrad(); (Measure-MseLoss $two.Forward($one.Forward($X).Tanh().Detach()) $Y).Backward(); $b.Step() } }"),
        ("a step before any backward pass", "StaleStep", "$model = New-LinearModel 2 1 -Seed 0; $sgd = New-Optimizer SGD $model 0.1; Debug-Training { $sgd.Step(); (Measure-MseLoss $model.Forward($X) $Y).Backward() }"),
        ("two steps for each backward pass", "StaleStep", "$model = New-LinearModel 2 1 -Seed 0; $sgd = New-Optimizer SGD $model 0.01; Debug-Training { foreach ($e in 1..6) { $sgd.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $sgd.Step(); $sgd.Step() } }"),
        ("a gradient by hand that lacks its mean", "GradientFactor", "$x1 = $X.Select(1, 0); $T = 2 * $x1; $w = New-Tensor 0 -RequiresGrad; Debug-Training { foreach ($e in 1..6) { Measure-MseLoss ($w * $x1) $T | Invoke-Backward; Invoke-NoGrad { $g = (2 * $x1 * ($w * $x1 - $T)).Sum(); [void]$w.Sub_(0.001 * $g) }; $w.Grad = $null } }"),
        ("a softmax before the cross-entropy", "WrongHead", "Debug-Training (New-SequentialModel { Linear 2 3; Softmax 1 } -Seed 0) $X $C -LearningRate 0.1 -Epoch 10 -Loss CrossEntropy"),
        ("a sigmoid before the loss that has one", "WrongHead", "Debug-Training (New-SequentialModel { Linear 2 1; Sigmoid } -Seed 0) $X $B -LearningRate 0.1 -Epoch 10 -Loss BinaryCrossEntropyWithLogits"),
        ("scores as probabilities", "WrongHead", "Debug-Training (New-LinearModel 2 1 -Seed 0) $X $B -LearningRate 0.1 -Epoch 10 -Loss BinaryCrossEntropy"),
        ("probabilities for Nll", "WrongHead", "Debug-Training (New-SequentialModel { Linear 2 3; Softmax 1 } -Seed 0) $X $C -LearningRate 0.1 -Epoch 10 -Loss Nll"),
        ("scores for Nll", "WrongHead", "Debug-Training (New-LinearModel 2 3 -Seed 0) $X $C -LearningRate 0.1 -Epoch 10 -Loss Nll"),
        ("two layers with nothing between", "WrongHead", "Debug-Training (New-SequentialModel { Linear 2 8; Linear 8 1 } -Seed 0) $X $Y -LearningRate 0.02 -Epoch 10"),
        ("a softmax over one output", "WrongHead", "Debug-Training (New-SequentialModel { Linear 2 1; Softmax 1 } -Seed 0) $X $B -LearningRate 0.1 -Epoch 2"),
        ("classes in a column", "ClassTargets", "Debug-Training (New-LinearModel 2 3 -Seed 0) $X $C.Reshape(40, 1) -LearningRate 0.1 -Epoch 10 -Loss CrossEntropy"),
        ("classes from 1 on, for as many outputs", "ClassTargets", "Debug-Training (New-LinearModel 2 3 -Seed 0) $X ($C + 1) -LearningRate 0.1 -Epoch 10 -Loss CrossEntropy"),
        ("classes from 1 on, for one output more", "ClassTargets", "Debug-Training (New-LinearModel 2 4 -Seed 0) $X ($C + 1) -LearningRate 0.1 -Epoch 10 -Loss CrossEntropy"),
        ("too few outputs", "ClassTargets", "Debug-Training (New-LinearModel 2 2 -Seed 0) $X $C -LearningRate 0.1 -Epoch 10 -Loss CrossEntropy"),
        ("classes -1 and 1", "ClassTargets", "Debug-Training (New-LinearModel 2 2 -Seed 0) $X (2 * $B.Flatten() - 1) -LearningRate 0.1 -Epoch 10 -Loss CrossEntropy"),
        ("one-hot rows for Nll", "ClassTargets", "Debug-Training (New-SequentialModel { Linear 2 3; LogSoftmax 1 } -Seed 0) $X $Hot -LearningRate 0.1 -Epoch 10 -Loss Nll"),
        ("several classes at once", "ClassTargets", "Debug-Training (New-LinearModel 2 3 -Seed 0) $X $Hot.Maximum($Hot.Flip(1)) -LearningRate 0.1 -Epoch 10 -Loss CrossEntropy"),
        ("a last batch of one row", "BatchOfOne", "Debug-Training (New-SequentialModel { Linear 2 8; BatchNorm1d 8; ReLU; Linear 8 1 } -Seed 0) $X $Y -LearningRate 0.05 -Epoch 5 -BatchSize 13"),
        ("dropout in a prediction", "TrainMode", "$model = New-SequentialModel { Linear 2 16; Tanh; Dropout 0.2; Linear 16 1 } -Seed 0; Debug-Training { $null = Invoke-Training $model $X $Y 0.05 20; Invoke-NoGrad { $p = $model.Forward($X[0..4]) } }"),
        ("batch norm in a prediction", "TrainMode", "$model = New-SequentialModel { Linear 2 8; BatchNorm1d 8; Tanh; Linear 8 1 } -Seed 0; Debug-Training { foreach ($e in 1..20) { $null = Step-Training $model $X $Y -LearningRate 0.05 }; $p = $model.Forward($X[0..4]) }"),
        ("a parameter made anew behind the optimizer's back", "LateParameter", "$w = New-Tensor 0,0 -Shape 2,1 -RequiresGrad; $sgd = [LinRegPS.Sgd]::new([LinRegPS.Tensor[]]@($w), 0.1); $w = New-Tensor 0.1,0.2 -Shape 2,1 -RequiresGrad; Debug-Training { foreach ($e in 1..6) { $w.Grad = $null; (Measure-MseLoss $X.MatMul($w) $Y).Backward(); $sgd.Step() } }"),
        ("a frozen layer given to the optimizer", "FrozenParameter", "$model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; foreach ($p in @($model.Parameters())[0, 1]) { $p.RequiresGrad = $false }; $adam = New-Optimizer Adam $model 0.01; Debug-Training { foreach ($e in 1..6) { $adam.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() } }"),
        ("frozen too late", "FrozenParameter", "$w = New-Tensor 0,0 -Shape 2,1 -RequiresGrad; $b = New-Tensor 0 -RequiresGrad; $sgd = [LinRegPS.Sgd]::new([LinRegPS.Tensor[]]@($w, $b), 0.05); Debug-Training { foreach ($e in 1..8) { $w.Grad = $null; if ($b.RequiresGrad) { $b.Grad = $null }; (Measure-MseLoss ($X.MatMul($w) + $b) $Y).Backward(); $sgd.Step(); if ($e -eq 3) { $b.RequiresGrad = $false } } }"),
        ("a schedule before its optimizer", "ScheduleFirst", "$model = New-LinearModel 2 1 -Seed 0; $sgd = New-Optimizer SGD $model 0.1; $schedule = New-LearningRateSchedule StepLR $sgd -StepSize 5; Debug-Training { foreach ($e in 1..10) { $schedule.Step(); $sgd.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $sgd.Step() } }"),
        ("a rate beyond the curvature", "RateTooHigh", "Debug-Training (New-LinearModel 2 1 -Seed 0) $X $Y -LearningRate 0.8 -Epoch 20"),
        ("a rate that leads nowhere", "RateTooLow", "Debug-Training (New-LinearModel 2 1 -Seed 0) $X $Y -LearningRate 0.0001 -Epoch 20"),
        ("a rate that halves in every epoch", "DyingRate", "Debug-Training (New-LinearModel 2 1 -Seed 0) $X $Y -LearningRate 0.05 -Epoch 60 -Schedule ExponentialLR -ScheduleSetting @{ Gamma = 0.5 }"),
        ("a limit that every step is cut to", "AlwaysClipped", "Debug-Training (New-LinearModel 2 1 -Seed 0) $X $Y -LearningRate 0.1 -Epoch 40 -ClipNorm 0.001"),
        ("a bias far from 0 that decays", "DecayedBias", "Debug-Training (New-LinearModel 2 1 -Seed 0) $X ($Y + 500) -LearningRate 0.1 -Epoch 200 -OptimizerSetting @{ WeightDecay = 0.1 }"),
        ("features of two sizes", "UnscaledFeatures", "Debug-Training (New-LinearModel 2 1 -Seed 0) ($X * (New-Tensor 1,300)) $Y -LearningRate 0.000005 -Epoch 20"),
        ("nearly all of one class", "UnbalancedClasses", "$rare = New-Tensor (0..39 | ForEach-Object { [int]($_ -ge 38) }) -Shape 40,1; Debug-Training (New-LinearModel 2 1 -Seed 0) $X $rare -LearningRate 0.1 -Epoch 15 -Loss BinaryCrossEntropyWithLogits"),
        ("a target that was sorted", "UnrelatedLabels", "$many = New-Tensor -Normal -Shape 100,2 -Seed 1; $sorted = New-Tensor ($many.Sum(1).ToArray() | Sort-Object) -Shape 100,1; Debug-Training (New-LinearModel 2 1 -Seed 0) $many $sorted -LearningRate 0.1 -Epoch 60"),
        ("a test of rows that were trained with", "SharedRows", "$test = New-DataSet $X[30..39] $Y[30..39]; Debug-Training (New-LinearModel 2 1 -Seed 0) $X $Y -LearningRate 0.1 -Epoch 20 -ValidationData $test"),
        ("a scaler that has seen the test rows", "LeakyScaler", "$raw = 3 * $X + 1; $Z = ($raw - $raw.Mean(0)) / $raw.Std(0); $test = New-DataSet $Z[30..39] $Y[30..39]; Debug-Training (New-LinearModel 2 1 -Seed 0) $Z[0..29] $Y[0..29] -LearningRate 0.1 -Epoch 20 -ValidationData $test"),
        ("rows learned by heart", "Overfitting", "$noise = New-Tensor -Normal -Shape 40,1 -Seed 9; $test = New-DataSet $X[12..39] ($Y + 2 * $noise)[12..39]; Debug-Training (New-SequentialModel { Linear 2 40; Tanh; Linear 40 1 } -Seed 0) $X[0..11] ($Y + 2 * $noise)[0..11] -LearningRate 0.02 -Epoch 300 -Optimizer Adam -ValidationData $test"),
        ("a line for a parabola", "Underfitting", "$many = New-Tensor -Normal -Shape 120,1 -Seed 1; $square = $many.Square(); $test = New-DataSet $many[80..119] $square[80..119]; Debug-Training (New-LinearModel 1 1 -Seed 0) $many[0..79] $square[0..79] -LearningRate 0.1 -Epoch 60 -ValidationData $test"),
        ("losses kept with their graph", "GrowingGraph", "$model = New-LinearModel 2 1 -Seed 0; $kept = [Collections.ArrayList]::new(); Debug-Training { foreach ($e in 1..30) { $model.ZeroGrad(); $loss = Measure-MseLoss $model.Forward($X) $Y; $loss.Backward(); $model | Step-Sgd -LearningRate 0.1; [void]$kept.Add($loss) } }"),
    ];

    private static string Loop(string make, string loss) =>
        $"{make}; Debug-Training {{ foreach ($e in 1..6) {{ $model.ZeroGrad(); ({loss}).Backward(); $model | Step-Sgd -LearningRate 0.05 }} }}";
}
