namespace LinRegPS.Tests.Cmdlets;

// Programs that are right, of every layer, loss and optimizer. On $X of 40 rows and two columns, $Y a number, $B yes or no, $C a class.
internal static partial class LintPrograms
{
    public static readonly (string Name, string Script)[] Right =
    [
        ("a perceptron with Adam", "Debug-Training (New-SequentialModel { Linear 2 16; ReLU; Linear 16 1 } -Seed 0) $X $Y -LearningRate 0.01 -Epoch 60 -Optimizer Adam"),
        ("one with dropout, in batches, validated", "Debug-Training (New-SequentialModel { Linear 2 16; Tanh; Dropout 0.1; Linear 16 1 } -Seed 0) $X[0..29] $Y[0..29] -LearningRate 0.01 -Epoch 40 -Optimizer Adam -BatchSize 10 -Shuffle -Seed 0 -ValidationData (New-DataSet $X[30..39] $Y[30..39])"),
        ("batch norm, tested in its mode", "$model = New-SequentialModel { Linear 2 8; BatchNorm1d 8; ReLU; Linear 8 3 } -Seed 0; $adam = New-Optimizer Adam $model 0.01; Debug-Training { foreach ($e in 1..30) { [void]$model.Train(); $null = New-DataSet $X $C | New-DataLoader -BatchSize 10 -Shuffle -Seed $e | Step-Training $model -Optimizer $adam -Loss CrossEntropy; [void]$model.Eval(); Invoke-NoGrad { $p = $model.Forward($X) } } }"),
        ("a convolution", "$pictures = New-Tensor -Normal -Shape 30,1,6,6 -Seed 1; $kind = New-Tensor (0..29 | ForEach-Object { [int]($pictures[$_].Mean().Item() -gt 0) }); Debug-Training (New-SequentialModel { Conv2d 1 4 3; Tanh; AvgPool2d 2; Flatten; Linear 16 2 } -Seed 0) $pictures $kind -LearningRate 0.01 -Epoch 30 -Optimizer Adam -Loss CrossEntropy"),
        ("layer norm and GELU", "Debug-Training (New-SequentialModel { Linear 2 8; LayerNorm 8; GELU; Linear 8 1 } -Seed 0) $X $Y -LearningRate 0.01 -Epoch 40 -Optimizer AdamW"),
        ("a GRU", Sequence("GRU 2 8 -BatchFirst")),
        ("an LSTM", Sequence("LSTM 2 8 -BatchFirst")),
        ("an RNN with a limit of the norm", Sequence("RNN 2 8 -BatchFirst", "-ClipNorm 1")),
        ("attention", "$steps = New-Tensor -Normal -Shape 20,5,8 -Seed 1; $sum = $steps.Sum(1).Select(1, 0).Reshape(20, 1) / 3; $model = New-CustomModel -Layer ([ordered]@{ encoder = New-SequentialModel { TransformerEncoderLayer 8 2 -DimFeedforward 16 -Dropout 0.1 -BatchFirst } -Seed 0; out = New-LinearModel 8 1 -Seed 1 }) -Forward { param($x) $this.out.Forward($this.encoder.Forward($x).Mean(1)) }; Debug-Training $model $steps $sum -LearningRate 0.002 -Epoch 30 -Optimizer Adam"),
        ("an embedding", "$words = New-Tensor (0..39 | ForEach-Object { $_ % 7 }) -DType Int64; $model = New-SequentialModel { Embedding 7 4; Linear 4 3 } -Seed 0; $kind = New-Tensor (0..39 | ForEach-Object { ($_ % 7) % 3 }); $adam = New-Optimizer Adam $model 0.05; Debug-Training { foreach ($e in 1..40) { $null = Step-Training $model $words $kind -Optimizer $adam -Loss CrossEntropy } }"),
        .. new[] { "SGD", "Adam", "AdamW", "RMSprop", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam", "Rprop", "LBFGS" }.Select(name =>
            ($"a network with {name}", $"Debug-Training (New-SequentialModel {{ Linear 2 8; Tanh; Linear 8 1 }} -Seed 0) $X $Y -Optimizer {name}{(name == "SGD" ? " -LearningRate 0.05 -OptimizerSetting @{ Momentum = 0.9; Nesterov = $true }" : name is "Adadelta" or "LBFGS" ? "" : " -LearningRate 0.01")} -Epoch 40")),
        .. new[] { "Mse", "L1", "SmoothL1", "Huber" }.Select(name =>
            ($"a line by {name}", $"Debug-Training (New-LinearModel 2 1 -Seed 0) $X $Y -LearningRate 0.05 -Epoch 40 -Loss {name} -Optimizer Adam")),
        ("yes or no, by scores", "Debug-Training (New-LinearModel 2 1 -Seed 0) $X $B -LearningRate 0.5 -Epoch 40 -Loss BinaryCrossEntropyWithLogits"),
        ("yes or no, by probabilities", "Debug-Training (New-SequentialModel { Linear 2 1; Sigmoid } -Seed 0) $X $B -LearningRate 0.5 -Epoch 40 -Loss BinaryCrossEntropy"),
        ("classes by log-softmax and Nll", "Debug-Training (New-SequentialModel { Linear 2 3; LogSoftmax 1 } -Seed 0) $X $C -LearningRate 0.5 -Epoch 40 -Loss Nll"),
        ("scores held within ten", "Debug-Training (New-LinearModel 2 3 -Seed 0) $X $C -LearningRate 0.05 -Epoch 40 -Loss { param($p, $t) [LinRegPS.Loss]::CrossEntropy(10 * ($p / 10).Tanh(), $t) }"),
        ("a relu inside, and scores of either sign", "Debug-Training (New-SequentialModel { Linear 2 8; ReLU; Linear 8 3 } -Seed 0) $X $C -LearningRate 0.2 -Epoch 40 -Loss CrossEntropy"),
        ("classes with weights", "$loss = [LinRegPS.LossFunction]::Named('CrossEntropy', $false, @{ weight = (New-Tensor 1,2,1); labelSmoothing = 0.05 }); Debug-Training (New-LinearModel 2 3 -Seed 0) $X $C -LearningRate 0.5 -Epoch 40 -Loss $loss"),
        ("probabilities of classes", "Debug-Training (New-LinearModel 2 3 -Seed 0) $X (0.9 * $Hot + 0.1 / 3) -LearningRate 0.5 -Epoch 40 -Loss CrossEntropy"),
        ("a loss of one's own", "Debug-Training (New-LinearModel 2 1 -Seed 0) $X $Y -LearningRate 0.1 -Epoch 40 -Loss { param($p, $t) ($p - $t).Abs().Mean() + 0.1 * ($p - $t).Square().Mean() }"),
        ("a schedule, after its optimizer", "$model = New-LinearModel 2 1 -Seed 0; $sgd = New-Optimizer SGD $model 0.2; $schedule = New-LearningRateSchedule StepLR $sgd -StepSize 10 -Gamma 0.5; Debug-Training { foreach ($e in 1..30) { $sgd.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $sgd.Step(); $schedule.Step() } }"),
        ("a cosine, a limit and batches that add up", "Debug-Training (New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0) $X $Y -LearningRate 0.1 -Epoch 40 -BatchSize 5 -AccumulationStep 4 -Schedule CosineAnnealingLR -ClipNorm 5"),
        ("one cycle", "Debug-Training (New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0) $X $Y -LearningRate 0.05 -Epoch 20 -BatchSize 10 -Schedule OneCycleLR -Optimizer Adam"),
        ("a bias left out of the decay", "$model = New-LinearModel 2 1 -Seed 0; Debug-Training $model $X ($Y + 500) -Epoch 200 -Optimizer (New-Optimizer SGD $model 0.1 -WeightDecay 0.01 -NoDecay bias)"),
        ("frozen layers that the optimizer is not given", "$model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $all = @($model.Parameters()); $all[0].RequiresGrad = $all[1].RequiresGrad = $false; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]]@($all[2], $all[3]), 0.01); Debug-Training { foreach ($e in 1..20) { $adam.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() } }"),
        ("operators, and a step under no-grad", "$w = New-Tensor 0,0 -Shape 2,1 -RequiresGrad; $b = New-Tensor 0 -RequiresGrad; Debug-Training { foreach ($e in 1..30) { $loss = ($X.MatMul($w) + $b - $Y).Square().Mean(); $loss.Backward(); Invoke-NoGrad { $w -= 0.1 * $w.Grad; $b -= 0.1 * $b.Grad }; $w.RequiresGrad = $b.RequiresGrad = $true } }"),
        ("a test of other rows, in a script", "$model = New-LinearModel 2 1 -Seed 0; Debug-Training { foreach ($e in 1..20) { $null = Step-Training $model $X[0..29] $Y[0..29] -LearningRate 0.1 }; $test = Test-Model $model $X[30..39] $Y[30..39]; $own = Test-Model $model $X $Y }"),
        ("a loop that ends at a loss", "$model = New-SequentialModel { Linear 2 8; Tanh; Dropout 0.05; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $model 0.02; Debug-Training { foreach ($e in 1..100) { $adam.ZeroGrad(); $loss = Measure-MseLoss $model.Forward($X) $Y; if ($loss.Item() -lt 1) { break }; $loss.Backward(); $adam.Step() } }"),
    ];

    private static string Sequence(string layer, string more = "") =>
        $"$steps = New-Tensor -Normal -Shape 20,5,2 -Seed 1; $sum = $steps.Sum(1).Select(1, 0).Reshape(20, 1) / 3; $model = New-CustomModel -Layer ([ordered]@{{ rnn = New-SequentialModel {{ {layer} }} -Seed 0; out = New-LinearModel 8 1 -Seed 1 }}) -Forward {{ param($x) $this.out.Forward($this.rnn.Forward($x).Select(1, -1)) }}; Debug-Training $model $steps $sum -LearningRate 0.01 -Epoch 30 -Optimizer Adam {more}";
}
