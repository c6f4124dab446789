using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

public sealed class NoGradTests
{
    private static readonly string s_recording = "[LinRegPS.GradMode]::IsEnabled";

    [Theory]
    [InlineData("$result = Invoke-NoGrad { $w * 2 }", false)]
    [InlineData("$result = Invoke-NoGrad { Invoke-Model (New-LinearModel 1 1) @(1) }", false)]
    [InlineData("$result = Invoke-NoGrad { Invoke-NoGrad { }; $w * 2 }", false)]
    [InlineData("Invoke-NoGrad { }; $result = $w * 2", true)]
    [InlineData("$result = Invoke-NoGrad { 2 } | ForEach-Object { $w * $_ }", true)]
    public void NothingIsRecordedInTheBlockAlone(string script, bool recorded)
    {
        using var session = new ModuleSession();
        Assert.Equal(recorded, session.One<bool>($"$w = New-Tensor 3 -RequiresGrad; {script}; $result.RequiresGrad"));
    }

    [Fact]
    public void WhatIsAssignedStaysInTheCallersScope()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            [2, 1],
            session.Run("""
                $outer = 1
                function Set-Inner { $outer = 0; Invoke-NoGrad { $outer = 2 }; $outer }
                Set-Inner
                $outer
                """));
    }

    [Theory]
    [InlineData("throw 'stop'")]
    [InlineData("New-Tensor 1, 'text'")]
    [InlineData("(New-Tensor 1,2).Item()")]
    [InlineData("Invoke-NoGrad { throw 'stop' }")]
    public void AfterAnErrorRecordingGoesOn(string failure)
    {
        using var session = new ModuleSession();
        Assert.Equal(["caught", true], session.Run($"try {{ Invoke-NoGrad {{ {failure} }} }} catch {{ 'caught' }}; {s_recording}"));
    }

    [Theory]
    [InlineData("break")]
    [InlineData("continue")]
    [InlineData("return")]
    public void LeavingTheBlockRestoresRecording(string leave)
    {
        using var session = new ModuleSession();
        Assert.True(session.One<bool>($"foreach ($i in 1, 2) {{ Invoke-NoGrad {{ {leave} }} }}; {s_recording}"));
    }

    [Theory]
    [InlineData("Invoke-NoGrad { 1; 'two'; $null }", "1|two|")]
    [InlineData("Invoke-NoGrad { 1, 2 }", "1|2")]
    [InlineData("Invoke-NoGrad { }", null)]
    [InlineData("Invoke-NoGrad { $null = 5 }", null)]
    public void WhatTheBlockWritesPasses(string script, string? written)
    {
        using var session = new ModuleSession();
        object?[] output = session.Run(script);
        Assert.Equal(written, output.Length == 0 ? null : string.Join('|', output));
    }

    [Fact]
    public void ANonTerminatingErrorInTheBlockIsReportedAndTheBlockGoesOn()
    {
        using var session = new ModuleSession();
        var result = session.Attempt("Invoke-NoGrad { 1, 'text' | Invoke-Model (New-LinearModel 1 1); 'after' }");
        Assert.Contains("after", result.Output);
        Assert.Contains(result.Errors, error => error.FullyQualifiedErrorId.StartsWith("LinRegPS.NotANumber", StringComparison.Ordinal));
    }

    [Fact]
    public void OneSessionsBlockDoesNotStopAnotherFromRecording()
    {
        using var outer = new ModuleSession();
        using var inner = new ModuleSession();
        outer["inner"] = () => inner.One<bool>(s_recording);
        Assert.Equal([true, false], outer.Run($"Invoke-NoGrad {{ $inner.Invoke(); {s_recording} }}"));
    }

    [Fact]
    public void AParameterChangesInPlaceAndStaysAParameter()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            ["[] 2.4"],
            session.Tensors("$w = New-Tensor 3 -RequiresGrad; $w.Square().Backward(); Invoke-NoGrad { $null = $w.Sub_(0.1 * $w.Grad) }; $w"));
        Assert.True(session.One<bool>("$w.RequiresGrad -and $w.IsLeaf"));
    }
}
