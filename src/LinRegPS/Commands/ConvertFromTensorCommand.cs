using System.Globalization;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Writes a tensor's elements, or the rows of a data set, as numbers, arrays, or objects with a property for each column.</summary>
/// <remarks>
/// With -Property each row of a matrix becomes an object, ready for Export-Csv or Format-Table; a vector takes one name and gives an object for each element. Without it, a number or a vector gives numbers and a matrix gives one array for each row.
///
/// A data set, a data loader or a table gives an object for each row of its input and target, by the names of its columns, or x1, x2 and so on and y where they have none; classes by their names. Rows in a file are read some at a time.
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
/// <example>
///   <summary>A data set as rows, for Export-Csv</summary>
///   <code>
///   $rows = 'length,species', '5.1,setosa', '7.0,versicolor' | ConvertFrom-Csv
///   $rows | New-DataSet -Property length -Target species -AsClass | ConvertFrom-Tensor
///   </code>
/// </example>
/// <seealso cref="ConvertToTensorCommand"/>
[Cmdlet(VerbsData.ConvertFrom, "Tensor", DefaultParameterSetName = "Numbers")]
[OutputType(typeof(float), typeof(float[]), typeof(long), typeof(long[]), typeof(bool), typeof(bool[]), typeof(PSObject))]
public sealed class ConvertFromTensorCommand : LinRegCmdlet
{
    private const int BlockNumbers = 1 << 16;

    /// <summary>A name for each column, of a data set those of the input first.</summary>
    [Parameter(Position = 1, ParameterSetName = "Numbers")]
    [Parameter(Position = 1, ParameterSetName = "Text")]
    public string[]? Property { get; set; }

    /// <summary>Writes the properties as text in invariant form, with all digits, for files.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Text")]
    public SwitchParameter AsText { get; set; }

    /// <summary>The tensor, or a data set.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (DataArgument.Input(InputObject) is { } data)
        {
            WriteRows(data);
            return;
        }
        var tensor = ToTensor(InputObject, nameof(InputObject));
        if (Property is null && AsText)
            throw CallErrors.NeededWith(nameof(AsText), nameof(Property));
        if (Property is null)
            WriteObject(tensor.ToNestedArrays(), enumerateCollection: true);
        else if (tensor.Rank is 0 or > 2 || Property.Length != Columns(tensor))
            throw CallErrors.ColumnNames(tensor.Shape, Property.Length);
        else
            WriteRows([tensor], Property, []);
    }

    private void WriteRows(DataSet data)
    {
        string[]? names = Property;
        foreach (var block in data.Blocks(BlockNumbers))
        {
            if (block.Input.Rank > 2 || block.Target.Rank > 2)
                throw CallErrors.NoTable(block.Input.Shape, block.Target.Shape);
            names ??= [.. Named(data.Features, Columns(block.Input), "x"), .. Named(data.Targets, Columns(block.Target), "y")];
            if (names.Length != Columns(block.Input) + Columns(block.Target))
                throw CallErrors.DataSetColumns(Columns(block.Input) + Columns(block.Target), names.Length);
            WriteRows([block.Input, block.Target], names, data.ClassNames);
        }
    }

    private static int Columns(Tensor tensor) => tensor.Rank == 2 ? tensor.Shape[1] : 1;

    // One target is y.
    private static IEnumerable<string> Named(IReadOnlyList<string> names, int columns, string letter) => names.Count > 0 ? names
        : columns == 1 && letter == "y" ? [letter] : Enumerable.Range(1, columns).Select(i => FormattableString.Invariant($"{letter}{i}"));

    // Of tensors beside each other; the last may be numbers of classes.
    private void WriteRows(Tensor[] tensors, string[] names, IReadOnlyList<string> classes)
    {
        // PowerShell's own properties throw for a name that is empty.
        if (Array.Exists(names, string.IsNullOrEmpty))
            throw CallErrors.EmptyProperty(nameof(Property));
        if (names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { Key: var repeated })
            throw CallErrors.RepeatedProperty(repeated);
        var elements = Array.ConvertAll(tensors, tensor => tensor.ToTypedArray());
        for (int row = 0; row < tensors[0].Shape[0]; row++)
        {
            var result = new PSObject();
            int name = 0;
            for (int i = 0; i < tensors.Length; i++)
            {
                int columns = Columns(tensors[i]);
                bool isClass = classes.Count > 0 && columns == 1 && i == tensors.Length - 1;
                for (int column = 0; column < columns; column++)
                {
                    object element = elements[i].GetValue((row * columns) + column)!;
                    result.Properties.Add(new PSNoteProperty(names[name++], isClass ? classes[Convert.ToInt32(element, CultureInfo.InvariantCulture)] : Cell(element)));
                }
            }
            WriteObject(result);
        }
    }

    private object Cell(object element) => AsText ? Convert.ToString(element, CultureInfo.InvariantCulture)! : element;
}
