using System.Collections;
using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Compares two gradients and says how they differ: by a factor and which, a transpose, an offset, in one place, or altogether.</summary>
/// <remarks>
/// The result for each pair has a Kind, the numbers (Factor, Cosine, MaxUlp, MaxRelative, Index), and words: Finding, Evidence, Remedy.
///
/// Where one factor lies between the two, it is named by what is known: the number of samples, features or outputs, the batch size, the 2 of a square's derivative, a turned sign. Features and outputs come from the gradient's shape ([out, in]); give -SampleCount for the mean that is most often forgotten.
///
/// A tensor that requires a gradient stands for its gradient; any other tensor, number or array is one. Models and hashtables are compared by name, lists by place. Numbers count as equal where they differ only as sums in another order do, about 32 ulp.
/// </remarks>
/// <example>
///   <summary>A gradient by hand against autograd's</summary>
///   <code>
///   $w = New-Tensor 0 -RequiresGrad
///   $X = New-Tensor 1,2,3,4
///   $Y = New-Tensor 2,4,6,8
///   Measure-MseLoss ($w * $X) $Y | Invoke-Backward
///   $byHand = (2 * $X).Dot(0 * $X - $Y)
///   Compare-Gradient $w $byHand -SampleCount 4
///   </code>
/// </example>
/// <example>
///   <summary>Two models, by the names of their parameters</summary>
///   <code>
///   $a = New-LinearModel 2 1 -Seed 0
///   $b = New-LinearModel 2 1 -Seed 0
///   $X = New-Tensor (1,2),(3,4),(5,6)
///   $Y = New-Tensor (1),(2),(3) -Shape 3,1
///   Measure-MseLoss $a.Forward($X) $Y | Invoke-Backward
///   Measure-MseLoss $b.Forward($X) $Y -Reduction Sum | Invoke-Backward
///   Compare-Gradient $a $b -SampleCount 3
///   </code>
/// </example>
/// <example>
///   <summary>Only those that disagree</summary>
///   <code>
///   Compare-Gradient @{ weight = 1,2; bias = 3 } @{ weight = 1,2; bias = 6 } | Where-Object Agrees -eq $false
///   </code>
/// </example>
/// <seealso cref="CompareTrainingCommand"/>
/// <seealso cref="InvokeBackwardCommand"/>
[Cmdlet(VerbsData.Compare, "Gradient")]
[OutputType(typeof(GradientComparison))]
public sealed class CompareGradientCommand : LinRegCmdlet
{
    /// <summary>The gradient that is taken to be right: a tensor, a parameter, a model, or a list or hashtable of them.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? Reference { get; set; }

    /// <summary>The gradient in question, of the same kind.</summary>
    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [AllowEmptyString]
    public object? Candidate { get; set; }

    /// <summary>The number of samples, N, if it is known.</summary>
    [Parameter]
    [Alias("N")]
    [ValidateRange(1, int.MaxValue)]
    [Number(typeof(int))]
    public int SampleCount { get; set; }

    /// <summary>The number of samples in a batch, if there are batches.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [Number(typeof(int))]
    public int BatchSize { get; set; }

    /// <summary>The number of input features; by default the last size of the gradient's shape.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    [Number(typeof(int))]
    public int FeatureCount { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var known = new GradientContext(
            IsBound(nameof(SampleCount)) ? SampleCount : null,
            IsBound(nameof(FeatureCount)) ? FeatureCount : null,
            IsBound(nameof(BatchSize)) ? BatchSize : null);
        var pairs = GradientPairs.Match(Gradients(Reference, nameof(Reference)), Gradients(Candidate, nameof(Candidate)));
        foreach (var pair in pairs)
            WriteObject(GradientExplainer.Explain(pair, known));
    }

    private static List<NamedGradient> Gradients(object? argument, string parameter, int depth = 0)
    {
        // An array may contain itself.
        if (depth > NestedNumbers.MostDimensions)
            throw CallErrors.NestedTooDeep(parameter, NestedNumbers.MostDimensions);
        object? value = Unwrap(argument);
        return value switch
        {
            Module model => [.. model.NamedParameters().Where(p => p.Value.RequiresGrad).Select(Of)],
            IDictionary named => [.. Records.Entries(named).Select(entry => new NamedGradient(entry.Key, One(entry.Value, parameter).Gradient))],
            IEnumerable items and not string when Records.Items(items).Any(item => Unwrap(item) is Tensor or ModelParameter or Module) =>
                [.. Records.Items(items).SelectMany(item => Gradients(item, parameter, depth + 1))],
            _ => [One(value, parameter)],
        };
    }

    private static NamedGradient One(object? argument, string parameter) => Unwrap(argument) switch
    {
        ModelParameter model => Of(model),
        Tensor { RequiresGrad: true, IsLeaf: true } leaf => new NamedGradient(null, leaf.Grad),
        null or Module => throw CallErrors.NotAGradient(Unwrap(argument)),
        var numbers => new NamedGradient(null, ToTensor(numbers, parameter)),
    };

    private static NamedGradient Of(ModelParameter parameter) => new(parameter.Name, parameter.Gradient);
}
