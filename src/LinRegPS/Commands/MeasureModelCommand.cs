using System.Management.Automation;
using LinRegPS.Conversion;
using LinRegPS.Reporting;

namespace LinRegPS.Commands;

/// <summary>Shows what each layer makes of an input: shapes, parameters, multiplications and memory.</summary>
/// <remarks>
/// The model runs on zeros of the input's shape, as it is used rather than trained. Layers of sequential models are shown one by one, every other model as a whole. Where two shapes do not fit, the layer's Problem says why, and the layers behind it have no shapes.
///
/// Multiplications are those of matrix products, of which convolutions, recurrent layers and attention are made; Memory is that of all results, in bytes.
/// </remarks>
/// <example>
///   <summary>A small network</summary>
///   <code>
///   $model = New-SequentialModel { Linear 2 16; Tanh; Linear 16 2 } -Seed 0
///   Measure-Model $model -InputShape 2
///   </code>
/// </example>
/// <example>
///   <summary>Where do the shapes not fit?</summary>
///   <code>
///   $model = New-SequentialModel { Conv2d 1 8 3; Flatten; Linear 100 10 }
///   Measure-Model $model -InputShape 1,28,28 | Where-Object Problem | ForEach-Object Problem
///   </code>
/// </example>
/// <seealso cref="NewSequentialModelCommand"/>
/// <seealso cref="GetModelParameterCommand"/>
[Cmdlet(VerbsDiagnostic.Measure, "Model")]
[OutputType(typeof(LayerMeasure))]
public sealed class MeasureModelCommand : LinRegCmdlet
{
    /// <summary>The model, which does not change.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public object? Model { get; set; }

    /// <summary>The shape of one row of the input: 1,28,28 for an image of one channel.</summary>
    [Parameter(Position = 1, Mandatory = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [Number(typeof(int), Several = true)]
    public int[]? InputShape { get; set; }

    /// <summary>How many rows the input has.</summary>
    [Parameter]
    [Number(typeof(int))]
    public int BatchSize { get; set; } = 1;

    /// <inheritdoc/>
    protected override void Process()
    {
        if (BatchSize < 1)
            throw Errors.NotPositive(nameof(BatchSize), BatchSize);
        if (InputShape is null)
            throw CallErrors.NotANumber("-" + nameof(InputShape), "the value", null);
        WriteObject(LayerMeasure.Of(ToModel(Model), new Shape([BatchSize, .. InputShape])), enumerateCollection: true);
    }
}
