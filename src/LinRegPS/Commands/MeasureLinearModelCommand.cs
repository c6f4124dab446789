using System.Globalization;
using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Reporting;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Commands;

/// <summary>What Measure-LinearModel writes.</summary>
public enum LinearModelView
{
    /// <summary>The fit as one object, which prints as R's summary.</summary>
    Summary,

    /// <summary>An object for each coefficient.</summary>
    Coefficient,

    /// <summary>The statistics of the whole model as one flat object.</summary>
    Model,

    /// <summary>An object for each row of the data.</summary>
    Row,
}

/// <summary>What Measure-LinearModel does about missing values.</summary>
public enum MissingRows
{
    /// <summary>They are an error.</summary>
    Refuse,

    /// <summary>Rows with one are left out; R's na.omit.</summary>
    Omit,
}

/// <summary>Fits a linear model by least squares, exactly, and gives the statistics that R gives.</summary>
/// <remarks>
/// The data are objects down the pipeline, as Import-Csv gives them, with -Target and -Property naming their columns; or numbers: a tensor or array of features and one of targets. Numbers keep the precision they come with: objects are read in double precision, not as float32. A bad row is an error that names the row; nothing is fitted then.
///
/// Text in objects is read in invariant form (1.5) unless -Culture names the culture that it was written in.
///
/// Properties that are text are factors, as in R: each level but the first, in the order of their characters, has a coefficient for how it differs from the first (treatment contrasts), called as R calls it, speciesvirginica. -Factor makes factors of numbers. Without intercept the first factor has one for each level. A level that the model does not know is an error in Predict and -NewObject. A property is text if its first value begins with a letter; a number in it, as text among numbers, is an error.
///
/// The result is one object. It prints as R's summary(lm(...)); its properties are the statistics of the model (RSquared, Sigma, FStatistic, Aic, ...), and Coefficient and Row hold an object for each coefficient and each row of the data. -View writes one of these alone, for Export-Csv and the like. Its method Predict gives predictions with their intervals for new objects, as -NewObject does. Format-Table rounds what it is told to show to two decimals ($fit.Coefficient | Format-Table Term, PValue shows 0.00); without names, or with @{ e = 'PValue'; f = 'G5' }, it does not.
///
/// The solution is correct to the last digits of the data, also where columns are nearly dependent; NIST's reference sets come out with 13 digits and more. Dependent columns are an error that says which depend on which. For polynomials use -Degree: powers that are rounded to double before they come here cost a polynomial of degree 10 half of its digits.
///
/// With -Path the rows of a table are read, fitted and forgotten: the file may be larger than memory. The rules for its text are those for objects, factors and -Missing among them. One pass over the file gives coefficients, standard errors and the statistics of the model, from sums of products in twice the precision of double; columns close to dependence, powers (-Degree) and numbers far from 1 take a few passes more. What needs the residuals, as DurbinWatson, JarqueBera and Row of the fit, is computed by another pass when it is asked for, and the text of the fit leaves it out; -View Row writes the rows as they are read. So it is of a data set whose rows are in a file (New-DataSet -Path).
///
/// A large tensor is fitted from one pass over it and one or two more for the residuals, at the speed of a matrix product; standard errors keep 12 digits. It is not copied: read Row before the tensor is changed in place.
///
/// Without intercept (-NoBias) R squared is computed from 0 instead of from the mean, as R does, and can't be compared with that of a model with intercept.
///
/// Under mpirun, with -ProcessGroup, each process gives rows of its own, as tensor, objects or file, and all get the fit of all rows: sums of products in twice the precision of double are added up once, so that any number of processes gives the same coefficients and standard errors. Row holds the rows of the process. A factor has the levels of all processes; powers and columns close to dependence take further passes of all.
///
/// With -From the coefficients are those of a model trained by gradient descent, and all statistics are for them; Distance says how far they are from the exact solution, in units in the last place and in loss. Loss is the mean squared error, computed exactly rather than in float32.
/// </remarks>
/// <example>
///   <summary>Objects, as Import-Csv gives them</summary>
///   <code>
///   $cars = (4,2), (7,4), (8,16), (9,10), (10,18), (11,17), (12,24), (13,34) | ForEach-Object { [pscustomobject]@{ speed = $_[0]; dist = $_[1] } }
///   $fit = $cars | Measure-LinearModel -Target dist -Property speed
///   $fit
///   $fit.Coefficient
///   $fit.RSquared
///   </code>
/// </example>
/// <example>
///   <summary>Text as a factor, rows with missing values left out</summary>
///   <code>
///   $rows = 'kind,dose,growth', 'a,1,2.1', 'b,1,3.9', 'a,2,3.2', 'b,2,NA', 'a,3,3.9', 'b,3,6.1', 'b,4,7.2' | ConvertFrom-Csv
///   $fit = $rows | Measure-LinearModel -Target growth -Property kind, dose -Missing Omit
///   $fit.Coefficient
///   $fit.OmittedRows
///   </code>
/// </example>
/// <example>
///   <summary>A file that is larger than memory</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-growth.csv'
///   'kind,dose,growth', 'a,1,2.1', 'b,1,3.9', 'a,2,3.2', 'b,2,NA', 'a,3,3.9', 'b,3,6.1', 'b,4,7.2' | Set-Content $file
///   $fit = Measure-LinearModel -Path $file -Target growth -Property kind, dose -Missing Omit
///   $fit.Coefficient
///   $fit.DurbinWatson
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>Predictions for new objects, with confidence and prediction intervals</summary>
///   <code>
///   $cars = (4,2), (7,4), (8,16), (9,10), (10,18), (11,17), (12,24), (13,34) | ForEach-Object { [pscustomobject]@{ speed = $_[0]; dist = $_[1] } }
///   $fit = $cars | Measure-LinearModel -Target dist -Property speed
///   $fit.Predict(@{ speed = 15 })
///   </code>
/// </example>
/// <example>
///   <summary>How far is a trained model from the exact solution?</summary>
///   <code>
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2.1,3.9,6.2,7.8 -Shape 4,1
///   $model = New-LinearModel 1 1 -Weight 0 -Bias 0
///   $null = Invoke-Training $model $X $Y -LearningRate 0.1 -Epoch 500
///   (Measure-LinearModel $X $Y -From $model).Distance
///   </code>
/// </example>
/// <example>
///   <summary>A polynomial</summary>
///   <code>Measure-LinearModel (1..8) (1,4,9,15,26,35,50,64) -Degree 2 -View Coefficient</code>
/// </example>
/// <example>
///   <summary>Rows in several processes</summary>
///   <code>
///   $group = Enter-ProcessGroup
///   $X = New-Tensor -Normal -Shape 1000,3 -Seed $group.Rank
///   $Y = $X.MatMul((New-Tensor 1,2,3 -Shape 3,1)) + (New-Tensor -Normal -Shape 1000,1 -Seed (100 + $group.Rank))
///   $fit = Measure-LinearModel $X $Y -ProcessGroup $group
///   if ($group.Rank -eq 0) { $fit }
///   </code>
///   <para>Started by mpirun -n 8 pwsh -File fit.ps1 it is the fit of 8,000 rows.</para>
/// </example>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="ConvertToTensorCommand"/>
/// <seealso cref="EnterProcessGroupCommand"/>
[Cmdlet(VerbsDiagnostic.Measure, "LinearModel", DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(LinearFit), typeof(Coefficient), typeof(FitStatistics), typeof(FittedRow), typeof(LinearPrediction))]
public sealed partial class MeasureLinearModelCommand : LinRegCmdlet
{
    private readonly List<object?> _numbers = [];
    // The target of each row, and behind it numbers and levels.
    private PackedRows _rows = new(0);
    private readonly List<long> _omitted = [];
    private Dictionary<string, VariableColumn> _variables = [];
    private RowReader<double?>? _reader;

    /// <summary>Objects with the properties that -Target and -Property name; or the features as numbers, a row for each observation; or a data set, which has its target.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>The property to explain; or, where the features are numbers, a tensor or array with a number for each row.</summary>
    [Parameter(Position = 1, ParameterSetName = ObjectSet)]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = FileSet)]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public object? Target { get; set; }

    /// <summary>The properties to explain it by. Where the features are numbers, names for their columns.</summary>
    [Parameter(Position = 2)]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    public string[]? Property { get; set; }

    /// <summary>Properties that are factors though their values are numbers: each value is a level, 1 and 1.0 the same one, 001 another. Text is a factor without being named.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(PropertyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Factor { get; set; } = [];

    /// <summary>What to do about missing values of objects (empty, null, NA, N/A, NaN): Refuse, or Omit their rows, which OmittedRows of the fit lists. Refuse where it is left out.</summary>
    [Parameter]
    public MissingRows Missing { get; set; }

    /// <summary>Fits without intercept: a line through the origin.</summary>
    [Parameter]
    public SwitchParameter NoBias { get; set; }

    /// <summary>Fits a polynomial: each property with its powers up to this one, formed without rounding.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int Degree { get; set; } = 1;

    /// <summary>A trained model of one Linear layer with one output, to be judged instead of the exact solution.</summary>
    [Parameter]
    [AllowNull]
    public object? From { get; set; }

    /// <summary>The probability with which confidence and prediction intervals hold.</summary>
    [Parameter]
    [Number(typeof(double))]
    public double ConfidenceLevel { get; set; } = 0.95;

    /// <summary>What to write: the whole fit, or one of its three tables as a stream of objects.</summary>
    [Parameter]
    public LinearModelView View { get; set; }

    /// <summary>Writes predictions for these objects or numbers instead of the fit.</summary>
    [Parameter]
    [AllowEmptyCollection]
    public object? NewObject { get; set; }

    /// <summary>The culture in which text in the objects was written, de-DE for instance; the invariant one where it is left out.</summary>
    [Parameter]
    public CultureInfo? Culture { get; set; }

    private string[] Names => Property ?? [];

    private string? TargetName => Unwrap(Target) as string;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == FileSet)
            return;
        if (TargetName is not { } target)
        {
            _numbers.Add(InputObject);
            return;
        }
        if (DataArgument.Rows(InputObject) is not null)
            ThrowUnusable(CallErrors.OwnTarget());
        RequireNames(target);
        if (_reader is null)
            (_reader, _rows) = (new RowReader<double?>([target, .. Names], Read), new PackedRows(Names.Length + 1));
        foreach (object? record in MyInvocation.ExpectingInput ? [InputObject] : Records.In(InputObject))
        {
            if (_reader.Add(record) is not { } cells)
                continue;
            if (Array.Exists(cells, cell => cell is null))
                _omitted.Add(_reader.Rows);
            else
                _rows.Add(Array.ConvertAll(cells, cell => cell!.Value));
        }
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        RequireSoundElsewhere();
        if (_reader is { IsSound: false })
        {
            Report(_reader);
            return;
        }
        RequireCompatible();
        var fit = ParameterSetName == FileSet ? FitFile() : Given is { IsInFile: true } stored ? FitStored(stored) : FitMemory();
        if (fit.IsPerfect)
            WriteWarning("The fit is perfect but for rounding: standard errors, t, F and p say nothing.");
        if (fit.ResidualDegreesOfFreedom == 0)
            WriteWarning("There are as many coefficients as rows: the fit passes through every row, and nothing can be said about errors.");
        if (Degree == 1 && fit.IsCloseToDependence)
            WriteWarning(Dependence(fit));
        if (fit.OmittedRows.Count > 0)
            Tell(() => $"Left out for missing values: rows {string.Join(", ", fit.OmittedRows)}.");
        Tell(() => FormattableString.Invariant($"{fit.Formula}: {fit.Observations} rows, condition number {fit.ConditionNumber:G3}."));
        if (NewObject is not null)
            WriteObject(FitPrediction.Predict(fit, NewObject, fit.ConfidenceLevel, Culture), enumerateCollection: true);
        else
            Write(fit);
    }

    private LinearFit FitMemory()
    {
        // By the sums of many where it is the only one, too: any number gives the same bits.
        if (From is null && Group is { } group)
            return FitTogether(group);
        var fitting = TargetName is { } target ? FromObjects(target) : FromNumbers();
        return From is null ? fitting.Fit(!NoBias) : fitting.Fit(ToModel(From));
    }

    private static string Dependence(LinearFit fit)
    {
        string digits = fit.CoefficientDigits == 0 ? "no digit" : fit.CoefficientDigits == 1 ? "about 1 digit" : $"about {fit.CoefficientDigits} digits";
        // By the columns alone, without the ones of the intercept.
        bool isOffset = fit.Coefficient.All(c => !(c.VarianceInflation >= 10));
        string why = isOffset
            ? "A column is far from 0 for its spread: subtract its mean, and its slope stays the same."
            : "Are some of them powers of another? Give that one alone, with -Degree. Are some far from 0 for their spread? Subtract their means.";
        if (fit.IsSinglePrecision)
            why += " Do so before converting; or give objects or numbers instead of a tensor, which are taken in double precision.";
        return FormattableString.Invariant(
            $"The columns are close to dependence (condition number {fit.ConditionNumber:G3}): the rounding of the data to {(fit.IsSinglePrecision ? "float32" : "double")} leaves the coefficients {digits}. {why}");
    }

    private void Write(LinearFit fit)
    {
        if (View == LinearModelView.Row)
            WriteEach(fit.Rows());
        else
            WriteObject(View switch { LinearModelView.Coefficient => fit.Coefficient, LinearModelView.Model => fit.Model, _ => fit }, enumerateCollection: true);
    }
}
