using System.Globalization;
using LinRegPS.Tests.Hosting;
using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>What a cmdlet at the end of a pipeline holds of the objects that go through it: their numbers and nothing else.</summary>
public sealed class HeldNumbersTests
{
    private const int Rows = 20_000, Columns = 4;

    // The script in front has the last word before the cmdlet does its work. Each object has a weak reference.
    [Theory]
    [InlineData("ConvertTo-Tensor -Property a, b, c, d")]
    [InlineData("Measure-LinearModel -Target d -Property a, b, c")]
    [InlineData("Measure-LinearModel -Target d -Property a, b, k -Missing Omit")]
    public void APipelineHoldsNoMoreThanTheNumbers(string cmdlet)
    {
        var child = Pwsh.Run(
            "-Command",
            $$"""
            Import-Module '{{Repository.Manifest}}'
            $file = [IO.Path]::GetTempFileName()
            $random = [Random]::new(1)
            $writer = [IO.StreamWriter]::new($file)
            $writer.WriteLine('a,b,c,d,k')
            foreach ($i in 1..{{Rows}}) { $writer.WriteLine([string]::Format([cultureinfo]::InvariantCulture, '{0},{1},{2},{3},{4}', $random.NextDouble(), $random.NextDouble(), $random.NextDouble(), $random.NextDouble(), ('red', 'green', 'blue')[$i % 3])) }
            $writer.Dispose()
            $seen = [Collections.Generic.List[WeakReference]]::new()
            function Settle { [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect(); [GC]::GetTotalMemory($true) }
            # Once, so that all code is there.
            $null = Import-Csv $file | Select-Object -First 100 | {{cmdlet}}
            $before = Settle
            $null = & {
                Import-Csv $file | ForEach-Object { if ($seen.Count -lt 1000) { $seen.Add([WeakReference]::new($_)) }; $_ }
                $_ = $null
                $global:held = (Settle) - $before
                $global:alive = @($seen | Where-Object IsAlive).Count
            } | {{cmdlet}}
            [IO.File]::Delete($file)
            [string]::Format([cultureinfo]::InvariantCulture, '{0} {1}', $global:held, $global:alive)
            """);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        double[] numbers = [.. child.Lines[0].Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
        // The last object may still be in a variable. Twenty thousand objects would take ten times what is allowed.
        Assert.InRange(numbers[1], 0, 2);
        Assert.InRange(numbers[0], 0, (Rows * Columns * sizeof(double)) + 1_500_000);
    }
}
