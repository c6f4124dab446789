namespace LinRegPS.Tests.Cmdlets;

// Right programs of layers that follow one another in ways of their own, and of batch norm that gathers its running ones anew.
internal static partial class LintPrograms
{
    private const string Sums = "$steps = New-Tensor -Normal -Shape 20,5,2 -Seed 1; $sum = $steps.Sum(1).Select(1, 0).Reshape(20, 1) / 3";

    public static readonly (string Name, string Script)[] Layers =
    [
        ("batch norm of an averaged model gathers anew", """
            $make = { New-SequentialModel { Linear 2 8; BatchNorm1d 8; Tanh; Linear 8 1 } -Seed 0 }; $net = & $make; $swa = & $make; $sgd = New-Optimizer SGD $net 0.05; $n = 0
            Debug-Training { foreach ($e in 1..20) { [void]$net.Train(); $sgd.ZeroGrad(); (Measure-MseLoss $net.Forward($X[0..29]) $Y[0..29]).Backward(); $sgd.Step()
            if ($e % 5 -eq 0) { $n++; Invoke-NoGrad { $a = @($net.Parameters()); $b = @($swa.Parameters()); foreach ($i in 0..($a.Count-1)) { [void]$b[$i].Add_(($a[$i] - $b[$i]) / $n) } } } }
            [void]$swa.Train(); Invoke-NoGrad { foreach ($k in 0..2) { $null = $swa.Forward($X[(10*$k)..(10*$k+9)]) } }; [void]$swa.Eval(); Invoke-NoGrad { $l = Measure-MseLoss $swa.Forward($X[30..39]) $Y[30..39] } }
            """),
        ("batch norm gathers anew before each test", """
            $net = New-SequentialModel { Linear 2 8; BatchNorm1d 8; Dropout 0.1; Tanh; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $net 0.01; $loader = New-DataLoader (New-DataSet $X[0..29] $Y[0..29]) -BatchSize 10
            Debug-Training { foreach ($e in 1..10) { $null = $loader | Step-Training $net -Optimizer $adam; [void]$net.Train(); Invoke-NoGrad { foreach ($b in $loader) { $null = $net.Forward($b.Input) } }; $t = Test-Model $net $X[30..39] $Y[30..39] } }
            """),
        ("a residual behind a linear layer", """
            $model = New-CustomModel -Layer ([ordered]@{ first = New-LinearModel 2 8 -Seed 0; mid = New-LinearModel 8 8 -Seed 1; out = New-LinearModel 8 3 -Seed 2 }) -Forward { param($x) $h = $this.first.Forward($x); foreach ($i in 1..3) { $h = $h + $this.mid.Forward($h).Tanh() }; $this.out.Forward($h) }
            Debug-Training $model $X $C -LearningRate 0.01 -Epoch 30 -Optimizer Adam -Loss CrossEntropy -BatchSize 8 -Shuffle -Seed 1
            """),
        ("a gate behind a linear layer", """
            $model = New-CustomModel -Layer ([ordered]@{ first = New-LinearModel 2 8 -Seed 0; gate = New-LinearModel 8 8 -Seed 1; made = New-LinearModel 8 8 -Seed 2; out = New-LinearModel 8 1 -Seed 3 }) -Forward { param($x) $h = $this.first.Forward($x); $g = $this.gate.Forward($h).Sigmoid(); $this.out.Forward($g * $this.made.Forward($h).Relu() + (1 - $g) * $h) }
            Debug-Training $model $X $Y -LearningRate 0.01 -Epoch 30 -Optimizer Adam
            """),
        ("queries, keys and values of a linear layer", $$"""
            {{Sums}}
            $model = New-CustomModel -Layer ([ordered]@{ first = New-LinearModel 2 8 -Seed 0; q = New-LinearModel 8 8 -Seed 1; k = New-LinearModel 8 8 -Seed 2; v = New-LinearModel 8 8 -Seed 3; out = New-LinearModel 8 1 -Seed 4 }) -Forward { param($x) $h = $this.first.Forward($x); $this.out.Forward(($this.q.Forward($h).MatMul($this.k.Forward($h).Transpose(1, 2)) / 2.83).Softmax(2).MatMul($this.v.Forward($h)).Mean(1)) }
            Debug-Training $model $steps $sum -LearningRate 0.01 -Epoch 20 -Optimizer Adam
            """),
        ("a cell by hand behind a linear layer", $$"""
            {{Sums}}
            $model = New-CustomModel -Layer ([ordered]@{ first = New-LinearModel 2 6 -Seed 0; wi = New-LinearModel 6 8 -Seed 1; wh = New-LinearModel 8 8 -Seed 2; out = New-LinearModel 8 1 -Seed 3 }) -Forward { param($x) $h = New-Tensor -Zeros -Shape 20,8; foreach ($t in 0..4) { $h = ($this.wi.Forward($this.first.Forward($x.Select(1, $t))) + $this.wh.Forward($h)).Tanh() }; $this.out.Forward($h) }
            Debug-Training $model $steps $sum -LearningRate 0.01 -Epoch 20 -Optimizer Adam
            """),
        .. new[] { "RNNCell", "GRUCell", "LSTMCell" }.Select(cell => ($"{cell} behind a linear layer", $$"""
            {{Sums}}; Set-RandomSeed 0
            $model = New-CustomModel -Layer ([ordered]@{ first = New-LinearModel 2 6 -Seed 0; cell = [LinRegPS.{{cell}}]::new(6, 8); out = New-LinearModel 8 1 -Seed 3 }) -Forward { param($x) $h = $c = $null; foreach ($t in 0..4) { $s = $this.cell.Step($this.first.Forward($x.Select(1, $t)), $h, $c); $h = $s.Hidden; $c = $s.Cell }; $this.out.Forward($h) }
            Debug-Training $model $steps $sum -LearningRate 0.01 -Epoch 20 -Optimizer Adam
            """)),
        ("a linear layer before an LSTM", $$"""
            {{Sums}}
            $model = New-CustomModel -Layer ([ordered]@{ first = New-LinearModel 2 6 -Seed 3; rnn = New-SequentialModel { LSTM 6 8 -BatchFirst } -Seed 0; out = New-LinearModel 8 1 -Seed 1 }) -Forward { param($x) $this.out.Forward($this.rnn.Forward($this.first.Forward($x)).Select(1, -1)) }
            Debug-Training $model $steps $sum -LearningRate 0.01 -Epoch 20 -Optimizer Adam
            """),
        ("low rank beside a frozen layer", """
            $model = New-CustomModel -Layer ([ordered]@{ base = New-LinearModel 2 8 -Seed 0; a = New-LinearModel 2 1 -NoBias -Seed 1; b = New-LinearModel 1 8 -NoBias -Seed 2; out = New-LinearModel 8 1 -Seed 3 }) -Forward { param($x) $this.out.Forward(($this.base.Forward($x) + $this.b.Forward($this.a.Forward($x))).Tanh()) }
            foreach ($p in @($model.Parameters())[0, 1]) { $p.RequiresGrad = $false }; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]]@($model.Parameters() | ? RequiresGrad), 0.02)
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() } }
            """),
        ("tasks one after the other, an optimizer for each", """
            $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0
            Debug-Training { foreach ($task in 1, -1, 2) { $adam = New-Optimizer Adam $net 0.01; $t = $task * $Y; foreach ($e in 1..15) { $adam.ZeroGrad(); (Measure-MseLoss $net.Forward($X) $t).Backward(); $adam.Step() }; $r = Test-Model $net $X $t } }
            """),
        ("clients that are averaged", """
            $global = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0
            Debug-Training { foreach ($round in 1..4) { $states = foreach ($c in 0..3) { $local = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $local.LoadStateDict($global.StateDict()); $sgd = New-Optimizer SGD $local 0.05 -Momentum 0.9
            foreach ($e in 1..3) { $sgd.ZeroGrad(); (Measure-MseLoss $local.Forward($X[(10*$c)..(10*$c+9)]) $Y[(10*$c)..(10*$c+9)]).Backward(); $sgd.Step() }; , $local.StateDict() }
            $mix = @{}; foreach ($k in @($states[0].Keys)) { $mix[$k] = ($states[0][$k] + $states[1][$k] + $states[2][$k] + $states[3][$k]) / 4 }; $global.LoadStateDict($mix); $t = Test-Model $global $X $Y } }
            """),
        ("up along the gradient, then down (SAM)", """
            $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $opt = New-Optimizer SGD $net 0.05; $ps = @($net.Parameters())
            Debug-Training { foreach ($e in 1..20) { $opt.ZeroGrad(); (Measure-MseLoss $net.Forward($X) $Y).Backward(); $up = @($ps | % { 0.01 * $_.Grad.Clone() }); Invoke-NoGrad { foreach ($i in 0..3) { [void]$ps[$i].Add_($up[$i]) } }
            $opt.ZeroGrad(); (Measure-MseLoss $net.Forward($X) $Y).Backward(); Invoke-NoGrad { foreach ($i in 0..3) { [void]$ps[$i].Sub_($up[$i]) } }; $opt.Step() } }
            """),
    ];
}
