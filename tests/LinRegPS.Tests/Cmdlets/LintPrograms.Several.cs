namespace LinRegPS.Tests.Cmdlets;

// Right programs of several models, of several trainings, or in which an input gets the gradients.
internal static partial class LintPrograms
{
    public static readonly (string Name, string Script)[] Several =
    [
        ("folds, a model for each", """
            $folds = @(New-DataSet $X $Y | Split-DataSet -Fold 4 -Seed 0)
            Debug-Training { foreach ($f in $folds) { $model = New-LinearModel 2 1 -Seed 0; foreach ($e in 1..10) { $null = Step-Training $model $f.Train.Input $f.Train.Target -LearningRate 0.1 }; $r = Test-Model $model $f.Test.Input $f.Test.Target } }
            """),
        ("folds, from one start", """
            $model = New-LinearModel 2 1 -Seed 0; $start = @{}; $model.StateDict().GetEnumerator() | % { $start[$_.Key] = $_.Value.Clone() }
            Debug-Training { foreach ($k in 0..3) { $model.LoadStateDict($start); $sgd = New-Optimizer SGD $model 0.1
            $in = 0..39 | ? { $_ % 4 -ne $k }; $out = 0..39 | ? { $_ % 4 -eq $k }
            $a = $X.IndexSelect(0, (New-Tensor $in -DType Int64)); $b = $Y.IndexSelect(0, (New-Tensor $in -DType Int64)); $c = $X.IndexSelect(0, (New-Tensor $out -DType Int64)); $d = $Y.IndexSelect(0, (New-Tensor $out -DType Int64))
            foreach ($e in 1..10) { $sgd.ZeroGrad(); (Measure-MseLoss $model.Forward($a) $b).Backward(); $sgd.Step() }
            Invoke-NoGrad { $l = Measure-MseLoss $model.Forward($c) $d } } }
            """),
        ("folds of weights by hand", """
            Debug-Training { foreach ($k in 0..3) { $w = New-Tensor 0,0 -Shape 2,1 -RequiresGrad; $b = New-Tensor 0 -RequiresGrad
            $in = 0..39 | ? { $_ % 4 -ne $k }; $out = 0..39 | ? { $_ % 4 -eq $k }
            $a = $X.IndexSelect(0, (New-Tensor $in -DType Int64)); $t = $Y.IndexSelect(0, (New-Tensor $in -DType Int64)); $c = $X.IndexSelect(0, (New-Tensor $out -DType Int64)); $d = $Y.IndexSelect(0, (New-Tensor $out -DType Int64))
            foreach ($e in 1..10) { $w.Grad = $b.Grad = $null; ($a.MatMul($w) + $b - $t).Square().Mean().Backward(); Invoke-NoGrad { [void]$w.Sub_(0.1 * $w.Grad); [void]$b.Sub_(0.1 * $b.Grad) } }
            Invoke-NoGrad { $l = ($c.MatMul($w) + $b - $d).Square().Mean(); $m = Measure-MseLoss ($c.MatMul($w) + $b) $d } } }
            """),
        ("a GAN", """
            $G = New-SequentialModel { Linear 2 8; ReLU; Linear 8 2 } -Seed 0; $D = New-SequentialModel { Linear 2 8; LeakyReLU 0.2; Linear 8 1 } -Seed 1
            $og = New-Optimizer Adam $G 0.002; $od = New-Optimizer Adam $D 0.002; $ones = New-Tensor -Ones -Shape 40,1; $zeros = New-Tensor -Zeros -Shape 40,1
            Debug-Training { foreach ($e in 1..30) { $z = New-Tensor -Normal -Shape 40,2 -Seed $e; $fake = $G.Forward($z)
            $od.ZeroGrad(); $ld = [LinRegPS.Loss]::BinaryCrossEntropyWithLogits($D.Forward($X), $ones) + [LinRegPS.Loss]::BinaryCrossEntropyWithLogits($D.Forward($fake.Detach()), $zeros); $ld.Backward(); $od.Step()
            $og.ZeroGrad(); $lg = [LinRegPS.Loss]::BinaryCrossEntropyWithLogits($D.Forward($fake), $ones); $lg.Backward(); $og.Step() } }
            """),
        ("a GAN in three passes", """
            $G = New-SequentialModel { Linear 2 8; ReLU; Linear 8 2 } -Seed 0; $D = New-SequentialModel { Linear 2 8; LeakyReLU 0.2; Linear 8 1; Sigmoid } -Seed 1
            $og = New-Optimizer Adam $G 0.002; $od = New-Optimizer Adam $D 0.002; $ones = New-Tensor -Ones -Shape 40,1; $zeros = New-Tensor -Zeros -Shape 40,1
            Debug-Training { foreach ($e in 1..30) { $z = New-Tensor -Normal -Shape 40,2 -Seed $e
            $D.ZeroGrad(); $r = [LinRegPS.Loss]::BinaryCrossEntropy($D.Forward($X), $ones); $r.Backward(); $fake = $G.Forward($z); $f = [LinRegPS.Loss]::BinaryCrossEntropy($D.Forward($fake.Detach()), $zeros); $f.Backward(); $od.Step()
            $G.ZeroGrad(); $lg = [LinRegPS.Loss]::BinaryCrossEntropy($D.Forward($fake), $ones); $lg.Backward(); $og.Step() } }
            """),
        ("a GAN, its generator first", """
            $G = New-SequentialModel { Linear 2 8; ReLU; Linear 8 2 } -Seed 0; $D = New-SequentialModel { Linear 2 8; LeakyReLU 0.2; Linear 8 1 } -Seed 1
            $og = New-Optimizer Adam $G 0.002; $od = New-Optimizer Adam $D 0.002; $ones = New-Tensor -Ones -Shape 40,1; $zeros = New-Tensor -Zeros -Shape 40,1
            Debug-Training { foreach ($e in 1..30) { $z = New-Tensor -Normal -Shape 40,2 -Seed $e
            $og.ZeroGrad(); $fake = $G.Forward($z); $lg = [LinRegPS.Loss]::BinaryCrossEntropyWithLogits($D.Forward($fake), $ones); $lg.Backward(); $og.Step()
            $od.ZeroGrad(); $ld = ([LinRegPS.Loss]::BinaryCrossEntropyWithLogits($D.Forward($X), $ones) + [LinRegPS.Loss]::BinaryCrossEntropyWithLogits($D.Forward($fake.Detach()), $zeros)) / 2; $ld.Backward(); $od.Step() } }
            """),
        ("a critic whose weights are clipped", """
            $G = New-SequentialModel { Linear 2 8; ReLU; Linear 8 2 } -Seed 0; $D = New-SequentialModel { Linear 2 8; LeakyReLU 0.2; Linear 8 1 } -Seed 1
            $og = New-Optimizer RMSprop $G 0.0005; $od = New-Optimizer RMSprop $D 0.0005
            Debug-Training { foreach ($e in 1..15) { foreach ($i in 1..3) { $z = New-Tensor -Normal -Shape 40,2 -Seed ($e*10+$i)
            Invoke-NoGrad { $fake = $G.Forward($z) }; $od.ZeroGrad(); ($D.Forward($fake).Mean() - $D.Forward($X).Mean()).Backward(); $od.Step(); Invoke-NoGrad { foreach ($p in $D.Parameters()) { [void]$p.Copy_($p.Clamp(-0.1, 0.1)) } } }
            $og.ZeroGrad(); (-$D.Forward($G.Forward($z)).Mean()).Backward(); $og.Step() } }
            """),
        ("a critic with a gradient penalty", """
            $G = New-SequentialModel { Linear 2 8; Tanh; Linear 8 2 } -Seed 0; $D = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 1
            $og = New-Optimizer Adam $G 0.001; $od = New-Optimizer Adam $D 0.001
            Debug-Training { foreach ($e in 1..15) { $z = New-Tensor -Normal -Shape 40,2 -Seed $e; $fake = $G.Forward($z).Detach()
            $a = New-Tensor -Uniform -Shape 40,1 -Seed $e; $mid = ($a * $X + (1 - $a) * $fake).Detach(); $mid.RequiresGrad = $true
            $slope = [LinRegPS.Autograd]::Grad($D.Forward($mid).Sum(), [LinRegPS.Tensor[]]@($mid), $null, $false, $true)[0]
            $gp = (($slope.Square().Sum(1) + 1e-12).Sqrt() - 1).Square().Mean()
            $od.ZeroGrad(); ($D.Forward($fake).Mean() - $D.Forward($X).Mean() + 10 * $gp).Backward(); $od.Step()
            $og.ZeroGrad(); (-$D.Forward($G.Forward($z)).Mean()).Backward(); $og.Step() } }
            """),
        ("an attack after training", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $adam = New-Optimizer Adam $model 0.02
            Debug-Training { foreach ($e in 1..40) { $adam.ZeroGrad(); [LinRegPS.Loss]::CrossEntropy($model.Forward($X), $C).Backward(); $adam.Step() }
            foreach ($eps in 0.05, 0.1, 0.2) { $x1 = $X.Clone(); $x1.RequiresGrad = $true; [LinRegPS.Loss]::CrossEntropy($model.Forward($x1), $C).Backward(); $adv = $x1.Detach() + $eps * $x1.Grad.Sign(); Invoke-NoGrad { $l = [LinRegPS.Loss]::CrossEntropy($model.Forward($adv), $C) } } }
            """),
        ("an attack on what is trained", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $null = Invoke-Training $model $X $C 0.1 40 -Loss CrossEntropy
            Debug-Training { foreach ($i in 0..7) { $x1 = $X[($i*5)..($i*5+4)].Clone(); $x1.RequiresGrad = $true; [LinRegPS.Loss]::CrossEntropy($model.Forward($x1), $C[($i*5)..($i*5+4)]).Backward(); $adv = $x1.Detach() + 0.1 * $x1.Grad.Sign() } }
            """),
        ("an attack that clears", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $null = Invoke-Training $model $X $C 0.1 40 -Loss CrossEntropy
            Debug-Training { foreach ($i in 0..7) { $x1 = $X[($i*5)..($i*5+4)].Clone(); $x1.RequiresGrad = $true; $model.ZeroGrad(); [LinRegPS.Loss]::CrossEntropy($model.Forward($x1), $C[($i*5)..($i*5+4)]).Backward(); $adv = $x1.Detach() + 0.1 * $x1.Grad.Sign() } }
            """),
        ("an attack in steps", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $null = Invoke-Training $model $X $C 0.1 40 -Loss CrossEntropy
            Debug-Training { $adv = $X.Clone(); foreach ($i in 1..8) { $adv.RequiresGrad = $true; [LinRegPS.Loss]::CrossEntropy($model.Forward($adv), $C).Backward(); $adv = ($adv.Detach() + 0.02 * $adv.Grad.Sign()); $adv = $X + ($adv - $X).Clamp(-0.1, 0.1) } }
            """),
        ("training under attack", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $adam = New-Optimizer Adam $model 0.02
            Debug-Training { foreach ($e in 1..30) { $x1 = $X.Clone(); $x1.RequiresGrad = $true; [LinRegPS.Loss]::CrossEntropy($model.Forward($x1), $C).Backward(); $adv = ($x1 + 0.05 * $x1.Grad.Sign()).Detach(); $adam.ZeroGrad(); [LinRegPS.Loss]::CrossEntropy($model.Forward($adv), $C).Backward(); $adam.Step() } }
            """),
        ("saliency", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $null = Invoke-Training $model $X $C 0.1 40 -Loss CrossEntropy
            Debug-Training { $maps = foreach ($i in 0..5) { $one = $X[$i..$i].Clone(); $one.RequiresGrad = $true; $model.Forward($one).Max(1).Values.Sum().Backward(); $one.Grad.Abs() } }
            """),
        ("saliency of each class", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $null = Invoke-Training $model $X $C 0.1 40 -Loss CrossEntropy
            $in = $X.Clone(); $in.RequiresGrad = $true
            Debug-Training { foreach ($k in 0..2) { $in.Grad = $null; $model.Forward($in).Select(1, $k).Sum().Backward(); $map = $in.Grad.Abs().Mean(0) } }
            """),
        ("an input that is sought", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $null = Invoke-Training $model $X $Y 0.1 40
            $in = New-Tensor -Zeros -Shape 1,2 -RequiresGrad; $goal = New-Tensor 1 -Shape 1,1
            Debug-Training { foreach ($i in 1..30) { Measure-MseLoss $model.Forward($in) $goal | Invoke-Backward; Invoke-NoGrad { [void]$in.Sub_(0.1 * $in.Grad) }; $in.Grad = $null } }
            """),
        ("an input that Adam seeks", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $null = Invoke-Training $model $X $Y 0.1 40
            $in = New-Tensor -Zeros -Shape 1,2 -RequiresGrad; $goal = New-Tensor 1 -Shape 1,1; $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]]@($in), 0.05)
            Debug-Training { foreach ($i in 1..30) { $adam.ZeroGrad(); Measure-MseLoss $model.Forward($in) $goal | Invoke-Backward; $adam.Step() } }
            """),
        ("an input that is dreamed up", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0
            $in = New-Tensor 0.1,0.2 -Shape 1,2 -RequiresGrad
            Debug-Training { foreach ($i in 1..20) { $model.Forward($in).Select(1, 0).Mean().Backward(); Invoke-NoGrad { [void]$in.Add_(0.05 * $in.Grad / ($in.Grad.Abs().Mean() + 1e-8)) }; [void]$in.Grad.Zero_() } }
            """),
        ("encoder and decoder", """
            $enc = New-LinearModel 2 1 -Seed 0; $dec = New-LinearModel 1 2 -Seed 1; $oe = New-Optimizer Adam $enc 0.02; $od = New-Optimizer Adam $dec 0.02
            Debug-Training { foreach ($e in 1..40) { $oe.ZeroGrad(); $od.ZeroGrad(); (Measure-MseLoss $dec.Forward($enc.Forward($X)) $X).Backward(); $oe.Step(); $od.Step() } }
            """),
        ("encoder, decoder: sequentials", """
            $enc = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $dec = New-SequentialModel { Linear 1 8; Tanh; Linear 8 2 } -Seed 1; $oe = New-Optimizer Adam $enc 0.02; $od = New-Optimizer Adam $dec 0.02
            Debug-Training { foreach ($e in 1..40) { $oe.ZeroGrad(); $od.ZeroGrad(); (Measure-MseLoss $dec.Forward($enc.Forward($X)) $X).Backward(); $oe.Step(); $od.Step() } }
            """),
        ("autoencoder one custom", """
            $model = New-CustomModel -Layer ([ordered]@{ encoder = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; decoder = New-SequentialModel { Linear 1 8; Tanh; Linear 8 2 } -Seed 1 }) -Forward { param($x) $this.decoder.Forward($this.encoder.Forward($x)) }
            Debug-Training $model $X $X -Optimizer Adam -LearningRate 0.02 -Epoch 40
            """),
        ("linear autoencoder", """
            Debug-Training (New-SequentialModel { Linear 2 1; Linear 1 2 } -Seed 0) $X $X -Optimizer Adam -LearningRate 0.02 -Epoch 40
            """),
        ("low rank bottleneck", """
            $wide = New-Tensor -Normal -Shape 40,6 -Seed 3; $t = $wide.MatMul((New-Tensor -Normal -Shape 6,5 -Seed 4))
            Debug-Training (New-SequentialModel { Linear 6 2 -bias $false; Linear 2 5 } -Seed 0) $wide $t -Optimizer Adam -LearningRate 0.02 -Epoch 40
            """),
        ("teacher and student in a row", """
            $teacher = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $null = Invoke-Training $teacher $X $C 0.1 40 -Loss CrossEntropy; $student = New-SequentialModel { Linear 2 4; Tanh; Linear 4 3 } -Seed 1; $adam = New-Optimizer Adam $student 0.02
            Debug-Training { foreach ($e in 1..30) { Invoke-NoGrad { $soft = ($teacher.Forward($X) / 2).Softmax(1) }; $adam.ZeroGrad(); $s = $student.Forward($X); (0.5 * [LinRegPS.Loss]::CrossEntropy($s, $C) + 2 * [LinRegPS.Loss]::KlDiv(($s / 2).LogSoftmax(1), $soft, 'Mean')).Backward(); $adam.Step() } }
            """),
        ("teacher detached", """
            $teacher = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $student = New-SequentialModel { Linear 2 4; Tanh; Linear 4 3 } -Seed 1; $adam = New-Optimizer Adam $student 0.02
            Debug-Training { foreach ($e in 1..30) { $soft = $teacher.Forward($X).Softmax(1).Detach(); $adam.ZeroGrad(); (-($soft * $student.Forward($X).LogSoftmax(1)).Sum(1).Mean()).Backward(); $adam.Step() } }
            """),
        ("student of features with a regressor", """
            $teacher = New-LinearModel 2 4 -Seed 0; $student = New-LinearModel 2 4 -Seed 1; $hint = New-LinearModel 4 4 -Seed 2; $os = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($student.Parameters()) + @($hint.Parameters())), 0.02)
            Debug-Training { foreach ($e in 1..30) { Invoke-NoGrad { $f = $teacher.Forward($X) }; $os.ZeroGrad(); (Measure-MseLoss $hint.Forward($student.Forward($X)) $f).Backward(); $os.Step() } }
            """),
        ("fine-tuning: head only given", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $head = New-LinearModel 8 1 -Seed 1; $adam = New-Optimizer Adam $head 0.02
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); (Measure-MseLoss $head.Forward($body.Forward($X)) $Y).Backward(); $adam.Step() } }
            """),
        ("fine-tuning: features under no-grad", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $head = New-LinearModel 8 1 -Seed 1; $adam = New-Optimizer Adam $head 0.02
            Debug-Training { foreach ($e in 1..30) { Invoke-NoGrad { $f = $body.Forward($X) }; $adam.ZeroGrad(); (Measure-MseLoss $head.Forward($f) $Y).Backward(); $adam.Step() } }
            """),
        ("fine-tuning: features detached", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $head = New-LinearModel 8 1 -Seed 1; $adam = New-Optimizer Adam $head 0.02
            Debug-Training { foreach ($e in 1..30) { $f = $body.Forward($X).Detach(); $adam.ZeroGrad(); (Measure-MseLoss $head.Forward($f) $Y).Backward(); $adam.Step() } }
            """),
        ("fine-tuning: head of one model", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $all = @($model.Parameters()); $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]]@($all[2], $all[3]), 0.02)
            Debug-Training { foreach ($e in 1..30) { $model.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() } }
            """),
        ("fine-tuning: head of one model, optimizer zero", """
            $model = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $all = @($model.Parameters()); $adam = [LinRegPS.Adam]::new([LinRegPS.Tensor[]]@($all[2], $all[3]), 0.02)
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); (Measure-MseLoss $model.Forward($X) $Y).Backward(); $adam.Step() } }
            """),
        ("fine-tuning: second optimizer later", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $head = New-LinearModel 8 1 -Seed 1; $adam = New-Optimizer Adam $head 0.02
            Debug-Training { foreach ($e in 1..15) { $adam.ZeroGrad(); (Measure-MseLoss $head.Forward($body.Forward($X)) $Y).Backward(); $adam.Step() }
            $slow = New-Optimizer Adam $body 0.001; foreach ($e in 1..15) { $adam.ZeroGrad(); $slow.ZeroGrad(); (Measure-MseLoss $head.Forward($body.Forward($X)) $Y).Backward(); $adam.Step(); $slow.Step() } }
            """),
        ("alternating training", """
            $a = New-LinearModel 2 4 -Seed 0; $b = New-LinearModel 4 1 -Seed 1; $oa = New-Optimizer SGD $a 0.05; $ob = New-Optimizer SGD $b 0.05
            Debug-Training { foreach ($e in 1..40) { $p = $b.Forward($a.Forward($X).Tanh()); if ($e % 2) { $oa.ZeroGrad(); (Measure-MseLoss $p $Y).Backward(); $oa.Step() } else { $ob.ZeroGrad(); (Measure-MseLoss $p $Y).Backward(); $ob.Step() } } }
            """),
        ("heads at alternate steps", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $one = New-LinearModel 8 1 -Seed 1; $two = New-LinearModel 8 3 -Seed 2
            $all = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($body.Parameters()) + @($one.Parameters()) + @($two.Parameters())), 0.02)
            Debug-Training { foreach ($e in 1..40) { $all.ZeroGrad(); $f = $body.Forward($X); if ($e % 2) { (Measure-MseLoss $one.Forward($f) $Y).Backward() } else { [LinRegPS.Loss]::CrossEntropy($two.Forward($f), $C).Backward() }; $all.Step() } }
            """),
        ("heads at alternate steps, two optimizers", """
            $body = New-SequentialModel { Linear 2 8; Tanh } -Seed 0; $one = New-LinearModel 8 1 -Seed 1; $two = New-LinearModel 8 3 -Seed 2
            $o1 = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($body.Parameters()) + @($one.Parameters())), 0.02); $o2 = [LinRegPS.Adam]::new([LinRegPS.Tensor[]](@($body.Parameters()) + @($two.Parameters())), 0.02)
            Debug-Training { foreach ($e in 1..40) { $f = $body.Forward($X); if ($e % 2) { $o1.ZeroGrad(); (Measure-MseLoss $one.Forward($f) $Y).Backward(); $o1.Step() } else { $o2.ZeroGrad(); [LinRegPS.Loss]::CrossEntropy($two.Forward($f), $C).Backward(); $o2.Step() } } }
            """),
        ("siamese", """
            $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 2 } -Seed 0; $adam = New-Optimizer Adam $net 0.01; $same = 2 * $B[0..19].Reshape(20) - 1
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); [LinRegPS.Loss]::CosineEmbedding($net.Forward($X[0..19]), $net.Forward($X[20..39]), $same, 'Mean', 0).Backward(); $adam.Step() } }
            """),
        ("siamese squared distance", """
            $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 2 } -Seed 0; $adam = New-Optimizer Adam $net 0.01; $same = $B[0..19].Reshape(20)
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); $d = (($net.Forward($X[0..19]) - $net.Forward($X[20..39])).Square().Sum(1) + 1e-6).Sqrt(); ($same * $d.Square() + (1 - $same) * (1 - $d).Relu().Square()).Mean().Backward(); $adam.Step() } }
            """),
        ("EMA copy", """
            $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $ema = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $net 0.01
            Debug-Training { foreach ($e in 1..30) { $adam.ZeroGrad(); (Measure-MseLoss $net.Forward($X) $Y).Backward(); $adam.Step(); Invoke-NoGrad { $from = @($net.Parameters()); $to = @($ema.Parameters()); foreach ($i in 0..3) { [void]$to[$i].Mul_(0.9).Add_(0.1 * $from[$i]) } } }
            Invoke-NoGrad { $l = Measure-MseLoss $ema.Forward($X) $Y } }
            """),
        ("best weights kept", """
            $net = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $best = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $net 0.01
            Debug-Training { $low = 1e9; foreach ($e in 1..30) { $adam.ZeroGrad(); $l = Measure-MseLoss $net.Forward($X) $Y; $l.Backward(); if ($l.Item() -lt $low) { $low = $l.Item(); $best.LoadStateDict($net.StateDict()) }; $adam.Step() } }
            """),
        ("DQN", """
            $q = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $target = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $target.LoadStateDict($q.StateDict()); $adam = New-Optimizer Adam $q 0.01
            $next = $X.Roll(1, 0); $act = (New-Tensor $kinds -DType Int64).Reshape(40, 1)
            Debug-Training { foreach ($e in 1..40) { Invoke-NoGrad { $td = $Y + 0.9 * $target.Forward($next).Max(1).Values.Reshape(40, 1) }; $adam.ZeroGrad(); [LinRegPS.Loss]::SmoothL1($q.Forward($X).Gather(1, $act), $td).Backward(); $adam.Step(); if ($e % 10 -eq 0) { $target.LoadStateDict($q.StateDict()) } } }
            """),
        ("DQN detached", """
            $q = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $target = New-SequentialModel { Linear 2 8; Tanh; Linear 8 3 } -Seed 0; $adam = New-Optimizer Adam $q 0.01
            $next = $X.Roll(1, 0); $act = (New-Tensor $kinds -DType Int64).Reshape(40, 1)
            Debug-Training { foreach ($e in 1..40) { $td = ($Y + 0.9 * $target.Forward($next).Max(1).Values.Reshape(40, 1)).Detach(); $adam.ZeroGrad(); [LinRegPS.Loss]::SmoothL1($q.Forward($X).Gather(1, $act), $td).Backward(); $adam.Step(); if ($e % 10 -eq 0) { $target.LoadStateDict($q.StateDict()) } } }
            """),
        ("TD with its own detached value", """
            $v = New-SequentialModel { Linear 2 8; Tanh; Linear 8 1 } -Seed 0; $adam = New-Optimizer Adam $v 0.01; $next = $X.Roll(1, 0)
            Debug-Training { foreach ($e in 1..40) { $td = $Y + 0.9 * $v.Forward($next).Detach(); $adam.ZeroGrad(); (Measure-MseLoss $v.Forward($X) $td).Backward(); $adam.Step() } }
            """),
    ];
}
