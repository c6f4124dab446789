namespace LinRegPS;

// What is normalized along dimensions: probabilities and layers.
public sealed partial class Tensor
{
    /// <summary>Probabilities along a dimension, e to the power of each element over their sum; torch.softmax.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Softmax(int dim) => AlongLast("Softmax", dim, x => new Operations.Softmax(x).Apply());

    /// <summary>The <see cref="Softmax"/> of the elements with the other sign; torch.nn.functional.softmin.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Softmin(int dim) => (-this).Softmax(dim);

    /// <summary>The logarithms of <see cref="Softmax"/>; torch.log_softmax.</summary>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor LogSoftmax(int dim) => AlongLast("LogSoftmax", dim, x => new Operations.LogSoftmax(x).Apply());

    /// <summary>
    /// The elements shifted and scaled to mean 0 and variance 1 over the last dimensions, those of
    /// <paramref name="normalizedShape"/>; then times the weight and plus the bias, which have that shape;
    /// torch.nn.functional.layer_norm.
    /// </summary>
    /// <exception cref="ShapeMismatchException">The tensor's shape does not end with the normalized one, or weight or bias have another.</exception>
    /// <exception cref="InvalidValueException">The normalized shape is empty, or eps is negative or not finite.</exception>
    public Tensor LayerNorm(int[] normalizedShape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
        new Operations.LayerNorm(this, new Shape(normalizedShape), weight, bias, eps).Apply();

    private Tensor AlongLast(string operation, int dim, Func<Tensor, Tensor> apply)
    {
        int dimension = Shape.Dimension(operation, dim);
        return dimension >= Rank - 1 ? apply(this) : apply(Transpose(dimension, -1)).Transpose(dimension, -1);
    }
}
