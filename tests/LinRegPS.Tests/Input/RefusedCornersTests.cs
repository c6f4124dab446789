using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>Nulls, decimals where whole numbers are meant, dictionaries and lists of unusual kinds: right, or an error that names them.</summary>
public sealed class RefusedCornersTests
{
    [Theory]
    [InlineData("$X.Reshape($null)", "Reshape: shape is null")]
    [InlineData("$X.Sum($null)", "Sum: dim is null")]
    [InlineData("$X.Permute($null)", "Permute: dims is null")]
    [InlineData("$X.At($null)", "At: index is null")]
    [InlineData("$X.Pow($null)", "Pow: ")]
    [InlineData("$X.Fill_($null)", "Fill_: value is null")]
    [InlineData("$X.MatMul($null)", "MatMul: other is null")]
    [InlineData("$X.LayerNorm($null)", "LayerNorm: normalizedShape is null")]
    [InlineData("$model.Forward($null)", "Forward: x is null")]
    [InlineData("$model.LoadStateDict($null)", "LoadStateDict: stateDict is null")]
    public void AMethodGivenNullSaysWhere(string call, string words) => AssertError(call, "LinRegPS.InvalidValueException", words);

    [Fact]
    public void NullIsTakenWhereItMeansSomething()
    {
        using var session = new ModuleSession();
        Assert.Equal(["[] 6"], session.Tensors("$w = New-Tensor 3 -RequiresGrad; $w.Square().Backward($null); $w.Grad"));
    }

    [Theory]
    [InlineData("Invoke-Training $model $X $X 0.01 -Epoch 2.5", "-Epoch: the value is '2.5'")]
    [InlineData("Invoke-Training $model $X $X 0.01 3 -BatchSize 1.5", "-BatchSize: the value is '1.5'")]
    [InlineData("Invoke-Training $model $X $X 0.01 3 -LogEvery ([decimal]0.5)", "-LogEvery: the value is '0.5'")]
    [InlineData("New-LinearModel 1.5 1", "-InFeatures: the value is '1.5'")]
    [InlineData("New-Tensor -Zeros -Shape 2,2.5", "-Shape: the value is '2.5'")]
    [InlineData("New-Tensor -Zeros -Shape ([double]::NaN)", "-Shape: the value is 'NaN'")]
    public void ADecimalIsNotRounded(string call, string words) => AssertError(call, "LinRegPS.NotANumber,", words);

    [Theory]
    [InlineData("(Invoke-Training $model $X $X 0.01 -Epoch 2.0).Count", "2")]
    [InlineData("(New-Tensor -Zeros -Shape (4 / 2), 3d).Shape.ToString()", "[2,3]")]
    [InlineData("$d = [System.Collections.Generic.Dictionary[string,object]]::new(); $d['w'] = 1, 2; (Compare-Gradient $d @{ w = 1, 2 }).Agrees", "True")]
    [InlineData("$d = [System.Collections.Generic.SortedDictionary[string,object]]::new(); $d['w'] = 1, 2; (Compare-Gradient @{ w = 1, 3 } $d).Agrees", "False")]
    [InlineData("$rows = foreach ($i in 1..3) { $d = [System.Collections.Generic.Dictionary[string,object]]::new(); $d['Epoch'] = $i; $d['Loss'] = 1 / $i; $d['w'] = $i; $d }; (Compare-Training $rows $rows).Finding", "Training 2 agrees with Training 1 to the bit in all 3 epochs that both have.")]
    [InlineData("$m = New-CustomModel @{ blocks = @((New-LinearModel 1 1 -Weight 2 -NoBias), (New-LinearModel 1 1 -Weight 3 -NoBias)) } { param($x) foreach ($block in $this.blocks) { $x = $block.Forward($x) }; $x }; (Get-ModelParameter $m).Name; $m.Forward($X)[0].Item()", "blocks.0.weight blocks.1.weight 6")]
    [InlineData("$m = New-CustomModel ([ordered]@{ heads = @{ b = New-LinearModel 1 1 -Weight 2 -NoBias; a = New-LinearModel 1 1 -NoBias } }) { param($x) $this.heads.b.Forward($x) }; (Get-ModelParameter $m).Name; $m.Forward($X)[0].Item()", "heads.a.weight heads.b.weight 2")]
    public void WhatIsMeantIsTaken(string script, string expected)
    {
        using var session = new ModuleSession();
        Assert.Equal(expected, string.Join(' ', session.Run(Setup + script)));
    }

    [Theory]
    [InlineData("New-CustomModel @{ a = @(5) } { }", "LinRegPS.WrongModel,", "'5'")]
    [InlineData("New-CustomModel @{ a = @() } { }", "LinRegPS.WrongModel,", "not a model")]
    [InlineData("$l = [object[]]::new(1); $l[0] = $l; New-CustomModel @{ a = $l } { }", "LinRegPS.NestedTooDeep,", "Layer")]
    [InlineData("ConvertFrom-Tensor (New-Tensor (1,2),(3,4)) -Property a, A", "LinRegPS.RepeatedProperty,", "'a' is named twice")]
    public void WhatMakesNoSenseIsRefused(string call, string id, string words) => AssertError(call, id, words);

    [Theory]
    [InlineData("Invoke-Training $model $X 'a' 0.01 3", "a")]
    [InlineData("Invoke-Training $model 'b' $X 0.01 3", "b")]
    [InlineData("Invoke-Model $model 'c'", "c")]
    [InlineData("Measure-MseLoss $X 'd'", "d")]
    public void TheTargetOfAnErrorIsTheArgumentAtFault(string call, string argument)
    {
        using var session = new ModuleSession();
        Assert.Equal(argument, session.One<string>(Setup + $"try {{ {call} }} catch {{ \"$($_.TargetObject)\" }}"));
    }

    private const string Setup = "$X = New-Tensor 1,2,3,4 -Shape 4,1; $model = New-LinearModel 1 1;";

    private static void AssertError(string call, string id, string words)
    {
        using var session = new ModuleSession();
        string[] result = session.All<string>(Setup + $"try {{ $null = {call}; 'went on' }} catch {{ $_.FullyQualifiedErrorId; \"$_\" }}");
        Assert.StartsWith(id, result[0]);
        Assert.Contains(words, result[1]);
    }
}
