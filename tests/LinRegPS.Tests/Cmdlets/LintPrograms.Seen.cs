namespace LinRegPS.Tests.Cmdlets;

// Right programs of what is seen in papers and courses: how they look at their own training, and what they train.
internal static partial class LintPrograms
{
    public static readonly (string Name, string Script)[] Seen =
    [
        ("train and validation losses batch by batch", """
            $model = New-LinearModel 2 1 -Seed 0; $sgd = New-Optimizer SGD $model 0.05
            Debug-Training { foreach ($e in 1..10) { foreach ($b in 0..2) { $i = 10*$b; $j = $i + 9; $sgd.ZeroGrad(); (Measure-MseLoss $model.Forward($X[$i..$j]) $Y[$i..$j]).Backward(); $sgd.Step() }
            Invoke-NoGrad { $train = 0; foreach ($b in 0..2) { $i = 10*$b; $j = $i + 9; $train += (Measure-MseLoss $model.Forward($X[$i..$j]) $Y[$i..$j]).Item() }; $val = (Measure-MseLoss $model.Forward($X[30..39]) $Y[30..39]).Item() } } }
            """),
        ("a look at a few training rows beside a test", """
            $model = New-LinearModel 2 1 -Seed 0; $sgd = New-Optimizer SGD $model 0.05; $a = $X[0..29]; $t = $Y[0..29]
            Debug-Training { foreach ($e in 1..10) { $sgd.ZeroGrad(); (Measure-MseLoss $model.Forward($a) $t).Backward(); $sgd.Step(); Invoke-NoGrad { $some = (Measure-MseLoss $model.Forward($X[0..4]) $Y[0..4]).Item(); $val = (Measure-MseLoss $model.Forward($X[30..39]) $Y[30..39]).Item() } } }
            """),
        ("MC dropout", """
            $model = New-SequentialModel { Linear 2 16; Tanh; Dropout 0.2; Linear 16 1 } -Seed 0; $adam = New-Optimizer Adam $model 0.01
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() }; $samples = Invoke-NoGrad { foreach ($i in 1..20) { $model.Forward($X[0..4]) } } }
            """),
        ("WGAN with batch norm", """
            $maker = New-SequentialModel { Linear 2 8; BatchNorm1d 8; ReLU; Linear 8 2 } -Seed 0; $judge = New-SequentialModel { Linear 2 8; LeakyReLU 0.2; Linear 8 1 } -Seed 1; $om = New-Optimizer RMSprop $maker 0.0005; $oj = New-Optimizer RMSprop $judge 0.0005
            Debug-Training { foreach ($e in 1..10) { foreach ($k in 1..3) { $z = New-Tensor -Normal -Shape 40,2 -Seed ($e*10+$k); Invoke-NoGrad { $fake = $maker.Forward($z) }; $oj.ZeroGrad(); ($judge.Forward($fake).Mean() - $judge.Forward($X).Mean()).Backward(); $oj.Step() }
            $om.ZeroGrad(); (-$judge.Forward($maker.Forward($z)).Mean()).Backward(); $om.Step() } }
            """),
        ("WGAN with batch norm, detached", """
            $maker = New-SequentialModel { Linear 2 8; BatchNorm1d 8; ReLU; Linear 8 2 } -Seed 0; $judge = New-SequentialModel { Linear 2 8; LeakyReLU 0.2; Dropout 0.1; Linear 8 1 } -Seed 1; $om = New-Optimizer RMSprop $maker 0.0005; $oj = New-Optimizer RMSprop $judge 0.0005
            Debug-Training { foreach ($e in 1..10) { foreach ($k in 1..3) { $z = New-Tensor -Normal -Shape 40,2 -Seed ($e*10+$k); $fake = $maker.Forward($z).Detach(); $oj.ZeroGrad(); ($judge.Forward($fake).Mean() - $judge.Forward($X).Mean()).Backward(); $oj.Step() }
            $om.ZeroGrad(); (-$judge.Forward($maker.Forward($z)).Mean()).Backward(); $om.Step() } }
            """),
        ("mean teacher with dropout", """
            $net = New-SequentialModel { Linear 2 8; Tanh; Dropout 0.1; Linear 8 1 } -Seed 0; $teacher = New-SequentialModel { Linear 2 8; Tanh; Dropout 0.1; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $net 0.01
            Debug-Training { foreach ($e in 1..20) { Invoke-NoGrad { $want = $teacher.Forward($X + 0.01) }; $adam.ZeroGrad(); $p = $net.Forward($X); ((Measure-MseLoss $p $Y) + 0.1 * (Measure-MseLoss $p $want)).Backward(); $adam.Step(); Invoke-NoGrad { $from = @($net.Parameters()); $to = @($teacher.Parameters()); foreach ($i in 0..3) { [void]$to[$i].Mul_(0.9).Add_(0.1 * $from[$i]) } } } }
            """),
        ("BYOL", """
            $net = New-SequentialModel { Linear 2 8; ReLU; Linear 8 4 } -Seed 0; $late = New-SequentialModel { Linear 2 8; ReLU; Linear 8 4 } -Seed 0; $head = New-SequentialModel { Linear 4 8; ReLU; Linear 8 4 } -Seed 2; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($net.Parameters()) + @($head.Parameters())), 0.005)
            Debug-Training { foreach ($e in 1..30) { $v1 = $X + 0.05 * (New-Tensor -Normal -Shape 40,2 -Seed $e); $v2 = $X + 0.05 * (New-Tensor -Normal -Shape 40,2 -Seed (100+$e)); Invoke-NoGrad { $want = $late.Forward($v2) }
            $adam.ZeroGrad(); (Measure-MseLoss $head.Forward($net.Forward($v1)) $want).Backward(); $adam.Step(); Invoke-NoGrad { $from = @($net.Parameters()); $to = @($late.Parameters()); foreach ($i in 0..3) { [void]$to[$i].Mul_(0.9).Add_(0.1 * $from[$i]) } } } }
            """),
        ("SimSiam", """
            $net = New-SequentialModel { Linear 2 8; ReLU; Linear 8 4 } -Seed 0; $head = New-SequentialModel { Linear 4 8; ReLU; Linear 8 4 } -Seed 2; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($net.Parameters()) + @($head.Parameters())), 0.005)
            Debug-Training { foreach ($e in 1..30) { $z1 = $net.Forward($X + 0.05 * (New-Tensor -Normal -Shape 40,2 -Seed $e)); $z2 = $net.Forward($X + 0.05 * (New-Tensor -Normal -Shape 40,2 -Seed (100+$e)))
            $adam.ZeroGrad(); ((Measure-MseLoss $head.Forward($z1) $z2.Detach()) + (Measure-MseLoss $head.Forward($z2) $z1.Detach())).Backward(); $adam.Step() } }
            """),
        ("PPO", """
            $pi = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $adam = New-Optimizer Adam $pi 0.005; $act = (New-Tensor $kinds -DType Int64).Reshape(40, 1); $adv = ($Y - $Y.Mean()) / $Y.Std()
            Debug-Training { foreach ($r in 1..5) { Invoke-NoGrad { $old = $pi.Forward($X).LogSoftmax(1).Gather(1, $act) }; foreach ($e in 1..4) { $ratio = ($pi.Forward($X).LogSoftmax(1).Gather(1, $act) - $old).Exp(); $adam.ZeroGrad(); (-($ratio * $adv).Minimum($ratio.Clamp(0.8, 1.2) * $adv).Mean()).Backward(); $adam.Step() } } }
            """),
        ("REINFORCE over episodes", """
            $pi = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $adam = New-Optimizer Adam $pi 0.005
            Debug-Training { foreach ($ep in 1..10) { $adam.ZeroGrad(); foreach ($i in 0..9) { $row = (4 * $i); $p = $pi.Forward($X[$row..($row+3)]).LogSoftmax(1); (-($p.Select(1, $i % 3) * $Y[$row..($row+3)].Reshape(4)).Mean() / 10).Backward() }; $adam.Step() } }
            """),
        ("SGLD", """
            $w = New-Tensor 0,0 -Shape 2,1 -RequiresGrad; $b = New-Tensor 0 -RequiresGrad; $samples = @()
            Debug-Training { foreach ($e in 1..40) { $w.Grad = $b.Grad = $null; (Measure-MseLoss ($X.MatMul($w) + $b) $Y).Backward(); Invoke-NoGrad { [void]$w.Sub_(0.05 * $w.Grad).Add_(0.01 * (New-Tensor -Normal -Shape 2,1 -Seed $e)); [void]$b.Sub_(0.05 * $b.Grad) }; $samples += $w.Detach().Clone() } }
            """),
        ("MAML", """
            $w = New-Tensor 0,0 -Shape 2,1 -RequiresGrad; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]]@($w), 0.02)
            Debug-Training { foreach ($e in 1..15) { $adam.ZeroGrad(); foreach ($task in 1, 2) { $inner = Measure-MseLoss $X[0..19].MatMul($w) ($task * $Y[0..19]); $g = [LinRegPS.Autograd]::Grad($inner, [LinRegPS.Tensor[]]@($w), $null, $false, $true)[0]; $fast = $w - 0.1 * $g; (Measure-MseLoss $X[20..39].MatMul($fast) ($task * $Y[20..39])).Backward() }; $adam.Step() } }
            """),
        ("truncated backpropagation", """
            $cell = New-LinearModel 3 2 -Seed 0; $out = New-LinearModel 2 1 -Seed 1; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($cell.Parameters()) + @($out.Parameters())), 0.02)
            Debug-Training { foreach ($e in 1..5) { $h = New-Tensor -Zeros -Shape 1,2; foreach ($part in 0..3) { $h = $h.Detach(); $loss = 0; foreach ($t in 0..4) { $i = 5 * $part + $t; $h = $cell.Forward([LinRegPS.Tensor]::Cat(@($h, $X[$i..$i].Select(1, 0).Reshape(1, 1)), 1)).Tanh(); $loss = $loss + (Measure-MseLoss $out.Forward($h) $Y[$i..$i]) }; $adam.ZeroGrad(); $loss.Backward(); $adam.Step() } } }
            """),
        ("CycleGAN", """
            $ab = New-SequentialModel { Linear 2 6; Tanh; Linear 6 2 } -Seed 0; $ba = New-SequentialModel { Linear 2 6; Tanh; Linear 6 2 } -Seed 1; $da = New-SequentialModel { Linear 2 6; Tanh; Linear 6 1 } -Seed 2; $db = New-SequentialModel { Linear 2 6; Tanh; Linear 6 1 } -Seed 3; $b0 = $X * 2 + 1; $one = New-Tensor -Ones -Shape 40,1; $zero = New-Tensor -Zeros -Shape 40,1
            $og = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($ab.Parameters()) + @($ba.Parameters())), 0.005); $od = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($da.Parameters()) + @($db.Parameters())), 0.005)
            Debug-Training { foreach ($e in 1..15) { $fb = $ab.Forward($X); $fa = $ba.Forward($b0); $og.ZeroGrad(); ((Measure-MseLoss $db.Forward($fb) $one) + (Measure-MseLoss $da.Forward($fa) $one) + [LinRegPS.Loss]::L1($ba.Forward($fb), $X) + [LinRegPS.Loss]::L1($ab.Forward($fa), $b0)).Backward(); $og.Step()
            $od.ZeroGrad(); ((Measure-MseLoss $da.Forward($X) $one) + (Measure-MseLoss $da.Forward($fa.Detach()) $zero) + (Measure-MseLoss $db.Forward($b0) $one) + (Measure-MseLoss $db.Forward($fb.Detach()) $zero)).Backward(); $od.Step() } }
            """),
        ("LSGAN with SGD", """
            $maker = New-SequentialModel { Linear 2 8; Tanh; Linear 8 2 } -Seed 0; $judge = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1; Sigmoid } -Seed 1; $om = New-Optimizer SGD $maker 0.05; $oj = New-Optimizer SGD $judge 0.05; $one = New-Tensor -Ones -Shape 40,1; $zero = New-Tensor -Zeros -Shape 40,1
            Debug-Training { foreach ($e in 1..40) { $fake = $maker.Forward((New-Tensor -Normal -Shape 40,2 -Seed $e)); $oj.ZeroGrad(); ((Measure-MseLoss $judge.Forward($X) $one) + (Measure-MseLoss $judge.Forward($fake.Detach()) $zero)).Backward(); $oj.Step(); $om.ZeroGrad(); (Measure-MseLoss $judge.Forward($fake) $one).Backward(); $om.Step() } }
            """),
        ("domain adversarial by a turned gradient", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $kind = New-LinearModel 8 1 -Seed 1; $domain = New-LinearModel 8 1 -Seed 2; $ob = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($body.Parameters()) + @($kind.Parameters())), 0.01); $od = New-Optimizer Adam $domain 0.01; $dom = New-Tensor (0..39 | % { [int]($_ -ge 20) }) -Shape 40,1
            Debug-Training { foreach ($e in 1..30) { $h = $body.Forward($X); $od.ZeroGrad(); [LinRegPS.Loss]::BinaryCrossEntropyWithLogits($domain.Forward($h.Detach()), $dom).Backward(); $od.Step(); $ob.ZeroGrad(); ((Measure-MseLoss $kind.Forward($h) $Y) - 0.1 * [LinRegPS.Loss]::BinaryCrossEntropyWithLogits($domain.Forward($h), $dom)).Backward(); $ob.Step() } }
            """),
        ("mixup and label smoothing", """
            $net = New-SequentialModel { Linear 2 8; ReLU; Linear 8 3 } -Seed 0; $adam = New-Optimizer Adam $net 0.01
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); [LinRegPS.Loss]::CrossEntropy($net.Forward(0.7 * $X + 0.3 * $X.Roll($e, 0)), 0.7 * $Hot + 0.3 * $Hot.Roll($e, 0)).Backward(); $adam.Step() } }
            """),
        ("focal loss", """
            $net = New-SequentialModel { Linear 2 8; ReLU; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $net 0.01
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); $ce = [LinRegPS.Loss]::BinaryCrossEntropyWithLogits($net.Forward($X), $B, 'None'); ((1 - (-$ce).Exp()).Square() * $ce).Mean().Backward(); $adam.Step() } }
            """),
        ("denoising", """
            $net = New-SequentialModel { Linear 2 8; ReLU; Linear 8 2 } -Seed 0; $adam = New-Optimizer Adam $net 0.01
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); (Measure-MseLoss $net.Forward($X + 0.1 * (New-Tensor -Normal -Shape 40,2 -Seed $e)) $X).Backward(); $adam.Step() }; Invoke-NoGrad { $r = Measure-MseLoss $net.Forward($X[0..9]) $X[0..9] } }
            """),
        ("quantiles", """
            $net = New-LinearModel 2 1 -Seed 0; $adam = New-Optimizer Adam $net 0.02
            Debug-Training { foreach ($e in 1..40) { $adam.ZeroGrad(); $d = $Y - $net.Forward($X); (0.9 * $d).Maximum(-0.1 * $d).Mean().Backward(); $adam.Step() } }
            """),
        ("a count by exp", """
            $net = New-LinearModel 2 1 -Seed 0; $adam = New-Optimizer Adam $net 0.02; $n = New-Tensor ($numbers | % { [Math]::Max(0, [Math]::Round($_ + 2)) }) -Shape 40,1
            Debug-Training { foreach ($e in 1..40) { $adam.ZeroGrad(); [LinRegPS.Loss]::PoissonNll($net.Forward($X), $n).Backward(); $adam.Step() } }
            """),
        ("a positive target by softplus", """
            $net = New-LinearModel 2 1 -Seed 0; $adam = New-Optimizer Adam $net 0.02; $n = New-Tensor ($numbers | % { [Math]::Exp($_ / 3) }) -Shape 40,1
            Debug-Training { foreach ($e in 1..40) { $adam.ZeroGrad(); (Measure-MseLoss $net.Forward($X).Softplus() $n).Backward(); $adam.Step() } }
            """),
        ("matrix factorization", """
            $U = New-Tensor (0..11 | % { 0.1 * ($_ % 5) - 0.2 }) -Shape 6,2 -RequiresGrad; $V = New-Tensor (0..9 | % { 0.1 * ($_ % 3) + 0.1 }) -Shape 2,5 -RequiresGrad; $R = (New-Tensor -Normal -Shape 6,1 -Seed 1).MatMul((New-Tensor -Normal -Shape 1,5 -Seed 2)); $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]]@($U, $V), 0.05)
            Debug-Training { foreach ($e in 1..40) { $adam.ZeroGrad(); (Measure-MseLoss $U.MatMul($V) $R).Backward(); $adam.Step() } }
            """),
        ("a learned start of a recurrence", """
            $cell = New-LinearModel 3 2 -Seed 0; $out = New-LinearModel 2 1 -Seed 1; $h0 = New-Tensor 0,0 -Shape 1,2 -RequiresGrad; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($cell.Parameters()) + @($out.Parameters()) + @($h0)), 0.02)
            Debug-Training { foreach ($e in 1..10) { $h = $h0; $loss = 0; foreach ($i in 0..4) { $h = $cell.Forward([LinRegPS.Tensor]::Cat(@($h, $X[$i..$i].Select(1, 0).Reshape(1, 1)), 1)).Tanh(); $loss = $loss + (Measure-MseLoss $out.Forward($h) $Y[$i..$i]) }; $adam.ZeroGrad(); $loss.Backward(); $adam.Step() } }
            """),
        ("stochastic weight averaging", """
            $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $swa = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $sgd = New-Optimizer SGD $net 0.05; $n = 0
            Debug-Training { foreach ($e in 1..20) { $sgd.ZeroGrad(); (Measure-MseLoss $net.Forward($X[0..29]) $Y[0..29]).Backward(); $sgd.Step(); if ($e % 5 -eq 0) { $n++; $now = $net.StateDict(); $mean = $swa.StateDict(); $mix = @{}; foreach ($k in @($now.Keys)) { $mix[$k] = $mean[$k] + ($now[$k] - $mean[$k]) / $n }; $swa.LoadStateDict($mix) } }; Invoke-NoGrad { $l = Measure-MseLoss $swa.Forward($X[30..39]) $Y[30..39] } }
            """),
        ("pretraining, then another head", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $old = New-LinearModel 8 2 -Seed 1; $new = New-LinearModel 8 1 -Seed 2
            Debug-Training { $a1 = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($body.Parameters()) + @($old.Parameters())), 0.02); foreach ($e in 1..15) { $a1.ZeroGrad(); (Measure-MseLoss $old.Forward($body.Forward($X)) $X).Backward(); $a1.Step() }
            foreach ($p in $body.Parameters()) { $p.RequiresGrad = $false }; $a2 = New-Optimizer Adam $new 0.02; foreach ($e in 1..15) { $a2.ZeroGrad(); (Measure-MseLoss $new.Forward($body.Forward($X)) $Y).Backward(); $a2.Step() } }
            """),
        ("a sweep of rates", """
            Debug-Training { foreach ($rate in 0.01, 0.05, 0.1) { $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $null = Invoke-Training $net $X[0..29] $Y[0..29] -LearningRate $rate -Epoch 20; $r = Test-Model $net $X[30..39] $Y[30..39] } }
            """),
        ("early stopping by hand", """
            $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $net 0.02; $best = 1e9; $bad = 0
            Debug-Training { foreach ($e in 1..60) { $adam.ZeroGrad(); (Measure-MseLoss $net.Forward($X[0..29]) $Y[0..29]).Backward(); $adam.Step(); $v = Invoke-NoGrad { (Measure-MseLoss $net.Forward($X[30..39]) $Y[30..39]).Item() }; if ($v -lt $best) { $best = $v; $bad = 0; $kept = $net.StateDict() } elseif (++$bad -ge 5) { break } }; $net.LoadStateDict($kept) }
            """),
        ("cross-validation of a library kind", """
            $scores = @(); Debug-Training { New-DataSet $X $Y | Split-DataSet -Fold 5 -Seed 0 | % { $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $null = Invoke-Training $net $_.Train 0.05 20; $scores += (Test-Model $net $_.Test).Loss } }
            """),
        ("two trainings of one model, more rows later", """
            $net = New-LinearModel 2 1 -Seed 0; Debug-Training { $null = Invoke-Training $net $X[0..9] $Y[0..9] 0.1 10; $null = Test-Model $net $X[10..39] $Y[10..39]; $null = Invoke-Training $net $X[0..19] $Y[0..19] 0.1 10; $null = Test-Model $net $X[20..39] $Y[20..39] }
            """),
    ];
}
