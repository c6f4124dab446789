using System.Collections;
using System.Globalization;

namespace LinRegPS;

// What is taken for an index: whole numbers of any type, text of one, and lists of them.
public sealed partial class Tensor
{
    private static bool TryInt(object? value, out int number)
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

    // The indices in a list or a tensor, and the shape that they stand in; null for one index.
    private static (int[] Indices, Shape Shape)? Listed(object? value)
    {
        object?[]? items = value switch
        {
            Tensor { Rank: > 0 } tensor => [.. tensor.ToArray().Cast<object?>()],
            IEnumerable list and not (string or IDictionary) => [.. list.Cast<object?>()],
            _ => null,
        };
        if (items is null)
            return null;
        int[] indices = Array.ConvertAll(items, item => TryInt(WrapperAttribute.Unwrap(item), out int i) ? i : throw Errors.IndexText(item));
        return (indices, value is Tensor { Shape: var shape } ? shape : new Shape(indices.Length));
    }

    // The elements, rows and so on at some indices of a dimension, which gets their shape; torch.index_select for one of rank 1.
    private Tensor Pick(int dimension, int[] indices, Shape shape)
    {
        int[] sizes = Shape.ToArray(), target = [.. sizes[..dimension], .. shape, .. sizes[(dimension + 1)..]];
        return indices.Length == 0 ? Slice(dimension, 0, 0).Reshape(target)
            : Stack(Array.ConvertAll(indices, i => Select(dimension, i)), dimension).Reshape(target);
    }
}
