namespace LinRegPS.Tests.Cmdlets;

// Right programs of methods that are more than a loop over one loss.
internal static partial class LintPrograms
{
    public static readonly (string Name, string Script)[] Methods =
    [
        ("actor and critic", """
            $actor = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $critic = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 1; $oa = New-Optimizer Adam $actor 0.005; $oc = New-Optimizer Adam $critic 0.01; $act = (New-Tensor $kinds -DType Int64).Reshape(40, 1)
            Debug-Training { foreach ($e in 1..30) { $value = $critic.Forward($X); $advantage = $Y - $value.Detach(); $logp = $actor.Forward($X).LogSoftmax(1).Gather(1, $act)
            $oa.ZeroGrad(); (-($logp * $advantage).Mean()).Backward(); $oa.Step(); $oc.ZeroGrad(); (Measure-MseLoss $value $Y).Backward(); $oc.Step() } }
            """),
        ("actor and critic of one body", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $pi = New-LinearModel 8 3 -Seed 1; $v = New-LinearModel 8 1 -Seed 2; $act = (New-Tensor $kinds -DType Int64).Reshape(40, 1)
            $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($body.Parameters()) + @($pi.Parameters()) + @($v.Parameters())), 0.005)
            Debug-Training { foreach ($e in 1..30) { $h = $body.Forward($X); $p = $pi.Forward($h).LogSoftmax(1); $value = $v.Forward($h); $entropy = -($p.Exp() * $p).Sum(1).Mean()
            $adam.ZeroGrad(); (-($p.Gather(1, $act) * ($Y - $value).Detach()).Mean() + 0.5 * (Measure-MseLoss $value $Y) - 0.01 * $entropy).Backward(); $adam.Step() } }
            """),
        ("actor through its critic (DDPG)", """
            $actor = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1; Tanh } -Seed 0; $critic = New-SequentialModel { Linear 3 8; Tanh; Linear 8 1 } -Seed 1; $late = New-SequentialModel { Linear 3 8; Tanh; Linear 8 1 } -Seed 1; $oa = New-Optimizer Adam $actor 0.002; $oc = New-Optimizer Adam $critic 0.01; $a = New-Tensor -Uniform -Shape 40,1 -Seed 5; $next = $X.Roll(1, 0)
            Debug-Training { foreach ($e in 1..30) { Invoke-NoGrad { $q = 0.3 * $Y + 0.9 * $late.Forward([LinRegPS.Tensor]::Cat(@($next, $actor.Forward($next)), 1)) }
            $oc.ZeroGrad(); (Measure-MseLoss $critic.Forward([LinRegPS.Tensor]::Cat(@($X, $a), 1)) $q).Backward(); $oc.Step()
            $oa.ZeroGrad(); (-$critic.Forward([LinRegPS.Tensor]::Cat(@($X, $actor.Forward($X)), 1)).Mean()).Backward(); $oa.Step()
            Invoke-NoGrad { $from = @($critic.Parameters()); $to = @($late.Parameters()); foreach ($i in 0..3) { [void]$to[$i].Copy_(0.95 * $to[$i] + 0.05 * $from[$i]) } } } }
            """),
        ("contrastive", """
            $net = New-SequentialModel { Linear 2 8; ReLU; Linear 8 4 } -Seed 0; $adam = New-Optimizer Adam $net 0.005; $own = New-Tensor (0..39) -DType Int64
            Debug-Training { foreach ($e in 1..30) { $a = $net.Forward($X + 0.05 * (New-Tensor -Normal -Shape 40,2 -Seed $e)); $b = $net.Forward($X + 0.05 * (New-Tensor -Normal -Shape 40,2 -Seed (100 + $e)))
            $a = $a / ($a.Square().Sum(1, $true) + 1e-8).Sqrt(); $b = $b / ($b.Square().Sum(1, $true) + 1e-8).Sqrt()
            $adam.ZeroGrad(); [LinRegPS.Loss]::CrossEntropy($a.MatMul($b.T) / 0.2, $own).Backward(); $adam.Step() } }
            """),
        ("triplets", """
            $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 2 } -Seed 0; $adam = New-Optimizer Adam $net 0.01
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); [LinRegPS.Loss]::TripletMargin($net.Forward($X), $net.Forward($X + 0.1), $net.Forward($X.Roll(7, 0))).Backward(); $adam.Step() } }
            """),
        ("a gradient penalty by a second pass", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $model 0.01
            Debug-Training { foreach ($e in 1..30) { $in = $X.Clone(); $in.RequiresGrad = $true; $p = $model.Forward($in); $slope = [LinRegPS.Autograd]::Grad($p.Sum(), [LinRegPS.Tensor[]]@($in), $null, $false, $true)[0]
            $adam.ZeroGrad(); ((Measure-MseLoss $p $Y) + 0.01 * $slope.Square().Sum(1).Mean()).Backward(); $adam.Step() } }
            """),
        ("a differential equation", """
            $u = New-SequentialModel { Linear 1 8; Tanh; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $u 0.01; $t = New-Tensor (0..19 | % { $_ / 20 }) -Shape 20,1 -RequiresGrad; $zero = New-Tensor 0 -Shape 1,1
            Debug-Training { foreach ($e in 1..40) { $y0 = $u.Forward($t); $du = [LinRegPS.Autograd]::Grad($y0.Sum(), [LinRegPS.Tensor[]]@($t), $null, $false, $true)[0]
            $adam.ZeroGrad(); (($du + $y0).Square().Mean() + ($u.Forward($zero) - 1).Square().Mean()).Backward(); $adam.Step() } }
            """),
        ("an ensemble on bootstraps", """
            $nets = 0..2 | % { New-SequentialModel { Linear 2 6; Tanh; Linear 6 1 } -Seed $_ }; $random = [Random]::new(1)
            Debug-Training { foreach ($net in $nets) { $rows = 0..29 | % { $random.Next(40) }; $out = 0..39 | ? { $_ -notin $rows }; $in = New-Tensor $rows -DType Int64; $rest = New-Tensor $out -DType Int64; $adam = New-Optimizer Adam $net 0.02
            foreach ($e in 1..20) { $adam.ZeroGrad(); (Measure-MseLoss $net.Forward($X.IndexSelect(0, $in)) $Y.IndexSelect(0, $in)).Backward(); $adam.Step() }
            Invoke-NoGrad { $oob = Measure-MseLoss $net.Forward($X.IndexSelect(0, $rest)) $Y.IndexSelect(0, $rest) } } }
            """),
        ("an ensemble at once", """
            $nets = 0..2 | % { New-LinearModel 2 1 -Seed $_ }; $adams = $nets | % { New-Optimizer Adam $_ 0.05 }
            Debug-Training { foreach ($e in 1..20) { foreach ($i in 0..2) { $adams[$i].ZeroGrad(); (Measure-MseLoss $nets[$i].Forward($X) $Y).Backward(); $adams[$i].Step() } }
            Invoke-NoGrad { $p = ($nets[0].Forward($X) + $nets[1].Forward($X) + $nets[2].Forward($X)) / 3 } }
            """),
        ("distillation", """
            $teacher = New-SequentialModel { Linear 2 16; Tanh; Linear 16 3 } -Seed 0; $student = New-LinearModel 2 3 -Seed 1; $ot = New-Optimizer Adam $teacher 0.02; $os = New-Optimizer Adam $student 0.02
            Debug-Training { foreach ($e in 1..20) { $ot.ZeroGrad(); [LinRegPS.Loss]::CrossEntropy($teacher.Forward($X), $C).Backward(); $ot.Step() }
            foreach ($e in 1..20) { $soft = ($teacher.Forward($X).Detach() / 2).Softmax(1); $os.ZeroGrad(); (4 * [LinRegPS.Loss]::KlDiv(($student.Forward($X) / 2).LogSoftmax(1), $soft, 'BatchMean')).Backward(); $os.Step() } }
            """),
        ("a loss seen through another network", """
            $vgg = New-SequentialModel { Linear 2 6; Tanh; Linear 6 4 } -Seed 3; $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 2 } -Seed 0; $adam = New-Optimizer Adam $net 0.01
            Debug-Training { foreach ($e in 1..30) { Invoke-NoGrad { $want = $vgg.Forward($X) }; $adam.ZeroGrad(); (Measure-MseLoss $vgg.Forward($net.Forward($X)) $want).Backward(); $adam.Step() } }
            """),
        ("a frozen backbone", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; foreach ($p in $body.Parameters()) { $p.RequiresGrad = $false }; $head = New-LinearModel 8 1 -Seed 1; $adam = New-Optimizer Adam $head 0.02
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); (Measure-MseLoss $head.Forward($body.Forward($X)) $Y).Backward(); $adam.Step() } }
            """),
        ("a backbone that thaws", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $all = @($model.Parameters()); $all[0].RequiresGrad = $all[1].RequiresGrad = $false; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]]@($all[2], $all[3]), 0.02)
            Debug-Training { foreach ($e in 1..15) { $adam.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() }
            $all[0].RequiresGrad = $all[1].RequiresGrad = $true; $adam.AddParameterGroup([LinRegPS.ParameterGroup]::new([LinRegPS.Tensor[]]@($all[0], $all[1])))
            foreach ($e in 1..15) { $adam.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() } }
            """),
        ("gradients that add up over batches", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $model 0.02; $n = 0
            Debug-Training { foreach ($e in 1..10) { foreach ($b in 0..7) { $from = 5 * $b; $to = $from + 4; ((Measure-MseLoss $model.Forward($X[$from..$to]) $Y[$from..$to]) / 4).Backward(); if (++$n % 4 -eq 0) { $adam.Step(); $adam.ZeroGrad() } } } }
            """),
        ("SGD by hand with momentum", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $ps = @($model.Parameters()); $vs = $ps | % { New-Tensor -Zeros -Shape $_.Shape }
            Debug-Training { foreach ($e in 1..40) { $model.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); Invoke-NoGrad { foreach ($i in 0..3) { [void]$vs[$i].Mul_(0.9).Add_($ps[$i].Grad); [void]$ps[$i].Sub_(0.02 * $vs[$i]) } } } }
            """),
        ("LBFGS with a closure", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $opt = New-Optimizer LBFGS $model
            Debug-Training { foreach ($e in 1..5) { $null = $opt.Step([Func[LinRegPS.Tensor]]{ $opt.ZeroGrad(); $l = Measure-MseLoss $model.Forward($X) $Y; $l.Backward(); $l }) } }
            """),
        ("groups with rates of their own", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $all = @($model.Parameters()); $slow = [LinRegPS.ParameterGroup]::new([LinRegPS.Tensor[]]@($all[0], $all[1])); $slow.LearningRate = 0.001; $sgd = [LinRegPS.Sgd]::new([LinRegPS.Tensor[]]@($all[2], $all[3]), 0.1); $sgd.AddParameterGroup($slow)
            Debug-Training { foreach ($e in 1..30) { $sgd.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $sgd.Step() } }
            """),
        ("two losses in two passes", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $one = New-LinearModel 8 1 -Seed 1; $two = New-LinearModel 8 3 -Seed 2; $all = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($body.Parameters()) + @($one.Parameters()) + @($two.Parameters())), 0.01)
            Debug-Training { foreach ($e in 1..30) { $all.ZeroGrad(); $h = $body.Forward($X); (Measure-MseLoss $one.Forward($h) $Y).Backward($null, $true); [LinRegPS.Loss]::CrossEntropy($two.Forward($h), $C).Backward(); $all.Step() } }
            """),
        ("two losses in one pass", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $one = New-LinearModel 8 1 -Seed 1; $two = New-LinearModel 8 3 -Seed 2; $all = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($body.Parameters()) + @($one.Parameters()) + @($two.Parameters())), 0.01)
            Debug-Training { foreach ($e in 1..30) { $all.ZeroGrad(); $h = $body.Forward($X); ((Measure-MseLoss $one.Forward($h) $Y) + 0.5 * [LinRegPS.Loss]::CrossEntropy($two.Forward($h), $C)).Backward(); $all.Step() } }
            """),
        ("tied weights", """
            $w = New-Tensor -Normal -Shape 2,3 -Seed 1 -RequiresGrad; $b = New-Tensor 0,0 -RequiresGrad; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]]@($w, $b), 0.01)
            Debug-Training { foreach ($e in 1..40) { $adam.ZeroGrad(); (Measure-MseLoss ($X.MatMul($w).Tanh().MatMul($w.T) + $b) $X).Backward(); $adam.Step() } }
            """),
        ("going on from a checkpoint", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $model 0.02
            Debug-Training { foreach ($e in 1..10) { $adam.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() }
            $state = $model.StateDict(); $kept = $adam.StateDict(); $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 5; $model.LoadStateDict($state); $adam = New-Optimizer Adam $model 0.02; $adam.LoadStateDict($kept)
            foreach ($e in 1..10) { $adam.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() } }
            """),
        ("the Fisher information, after training", """
            $model = New-SequentialModel { Linear 2 6; Tanh; Linear 6 3 } -Seed 0; $null = Invoke-Training $model $X $C 0.1 30 -Loss CrossEntropy; $fisher = @{}
            Debug-Training { foreach ($i in 0..9) { $model.ZeroGrad(); [LinRegPS.Loss]::CrossEntropy($model.Forward($X[$i..$i]), $C[$i..$i]).Backward(); foreach ($p in Get-ModelParameter $model) { $g = $p.Value.Grad.Square(); $fisher[$p.Name] = if ($fisher.ContainsKey($p.Name)) { $fisher[$p.Name] + $g } else { $g } } } }
            """),
        ("reptile", """
            $model = New-SequentialModel { Linear 2 6; Tanh; Linear 6 1 } -Seed 0
            Debug-Training { foreach ($task in 1..6) { $before = $model.StateDict(); $sgd = New-Optimizer SGD $model 0.05; foreach ($i in 1..4) { $sgd.ZeroGrad(); (Measure-MseLoss $model.Forward($X) ($task / 3 * $Y)).Backward(); $sgd.Step() }
            $after = $model.StateDict(); $mix = @{}; foreach ($k in @($before.Keys)) { $mix[$k] = 0.5 * $before[$k] + 0.5 * $after[$k] }; $model.LoadStateDict($mix) } }
            """),
        ("a variational autoencoder", """
            $enc = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $mu = New-LinearModel 8 1 -Seed 1; $lv = New-LinearModel 8 1 -Seed 2; $dec = New-SequentialModel { Linear 1 8; Tanh; Linear 8 2 } -Seed 3; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($enc.Parameters()) + @($mu.Parameters()) + @($lv.Parameters()) + @($dec.Parameters())), 0.01)
            Debug-Training { foreach ($e in 1..40) { $h = $enc.Forward($X); $m = $mu.Forward($h); $s = $lv.Forward($h); $z = $m + ($s / 2).Exp() * (New-Tensor -Normal -Shape 40,1 -Seed $e)
            $adam.ZeroGrad(); ((Measure-MseLoss $dec.Forward($z) $X) - 0.005 * (1 + $s - $m.Square() - $s.Exp()).Mean()).Backward(); $adam.Step() } }
            """),
        ("a prompt for a model that stays", """
            $model = New-SequentialModel { Linear 4 8; Tanh; Linear 8 1 } -Seed 0; $prompt = New-Tensor 0,0 -Shape 1,2 -RequiresGrad; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]]@($prompt), 0.02)
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); (Measure-MseLoss $model.Forward([LinRegPS.Tensor]::Cat(@($X, $prompt.Expand(40, 2)), 1)) $Y).Backward(); $adam.Step() } }
            """),
        ("picture saliency of a convolution", """
            $pictures = New-Tensor -Normal -Shape 30,1,6,6 -Seed 1; $kind = New-Tensor (0..29 | % { [int]($pictures[$_].Mean().Item() -gt 0) }); $net = New-SequentialModel { Conv2d 1 4 3; ReLU; Flatten; Linear 64 2 } -Seed 0; $null = Invoke-Training $net $pictures $kind 0.1 20 -Loss CrossEntropy
            Debug-Training { foreach ($i in 0..5) { $one = $pictures[$i..$i].Clone(); $one.RequiresGrad = $true; [LinRegPS.Loss]::CrossEntropy($net.Forward($one), $kind[$i..$i]).Backward(); $map = $one.Grad.Abs() } }
            """),
        ("GAN with soft labels", """
            $maker = New-SequentialModel { Linear 2 8; ReLU; Linear 8 2 } -Seed 0; $judge = New-SequentialModel { Linear 2 8; LeakyReLU 0.2; Linear 8 1 } -Seed 1; $om = New-Optimizer Adam $maker 0.002; $oj = New-Optimizer Adam $judge 0.002; $real = 0.9 * (New-Tensor -Ones -Shape 40,1); $zeros = New-Tensor -Zeros -Shape 40,1; $ones = New-Tensor -Ones -Shape 40,1
            Debug-Training { foreach ($e in 1..30) { $z = New-Tensor -Normal -Shape 40,2 -Seed $e; $fake = $maker.Forward($z); $oj.ZeroGrad(); ([LinRegPS.Loss]::BinaryCrossEntropyWithLogits($judge.Forward($X), $real) + [LinRegPS.Loss]::BinaryCrossEntropyWithLogits($judge.Forward($fake.Detach()), $zeros)).Backward(); $oj.Step(); $om.ZeroGrad(); [LinRegPS.Loss]::Mse($judge.Forward($fake), $ones).Backward(); $om.Step() } }
            """),
    ];
}
