using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>Numbers that float32 makes equal are told of at the conversion, with their column; others are not.</summary>
public sealed class MergedNumbersTests
{
    [Theory]
    [InlineData("New-Tensor 16777217,16777218,16777219,16777220", "New-Tensor: of 4 distinct numbers", "leaves 3: 16777219 and 16777220 become 16777220")]
    [InlineData("0..99 | % { [pscustomobject]@{ time = 1700000000 + 2 * $_; y = $_ / 7 } } | ConvertTo-Tensor -Property y, time", "property 'time': of 100 distinct numbers", "leaves 3: 1700000000 and 1700000002 become 1700000000")]
    [InlineData("0..99 | % { [pscustomobject]@{ time = '{0}' -f (1700000000 + 2 * $_) } } | ConvertTo-Tensor time", "property 'time'", "Subtract the mean")]
    [InlineData("1..2000 | % { 1e9 + ($_ * 7919 % 2000) } | ConvertTo-Tensor", "ConvertTo-Tensor: of 2000 distinct numbers", "leaves 32")]
    [InlineData("New-Tensor (1..600 | % { ,(($_ / 10), (1e12 + 1000 * $_)) })", "New-Tensor, column 1: of 600", "Measure-LinearModel")]
    [InlineData("New-Tensor (1..3000 | % { 1e9 + $_ % 40 })", "New-Tensor: of 40 distinct numbers", "leaves 2")]
    [InlineData("Measure-MseLoss (New-Tensor 0,0 -AllowNaN) (100000000.5, 100000001.5)", "Target: of 2 distinct numbers", "leaves 1")]
    [InlineData("1..40 | % { [pscustomobject]@{ x = 1e8 + $_; y = $_ } } | Invoke-Training (New-LinearModel 1 1 -Seed 0) -Property x -Target y -LearningRate 0 -Epoch 1", "Property 'x': of 40", "Subtract")]
    public void DistinctNumbersThatBecomeEqualAreCounted(string script, params string[] words)
    {
        using var session = new ModuleSession();
        string warnings = session.One<string>($". {{ {script} }} 3>&1 | ? {{ $_ -is [Management.Automation.WarningRecord] }} | % Message | Join-String -Separator ' '");
        Assert.All(words, word => Assert.Contains(word, warnings));
    }

    [Theory]
    [InlineData("New-Tensor 0.1,0.2,0.3,1e-30")]
    [InlineData("New-Tensor 1e11,2.5e12,1e20,16777216,12345680000")]
    [InlineData("New-Tensor (1..500 | % { [math]::Sin($_) })")]
    [InlineData("New-Tensor (1..5000 | % { 100 + [math]::Sin($_) })")]
    [InlineData("New-Tensor 1e8,NaN,3e8 -AllowNaN")]
    [InlineData("New-Tensor (1..3000 | % { 293.15 + ($_ % 400) / 100 })")]
    [InlineData("New-Tensor (1..3000 | % { 293 + ($_ * 7919 % 3000) / 700 })")]
    public void NumbersThatStayApartAreNoMatter(string script)
    {
        using var session = new ModuleSession();
        Assert.Empty(session.Run($". {{ {script} }} 3>&1 | ? {{ $_ -is [Management.Automation.WarningRecord] }} | % Message"));
    }

    // The words are those of Import-Tensor.
    [Theory]
    [InlineData("New-Tensor 16777217,16777217,16777219.5", "New-Tensor, row 1: '16777217' and 1 more whole number become their nearest float32")]
    [InlineData("0..999 | % { [pscustomobject]@{ time = 1700000000 + 3600 * $_; price = 9.99 + $_ % 7 } } | ConvertTo-Tensor time, price", "ConvertTo-Tensor: property 'time', row 2: '1700003600' and 699 more whole numbers become")]
    [InlineData("[pscustomobject]@{ id = '16777217'; y = 1 }, [pscustomobject]@{ id = '5'; y = 2 } | ConvertTo-Tensor y, id", "ConvertTo-Tensor: property 'id', row 1: '16777217' becomes its nearest float32, which has about 7 digits. Where a column only tells rows apart, leave it out.")]
    [InlineData("[pscustomobject]@{ id = 16777217; y = 1 }, [pscustomobject]@{ id = 5; y = 2 } | New-DataSet -Property id -Target y", "Property 'id', row 1: '16777217' becomes")]
    [InlineData("[pscustomobject]@{ id = 16777217; y = 'a' }, [pscustomobject]@{ id = 5; y = 'b' } | New-DataSet -Property id -Target y -AsClass", "Property 'id', row 1: '16777217' becomes")]
    [InlineData("[pscustomobject]@{ x = 5; y = 16777217 }, [pscustomobject]@{ x = 5; y = 2 } | Invoke-Training (New-LinearModel 1 1 -Seed 0) -Property x -Target y -LearningRate 0 -Epoch 1", "Property 'y', row 1: '16777217' becomes")]
    public void WholeNumbersThatBecomeOthersAreTold(string script, string words)
    {
        using var session = new ModuleSession();
        string[] warnings = [.. session.All<string>($". {{ {script} }} 3>&1 | ? {{ $_ -is [Management.Automation.WarningRecord] }} | % Message")];
        Assert.Contains(words, Assert.Single(warnings));
    }

    [Theory]
    [InlineData("New-Tensor (1..50 | % { 1e6 + $_ })", "float32 leaves the coefficients about 1 digit.", "subtract its mean")]
    [InlineData("New-Tensor (1..50 | % { ,($_, ($_ + [math]::Sin($_) / 1e3)) })", "float32 leaves the coefficients", "powers of another")]
    [InlineData("(1..50 | % { 1e9 + $_ })", "double leaves the coefficients about 7 digits", "subtract its mean")]
    public void TheDigitsOfDependentColumnsAreThoseOfTheirPrecision(string features, params string[] words)
    {
        using var session = new ModuleSession();
        session.Run($"$X = {features}; $null = Measure-LinearModel $X (1..50 | % {{ [math]::Cos($_) }}) -WarningVariable w -WarningAction SilentlyContinue");
        string warning = session.One<string>("$w -join ' '");
        Assert.All(words, word => Assert.Contains(word, warning));
        Assert.Equal(words[1].Contains("mean"), !warning.Contains("powers"));
        Assert.Equal(words[0].StartsWith("float32"), warning.Contains("before converting; or give objects"));
    }
}
