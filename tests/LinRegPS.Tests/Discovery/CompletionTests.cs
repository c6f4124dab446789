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
    [InlineData("New-Optimizer Ada", "Adadelta Adagrad Adam AdamW Adamax")]
    [InlineData("New-Optimizer Adam $model -A", "-AmsGrad")]
    [InlineData("New-Optimizer Adam $model -NoDecay lin.b", "lin.bias")]
    [InlineData("New-LearningRateSchedule Cos", "CosineAnnealingLR CosineAnnealingWarmRestarts")]
    [InlineData("New-LearningRateSchedule StepLR $none -S", "-StepSize")]
    [InlineData("Invoke-Training -Schedule One", "OneCycleLR")]
    [InlineData("Step-S", "Step-Sgd")]
    [InlineData("Invoke-Tr", "Invoke-Training")]
    [InlineData("Invoke-Training -L", "-LearningRate -LogEvery -Loss -LossScale")]
    [InlineData("New-Tensor -Uniform -M", "-Maximum -Minimum")]
    [InlineData("New-LinearModel 1 1 -No", "-NoBias")]
    [InlineData("$rows | ConvertTo-Tensor -Property ", "dist speed top speed")]
    [InlineData("$rows | ConvertTo-Tensor speed, t", "top speed")]
    [InlineData("$rows | Where-Object speed | Measure-LinearModel -Target d", "dist")]
    [InlineData("Measure-LinearModel $rows -Target dist -Property s", "speed")]
    [InlineData("Invoke-Training $model $rows -Property to", "top speed")]
    [InlineData("$rows | Invoke-Training $model -Target di", "dist")]
    [InlineData("$rows | Select-Object other | Measure-LinearModel -Target d", "")]
    [InlineData("Import-Csv $file | ConvertTo-Tensor -Property ", "a b c")]
    [InlineData("Import-Csv -Path $file -Delimiter ',' | Measure-LinearModel -Target b", "b c")]
    [InlineData("$table | Measure-LinearModel -Target ", "a b")]
    [InlineData("Import-Tensor $csv -Target ", "[d a b c")]
    [InlineData("Import-Tensor -Path $csv -Code B", "b c")]
    [InlineData("Import-Tensor $csv -OneHot a, [", "[d")]
    [InlineData("Import-Tensor $csv -Property a -NoHeader -Target C", "Column1 Column2 Column3")]
    [InlineData("Import-Tensor nowhere.csv -Target ", "")]
    [InlineData("Export-TrainingPlot a.svg $rows -Theme ", "Auto Dark Light")]
    [InlineData("Export-TrainingPlot a.svg $rows -Model $model -Parameter lin.w", "lin.weight")]
    [InlineData("$rows | Show-TrainingPlot -Property d", "dist")]
    public void TabOffers(string line, string offers)
    {
        using var session = new ModuleSession();
        session.Run("$model = New-CustomModel @{ lin = New-LinearModel 1 1 } { param($x) $this.lin.Forward($x) }; $none = 5; $rows = @([pscustomobject]@{ speed = 1; dist = 2; 'top speed' = 3 }); $file = New-TemporaryFile; 'a,b c', '1,2' | Set-Content $file; $csv = \"$file.csv\"; 'a,b c,[d', '1,2,3' | Set-Content -LiteralPath $csv; $table = @{ a = 1; b = 2 }");
        using var shell = session.Begin("");
        shell.Commands.Clear();
        var found = CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches.Select(match => match.CompletionText.Trim('\''));
        Assert.Equal(offers, string.Join(' ', found.Order(StringComparer.Ordinal)));
    }
}
