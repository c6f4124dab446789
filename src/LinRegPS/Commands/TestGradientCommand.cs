using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LinRegPS.Completion;
using LinRegPS.Conversion;
using LinRegPS.Diagnosis;
using LinRegPS.Diagnosis.FiniteDifferences;
using LinRegPS.Diagnosis.Probing;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Checks that autograd's gradient, or one by hand, is the function's own slope, by finite differences.</summary>
/// <remarks>
/// Each parameter is moved a little ahead and back, and the change of the value divided by the step is compared with the gradient, element by element and along random directions. The parameters are changed in place while operations are not recorded, and put back to the bit whatever happens, with their gradients and versions.
///
/// There is no fixed tolerance. A large step errs because the function is curved, a small one because float32 rounds its value; ten step sizes are tried, extrapolated, and the best kept with the error it may still have. Precision reports that error, with the rounding of the gradient itself; a difference beyond it is a difference. It takes 20 runs of the block for each element.
///
/// A block that gives several values, such as a model's output, is checked as their sum weighted at random. Where a slope jumps, as relu's does at 0, any value between the slopes at both sides passes, and Kinks tells. A block that is not deterministic, or whose value is not finite, does not pass and is not compared.
///
/// Of a model with a data set, or with input and target, the value is the loss on all of its rows, in the mode that the model is in; buffers such as running means are put back too.
/// </remarks>
/// <example>
///   <summary>A loss of one parameter</summary>
///   <code>
///   $X = New-Tensor 1,2,3,4
///   $Y = New-Tensor 2,4,6,8
///   $w = New-Tensor 0 -RequiresGrad
///   Test-Gradient { param($w) Measure-MseLoss ($w * $X) $Y } $w
///   </code>
/// </example>
/// <example>
///   <summary>A gradient by hand that lacks its mean</summary>
///   <code>
///   $X = New-Tensor 1,2,3,4
///   $Y = New-Tensor 2,4,6,8
///   $w = New-Tensor 0
///   $gradient = (2 * $X).Dot($w * $X - $Y)
///   $check = Test-Gradient { param($w) Measure-MseLoss ($w * $X) $Y } $w -Gradient $gradient
///   $check.Finding
///   </code>
///   <para>It is 4 times the slope.</para>
/// </example>
/// <example>
///   <summary>All parameters of a model</summary>
///   <code>
///   $model = New-LinearModel 2 1 -Seed 0
///   $X = New-Tensor (1,2),(3,4),(5,7)
///   $Y = New-Tensor 1,2,3 -Shape 3,1
///   Test-Gradient { Measure-MseLoss (Invoke-Model $model $X) $Y } $model
///   </code>
/// </example>
/// <example>
///   <summary>The same, of data that a training takes</summary>
///   <code>
///   $model = New-LinearModel 2 1 -Seed 0
///   $data = New-DataSet (New-Tensor (1,2),(3,4),(5,7)) (New-Tensor 1,2,3 -Shape 3,1)
///   Test-Gradient $model $data
///   </code>
/// </example>
/// <seealso cref="InvokeBackwardCommand"/>
/// <seealso cref="MeasureConvergenceCommand"/>
[Cmdlet(VerbsDiagnostic.Test, "Gradient", DefaultParameterSetName = BlockSet)]
[OutputType(typeof(GradientCheck))]
public sealed class TestGradientCommand : LinRegCmdlet
{
    private const string BlockSet = "Block", ModelSet = "Model";

    /// <summary>Computes the value to differentiate: a loss, or a model's output. What is checked is passed to its parameters, in order.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = BlockSet)]
    public ScriptBlock? ScriptBlock { get; set; }

    // Of this type alone: what stands first is the block or the model.
    /// <summary>The model whose loss on data is differentiated.</summary>
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ModelSet)]
    public Module? Model { get; set; }

    /// <summary>The tensors, parameters (from Get-ModelParameter) or models to check; of a model, its input, or a data set, a data loader or a table of Import-Tensor, which have a target.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [AllowNull]
    public object? InputObject { get; set; }

    /// <summary>What the model should give for its input.</summary>
    [Parameter(Position = 2, ParameterSetName = ModelSet)]
    [Alias("Y")]
    [AllowNull]
    [AllowEmptyCollection]
    public object? Target { get; set; }

    /// <summary>The loss: a name among the methods of [LinRegPS.Loss], a loss object, or a script block of prediction and target. The mean squared error where it is left out.</summary>
    [Parameter(ParameterSetName = ModelSet)]
    [ArgumentCompleter(typeof(LossNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object Loss { get; set; } = nameof(LinRegPS.Loss.Mse);

    /// <summary>The gradient to check in place of autograd's: numbers for one tensor, a list of tensors for several.</summary>
    [Parameter]
    [AllowNull]
    public object? Gradient { get; set; }

    /// <summary>How many random directions to check for each tensor.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int Direction { get; set; } = 3;

    /// <summary>The most elements of a tensor to check one by one; of larger ones so many are drawn.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int MaxElement { get; set; } = 1000;

    /// <summary>Where the random directions and elements come from.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int Seed { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Model is null)
        {
            object[] arguments = Arguments(Unwrap(InputObject));
            Check([.. Tensors(arguments)], () => Run(arguments));
            return;
        }
        var model = ToModel(Model);
        var (input, target) = ToRows();
        var loss = LossArgument.Read(Loss, allowBroadcast: false);
        using var buffers = new GradientProbe([.. model.NamedBuffers().Select(buffer => buffer.Value)], () => input);
        Check([.. Tensors([model])], () => loss.Compute(model.Invoke(input), target));
    }

    private (Tensor Input, Tensor Target) ToRows()
    {
        if (DataArgument.Rows(InputObject) is { } rows)
            return IsBound(nameof(Target)) ? throw CallErrors.HasItsOwn("a data set", nameof(Target)) : (rows.Input, rows.Target);
        return IsBound(nameof(Target)) ? (ToTensor(InputObject, nameof(InputObject)), ToTensor(Target, nameof(Target))) : throw TargetMissing();
    }

    private void Check(List<ModelParameter> tensors, Func<Tensor> function)
    {
        var checker = new GradientVerifier(tensors, function)
        {
            Seed = Seed,
            Directions = Direction,
            MaxElements = MaxElement,
            Given = IsBound(nameof(Gradient)) ? Given(tensors) : null,
        };
        Tell(() => $"{tensors.Sum(t => (long)t.Value.Numel)} numbers in {tensors.Count} tensors: each that is checked, and each of {Direction} directions, takes several forward passes.");
        WriteObject(checker.Check(), enumerateCollection: true);
    }

    private static object[] Arguments(object? input) => input switch
    {
        Tensor or ModelParameter or Module => [input],
        IEnumerable items and not string => [.. Records.Items(items).Select(item => Unwrap(item) is Tensor or ModelParameter or Module
            ? Unwrap(item)!
            : throw CallErrors.NotAParameter(Unwrap(item)))],
        _ => throw CallErrors.NotAParameter(input),
    };

    // Tensors are called as the block calls them.
    private IEnumerable<ModelParameter> Tensors(object[] arguments)
    {
        var declared = (ScriptBlock?.Ast as ScriptBlockAst)?.ParamBlock?.Parameters;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case Tensor tensor:
                    yield return new ModelParameter(
                        i < declared?.Count ? declared[i].Name.VariablePath.UserPath : $"tensor {i + 1}", tensor);
                    break;
                case ModelParameter parameter:
                    yield return parameter;
                    break;
                case Module model:
                    var parameters = model.NamedParameters().Where(p => p.Value.RequiresGrad).ToList();
                    if (parameters.Count == 0)
                        throw Errors.NoParameters(model.GetType().Name);
                    foreach (var parameter in parameters)
                        yield return parameter;
                    break;
            }
        }
    }

    private List<Tensor> Given(List<ModelParameter> tensors)
    {
        // A number or an array stands for a tensor of one element, or of its own shape.
        if (tensors.Count == 1)
            return [Fit(Unwrap(Gradient) is object?[] { Length: 1 } list && Unwrap(list[0]) is Tensor only ? only : Gradient, tensors[0])];
        if (Unwrap(Gradient) is not IEnumerable items)
            throw DiagnosisErrors.GivenGradients(1, tensors.Count);
        object?[] gradients = [.. Records.Items(items)];
        return gradients.Length == tensors.Count
            ? [.. gradients.Select((gradient, i) => Fit(gradient, tensors[i]))]
            : throw DiagnosisErrors.GivenGradients(gradients.Length, tensors.Count);
    }

    private static Tensor Fit(object? gradient, ModelParameter tensor)
    {
        var converted = ToTensor(gradient, nameof(Gradient));
        return converted.Numel == 1 && tensor.Value.Numel == 1 ? converted.Reshape(tensor.Shape.ToArray()) : converted;
    }

    private Tensor Run(object[] arguments)
    {
        var output = InvokeCommand.InvokeScript(useLocalScope: true, ScriptBlock!, null, arguments);
        if (output.Count != 1 || Unwrap(output[0]) is not { } value)
            throw CallErrors.CheckResult(output.Count == 0 ? null : output);
        // A number has no graph; that is what the check will say.
        return value is Tensor or IConvertible and not string ? ToTensor(value, nameof(ScriptBlock)) : throw CallErrors.CheckResult(value);
    }
}
