using Xunit;

namespace LinRegPS.Tests.Scripts;

/// <summary>The project's own shell: what reaches the script, and what comes out of the process.</summary>
public sealed class ShellTests : IDisposable
{
    private readonly string _script = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ps1");

    public void Dispose() => File.Delete(_script);

    [Theory]
    [InlineData("exit 7", 7)]
    [InlineData("exit", 0)]
    [InlineData("'done'", 0)]
    [InlineData("function Leave { exit 3 }; Leave; 'not reached'", 3)]
    [InlineData("throw 'broken'", 1)]
    [InlineData("1, 'text' | Invoke-Model (New-LinearModel 1 1) -ErrorAction Stop; 'not reached'", 1)]
    [InlineData("$ErrorActionPreference = 'Stop'; New-Tensor 'text'", 1)]
    [InlineData("New-Tensor 'text'; 'goes on, as in pwsh'", 0)]
    [InlineData("try { throw 'broken' } catch { 'caught' }", 0)]
    [InlineData("1, 'text' | Invoke-Model (New-LinearModel 1 1); 'goes on'", 0)]
    [InlineData("if (", 1)]
    public void TheExitCodeIsTheScriptsOwnOrTellsOfATerminatingError(string script, int exitCode)
    {
        File.WriteAllText(_script, script);
        Assert.Equal(exitCode, ShellProcess.Run(_script).ExitCode);
        Assert.Equal(exitCode, ShellProcess.Run("-Command", script).ExitCode);
    }

    [Fact]
    public void ErrorsGoToTheErrorStreamWithTheirPosition()
    {
        File.WriteAllText(_script, "'before'\n'text' | Step-Sgd -LearningRate 0.1\n'after'\nthrow 'broken'\n'not reached'");
        var child = ShellProcess.Run(_script);
        Assert.Equal(1, child.ExitCode);
        Assert.Equal(["before", "after"], child.Lines);
        Assert.Matches($@"{Path.GetFileName(_script)}:2[\s\S]*'text' \(String\) is not a tensor", child.Error);
        Assert.Contains("broken", child.Error);
        Assert.Contains($"{Path.GetFileName(_script)}:4", child.Error);
    }

    [Fact]
    public void AScriptThatIsNotThereIsAnError()
    {
        var child = ShellProcess.Run("no-such-script.ps1");
        Assert.NotEqual(0, child.ExitCode);
        Assert.Empty(child.Output);
        Assert.Contains("no-such-script.ps1", child.Error);
    }

    [Theory]
    [InlineData("-Help", @"^\s*Usage: pwsh")]
    [InlineData("-Version", @"^PowerShell 7\.6\.")]
    public void AnswersAsPwshDoes(string option, string answer)
    {
        var child = ShellProcess.Run(option);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Matches(answer, child.Output);
    }

    [Fact]
    public void ArgumentsReachTheScript()
    {
        File.WriteAllText(_script, "param([int]$Epoch, [string]$Name, [switch]$Quiet) \"$($Epoch + 1)|$Name|$Quiet|$($args.Count)|$PSScriptRoot\"");
        Assert.Equal(
            [$"6|two words|True|0|{Path.GetDirectoryName(_script)}"],
            ShellProcess.Run(_script, "-Epoch", "5", "two words", "-Quiet").Lines);
    }

    [Fact]
    public void TheModuleIsLoadedSoThatAClassMayDeriveFromIt()
    {
        File.WriteAllText(_script, """
            using namespace LinRegPS
            class LinearRegression : Module {
                [Linear]$lin = (New-LinearModel 1 1 -NoBias -Weight 2)
                [Tensor] Forward([Tensor]$x) { return $this.lin.Forward($x) }
            }
            $model = [LinearRegression]::new()
            $model
            Invoke-NoGrad { Invoke-Model $model @(3) }
            """);
        var child = ShellProcess.Run(_script);
        Assert.Equal((0, string.Empty), (child.ExitCode, child.Error));
        Assert.Equal(["LinearRegression(", "(lin): Linear(in_features=1, out_features=1, bias=False)", ")", "tensor([6.])"], child.Lines);
    }

    [Fact]
    public void TablesAndErrorsHaveNoColoursInAFile()
    {
        var child = ShellProcess.Run("-Command", "Get-ModelParameter (New-LinearModel 1 1 -Weight 2 -Bias 1); 'x' | Step-Sgd -LearningRate 1");
        Assert.Contains("weight [1,1] 2", child.Output);
        Assert.Contains("'x'", child.Error);
        Assert.DoesNotContain('\e', child.Output + child.Error);
    }

    [Fact]
    public void ProgressStaysOutOfTheOutput()
    {
        var child = ShellProcess.Run("-Command", """
            $slow = New-CustomModel @{ lin = New-LinearModel 1 1 } { param($x) [System.Threading.Thread]::Sleep(60); $this.lin.Forward($x) }
            (Invoke-Training $slow @(, @(, 1)) @(, @(, 1)) 0.01 10).Count
            """);
        Assert.Equal(["10"], child.Lines);
    }
}
