using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Plots.Terminal;

namespace LinRegPS.Commands;

/// <summary>How Show-TensorPlot shows a tensor. The names are those of the plots' own list.</summary>
public enum TensorPlotKind
{
    /// <summary>By the tensor's shape.</summary>
    Auto,

    /// <summary>A point for each pair of x and y.</summary>
    Scatter,

    /// <summary>A line through points in their order.</summary>
    Line,

    /// <summary>How many numbers lie where.</summary>
    Histogram,

    /// <summary>A matrix as a picture.</summary>
    Image,
}

/// <summary>Draws a tensor in the terminal, as lines of text: a scatter plot, a line, a histogram, or a picture.</summary>
/// <remarks>
/// Without -Kind the shape says which: x and y, or a matrix of two columns, are points; another matrix is a picture, greater numbers brighter where the terminal is dark; [images, rows, columns] and [images, channels, rows, columns] are several pictures; and a vector is a line by the number of its elements.
///
/// Numbers that are NaN or infinite are left out of plots, which say how many; a picture shows NaN as question marks.
/// </remarks>
/// <example>
///   <summary>Points, and how they are distributed</summary>
///   <code>
///   $x = New-Tensor -Normal -Shape 200 -Seed 1
///   $y = $x * 2 + (New-Tensor -Normal -Shape 200 -Seed 2)
///   Show-TensorPlot $x $y
///   Show-TensorPlot $y -Kind Histogram -Height 8
///   </code>
/// </example>
/// <example>
///   <summary>A picture</summary>
///   <code>
///   $arrow = New-Tensor (0,0,1,0,0),(0,1,1,1,0),(1,0,1,0,1),(0,0,1,0,0)
///   Show-TensorPlot $arrow
///   </code>
/// </example>
/// <example>
///   <summary>A line</summary>
///   <code>1..40 | ForEach-Object { [Math]::Sin($_ / 5) } | Show-TensorPlot -Height 10 -Width 60</code>
/// </example>
/// <seealso cref="ShowTrainingPlotCommand"/>
/// <seealso cref="NewTensorCommand"/>
[Cmdlet(VerbsCommon.Show, "TensorPlot")]
[OutputType(typeof(string))]
public sealed class ShowTensorPlotCommand : TerminalCmdlet
{
    private readonly List<object?> _numbers = [];

    /// <summary>A tensor, or numbers that make one: what to show, or x where -Y is given.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Alias("X")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>As many numbers, which lie above those of the first.</summary>
    [Parameter(Position = 1)]
    [AllowNull]
    [AllowEmptyCollection]
    public object? Y { get; set; }

    /// <summary>Scatter, Line, Histogram or Image; Auto goes by the shape.</summary>
    [Parameter]
    public TensorPlotKind Kind { get; set; }

    /// <summary>Into how many bars a histogram divides; by the rule of Freedman and Diaconis where it is left out.</summary>
    [Parameter]
    [Number(typeof(int))]
    [ValidateRange(1, 1000)]
    public int Bin { get; set; }

    /// <summary>The rows of a plot.</summary>
    [Parameter]
    [Number(typeof(int))]
    [ValidateRange(1, 200)]
    public int Height { get; set; } = 16;

    /// <inheritdoc/>
    protected override void Process()
    {
        // Tensors are pictures for themselves; numbers one by one are a vector.
        if (Unwrap(InputObject) is Tensor || !MyInvocation.ExpectingInput)
            Show(InputObject);
        else
            _numbers.Add(InputObject);
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (_numbers.Count > 0)
            Show(_numbers.Count == 1 ? _numbers[0] : _numbers);
    }

    private void Show(object? numbers)
    {
        var tensor = TensorConversion.From(numbers, nameof(InputObject), allowNaN: true);
        Write(new TensorPlot(tensor, Style())
        {
            Y = IsBound(nameof(Y)) ? TensorConversion.From(Y, nameof(Y), allowNaN: true) : null,
            Form = Kind == TensorPlotKind.Auto ? null : Enum.Parse<TensorPlotForm>($"{Kind}"),
            Bins = IsBound(nameof(Bin)) ? Bin : null,
            Rows = Math.Max(Height, 3),
        }.Lines());
    }
}
