using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Plots.Drawing;
using LinRegPS.Plots.Figures;
using LinRegPS.Reporting;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Commands;

/// <summary>What Export-RegressionPlot draws.</summary>
public enum RegressionPlotKind
{
    /// <summary>On a page both, in a picture the fit.</summary>
    Auto,

    /// <summary>The data and the model with its bands.</summary>
    Fit,

    /// <summary>The four plots of R's plot(lm).</summary>
    Residual,
}

/// <summary>Draws a fitted linear model to a file: the data with the line and its bands, and the four residual plots of R's plot(lm).</summary>
/// <remarks>
/// The extension tells the format: svg for a picture, html for a page that needs nothing from elsewhere and tells of each point under the pointer.
///
/// -Kind Fit draws a fit of one property over it, with the bands of confidence (of the mean) and of prediction (of a single row), as R's predict gives them; a fit of several is drawn as what was observed against what is fitted. -Kind Residual draws residuals against fitted values (was a line right?), their quantiles against the normal ones (are they normal?), the size of the residuals (is it the same everywhere?), and residuals against leverage with Cook's distance (which rows decide the fit?). The orange line is R's lowess; the rows that stand out most have their numbers.
///
/// An existing file is kept unless -Force is given.
/// </remarks>
/// <example>
///   <summary>The line with its bands</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-cars.svg'
///   $cars = (4,2), (7,4), (8,16), (9,10), (10,18), (11,17), (12,24), (13,34) | ForEach-Object { [pscustomobject]@{ speed = $_[0]; dist = $_[1] } }
///   $cars | Measure-LinearModel -Target dist -Property speed | Export-RegressionPlot $file -Force
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>All plots on a page, to be opened in a browser</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-cars.html'
///   $fit = Measure-LinearModel (1..8) (1.1,3.9,9.2,15.8,25.1,36.3,48.7,64.2) -Degree 2
///   $page = Export-RegressionPlot $file $fit -Force -PassThru
///   $page.Length
///   Remove-Item $file
///   </code>
/// </example>
/// <seealso cref="MeasureLinearModelCommand"/>
/// <seealso cref="ExportTrainingPlotCommand"/>
[Cmdlet(VerbsData.Export, "RegressionPlot", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportRegressionPlotCommand : FigureCmdlet
{
    /// <summary>The fit, as Measure-LinearModel wrote it.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Fit or Residual; Auto draws both on a page, and the fit in a picture.</summary>
    [Parameter]
    public RegressionPlotKind Kind { get; set; }

    /// <summary>The probability with which the bands hold; that of the fit where it is left out.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double ConfidenceLevel { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var fit = Unwrap(InputObject) as LinearFit ?? throw CallErrors.NotAFit(Unwrap(InputObject));
        Draw(isPage =>
        {
            var figures = new List<Figure>();
            if (Kind != RegressionPlotKind.Residual)
                figures.Add(FitFigure.Of(fit, IsBound(nameof(ConfidenceLevel)) ? ConfidenceLevel : fit.ConfidenceLevel));
            // Of a fit that leaves no residuals a page has the fit alone.
            if (Kind == RegressionPlotKind.Residual || (Kind == RegressionPlotKind.Auto && isPage && ResidualFigure.CanDraw(fit)))
                figures.Add(ResidualFigure.Of(fit));
            return figures;
        });
    }
}
