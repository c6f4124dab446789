namespace LinRegPS.Engine.Tests;

public sealed class NearNamesTests
{
    [Theory]
    [InlineData("Lineer", "Linear")]
    [InlineData("liner", "Linear")]
    [InlineData("Linaer", "Linear")]
    [InlineData("Relu6", "ReLU6")]
    [InlineData("Lniaer", "Linear")]
    [InlineData("Lin", null)]
    [InlineData("Gru", "GRU")]
    [InlineData("Gxy", null)]
    [InlineData("XLinearX", "Linear")]
    [InlineData("XXLinearX", "Linear")]
    [InlineData("XXLinearXX", null)]
    [InlineData("", null)]
    public void WhatIsNearIsNamed(string given, string? near)
    {
        string choice = NearNames.Choice(given, ["ReLU6", "Linear", "GRU", "Tanh"]);
        Assert.Equal(near is null ? "There are: ReLU6, Linear, GRU, Tanh." : $"Did you mean {near}? There are: ReLU6, Linear, GRU, Tanh.", choice);
    }

    [Fact]
    public void AMillionLettersTakeNoTime() => Assert.Equal("There are: a.", NearNames.Choice(new string('a', 1_000_000), ["a"]));

    [Fact]
    public void NothingIsNearToNothing() => Assert.Equal("There are: .", NearNames.Choice("a", []));
}
