using System.Management.Automation;
using LinRegPS.Conversion;

namespace LinRegPS.Commands;

/// <summary>Makes a tensor from numbers, or filled with zeros, ones, a value or random numbers.</summary>
/// <remarks>
/// A tensor is an array of 32-bit floating-point numbers with a shape: a number, a vector, a matrix, or more dimensions. Nested arrays give their own shape; -Shape lays the same numbers out in another. With -DType Int64 it holds whole numbers of 64 bits, for indices and classes, with -DType Bool truth values, for masks; gradients are for float32 alone.
///
/// With -RequiresGrad, operations on the tensor are recorded, so that Invoke-Backward can compute the gradient of a loss with respect to it.
///
/// Random tensors are PyTorch's for the same -Seed: New-Tensor -Uniform -Shape 8 -Seed 0 is torch.manual_seed(0); torch.rand(8).
/// </remarks>
/// <example>
///   <summary>A vector</summary>
///   <code>New-Tensor 1,2,3,4</code>
///   <para>Prints as in PyTorch: tensor([1., 2., 3., 4.]).</para>
/// </example>
/// <example>
///   <summary>A column of four rows, as models take it</summary>
///   <code>$X = New-Tensor 1,2,3,4 -Shape 4,1</code>
///   <para>One size may be -1, and is then computed: -Shape -1,1.</para>
/// </example>
/// <example>
///   <summary>A matrix from nested arrays</summary>
///   <code>New-Tensor (1,2,3),(4,5,6)</code>
/// </example>
/// <example>
///   <summary>A parameter to train</summary>
///   <code>
///   $w = New-Tensor 0 -RequiresGrad
///   $X = New-Tensor (1..4)
///   $w * $X
///   </code>
///   <para>A single number gives a tensor without dimensions. The result shows the operation that made it, because $w requires a gradient.</para>
/// </example>
/// <example>
///   <summary>Random numbers that PyTorch draws too</summary>
///   <code>New-Tensor -Normal -Shape 2,3 -Seed 42</code>
/// </example>
/// <seealso cref="ConvertToTensorCommand"/>
/// <seealso cref="InvokeBackwardCommand"/>
[Cmdlet(VerbsCommon.New, "Tensor", DefaultParameterSetName = "Data")]
[OutputType(typeof(Tensor))]
public sealed class NewTensorCommand : LinRegCmdlet
{
    private readonly List<object?> _piped = [];

    /// <summary>A number, an array, or nested arrays of numbers, all rows of the same length. Text is taken where it is a number in invariant form (1.5). Down the pipeline each number is an element and each array a row; a tensor alone keeps its shape.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Data")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? Data { get; set; }

    /// <summary>Makes a tensor of zeros.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Zeros")]
    public SwitchParameter Zeros { get; set; }

    /// <summary>Makes a tensor of ones.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Ones")]
    public SwitchParameter Ones { get; set; }

    /// <summary>Makes a tensor with this number everywhere.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Full")]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? Full { get; set; }

    /// <summary>Makes a tensor of random numbers, uniform from -Minimum up to -Maximum.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Uniform")]
    public SwitchParameter Uniform { get; set; }

    /// <summary>Makes a tensor of random numbers with the normal distribution.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Normal")]
    public SwitchParameter Normal { get; set; }

    /// <summary>The sizes of the dimensions, outermost first: 4,1 is four rows of one column. An empty array, @(), is a single number.</summary>
    [Parameter(ParameterSetName = "Data")]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Zeros")]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Ones")]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Full")]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Uniform")]
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Normal")]
    [AllowEmptyCollection]
    [Number(typeof(int), Several = true)]
    public int[]? Shape { get; set; }

    /// <summary>The least number of -Uniform.</summary>
    [Parameter(ParameterSetName = "Uniform")]
    [Number(typeof(double))]
    public double Minimum { get; set; }

    /// <summary>The end of the range of -Uniform, which is not drawn itself.</summary>
    [Parameter(ParameterSetName = "Uniform")]
    [Number(typeof(double))]
    public double Maximum { get; set; } = 1;

    /// <summary>The mean of -Normal.</summary>
    [Parameter(ParameterSetName = "Normal")]
    [Number(typeof(double))]
    public double Mean { get; set; }

    /// <summary>The standard deviation of -Normal.</summary>
    [Parameter(ParameterSetName = "Normal")]
    [Number(typeof(double))]
    public double StandardDeviation { get; set; } = 1;

    /// <summary>Fixes the random numbers: the same seed gives the same tensor, and PyTorch's.</summary>
    [Parameter(ParameterSetName = "Uniform")]
    [Parameter(ParameterSetName = "Normal")]
    [Number(typeof(long))]
    public long Seed { get; set; }

    /// <summary>What the elements are: Float32, Int64 or Bool. Numbers for Int64 must be whole; for Bool all but 0 are true.</summary>
    [Parameter]
    public DType DType { get; set; }

    /// <summary>Records operations on the tensor, so that it can be given a gradient.</summary>
    [Parameter]
    public SwitchParameter RequiresGrad { get; set; }

    /// <summary>Takes NaN and infinities in the data as meant. Without it they are an error.</summary>
    [Parameter(ParameterSetName = "Data")]
    public SwitchParameter AllowNaN { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (MyInvocation.ExpectingInput && ParameterSetName == "Data")
            _piped.Add(Data);
        else
            Write(Make());
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        if (!MyInvocation.ExpectingInput || ParameterSetName != "Data")
            return;
        Data = _piped is [var only] && (Conversion.Serialization.Tensor(only) ?? Unwrap(only)) is Tensor ? only : _piped;
        Write(FromData());
    }

    private void Write(Tensor made)
    {
        var tensor = made.To(DType);
        WriteObject(RequiresGrad ? tensor.RequiresGrad_() : tensor);
    }

    private Tensor Make()
    {
        int[] shape = Shape ?? [];
        return ParameterSetName switch
        {
            "Zeros" => Tensor.Zeros(shape),
            "Ones" => Tensor.Ones(shape),
            // Int64 with all of its digits.
            "Full" => DType == DType.Int64
                ? Conversion.WholeNumbers.From(Full, "-Full").Expand(shape).Clone()
                : Tensor.Full((float)Conversion.TensorConversion.Single(Full, "-Full", "the value", allowNaN: true), shape),
            "Uniform" => Tensor.Uniform(Generator(), Minimum, Maximum, shape),
            "Normal" => Tensor.Normal(Generator(), Mean, StandardDeviation, shape),
            _ => FromData(),
        };
    }

    private Tensor FromData()
    {
        var tensor = DType == DType.Int64
            ? Conversion.WholeNumbers.From(Data, "New-Tensor")
            : Conversion.TensorConversion.From(Data, "New-Tensor", AllowNaN, WriteWarning);
        if (ReferenceEquals(tensor, Unwrap(Data)))
            tensor = tensor.Detach().Clone();
        return Shape is null ? tensor : tensor.Reshape(Shape);
    }

    private Generator? Generator() => IsBound(nameof(Seed)) ? new Generator(Seed) : null;
}
