using System.Globalization;
using System.Management.Automation;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Writes a tensor's elements as numbers, arrays, or objects with a property for each column.</summary>
/// <remarks>
/// With -Property each row of a matrix becomes an object, ready for Export-Csv or Format-Table; a vector takes one name and gives an object for each element. Without it, a number or a vector gives numbers and a matrix gives one array for each row.
///
/// The numbers are 32-bit floating-point numbers at full precision; of a tensor of int64 or bool they are whole numbers or truth values. Export-Csv writes numbers as the session's culture does (1,5 in German); with -AsText the properties are text in invariant form (1.5), as Import-Csv gives and ConvertTo-Tensor reads.
/// </remarks>
/// <example>
///   <summary>Objects with named columns</summary>
///   <code>New-Tensor (1,2),(3,4) | ConvertFrom-Tensor -Property x1, x2</code>
/// </example>
/// <example>
///   <summary>Rows for a CSV file that reads the same in every culture</summary>
///   <code>New-Tensor 0.1,0.25 | ConvertFrom-Tensor -Property weight -AsText</code>
/// </example>
/// <example>
///   <summary>The numbers of a vector</summary>
///   <code>New-Tensor 1,2,3 | ConvertFrom-Tensor</code>
/// </example>
/// <seealso cref="ConvertToTensorCommand"/>
[Cmdlet(VerbsData.ConvertFrom, "Tensor", DefaultParameterSetName = "Numbers")]
[OutputType(typeof(float), typeof(float[]), typeof(long), typeof(long[]), typeof(bool), typeof(bool[]), typeof(PSObject))]
public sealed class ConvertFromTensorCommand : LinRegCmdlet
{
    /// <summary>A name for each column.</summary>
    [Parameter(Position = 1, ParameterSetName = "Numbers")]
    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "Text")]
    public string[]? Property { get; set; }

    /// <summary>Writes the properties as text in invariant form, with all digits, for files.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Text")]
    public SwitchParameter AsText { get; set; }

    /// <summary>The tensor.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var tensor = ToTensor(InputObject, nameof(InputObject));
        if (Property is null)
            WriteObject(tensor.ToNestedArrays(), enumerateCollection: true);
        else
            WriteRows(tensor, Property);
    }

    private void WriteRows(Tensor tensor, string[] names)
    {
        int columns = tensor.Rank == 2 ? tensor.Shape[1] : 1;
        if (tensor.Rank is 0 or > 2 || names.Length != columns)
            throw CallErrors.ColumnNames(tensor.Shape, names.Length);
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { Key: var repeated })
            throw CallErrors.RepeatedProperty(repeated);
        var elements = tensor.ToTypedArray();
        for (int row = 0; row < elements.Length; row += columns)
        {
            var result = new PSObject();
            for (int column = 0; column < columns; column++)
                result.Properties.Add(new PSNoteProperty(names[column], Cell(elements.GetValue(row + column)!)));
            WriteObject(result);
        }
    }

    private object Cell(object element) => AsText ? Convert.ToString(element, CultureInfo.InvariantCulture)! : element;
}
