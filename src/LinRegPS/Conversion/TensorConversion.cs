using System.Globalization;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>
/// Tensors from what people type: numbers, arrays, nested arrays, ranges, text with numbers in invariant form. Errors
/// name the element by its indices.
/// </summary>
internal static class TensorConversion
{
    /// <summary>
    /// The tensor itself where the value is one, else a new one of the value's shape.
    /// </summary>
    /// <param name="value">A number or nested arrays of them.</param>
    /// <param name="what">What messages call it: the parameter, for instance.</param>
    /// <param name="allowNaN">Whether NaN and infinities are meant.</param>
    public static Tensor From(object? value, string what, bool allowNaN = false)
    {
        value = Wrapping.Unwrap(value);
        if (value is Tensor tensor)
            return tensor;
        var nested = new NestedNumbers(what, isSingle: true, allowNaN);
        nested.Read(value);
        if (nested.Count == 0)
            throw CallErrors.NoData(what);
        float[] elements = new float[nested.Count];
        for (int i = 0; i < elements.Length; i++)
            elements[i] = (float)nested.Numbers[i];
        return nested.Sizes.Length == 0 ? Tensor.Scalar(elements[0]) : Tensor.From(elements, nested.Sizes);
    }

    /// <summary>The same as numbers of double precision, with their sizes, each of them finite.</summary>
    public static (double[] Numbers, int[] Sizes) Doubles(object? value, string what)
    {
        // At once, unless an error has to name an element.
        if (Wrapping.Unwrap(value) is Tensor { Numel: > 0 } tensor && Finite.All(tensor.Data))
        {
            var elements = tensor.Data;
            double[] all = GC.AllocateUninitializedArray<double>(elements.Length);
            for (int i = 0; i < all.Length; i++)
                all[i] = elements[i];
            return (all, tensor.Shape.ToArray());
        }
        var nested = new NestedNumbers(what, isSingle: false, allowNaN: false);
        nested.Read(value);
        return (nested.Numbers[..nested.Count], nested.Sizes);
    }

    /// <summary>One number as float32.</summary>
    public static float Number(object? value, string what, string path, bool allowNaN)
    {
        double number = Read(value, what, path);
        float single = (float)number;
        if (float.IsFinite(single) || allowNaN)
            return single;
        throw double.IsFinite(number) ? CallErrors.TooLarge(what, path, number) : Errors.NotFinite(what, path, number);
    }

    /// <summary>One finite number, at the precision it has.</summary>
    public static double Double(object? value, string what, string path)
    {
        double number = Read(value, what, path);
        return double.IsFinite(number) ? number : throw Errors.NotFinite(what, path, number);
    }

    private static double Read(object? value, string what, string path)
    {
        value = Wrapping.Unwrap(value);
        return value switch
        {
            float f => f,
            double d => d,
            int i => i,
            string text => NumberText.Parse<double>(text, what, path),
            bool b => b ? 1 : 0,
            long or short or byte or sbyte or uint or ulong or ushort or decimal =>
                Convert.ToDouble(value, CultureInfo.InvariantCulture),
            Half h => (double)h,
            System.Numerics.BigInteger big => (double)big,
            Tensor { Numel: 1 } one => one.Item(),
            _ => throw CallErrors.NotANumber(what, path, value),
        };
    }
}
