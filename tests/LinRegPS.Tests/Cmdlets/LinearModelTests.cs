using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>New-LinearModel, Invoke-Model and Get-ModelParameter.</summary>
public sealed class LinearModelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(10, 5)]
    public void ASeedGivesPyTorchsLayer(int inFeatures, int outFeatures)
    {
        using var session = new ModuleSession();
        Assert.Equal(
            PyTorchDraws.Read($"manual_seed(0) nn.Linear({inFeatures},{outFeatures}) weight,bias"),
            session.Run($"$m = New-LinearModel {inFeatures} {outFeatures} -Seed 0; , $m.Weight.ToArray(); , $m.Bias.ToArray()")
                .SelectMany(Assert.IsType<float[]>));
    }

    [Fact]
    public void WithoutABiasTheWeightIsTheSame()
    {
        using var session = new ModuleSession();
        session.Run("$with = New-LinearModel 3 2 -Seed 0; $without = New-LinearModel 3 2 -NoBias -Seed 0");
        Assert.Equal(session.Tensor("$with.Weight"), session.Tensor("$without.Weight"));
        Assert.Null(session.Run("$without.Bias").Single());
    }

    [Fact]
    public void WithoutASeedModelsDiffer()
    {
        using var session = new ModuleSession();
        Assert.NotEqual(session.Tensor("(New-LinearModel 3 2).Weight"), session.Tensor("(New-LinearModel 3 2).Weight"));
    }

    [Theory]
    [InlineData("New-LinearModel 2 3 -Weight 0.5 -Bias 1", "[3,2] 0.5 0.5 0.5 0.5 0.5 0.5", "[3] 1 1 1")]
    [InlineData("New-LinearModel -InFeatures 2 -OutFeatures 1 -Weight (,(1,2)) -Bias @(3)", "[1,2] 1 2", "[1] 3")]
    [InlineData("New-LinearModel 1 2 -Weight (New-Tensor 1,2 -Shape 2,1) -Bias (New-Tensor 3,4)", "[2,1] 1 2", "[2] 3 4")]
    public void StartsWhereItIsTold(string script, string weight, string bias)
    {
        using var session = new ModuleSession();
        session.Run($"$model = {script}");
        Assert.Equal([weight, bias], session.Tensors("$model.Weight; $model.Bias"));
        Assert.Equal([true, true], session.Run("$model.Weight.RequiresGrad; $model.Bias.RequiresGrad"));
    }

    [Fact]
    public void AStartingTensorIsCopied()
    {
        using var session = new ModuleSession();
        Assert.Equal("[1,1] 2", session.Tensor("$w = New-Tensor 2 -Shape 1,1; $m = New-LinearModel 1 1 -Weight $w; $null = $w.Fill_(9); $m.Weight"));
    }

    [Theory]
    [InlineData("Invoke-Model $model $X")]
    [InlineData("Invoke-Model -Model $model -InputObject $X")]
    [InlineData("$X | Invoke-Model $model")]
    [InlineData("$model.Forward($X)")]
    [InlineData("Invoke-Model $model ((1,2),(3,4))")]
    [InlineData("$model.Forward(((1,2),(3,4)))")]
    public void ComputesItsOutputHoweverItIsCalled(string call)
    {
        using var session = new ModuleSession();
        session.Run("$model = New-LinearModel 2 1 -Weight (,(10,1)) -Bias 0.5; $X = New-Tensor (1,2),(3,4)");
        Assert.Equal("[2,1] 12.5 34.5", session.Tensor(call));
    }

    [Fact]
    public void ManyInputsFlowThroughOneByOne()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            ["[1] 2", "[2,1] 4 6", "[1,1] 8"],
            session.Tensors("(New-Tensor @(1)), (New-Tensor 2,3 -Shape 2,1), (New-Tensor 4 -Shape 1,1) | Invoke-Model (New-LinearModel 1 1 -NoBias -Weight 2)"));
    }

    [Fact]
    public void ListsNameShapeValueAndGradient()
    {
        using var session = new ModuleSession();
        session.Run("""
            $model = New-LinearModel 1 1 -NoBias -Weight 0
            Measure-MseLoss (Invoke-Model $model (New-Tensor 1,2,3,4 -Shape 4,1)) (New-Tensor 2,4,6,8 -Shape 4,1) | Invoke-Backward
            $parameter = Get-ModelParameter $model
            """);
        Assert.Equal(["weight", "[1,1]"], session.All<string>("$parameter.Name; $parameter.Shape.ToString()"));
        Assert.Equal(["[1,1] 0", "[1,1] -30"], session.Tensors("$parameter.Value; $parameter.Gradient"));
    }

    [Theory]
    [InlineData("Get-ModelParameter $model", "weight bias")]
    [InlineData("$model | Get-ModelParameter", "weight bias")]
    [InlineData("Get-ModelParameter $model bias", "bias")]
    [InlineData("Get-ModelParameter $model -Name BIAS", "bias")]
    [InlineData("Get-ModelParameter $model -Name bias, weight", "bias weight")]
    [InlineData("Get-ModelParameter $model -Name w*", "weight")]
    [InlineData("Get-ModelParameter $model -Name z*", "")]
    [InlineData("$model, $model | Get-ModelParameter -Name b*", "bias bias")]
    public void ParametersAreFoundByName(string call, string names)
    {
        using var session = new ModuleSession();
        session.Run("$model = New-LinearModel 1 1 -Seed 0");
        Assert.Equal(names, string.Join(' ', session.All<string>($"{call} | ForEach-Object Name")));
    }

    [Fact]
    public void TheValueIsTheParameterItself()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            ["[1] 10"],
            session.Tensors("""
                $model = New-LinearModel 1 1 -NoBias -Weight 1
                Invoke-NoGrad { $null = (Get-ModelParameter $model).Value.Fill_(5) }
                Invoke-Model $model @(2)
                """));
        Assert.True(session.One<bool>("[object]::ReferenceEquals((Get-ModelParameter $model -Name weight).Value, $model.Weight)"));
    }
}
