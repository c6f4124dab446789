using System.Globalization;
using System.Numerics;

namespace LinRegPS;

// A tensor of one element where .NET asks for a number. Whole numbers are never rounded to.
public sealed partial class Tensor : IConvertible
{
    TypeCode IConvertible.GetTypeCode() => TypeCode.Object;

    bool IConvertible.ToBoolean(IFormatProvider? provider) => IsTrue;

    byte IConvertible.ToByte(IFormatProvider? provider) => Whole<byte>();

    sbyte IConvertible.ToSByte(IFormatProvider? provider) => Whole<sbyte>();

    short IConvertible.ToInt16(IFormatProvider? provider) => Whole<short>();

    ushort IConvertible.ToUInt16(IFormatProvider? provider) => Whole<ushort>();

    int IConvertible.ToInt32(IFormatProvider? provider) => Whole<int>();

    uint IConvertible.ToUInt32(IFormatProvider? provider) => Whole<uint>();

    long IConvertible.ToInt64(IFormatProvider? provider) => Whole<long>();

    ulong IConvertible.ToUInt64(IFormatProvider? provider) => Whole<ulong>();

    float IConvertible.ToSingle(IFormatProvider? provider) => Item();

    double IConvertible.ToDouble(IFormatProvider? provider) => (double)this;

    decimal IConvertible.ToDecimal(IFormatProvider? provider) => Convert.ToDecimal(Value(), CultureInfo.InvariantCulture);

    string IConvertible.ToString(IFormatProvider? provider) => ToString();

    char IConvertible.ToChar(IFormatProvider? provider) => throw Errors.NotConvertible(nameof(Char));

    DateTime IConvertible.ToDateTime(IFormatProvider? provider) => throw Errors.NotConvertible(nameof(DateTime));

    object IConvertible.ToType(Type conversionType, IFormatProvider? provider) =>
        conversionType.IsInstanceOfType(this) ? this : throw Errors.NotConvertible(conversionType.Name);

    /// <summary>Whether a tensor's one element is not 0; torch's bool().</summary>
    /// <exception cref="InvalidValueException">The tensor has another number of elements than one.</exception>
    internal bool IsTrue => Numel == 1 ? (bool)this : throw Errors.Truth(Shape);

    private T Whole<T>()
        where T : INumber<T>
    {
        object value = Value();
        try
        {
            return value switch
            {
                long integer => T.CreateChecked(integer),
                bool flag => flag ? T.One : T.Zero,
                float number when number == MathF.Round(number) => T.CreateChecked(number),
                _ => throw Errors.NotWhole(value),
            };
        }
        catch (OverflowException)
        {
            throw Errors.NotWhole(value);
        }
    }
}
