using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Makes a linear model: y = x W' + b, with a weight for each input feature and output feature.</summary>
/// <remarks>
/// The same as PyTorch's nn.Linear: a weight of shape [out,in] and a bias of shape [out], drawn at random from -1/sqrt(in) to 1/sqrt(in). The same -Seed gives PyTorch's numbers.
///
/// A bias is one more parameter to train. If the line you fit goes through the origin, leave it out with -NoBias: weight and bias pull against each other, and training with a bias that is not needed takes many times longer.
/// </remarks>
/// <example>
///   <summary>A line through the origin, starting flat</summary>
///   <code>
///   $model = New-LinearModel 1 1 -NoBias -Weight 0
///   $X = New-Tensor 1,2,3,4 -Shape 4,1
///   $Y = New-Tensor 2,4,6,8 -Shape 4,1
///   Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch 100 -LogEvery 20
///   </code>
/// </example>
/// <example>
///   <summary>Three features, two outputs, PyTorch's random start for seed 0</summary>
///   <code>New-LinearModel 3 2 -Seed 0 | Get-ModelParameter</code>
/// </example>
/// <seealso cref="InvokeModelCommand"/>
/// <seealso cref="InvokeTrainingCommand"/>
/// <seealso cref="NewCustomModelCommand"/>
[Cmdlet(VerbsCommon.New, "LinearModel")]
[OutputType(typeof(Linear))]
public sealed class NewLinearModelCommand : LinRegCmdlet
{
    /// <summary>The number of input features: the columns of the data.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [Number(typeof(int))]
    public int InFeatures { get; set; }

    /// <summary>The number of outputs: the columns of the prediction.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [Number(typeof(int))]
    public int OutFeatures { get; set; }

    /// <summary>Leaves out the bias: the line goes through the origin.</summary>
    [Parameter]
    public SwitchParameter NoBias { get; set; }

    /// <summary>Fixes the random start: the same seed gives the same model, and PyTorch's.</summary>
    [Parameter]
    [Number(typeof(long))]
    public long Seed { get; set; }

    /// <summary>The weight to start from: a number for all, or a tensor of shape [out,in].</summary>
    [Parameter]
    [AllowNull]
    public object? Weight { get; set; }

    /// <summary>The bias to start from: a number for all, or a tensor of shape [out].</summary>
    [Parameter]
    [AllowNull]
    public object? Bias { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (NoBias && IsBound(nameof(Bias)))
            throw CallErrors.Conflict(nameof(NoBias), nameof(Bias));
        var model = new Linear(InFeatures, OutFeatures, !NoBias, IsBound(nameof(Seed)) ? new Generator(Seed) : null);
        if (IsBound(nameof(Weight)))
            Set(model.Weight, Weight, nameof(Weight));
        if (IsBound(nameof(Bias)))
            Set(model.Bias!, Bias, nameof(Bias));
        WriteObject(model);
    }

    private static void Set(Tensor parameter, object? argument, string name)
    {
        var value = ToTensor(argument, name);
        if (value.Rank != 0 && !value.Shape.Equals(parameter.Shape))
            throw Errors.ParameterShape(name, parameter.Shape, value.Shape);
        using (GradMode.NoGrad())
            parameter.Copy_(value);
    }
}
