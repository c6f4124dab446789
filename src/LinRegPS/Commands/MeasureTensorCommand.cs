using System.Management.Automation;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Says what the columns of data are like: how many numbers, mean, deviation, quartiles, what is missing.</summary>
/// <remarks>
/// An object for each column, with pandas' numbers (describe) but that sums are taken in double: Count, Mean, Deviation (of a sample, n - 1), Minimum, LowerQuartile, Median, UpperQuartile, Maximum, Missing (NaN) and Distinct, the number of different ones. NaN is left out of all but Missing.
///
/// Of a data set it says the columns of the input, then of the target; of a table from Import-Tensor likewise. A tensor of one dimension is one column.
/// </remarks>
/// <example>
///   <summary>A file before it is trained on</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-measured.csv'
///   'speed,distance', '4,2', '7,', '8,16', '9,10' | Set-Content $file
///   Import-Tensor $file -AsTable -Missing Keep | Measure-Tensor
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>Are scaled columns what they should be?</summary>
///   <code>
///   $X = New-Tensor -Normal -Shape 100,2 -Seed 0
///   (New-Scaler $X).Transform($X) | Measure-Tensor -Property a, b | Select-Object Column, Mean, Deviation
///   </code>
/// </example>
/// <seealso cref="NewScalerCommand"/>
/// <seealso cref="NewDataSetCommand"/>
[Cmdlet(VerbsDiagnostic.Measure, "Tensor")]
[OutputType(typeof(ColumnMeasure))]
public sealed class MeasureTensorCommand : LinRegCmdlet
{
    private readonly List<object?> _numbers = [];

    /// <summary>A tensor, a data set, a table from Import-Tensor, or numbers.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>What the columns of a tensor or of numbers are called.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (NamedColumns.Of(InputObject) is { } data)
        {
            WriteEach(ColumnMeasure.Of(data.Input, Property ?? data.Features));
            if (data.Target.Numel > 0)
                WriteEach(ColumnMeasure.Of(data.Target, data.Targets.Count > 0 || data.Target.Numel > data.Count ? data.Targets : ["target"]));
        }
        else if (Unwrap(InputObject) is Tensor tensor)
            WriteEach(ColumnMeasure.Of(tensor, Property));
        else if (MyInvocation.ExpectingInput)
            _numbers.Add(InputObject);
        else
            Write(InputObject);
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_numbers.Count > 0)
            Write(_numbers);
    }

    private void Write(object? numbers) =>
        WriteEach(ColumnMeasure.Of(TensorConversion.From(numbers, nameof(InputObject), allowNaN: true, WriteWarning), Property));
}
