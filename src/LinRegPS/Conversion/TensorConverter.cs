using System.Management.Automation;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// Lets PowerShell convert to a tensor wherever one is needed: <c>[LinRegPS.Tensor](1, 2)</c>, <c>$model.Forward(5)</c>,
/// a function's parameter. Registered in LinRegPS.Types.ps1xml.
/// </summary>
public sealed class TensorConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        destinationType == typeof(Tensor) && sourceValue is not (null or Module or ModelParameter or Operation);

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        TensorConversion.From(sourceValue, "Tensor");

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => destinationType == typeof(float[]) || destinationType == typeof(double[]);

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase)
    {
        var tensor = (Tensor)Wrapping.Unwrap(sourceValue)!;
        if (tensor.Rank != 1)
            throw CallErrors.NotAVector(tensor.Shape);
        float[] numbers = tensor.ToArray();
        return destinationType == typeof(float[]) ? numbers : Array.ConvertAll(numbers, number => (double)number);
    }
}
