using System.Management.Automation;
using System.Runtime.CompilerServices;
using LinRegPS.Conversion;
using LinRegPS.Files;
using LinRegPS.Reporting;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Commands;

// What is fitted from files, some rows in memory at a time.
public sealed partial class MeasureLinearModelCommand
{
    private const string FileSet = "File", ObjectSet = "Objects";

    /// <summary>A table of text, csv or tsv, whose columns -Target and -Property name. Its rows are not held in memory.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [Alias("PSPath", "LiteralPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    // The data set that is given in place of features and target.
    private DataSet? Given => _numbers is [var one] ? DataArgument.Rows(one) : null;

    private LinearFit FitFile()
    {
        if (From is not null)
            throw CallErrors.Conflict(nameof(Path), nameof(From));
        string target = TargetName ?? throw CallErrors.TargetName(Unwrap(Target));
        RequireNames(target);
        return FitTable(target);
    }

    // Apart from the rest: this needs the assembly of files.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private LinearFit FitTable(string target)
    {
        string path = FilePath.For(SessionState, Path);
        if (TensorFile.FormatOf(path) is not (TensorFormat.Csv or TensorFormat.Tsv) and var format)
            throw CallErrors.WrongFormat(nameof(Path), "tables of text here", $"{format}; pipe New-DataSet -Path");
        var table = new TableObservations(path, Names, target, Factor, Culture, omits: Missing == MissingRows.Omit);
        var fit = Fit(table);
        foreach (var (name, merged) in table.Merged)
            WarnOfMerged(name, merged);
        return fit;
    }

    private LinearFit FitStored(DataSet data)
    {
        if (From is not null)
            throw Errors.InFile(data.InputRows!);
        return Fit(new DataSetObservations(data, Names));
    }
}
