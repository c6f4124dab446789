using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>Where methods can't be called from views, tables keep their numbers and fits print.</summary>
public sealed class ConstrainedLanguageTests
{
    [Theory]
    [InlineData("$records", "weight = 0.3|30")]
    [InlineData("$records | Format-Table", "weight = 0.3|30")]
    [InlineData("$fit", "y ~ x|1.4|0.141421356237309|0.98")]
    [InlineData("$fit.Coefficient", "(Intercept)|1.4")]
    [InlineData("Get-ModelParameter $model", "weight|tensor([[0.3000]]")]
    [InlineData("Compare-Gradient (1,2) (2,4)", "Finding|2")]
    [InlineData("New-Tensor 1,2", "tensor([1., 2.])")]
    [InlineData("$model", "Linear(in_features=1")]
    public void ViewsShowNumbers(string script, string shown)
    {
        using var session = new ModuleSession();
        session.Run("""
            $X = New-Tensor 1,2,3,4 -Shape 4,1; $model = New-LinearModel 1 1 -Weight 0 -NoBias
            $records = Invoke-Training $model $X (2 * $X) 0.01 1
            $fit = Measure-LinearModel (1,2,3,4) (1,2,4,5)
            $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            """);
        string text = string.Concat(session.Run($"{script} | Out-String -Width 120"));
        Assert.All(shown.Split('|'), part => Assert.Contains(part, text));
    }
}
