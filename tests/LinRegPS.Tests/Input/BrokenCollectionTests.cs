using System.Collections;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Input;

/// <summary>What a collection of the user's throws is said to be the collection's, with the parameter that it was given for.</summary>
public sealed class BrokenCollectionTests
{
    [Theory]
    [InlineData("New-Tensor $broken", "Data")]
    [InlineData("New-Tensor $broken -DType Int64", "Data")]
    [InlineData("New-Tensor 1 -Shape $broken", "")]
    [InlineData("Measure-MseLoss 1 $broken", "Target")]
    [InlineData("Invoke-Training (New-LinearModel 1 1) (1,2) $broken 0.1 1", "Target")]
    [InlineData("Measure-LinearModel $broken (1,2)", "InputObject")]
    [InlineData("Step-Sgd $broken 0.1", "InputObject")]
    [InlineData("Clear-Gradient $broken", "InputObject")]
    [InlineData("Compare-Gradient $broken 1", "Reference")]
    [InlineData("Compare-Training $broken $broken", "Reference")]
    [InlineData("Test-Gradient { param($w) $w } (New-Tensor 1 -RequiresGrad) -Gradient $broken", "Gradient")]
    public void IsNamed(string script, string parameter)
    {
        using var session = new ModuleSession();
        session["broken"] = new BrokenCollection();
        string[] error = session.All<string>($"try {{ {script}; 'went on' }} catch {{ $_.FullyQualifiedErrorId; \"$_\" }}");
        Assert.StartsWith("LinRegPS.BrokenCollection", error[0]);
        Assert.StartsWith("The collection of type BrokenCollection threw while it was read: TimeoutException: the source does not answer", error[1]);
        // A number's parameter has looked at it before, and no longer has it.
        Assert.Equal(parameter.Length > 0, error[1].EndsWith($". It was given for -{parameter}.", StringComparison.Ordinal));
    }
}

/// <summary>A collection whose second item can't be had, for a reason of its own.</summary>
internal sealed class BrokenCollection : IEnumerable
{
    public IEnumerator GetEnumerator()
    {
        yield return 1;
        throw new TimeoutException("the source does not answer");
    }
}
