using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>
/// A tensor beside each of the language's own operators and statements: what comes of it, or the error. Where PowerShell asks
/// nobody (null or text on the left, statements that go by type), what it does by itself stands here too, so that it is known.
/// </summary>
public sealed class LanguageTests
{
    [Theory]
    [InlineData("[bool]$zero", "False")]
    [InlineData("if ($zero) { 'yes' } else { 'no' }", "no")]
    [InlineData("if ($two) { 'yes' } else { 'no' }", "yes")]
    [InlineData("-not $zero; !$two", "True False")]
    [InlineData("$zero -and $true; $zero -or $false; $two -xor $true", "False False False")]
    [InlineData("$zero ? 1 : 2", "2")]
    [InlineData("while ($zero) { 'once'; break }", "")]
    [InlineData("$n = New-Tensor 3; do { $n = $n - 1; 'round' } while ($n)", "round round round")]
    [InlineData("@($zero, $two | Where-Object { $_ }).Count; @(1,2,3 | ForEach-Object { New-Tensor $_ } | Where-Object { $_ -gt 1 }).Count", "1 2")]
    [InlineData("if ($t) { }", "error: neither true nor false")]
    [InlineData("$t -and $true", "error: neither true nor false")]
    [InlineData("-not $t", "error: neither true nor false")]
    [InlineData("$null -eq $t; $null -ne $t; $t -eq $null", "False True False")]
    public void Truth(string script, string expected) => AssertGives(script, expected);

    [Theory]
    [InlineData("$two -gt 1; $two -ge 2; $two -lt 2; $two -le 1.5", "True True False False")]
    [InlineData("3 -gt $two; 2.5 -lt $two; 2 -eq $two; [long]2 -eq $two; 2d -eq $two", "True False True True True")]
    [InlineData("(New-Tensor 2.6) -lt 3; 3.0 -lt (New-Tensor 2.6)", "True False")]
    [InlineData("3 -lt (New-Tensor 2.6)", "error: 2.6 is not a whole number")]
    [InlineData("(New-Tensor 0.1) -eq 0.1; (New-Tensor 5 -Shape 1,1) -eq 5; (New-Tensor 10) -gt (New-Tensor 9)", "True True True")]
    [InlineData("$nan = New-Tensor ([float]::NaN) -AllowNaN; $nan -lt 1; $nan -gt 1; $nan -ge $nan", "False False False")]
    [InlineData("$two -gt '1.5'", "True")]
    [InlineData("$two -gt '1,5'", "error: '1,5' is not a number")]
    [InlineData("$two -gt 'a'", "error: 'a' is not a number")]
    [InlineData("$two -gt $null", "error: operand 2 is null")]
    [InlineData("$t -gt 1", "error: no order")]
    [InlineData("$two -le $t", "error: no order")]
    [InlineData("$t -eq (New-Tensor 1,2,3); $t -eq (New-Tensor 1,2,4); $t -ne (New-Tensor 1,2,4); $t -eq (1,2,3)", "True False True True")]
    [InlineData("$t -eq (New-Tensor 1,2,3 -Shape 3,1); $t -eq 1; $t -eq 'x'", "False False False")]
    [InlineData("(New-Tensor 1.00001) -eq (New-Tensor 1.00002)", "False")]
    [InlineData("$two -in 1,2; 1,2,3 -contains $two; $t -in $two,(New-Tensor 1,2,3); (1,2,3) -ne $two", "True True True 1 3")]
    [InlineData("[math]::Sqrt($two * 2); [Math]::Max($two, 3)", "2 3")]
    public void Comparison(string script, string expected) => AssertGives(script, expected);

    [Theory]
    [InlineData("$t[3]", "error: Index 3 is outside")]
    [InlineData("$t[-4]", "error: Index -4 is outside")]
    [InlineData("$t[3] + $t[0]", "error: Index 3 is outside")]
    [InlineData("$t['::-1']", "error: Step is -1")]
    [InlineData("$t['a']", "error: 'a' is not an index")]
    [InlineData("$t[1.5]", "error: '1.5' is not an index")]
    [InlineData("$t[$null]", "error: null is not an index")]
    [InlineData("$t[$true]", "error: 'True' is not an index")]
    [InlineData("$t[@{ a = 1 }]", "error: not an index")]
    [InlineData("$m[0,3]", "error: Index 3 is outside dimension 1")]
    [InlineData("$m[0,0,0]; 1", "error: 3 indices")]
    [InlineData("$q[0,0,0,0,0]", "error: 5 indices")]
    [InlineData("$two[0]", "error: 1 indices")]
    [InlineData("$q[1,0,1,0]; $q[1,-1,':',0]", "tensor(6.) tensor([7., 8.])")]
    [InlineData("$t[1]; $t[1.0]; $t[[byte]1]; $t['1']; $t[[long]-2]; $t[(New-Tensor 1)]; $t[(Write-Output 1)]", "tensor(2.) tensor(2.) tensor(2.) tensor(2.) tensor(2.) tensor(2.) tensor(2.)")]
    [InlineData("$t[@(0,2)]; $t[(New-Tensor 2,0)]; $i = 0,-1; $t[$i]; $t[0..1]", "tensor([1., 3.]) tensor([3., 1.]) tensor([1., 3.]) tensor([1., 2.])")]
    [InlineData("$m[0,1]; $m[@(1,0),2]; $m[':',@(2,0)].Shape.ToString()", "tensor(2.) tensor([6., 3.]) [2,2]")]
    [InlineData("$t[@(0,3)]", "error: index[1] is 3, outside of dimension")]
    [InlineData("$t[@(0,1.5)]", "error: '1.5' is not an index")]
    [InlineData("$m[@(0,1),@(0,1)]", "tensor([1., 5.])")]
    [InlineData("$t[0] = 5; $t[-1] += 5; $t", "tensor([5., 2., 8.])")]
    [InlineData("$m[0,0] = 9; $m[1] = 7,8,9; $m['1:','1:'] = 0; $m.Reshape(-1)", "tensor([9., 2., 3., 7., 0., 0.])")]
    [InlineData("$t[3] = 5", "error: Index 3 is outside")]
    [InlineData("$t[0] = 'x'", "error: 'x' is not a number")]
    [InlineData("$t[0] = $null", "error: is null")]
    [InlineData("$t[@(0,1)] = 5; $t", "tensor([5., 5., 3.])")]
    [InlineData("$t[$null] = 5", "error: null is not an index")]
    [InlineData("$w = New-Tensor 1,2 -RequiresGrad; $w[0] = 5", "error: changed in place")]
    [InlineData("(10,20,30)[(New-Tensor 1)]", "20")]
    public void Index(string script, string expected) => AssertGives(script, expected);

    [Theory]
    [InlineData("$t.Count; $t.Length; $m.Count; $m.Length; $two.Count; ($m | ForEach-Object Count)", "3 3 6 6 1 6")]
    [InlineData("($t * $t).Sum() / $t.Count", "tensor(4.6667)")]
    [InlineData("$t * '0.5'", "tensor([0.5000, 1.0000, 1.5000])")]
    [InlineData("$t * '0,5'", "error: '0,5' is not a number")]
    [InlineData("$t - ''", "error: '' is not a number")]
    [InlineData("$t.Pow('2')", "tensor([1., 4., 9.])")]
    [InlineData("$t.Pow('0,5')", "error: '0,5' is not a number")]
    [InlineData("$t.Softplus('1,5')", "error: '1,5' is not a number")]
    [InlineData("$t.Pow('')", "error: '' is not a number")]
    [InlineData("$t + $null", "error: operand 2 is null")]
    [InlineData("$t / $null", "error: operand 2 is null")]
    [InlineData("$t + 'x'", "error: 'x' is not a number")]
    [InlineData("$t % 2; -$t % 2; 5 % $t; -5 % $two; $t % $two", "tensor([1., 0., 1.]) tensor([1., 0., 1.]) tensor([0., 1., 2.]) tensor(1.) tensor([1., 0., 1.])")]
    [InlineData("$t % '2'", "tensor([1., 0., 1.])")]
    [InlineData("$t % '1,5'", "error: '1,5' is not a number")]
    [InlineData("$t % $null", "error: operand 2 is null")]
    [InlineData("$t -gt 2", "error: Gt()")]
    [InlineData("$t.Size(0); $t.Size(-1); \"$($t.Reshape(1, 3).Size())\"; $t.Dim(); $two.Dim()", "3 3 1 3 1 0")]
    [InlineData("$t.Size(1)", "error: dimension 1 does not exist in shape [3]")]
    [InlineData("$two.Size(0)", "error: 1 indices for a tensor of shape []")]
    [InlineData("$t -band 1", "error: op_BitwiseAnd")]
    [InlineData("$t -shl 1", "error: op_LeftShift")]
    [InlineData("$n = New-Tensor 1; $n++", "error: works only on numbers")]
    [InlineData("$t -is [array]; @($t).Count; $t.ForEach({ 1 }).Count", "False 1 1")]
    [InlineData("1..$two; 1..(New-Tensor 2.5)", "error: 2.5 is not a whole number")]
    [InlineData("[int]$two; [long]$two; [double]$two; [decimal]$two; [int](New-Tensor 1e5)", "2 2 2 2 100000")]
    [InlineData("[int](New-Tensor 2.6)", "error: 2.6 is not a whole number")]
    [InlineData("[byte](New-Tensor 300)", "error: 300 is not a whole number in range")]
    [InlineData("[double]$t", "error: one element")]
    [InlineData("[double[]]$t; [float[]]$t", "1 2 3 1 2 3")]
    [InlineData("[double[]]$m", "error: not one list")]
    [InlineData("[datetime]$t", "error: can't become a DateTime")]
    [InlineData("'{0:F2}' -f $two; \"$two\"; 'a' + $two", "2.00 tensor(2.) atensor(2.)")]
    [InlineData("$h = @{ $t = 'found' }; $null = $t.Add_(1); $h[$t]; $null -eq $h[(New-Tensor 1,2,3)]", "found True")]
    public void Arithmetic(string script, string expected) => AssertGives(script, expected);

    // Methods that take any number of tensors: a list would be made one tensor, as where one tensor is asked for.
    [Theory]
    [InlineData("[LinRegPS.Tensor]::Einsum('ij,jk->ik', @((New-Tensor (1,2),(3,4)), (New-Tensor (0,1),(1,0)))).ToArray()", "2 1 4 3")]
    [InlineData("[LinRegPS.Tensor]::Einsum('ij,jk->ik', (New-Tensor (1,2),(3,4)), (New-Tensor (0,1),(1,0))).ToArray()", "2 1 4 3")]
    [InlineData("[LinRegPS.Tensor]::Einsum('i->', @(New-Tensor 1,2,3)).Item()", "6")]
    [InlineData("[LinRegPS.Tensor]::Einsum('i->', (New-Tensor 1,2,3)).Item()", "6")]
    [InlineData("[LinRegPS.Tensor]::CartesianProd(@((New-Tensor 1,2), (New-Tensor 3,4))).ToArray()", "1 3 1 4 2 3 2 4")]
    [InlineData("[LinRegPS.Tensor]::CartesianProd((New-Tensor 1,2), (New-Tensor 3,4)).ToArray()", "1 3 1 4 2 3 2 4")]
    [InlineData("[LinRegPS.Tensor]::BlockDiag(@((New-Tensor 1,2), (New-Tensor 3,4))).ToArray()", "1 2 0 0 0 0 3 4")]
    [InlineData("[LinRegPS.Tensor]::BlockDiag((New-Tensor 1,2), (New-Tensor 3,4)).ToArray()", "1 2 0 0 0 0 3 4")]
    [InlineData("[LinRegPS.Tensor]::ChainMatmul(@((New-Tensor (1,2),(3,4)), (New-Tensor (0,1),(1,0)))).ToArray()", "2 1 4 3")]
    [InlineData("[LinRegPS.Tensor]::ChainMatmul((New-Tensor (1,2),(3,4)), (New-Tensor (0,1),(1,0))).ToArray()", "2 1 4 3")]
    [InlineData("[LinRegPS.Tensor]::BroadcastTensors(@((New-Tensor 1,2), (New-Tensor 3))).ForEach({ \"$_\" })", "tensor([1., 2.]) tensor([3., 3.])")]
    [InlineData("[LinRegPS.Tensor]::BroadcastTensors((New-Tensor 1,2), (New-Tensor 3)).ForEach({ \"$_\" })", "tensor([1., 2.]) tensor([3., 3.])")]
    public void AListOfTensors(string script, string expected) => AssertGives(script, expected);

    // Null is no tensor either where a bound is left out: whole numbers stay what they are.
    [Theory]
    [InlineData("$k.Clamp($null, 2)", "tensor([1, 2, 2])")]
    [InlineData("$k.Clamp(3, $null)", "tensor([       3,        5, 20000001])")]
    [InlineData("$k.Clamp(3); $k.Clamp(2, 4)", "tensor([       3,        5, 20000001]) tensor([2, 4, 4])")]
    [InlineData("$t.Clamp($null, 2); $t.Clamp($t, 2); $t.Clamp($null, $t - 1)", "tensor([1., 2., 2.]) tensor([1., 2., 2.]) tensor([0., 1., 2.])")]
    [InlineData("$t.Clamp($null, $null)", "error: Clamp")]
    public void ABoundLeftOut(string script, string expected) => AssertGives("$k = [LinRegPS.Tensor]::FromInt64((1,5,20000001)); " + script, expected);

    // Where a function is asked for, one that writes two things, or none, is not taken for one of another result.
    [Theory]
    [InlineData("[LinRegPS.Autograd]::Jacobian({ $args[0].Exp(); $args[0].Square() }, $t)", "error: the function gave 2 things")]
    [InlineData("[LinRegPS.Autograd]::Jacobian({ }, $t)", "error: Forward gave no tensor")]
    [InlineData("[LinRegPS.Autograd]::Hessian({ 'x' }, $t)", "error: 'x' (String)")]
    [InlineData("\"$([LinRegPS.Autograd]::Hessian({ param($x) $x.Square().Sum() }, $two))\"", "tensor(2.)")]
    [InlineData("[LinRegPS.Loss]::TripletMarginWithDistance($m, $m, $m, { param($a, $b) $a.Sum(1); ($a - $b).Abs().Sum(1) })", "error: the function gave 2 things")]
    [InlineData("[LinRegPS.Loss]::TripletMarginWithDistance($m, $m + 1, $m + 2, { param($a, $b) ($a - $b).Abs().Sum(1) })", "tensor(0.)")]
    [InlineData("[LinRegPS.LossFunction]::new('mine', { param($p, $y) $p.Sum(); $y.Sum() }).Compute($t, $t)", "error: mine: the function gave 2 things")]
    [InlineData("[LinRegPS.MetricFunction]::new('mine', { $null }).Compute($t, $t)", "error: what the metric gives is null")]
    [InlineData("[LinRegPS.MetricFunction]::new('mine', { param($p, $y) $p.Sum().Item() }).Compute($t, $t)", "6")]
    [InlineData("$sgd = New-Optimizer SGD $t 0.1; New-LearningRateSchedule LambdaLR $sgd -Factor { $f = 0.5 }", "error: what the function gives is null")]
    [InlineData("$sgd = New-Optimizer SGD $t 0.1; [LinRegPS.MultiplicativeLR]::new($sgd, { 0.5; 0.1 }).Step()", "error: Object[]")]
    [InlineData("$sgd = New-Optimizer SGD $t 0.1; $s = [LinRegPS.LambdaLR]::new($sgd, { param($e) 1 / (1 + $e) }); $s.Step(); $sgd.LearningRate", "0.05")]
    public void Functions(string script, string expected) => AssertGives(script, expected);

    // Nobody is asked here: null, numbers and text on the left decide, and statements go by the type.
    [Theory]
    [InlineData("$null + $t", "tensor([1., 2., 3.])")]
    [InlineData("$null * $t", "")]
    [InlineData("$null - $t", "tensor([-1., -2., -3.])")]
    [InlineData("$zero -as [bool]; $true -eq $zero", "True True")]
    [InlineData("foreach ($row in $m) { $row.Shape.ToString() }", "[2,3]")]
    [InlineData("switch ($zero) { 0 { 'zero' } { $_ -eq 0 } { 'by a block' } }", "by a block")]
    [InlineData("$a, $b = $t; $a; $null -eq $b", "tensor([1., 2., 3.]) True")]
    [InlineData("$t -contains 1; $t -join ','", "False tensor([1., 2., 3.])")]
    [InlineData("'ab' * $two", "abab")]
    [InlineData("2,3 * $t", "error: UInt32")]
    [InlineData("$t.Foo", "")]
    public void WhatPowerShellDoesByItself(string script, string expected) => AssertGives(script, expected);

    private static void AssertGives(string script, string expected)
    {
        using var session = new ModuleSession();
        session["script"] = $"$t = New-Tensor 1,2,3; $m = New-Tensor (1..6) -Shape 2,3; $q = New-Tensor (1..8) -Shape 2,2,2,1; $zero = New-Tensor 0; $two = New-Tensor 2; {script}";
        // As in a script at the prompt, where nothing is strict.
        string given = session.One<string>("try { @(& ([scriptblock]::Create($script))) -join ' ' } catch { \"error: $_\" }");
        if (expected.StartsWith("error: ", StringComparison.Ordinal))
        {
            Assert.StartsWith("error: ", given);
            Assert.Contains(expected["error: ".Length..], given);
        }
        else
            Assert.Equal(expected, given);
    }
}
