using LinRegPS.Tests.Scripts;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>
/// What ships may be compiled ahead of time, for the platform that built it. Where that code does not fit, the IL runs, and
/// gives the same bits.
/// </summary>
public sealed class NativeCodeTests
{
    private const string Train = """
        $model = New-LinearModel 1 1 -NoBias -Weight 0
        $records = Invoke-Training $model (New-Tensor 1,2,3,4 -Shape 4,1) (New-Tensor 2,4,6,8 -Shape 4,1) 0.01 100
        ($records.weight | ForEach-Object { [BitConverter]::SingleToInt32Bits($_) }) -join ' '
        """;

    [Theory]
    [InlineData("DOTNET_ReadyToRun", "0")]
    [InlineData("DOTNET_EnableAVX2", "0")]
    public void WithoutItTheModuleTrainsToTheSameBits(string variable, string value)
    {
        var usual = ShellProcess.Run("-Command", Train);
        var plain = ShellProcess.Run(new Dictionary<string, string?> { [variable] = value }, "-Command", Train);
        Assert.Equal(0, plain.ExitCode);
        Assert.Equal(100, Assert.Single(usual.Lines).Split(' ').Length);
        Assert.Equal(usual.Lines, plain.Lines);
    }

    [Fact]
    public void WhatShipsIsOptimisedInEveryConfiguration()
    {
        var child = ShellProcess.Run("-Command", """
            foreach ($file in Get-ChildItem module/bin -Recurse -Filter LinRegPS*.dll) {
                $attribute = [Attribute]::GetCustomAttribute([Reflection.Assembly]::LoadFrom($file), [Diagnostics.DebuggableAttribute])
                "$($file.BaseName): $($attribute.IsJITOptimizerDisabled)"
            }
            """);
        Assert.Contains("LinRegPS.Kernels: False", child.Lines);
        Assert.All(child.Lines, line => Assert.EndsWith(": False", line));
    }
}
