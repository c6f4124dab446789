namespace LinRegPS;

public sealed partial class Tensor
{
    /// <summary>A vector of these elements, which are copied; torch.tensor.</summary>
    public static Tensor From(float[] elements) => From(elements, elements.Length);

    /// <summary>A tensor of these elements, row by row, which are copied; torch.tensor.</summary>
    /// <param name="elements">As many as the shape holds.</param>
    /// <param name="sizes">The shape's sizes, outermost first; none for a number.</param>
    /// <exception cref="ShapeMismatchException">The shape holds another number of elements.</exception>
    /// <exception cref="InvalidValueException">A size is negative, or there are more than 64.</exception>
    public static Tensor From(float[] elements, params int[] sizes)
    {
        var shape = new Shape(sizes);
        if (shape.Numel != elements.Length)
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

    /// <summary>Draws from [low, high); torch.rand for 0 and 1, Tensor.uniform_ else.</summary>
    /// <param name="generator">Where the numbers come from.</param>
    /// <param name="low">The least.</param>
    /// <param name="high">Above all of them.</param>
    /// <param name="sizes">The shape.</param>
    /// <exception cref="InvalidValueException">The bounds are not finite, or low is above high; or the sizes make no shape.</exception>
    public static Tensor Uniform(Generator generator, double low, double high, params int[] sizes)
    {
        if (!float.IsFinite((float)high - (float)low) || low > high)
            throw Errors.EmptyRange(low, high);
        var tensor = new Tensor(new Shape(sizes));
        generator.Source.FillUniform(tensor.Data, (float)low, (float)high);
        return tensor;
    }

    /// <summary>Draws from the normal distribution; torch.randn for 0 and 1, torch.normal else.</summary>
    /// <param name="generator">Where the numbers come from.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="deviation">Their standard deviation, not negative.</param>
    /// <param name="sizes">The shape.</param>
    /// <exception cref="InvalidValueException">Mean or deviation is not finite, or the deviation negative; or the sizes make no shape.</exception>
    public static Tensor Normal(Generator generator, double mean, double deviation, params int[] sizes)
    {
        if (!float.IsFinite((float)mean))
            throw Errors.NonFinite("Mean", mean);
        if (!float.IsFinite((float)deviation))
            throw Errors.NonFinite("StandardDeviation", deviation);
        if (deviation < 0)
            throw Errors.Negative("StandardDeviation", deviation);
        var tensor = new Tensor(new Shape(sizes));
        generator.Source.FillNormal(tensor.Data, (float)mean, (float)deviation);
        return tensor;
    }
}
