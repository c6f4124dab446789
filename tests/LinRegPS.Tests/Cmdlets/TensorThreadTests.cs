using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>The number is the whole process's, so each test has a process of its own.</summary>
public sealed class TensorThreadTests
{
    [Fact]
    public void IsAtFirstTheNumberOfProcessorsAndThenWhatWasSet()
    {
        var child = ShellProcess.Run("-Command", "Get-TensorThread; Set-TensorThread 3; Get-TensorThread; 5 | Set-TensorThread; Get-TensorThread");
        Assert.Equal([$"{Environment.ProcessorCount}", "3", "5"], child.Lines);
    }

    [Fact]
    public void WhatIsRefusedChangesNothing()
    {
        var child = ShellProcess.Run("-Command", "Set-TensorThread 2; 0, -1, 4 | Set-TensorThread; Get-TensorThread; Set-TensorThread 3; try { Set-TensorThread 0 } catch { $_.FullyQualifiedErrorId }; Get-TensorThread");
        Assert.Equal(["4", "LinRegPS.InvalidCount,LinRegPS.Commands.SetTensorThreadCommand", "3"], child.Lines);
        Assert.Contains("Count is -1; it must be at least 1.", child.Error);
    }

    [Fact]
    public void ChangesNoBit()
    {
        var child = ShellProcess.Run("-Command", """
            $X = New-Tensor -Normal -Shape 20000,50 -Seed 1
            $A = New-Tensor -Normal -Shape 300,300 -Seed 2
            $Y = New-Tensor -Normal -Shape 20000,1 -Seed 3
            foreach ($threads in 1, 2, 3, 7) {
                Set-TensorThread $threads
                $model = New-LinearModel 50 1 -Seed 4
                $null = Invoke-Training $model $X $Y 0.1 3
                $hashes = foreach ($tensor in $A.MatMul($A), $X.Sum(), $X.Sum(0), $X.Tanh(), $model.Weight, $model.Bias) {
                    $bytes = [byte[]]::new(4 * $tensor.Numel)
                    [Buffer]::BlockCopy($tensor.ToArray(), 0, $bytes, 0, $bytes.Length)
                    [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($bytes))
                }
                $hashes -join ' '
            }
            """);
        Assert.Equal(4, child.Lines.Length);
        Assert.Single(child.Lines.Distinct());
    }
}
