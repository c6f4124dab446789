using System.Collections;

namespace LinRegPS.Operations;

/// <summary>What stands in the brackets of <c>t[...]</c>, applied: numbers, slices and new dimensions first, as a view, then tensors of indices together.</summary>
internal sealed class IndexExpression
{
    private readonly Shape _shape;
    private readonly List<(int Dimension, Tensor Index)> _tensors = [];
    private Tensor _view;

    public IndexExpression(Tensor whole, object?[] index)
    {
        (_shape, _view) = (whole.Shape, whole);
        object?[] items = Array.ConvertAll(index, item => Read(WrapperAttribute.Unwrap(item)));
        int named = items.Sum(item => item switch { null or Rest => 0, Tensor { DType: DType.Bool } mask => mask.Rank, _ => 1 });
        if (named > whole.Rank || items.Count(item => item is Rest) > 1)
            throw Errors.TooManyIndices(named, whole.Shape);
        // The dimension of the view that comes next, and which of the whole it is.
        int at = 0, source = 0;
        foreach (object? item in items)
        {
            switch (item)
            {
                case null:
                    _view = _view.Unsqueeze(at++);
                    break;
                case Rest:
                    at += whole.Rank - named;
                    source += whole.Rank - named;
                    break;
                case string slice:
                    _view = Slice(_view, at++, slice);
                    source++;
                    break;
                case int i when i < -_shape[source] || i >= _shape[source]:
                    throw Errors.Index(i, source, _shape);
                case int i:
                    _view = _view.Select(at, i);
                    source++;
                    break;
                case Tensor { DType: DType.Bool } mask:
                    if (mask.Rank == 0 || !_shape.Skip(source).Take(mask.Rank).SequenceEqual(mask.Shape))
                        throw Errors.MaskShape(mask.Shape, source, _shape);
                    foreach (var column in mask.NonZero().Unbind(1))
                        _tensors.Add((at++, column));
                    source += mask.Rank;
                    break;
                case Tensor indices:
                    _tensors.Add((at++, indices));
                    source++;
                    break;
                default:
                    throw Errors.IndexText(item);
            }
        }
    }

    /// <summary>What is named.</summary>
    public Tensor Result() => _tensors.Count switch
    {
        0 => _view,
        1 => Single(_tensors[0].Dimension, _tensors[0].Index),
        _ => Together(),
    };

    // Indices of one dimension, which theirs take the place of.
    private Tensor Single(int dimension, Tensor index)
    {
        var chosen = _view.Chosen("Index", dimension, Checked(dimension, index));
        int[] sizes = chosen.Shape.ToArray();
        return index.Rank == 1 ? chosen : Reshape.Apply(chosen, new Shape([.. sizes[..dimension], .. index.Shape, .. sizes[(dimension + 1)..]]));
    }

    // Indices of several dimensions, one of each for an element: what they broadcast to stands in their place where they are
    // neighbours, else in front.
    private Tensor Together()
    {
        int[] dimensions = [.. _tensors.Select(t => t.Dimension)], others = [.. Enumerable.Range(0, _view.Rank).Except(dimensions)];
        var shape = _tensors.Select(t => t.Index.Shape).Aggregate((a, b) => Shape.Broadcast("Index", a, b));
        long[] flat = new long[shape.Numel];
        foreach (var (dimension, index) in _tensors)
        {
            long[] indices = Checked(dimension, index.Expand(shape.ToArray()));
            for (int i = 0; i < flat.Length; i++)
                flat[i] = (flat[i] * _view.Shape[dimension]) + indices[i];
        }
        int[] rest = [.. others.Select(d => _view.Shape[d])];
        var rows = _view.Permute([.. dimensions, .. others]).Reshape([dimensions.Aggregate(1, (size, d) => size * _view.Shape[d]), .. rest]);
        var taken = Reshape.Apply(rows.Chosen("Index", 0, flat), new Shape([.. shape, .. rest]));
        bool areNeighbours = dimensions[^1] - dimensions[0] == dimensions.Length - 1;
        int before = areNeighbours ? dimensions[0] : 0;
        return before == 0 ? taken : taken.Permute(
            [.. Enumerable.Range(shape.Rank, before), .. Enumerable.Range(0, shape.Rank), .. Enumerable.Range(shape.Rank + before, rest.Length - before)]);
    }

    // Those below 0 count from the end.
    private long[] Checked(int dimension, Tensor index)
    {
        int size = _view.Shape[dimension];
        long[] indices = Indices.Of("Index", index);
        for (int i = 0; i < indices.Length; i++)
            indices[i] = indices[i] >= -size && indices[i] < 0 ? indices[i] + size : Indices.Checked("Index", indices[i], size, i, dimension, _view.Shape);
        return indices;
    }

    // A number, the text of a slice, a tensor, null for a new dimension, or the rest of the dimensions.
    private static object? Read(object? item) => item switch
    {
        null or Tensor => item,
        string text when text.Trim() == "..." => default(Rest),
        string text when text.Contains(':') => text,
        bool[] mask => Tensor.FromBool(mask),
        IEnumerable list and not (string or IDictionary) => FromList([.. list.Cast<object?>().Select(WrapperAttribute.Unwrap)], list),
        _ => Tensor.TryInt(item, out int number) ? number : throw Errors.IndexText(item),
    };

    private static Tensor FromList(object?[] items, object list) => items.Length > 0 && Array.TrueForAll(items, item => item is bool)
        ? Tensor.FromBool(Array.ConvertAll(items, item => (bool)item!))
        : Tensor.FromInt64(Array.ConvertAll(items, item => Tensor.TryInt(item, out int number) ? (long)number : throw Errors.IndexText(item ?? list)));

    // The text of a slice: up to three numbers.
    private static Tensor Slice(Tensor x, int dimension, string text)
    {
        string[] parts = text.Split(':');
        int?[] numbers = new int?[3];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts.Length > 3)
                throw Errors.IndexText(text);
            if (!string.IsNullOrWhiteSpace(parts[i]))
                numbers[i] = Tensor.TryInt(parts[i], out int number) ? number : throw Errors.IndexText(text);
        }
        return x.Slice(dimension, numbers[0], numbers[1], numbers[2] ?? 1);
    }

    private readonly struct Rest;
}
