using System.Collections;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Reads tensors from a file: NumPy's npy and npz, safetensors, PyTorch's pt, JSON, and tables of text (csv, tsv).</summary>
/// <remarks>
/// npy, csv and tsv give a tensor; npz, safetensors, pt and an object in JSON give a dictionary of tensors by name, of which -Name takes some, and one name alone its tensor. Numbers become float32, wider ones rounded to the nearest; whole numbers become int64, and true and false bool, where the format tells them apart. What a file claims is checked before it is believed; nothing that a pt file names is run.
///
/// A table is read by its columns: -Property takes some, by name or wildcard, and -Target makes others a tensor of their own. Text becomes numbers where it is said how: -OneHot gives a column of 0 and 1 to each category, -Code the number of the category in the order of the texts, numbers by their size. With any of -Target, -OneHot, -Code and -AsTable the result is an object with Input, Target, the names of their columns, and the categories; give it to -Like to read other rows in the same way. Numbers are in invariant form, whatever the session's culture; -Culture takes those of another. A value that is no number, or infinite, is an error that names file, line, column and value; so is a missing one (an empty field, NA, N/A, NaN, null), unless -Missing says what to do; Omitted of the object says how many rows were left out. A target is never filled: made-up answers would be learnt, and judged by. Blank lines are passed over. Whole numbers beyond 16,777,216, as those of customers or orders are, may become others, since float32 has about 7 digits: a warning names the first.
/// </remarks>
/// <example>
///   <summary>A table, some of its columns, and a target</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-cars.csv'
///   'speed,maker,distance', '4,Ford,2', '7,Opel,4', '8,Ford,16' | Set-Content $file
///   $cars = Import-Tensor $file -Target distance -OneHot maker
///   $cars.Column
///   $cars.Input
///   $cars.Target
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>Classes by name, for a data set</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-iris.csv'
///   'length,width,species', '5.1,3.5,setosa', '7.0,3.2,versicolor', '4.9,,setosa' | Set-Content $file
///   $data = Import-Tensor $file -Target species -Code species -Missing Fill | New-DataSet
///   $data.Target
///   $data.ClassNames
///   Remove-Item $file
///   </code>
/// </example>
/// <example>
///   <summary>What NumPy, safetensors or JSON hold</summary>
///   <code>
///   $file = Join-Path ([IO.Path]::GetTempPath()) 'LinRegPS-weights.safetensors'
///   [ordered]@{ weight = New-Tensor 1,2 -Shape 1,2; bias = New-Tensor @(3) } | Export-Tensor $file -Force
///   (Import-Tensor $file).Keys
///   Import-Tensor $file -Name weight
///   Remove-Item $file
///   </code>
/// </example>
/// <seealso cref="ExportTensorCommand"/>
/// <seealso cref="ConvertToTensorCommand"/>
[Cmdlet(VerbsData.Import, "Tensor")]
[OutputType(typeof(Tensor), typeof(IDictionary))]
[OutputType("LinRegPS.Files.Delimited.TensorTable")]
public sealed class ImportTensorCommand : TableFileCmdlet
{
    private static readonly string[] s_tableParameters =
        [nameof(Property), nameof(Target), nameof(OneHot), nameof(Code), nameof(Delimiter), nameof(NoHeader), nameof(Culture), nameof(Missing), nameof(FillValue), nameof(Like), nameof(AsTable)];

    /// <summary>Of a file that holds tensors by name those of these names; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>A table from this cmdlet, whose columns and categories are taken again: for test data like the training data, and for rows to predict, which have no target yet.</summary>
    [Parameter]
    [AllowNull]
    public object? Like { get; set; }

    /// <summary>Writes a table as an object with the names of its columns, whatever else is asked for.</summary>
    [Parameter]
    public SwitchParameter AsTable { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        string path = FullPath;
        var format = FormatFor(path);
        bool isTable = format is TensorFormat.Csv or TensorFormat.Tsv;
        if (!isTable && Array.Find(s_tableParameters, IsBound) is { } parameter)
            throw CallErrors.WrongFormat(parameter, "tables of text", $"{format}");
        if (isTable && IsBound(nameof(Name)))
            throw CallErrors.WrongFormat(nameof(Name), "files that hold tensors by name", $"{format}; -Property takes columns");
        if (IsBound(nameof(Like)) && Array.Find([nameof(Property), nameof(Target), nameof(OneHot), nameof(Code)], IsBound) is { } other)
            throw CallErrors.Conflict(nameof(Like), other);
        if (isTable)
            WriteTable(TensorFile.ReadTable(path, Options(format), Stop));
        else
            WriteTensors(path, TensorFile.Read(path, format));
    }

    private void WriteTable(TensorTable table)
    {
        if (table.Rows == 0)
            WriteWarning($"'{FullPath}' has no rows under its header.");
        if (table.Omitted > 0)
            TellOmitted(table.Omitted);
        TellRounded(table.Rounded, OfIds);
        bool asTable = AsTable || Target.Length > 0 || OneHot.Length > 0 || Code.Length > 0 || table.Target is not null || table.Category.Count > 0;
        WriteObject(asTable ? table : table.Input);
    }

    private void WriteTensors(string path, NamedTensors tensors)
    {
        TellRounded(tensors.Rounded);
        if (tensors.Count == 1 && tensors.TryGetValue(string.Empty, out var alone))
        {
            WriteObject(alone);
            return;
        }
        if (Name is null)
        {
            WriteObject(new OrderedDictionary<string, Tensor>(tensors, StringComparer.Ordinal));
            return;
        }
        if (Name is [{ } one] && tensors.TryGetValue(one, out var tensor))
        {
            WriteObject(tensor);
            return;
        }
        var chosen = new OrderedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (string pattern in Name)
        {
            string[] found = pattern is not null && tensors.ContainsKey(pattern) ? [pattern] : [.. tensors.Keys.Where(NamePattern.Of(pattern).IsMatch)];
            if (found.Length == 0)
                throw FileErrors.NoSuchName(path, "tensor", pattern!, tensors.Keys);
            foreach (string name in found)
                chosen.TryAdd(name, tensors[name]);
        }
        WriteObject(chosen);
    }

    private TableOptions Options(TensorFormat format) => TableOptions(format) with
    {
        AllowEmpty = true,
        Like = IsBound(nameof(Like)) ? Unwrap(Like) as TensorTable ?? throw CallErrors.NotATensorTable(Unwrap(Like)) : null,
    };
}
