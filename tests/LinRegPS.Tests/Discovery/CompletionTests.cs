using System.Management.Automation;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Discovery;

/// <summary>What the Tab key offers.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("Measure-MseLoss -Reduction ", "Mean None Sum")]
    [InlineData("Measure-MseLoss 1 2 -Reduction s", "Sum")]
    [InlineData("Get-ModelParameter $model -Name ", "lin.bias lin.weight")]
    [InlineData("Get-ModelParameter -Model $model lin.w", "lin.weight")]
    [InlineData("Get-ModelParameter $model ", "lin.bias lin.weight")]
    [InlineData("Get-ModelParameter $model -Name lin.bias, lin.w", "lin.weight")]
    [InlineData("Get-ModelParameter $model -Name 'LIN.B", "lin.bias")]
    [InlineData("Get-ModelParameter $none -Name l", "")]
    [InlineData("Import-Tensor a -Format np", "Npy Npz")]
    [InlineData("Import-Tensor a -Missing ", "Fill Keep Omit Refuse")]
    [InlineData("Step-S", "Step-Sgd")]
    [InlineData("Invoke-Tr", "Invoke-Training")]
    [InlineData("Invoke-Training -L", "-LearningRate -LogEvery -Loss -LossScale")]
    [InlineData("New-Tensor -Uniform -M", "-Maximum -Minimum")]
    [InlineData("New-LinearModel 1 1 -No", "-NoBias")]
    public void TabOffers(string line, string offers)
    {
        using var session = new ModuleSession();
        session.Run("$model = New-CustomModel @{ lin = New-LinearModel 1 1 } { param($x) $this.lin.Forward($x) }; $none = 5");
        using var shell = session.Begin("");
        shell.Commands.Clear();
        var found = CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches.Select(match => match.CompletionText.Trim('\''));
        Assert.Equal(offers, string.Join(' ', found.Order(StringComparer.Ordinal)));
    }
}
