namespace LinRegPS;

// What is short for a few operations, and recorded as those.
public sealed partial class Tensor
{
    /// <summary>The element plus value times the product of two tensors', with broadcasting; torch.addcmul.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Addcmul(Tensor tensor1, Tensor tensor2, double value = 1) =>
        new Operations.Ternary<Operations.Addcmul>(this, tensor1, tensor2, new(value)).Apply();

    /// <summary>The element plus value times the quotient of two tensors', with broadcasting; torch.addcdiv.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Addcdiv(Tensor tensor1, Tensor tensor2, double value = 1) =>
        new Operations.Ternary<Operations.Addcdiv>(this, tensor1, tensor2, new(value)).Apply();

    /// <summary>The element moved towards another tensor's by part of their difference, with broadcasting; torch.lerp.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Lerp(Tensor end, double weight) =>
        new Operations.Ternary<Operations.Lerp>(this, end, Scalar(weight), new(weight)).Apply();

    /// <summary>The element moved towards another tensor's by a part of their difference for each, with broadcasting; torch.lerp.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    public Tensor Lerp(Tensor end, Tensor weight) => new Operations.Ternary<Operations.Lerp>(this, end, weight, new(null)).Apply();

    /// <summary>Degrees as radians; torch.deg2rad.</summary>
    public Tensor Deg2Rad() => this * (Math.PI / 180);

    /// <summary>Radians as degrees; torch.rad2deg.</summary>
    public Tensor Rad2Deg() => this * (180 / Math.PI);

    /// <summary>
    /// The first half along a dimension times the sigmoid of the second; torch.nn.functional.glu.
    /// </summary>
    /// <exception cref="InvalidValueException">The dimension does not exist, or can't be halved.</exception>
    public Tensor Glu(int dim = -1)
    {
        int d = Shape.Dimension("Glu", dim);
        if (Rank == 0 || Shape[d] % 2 != 0)
            throw Errors.NotEven("Glu", dim, Shape);
        int half = Shape[d] / 2;
        return Slice(d, 0, half) * Slice(d, half, null).Sigmoid();
    }

    private static Tensor Scaled(Tensor x, double factor) => factor == 1 ? x : x * factor;
}
