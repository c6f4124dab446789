using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>Tensors of int64 and bool in scripts.</summary>
public class DTypeTests
{
    [Theory]
    [InlineData("(New-Tensor 9007199254740993 -DType Int64).Item()", 9007199254740993L)]
    [InlineData("(New-Tensor '9007199254740993' -DType Int64).ToArray()[0]", 9007199254740993L)]
    [InlineData("New-Tensor 1,9007199254740993 -DType Int64 | ConvertFrom-Tensor | Select-Object -Last 1", 9007199254740993L)]
    [InlineData("(New-Tensor (1,2),(3,4) -DType Int64).T.ToArray()[1]", 3L)]
    [InlineData("(New-Tensor 0,2 -DType Bool)[1].Item()", true)]
    [InlineData("(New-Tensor $true,$false -DType Bool).ToArray()[1]", false)]
    [InlineData("(New-Tensor 1.5).Item()", 1.5f)]
    [InlineData("[long](New-Tensor 3 -DType Int64)", 3L)]
    [InlineData("(New-Tensor -Ones -Shape 2 -DType Int64).DType.ToString()", "Int64")]
    [InlineData("[string](New-Tensor 1,-20 -DType Int64)", "tensor([  1, -20])")]
    [InlineData("[string](New-Tensor 1,0 -DType Bool)", "tensor([ True, False])")]
    [InlineData("[string](New-Tensor 1,2,3).Gt(1)", "tensor([False,  True,  True])")]
    [InlineData("(New-Tensor 5,9,2).ArgMax().Item()", 1L)]
    [InlineData("(New-Tensor 1,2 -DType Int64 | ConvertFrom-Tensor -Property n)[1].n", 2L)]
    [InlineData("(New-Tensor 1,2 -DType Int64 | ConvertFrom-Tensor -Property n -AsText)[1].n", "2")]
    public void NumbersKeepTheirType(string script, object expected)
    {
        using var session = new ModuleSession();
        Assert.Equal(expected, Assert.Single(session.Run(script)));
    }

    [Theory]
    [InlineData("New-Tensor 1.5 -DType Int64", "LinRegPS.NotANumber")]
    [InlineData("New-Tensor 1e30 -DType Int64", "LinRegPS.NotANumber")]
    [InlineData("New-Tensor abc -DType Int64", "LinRegPS.NotANumber")]
    [InlineData("New-Tensor 1 -DType Int64 -RequiresGrad", "LinRegPS.GradientDType")]
    public void WhatIsNotWholeIsRefused(string script, string id)
    {
        using var session = new ModuleSession();
        var error = Assert.Single(session.Attempt(script).Errors);
        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }
}
