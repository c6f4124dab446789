using System.Globalization;

namespace LinRegPS;

// What is taken for an index: whole numbers of any type, and text of one.
public sealed partial class Tensor
{
    internal static bool TryInt(object? value, out int number)
    {
        number = 0;
        double? index = value switch
        {
            string text => int.TryParse(
                text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int i) ? i : null,
            Tensor { Numel: 1 } tensor => tensor.Item(),
            decimal exact => exact == decimal.Truncate(exact) ? (double)exact : null,
            int or long or short or byte or sbyte or uint or ulong or ushort or float or double => Convert.ToDouble(value, CultureInfo.InvariantCulture),
            _ => null,
        };
        if (index is not { } whole || whole != Math.Round(whole) || Math.Abs(whole) > int.MaxValue)
            return false;
        number = (int)whole;
        return true;
    }
}
