using LinRegPS.Tests.Hosting;
using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Records go on to PowerShell's own cmdlets as any objects do.</summary>
public sealed class BuiltInTests
{
    private const string Train = """
        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $records = Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) $X (2 * $X) -LearningRate 0.01 -Epoch 6

        """;

    [Theory]
    [InlineData("($records | Select-Object -Last 1 Epoch, 'weight.grad').PSObject.Properties.Name", "Epoch|weight.grad")]
    [InlineData("$records | Sort-Object Loss | Select-Object -First 1 -ExpandProperty Epoch", "6")]
    [InlineData("$records | Group-Object { $_.Epoch % 2 } | ForEach-Object Count", "3|3")]
    [InlineData("($records | Measure-Object Loss -Maximum -Minimum).Maximum", "30")]
    [InlineData("($records[0] | ConvertTo-Json | ConvertFrom-Json).'weight.grad'", "-30")]
    [InlineData("($records | ConvertTo-Csv)[0]", "\"Epoch\",\"Loss\",\"weight\",\"weight.grad\",\"Elapsed\"")]
    [InlineData("($records | Format-Table Epoch, 'weight.grad' | Out-String -Stream)[1, 3]", "Epoch weight.grad|    1      -30.00")]
    [InlineData("($records | Format-List Epoch | Out-String -Stream)[1]", "Epoch : 1")]
    public void TheyTakeRecords(string script, string text)
    {
        using var session = new ModuleSession();
        Assert.Equal(text, string.Join('|', session.Run($"$PSStyle.OutputRendering = 'PlainText'; {Train} {script}")));
    }

    [Theory]
    [InlineData("$records | Export-Csv $path; $back = Import-Csv $path")]
    [InlineData("$records | Export-Clixml $path; $back = Import-Clixml $path")]
    [InlineData("$records | ConvertTo-Json | Set-Content $path; $back = Get-Content $path -Raw | ConvertFrom-Json")]
    public void FilesKeepEveryBit(string thereAndBack)
    {
        using var session = new ModuleSession();
        string path = Path.GetTempFileName();
        session["path"] = path;
        session.Run(Train + thereAndBack);
        File.Delete(path);
        foreach (string column in new[] { "Loss", "weight", "'weight.grad'" })
            Assert.Equal(session.All<float>($"$records.{column}"), session.All<float>($"[float[]]$back.{column}"));
    }

    [Theory]
    [InlineData("Start-Job")]
    [InlineData("Start-ThreadJob")]
    public void AJobsRecordsComeBack(string start)
    {
        var child = ShellProcess.Run("-Command", $$"""
            $manifest = (Get-Module LinRegPS).Path -replace 'module.bin.*', 'LinRegPS.psd1'
            {{Train}} $job = {{start}} { Import-Module $using:manifest; {{Train}} $records }
            ($job | Receive-Job -Wait).weight -join ' '
            $records.weight -join ' '
            """);
        Assert.Equal((0, string.Empty, 2), (child.ExitCode, child.Error, child.Lines.Length));
        Assert.Equal(child.Lines[1], child.Lines[0]);
    }
}
