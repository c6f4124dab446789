using LinRegPS.Tests.Founding;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>The module can be imported again, removed and imported again, in any number of sessions.</summary>
public sealed class ReloadTests
{
    private static readonly string s_train = """
        (Invoke-Training (New-LinearModel 1 1 -NoBias -Weight 0) (New-Tensor 1,2,3,4 -Shape 4,1) (New-Tensor 2,4,6,8 -Shape 4,1) 0.01 1).weight

        """;

    [Theory]
    [InlineData("Import-Module $manifest; Import-Module $manifest")]
    [InlineData("Import-Module $manifest; Import-Module $manifest -Force")]
    [InlineData("Import-Module $manifest; Remove-Module LinRegPS; Import-Module $manifest")]
    [InlineData("foreach ($i in 1..5) { Import-Module $manifest; Remove-Module LinRegPS }; Import-Module $manifest")]
    public void TrainsAfter(string imports)
    {
        using var session = new ModuleSession(import: false);
        session["manifest"] = Repository.Manifest;
        session.Run(imports);
        Assert.Equal(SeedTraces.Trace("torch_autograd")[0].Weight, BitConverter.SingleToUInt32Bits(session.One<float>(s_train)));
        Assert.Equal(1, session.One<int>("@(Get-Module LinRegPS).Count"));
        Assert.Equal("[2] 1 2", session.Tensor("[LinRegPS.Tensor](1, 2)"));
    }

    [Fact]
    public void WhatWasMadeBeforeAReloadIsUsableAfter()
    {
        using var session = new ModuleSession();
        session["manifest"] = Repository.Manifest;
        Assert.Equal(["weight", 6f], session.Run("""
            $model = New-LinearModel 1 1 -NoBias -Weight 2
            Remove-Module LinRegPS
            Import-Module $manifest
            (Get-ModelParameter $model).Name
            (Invoke-Model $model @(3)).Item()
            """));
    }

    [Fact]
    public void RemovedItsCmdletsAreGone()
    {
        using var session = new ModuleSession();
        Assert.Empty(session.Run("Remove-Module LinRegPS; Get-Command New-Tensor -ErrorAction Ignore"));
    }
}
