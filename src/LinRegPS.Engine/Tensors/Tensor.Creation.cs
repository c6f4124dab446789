namespace LinRegPS;

public sealed partial class Tensor
{
    /// <summary>A vector of these elements, which are copied; torch.tensor.</summary>
    public static Tensor From(float[] elements) => From(Errors.Given(elements, nameof(From)), elements.Length);

    /// <summary>A tensor of these elements, row by row, which are copied; torch.tensor.</summary>
    /// <param name="elements">As many as the shape holds.</param>
    /// <param name="sizes">The shape's sizes, outermost first; none for a number.</param>
    /// <exception cref="ShapeMismatchException">The shape holds another number of elements.</exception>
    /// <exception cref="InvalidValueException">A size is negative, or there are more than 64.</exception>
    public static Tensor From(float[] elements, params int[] sizes)
    {
        var shape = new Shape(sizes);
        if (shape.Numel != Errors.Given(elements, nameof(From)).Length)
            throw Errors.DataForShape(elements.Length, shape);
        var tensor = new Tensor(shape);
        new ReadOnlySpan<float>(elements).CopyTo(tensor.Data);
        return tensor;
    }

    /// <summary>A tensor without dimensions that holds one number.</summary>
    public static Tensor Scalar(double value) => new((float)value);

    /// <summary>All zeros; torch.zeros.</summary>
    /// <exception cref="InvalidValueException">A size is negative, the product is more than an array holds, or there are more than 64.</exception>
    public static Tensor Zeros(params int[] sizes) => Full(0, sizes);

    /// <summary>All ones; torch.ones.</summary>
    /// <exception cref="InvalidValueException">A size is negative, the product is more than an array holds, or there are more than 64.</exception>
    public static Tensor Ones(params int[] sizes) => Full(1, sizes);

    /// <summary>One value everywhere; torch.full.</summary>
    /// <exception cref="InvalidValueException">A size is negative, the product is more than an array holds, or there are more than 64.</exception>
    public static Tensor Full(float value, params int[] sizes)
    {
        var tensor = new Tensor(new Shape(sizes));
        tensor.Data.Fill(value);
        return tensor;
    }
}
