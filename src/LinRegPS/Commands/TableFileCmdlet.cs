using System.Globalization;
using System.Management.Automation;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Files;
using LinRegPS.Files.Delimited;

namespace LinRegPS.Commands;

/// <summary>A cmdlet that reads tables of text: which columns, and what becomes of them.</summary>
public abstract class TableFileCmdlet : TensorFileCmdlet
{
    /// <summary>Of a table the columns to read, in this order; wildcards are allowed. All but the target's where it is left out.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[]? Property { get; set; }

    /// <summary>Of a table the columns of the target; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[] Target { get; set => field = value ?? []; } = [];

    /// <summary>The columns of categories that get a column of 0 and 1 for each: colour_blue, colour_red.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[] OneHot { get; set => field = value ?? []; } = [];

    /// <summary>The columns of categories that become numbers from 0, in the order of the texts, numbers by their size. A target of categories is int64 [rows], as CrossEntropy wants it.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    public string[] Code { get; set => field = value ?? []; } = [];

    /// <summary>The character between fields; found in the first line where it is left out.</summary>
    [Parameter]
    public char? Delimiter { get; set; }

    /// <summary>The first row is data. Columns are called Column1, Column2 and so on.</summary>
    [Parameter]
    public SwitchParameter NoHeader { get; set; }

    /// <summary>The culture that numbers are written in, de-DE for a decimal comma; invariant where it is left out.</summary>
    [Parameter]
    [AllowNull]
    public CultureInfo? Culture { get; set; }

    /// <summary>What to do about missing values: Refuse, Omit their rows; Fill numbers with -FillValue or the mean of their column, categories with the most frequent one (with -Like, those of that table, its -FillValue too), rows without a target being left out; or Keep them as NaN, and infinities (inf, -inf) as they are. Refuse where it is left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(MissingCompleter))]
    [ValidateNotNullOrEmpty]
    public string Missing { get; set; } = "Refuse";

    /// <summary>What missing numbers get with -Missing Fill.</summary>
    [Parameter]
    [Number(typeof(float))]
    public float FillValue { get; set; }

    /// <summary>How the table is to be read.</summary>
    private protected TableOptions TableOptions(TensorFormat format) => new()
    {
        Delimiter = Delimiter ?? (format == TensorFormat.Tsv ? '\t' : null),
        HasHeader = IsBound(nameof(NoHeader)) ? !NoHeader : null,
        Culture = Culture ?? CultureInfo.InvariantCulture,
        Columns = Property,
        Target = Target,
        OneHot = OneHot,
        Code = Code,
        Missing = MissingAs,
        FillValue = IsBound(nameof(FillValue)) ? FillValue : null,
        Matches = (pattern, name) => NamePattern.Of(pattern).IsMatch(name),
    };

    private MissingValues MissingAs => Named<MissingValues>("way with missing values", Missing);

    /// <summary>What to do about numbers that only tell rows apart.</summary>
    private protected const string OfIds = $"{MergedNumbers.OfIds} by -Property, or take it as categories.";

    // Rows that were to be left out are no news; with those that were to be filled only the target is.
    private protected void TellOmitted(int rows)
    {
        string text = $"{rows} row{(rows == 1 ? "" : "s")} with a missing value {(rows == 1 ? "is" : "are")} left out";
        if (MissingAs == MissingValues.Fill)
            WriteWarning($"{text}: a target is not filled.");
        else
            WriteVerbose($"{text}.");
    }

    // The number of a customer is another customer's then; of what is measured, seven digits are enough.
    private protected void TellRounded(RoundedNumbers rounded, string advice = "")
    {
        if (rounded.Count > 0)
            WriteWarning(MergedNumbers.Rounded(rounded.First!, rounded.Count) + advice);
    }
}
