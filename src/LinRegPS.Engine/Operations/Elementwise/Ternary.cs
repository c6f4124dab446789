namespace LinRegPS.Operations;

/// <summary>
/// A function of three elements, with broadcasting. Few are computed in float64 and rounded once, gradients too, over what was repeated;
/// many in operations on tensors.
/// </summary>
internal sealed class Ternary<TOperator>(Tensor x, Tensor y, Tensor z, TOperator f) : Operation(x, y, z)
    where TOperator : struct, ITernaryOperator
{
    // Beyond it the vectors of the kernels are the faster.
    private const int Few = 1024;

    protected override string Label => typeof(TOperator).Name;

    private protected override bool WholeGrows => typeof(TOperator) == typeof(Addcmul);

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var shape = Shape.Broadcast(Label, Shape.Broadcast(Label, InputShape(0), InputShape(1)), InputShape(2));
        if (shape.Numel > Few)
            return f.Forward(Input(0), Input(1), Input(2));
        ReadOnlySpan<float> x = Input(0).ElementsOver<float>(shape), y = Input(1).ElementsOver<float>(shape), z = Input(2).ElementsOver<float>(shape);
        var result = new Tensor(shape);
        for (int i = 0; i < x.Length; i++)
            result.Data[i] = (float)f.Forward(x[i], y[i], z[i]);
        return result;
    }

    protected override void Backward(Tensor gradient)
    {
        for (int input = 0; input < 3; input++)
        {
            if (Needs(input))
                Give(input, GradMode.IsEnabled || gradient.Numel > Few ? f.Backward(input, gradient, Input(0), Input(1), Input(2)) : Terms(input, gradient));
        }
    }

    private Tensor Terms(int input, Tensor gradient)
    {
        var shape = gradient.Shape;
        ReadOnlySpan<float> g = gradient.Data, x = Input(0).ElementsOver<float>(shape), y = Input(1).ElementsOver<float>(shape), z = Input(2).ElementsOver<float>(shape);
        double[] terms = new double[g.Length];
        for (int i = 0; i < terms.Length; i++)
            terms[i] = f.Backward(input, g[i], x[i], y[i], z[i]);
        return RepeatedOperand.SumTo(terms, shape, InputShape(input));
    }
}

/// <summary>A function of three numbers and its derivatives, in float64 and of tensors.</summary>
internal interface ITernaryOperator
{
    /// <summary>The function of three numbers.</summary>
    double Forward(double x, double y, double z);

    /// <summary>The same of tensors, with broadcasting.</summary>
    Tensor Forward(Tensor x, Tensor y, Tensor z);

    /// <summary>The gradient times the derivative by an input.</summary>
    double Backward(int input, double gradient, double x, double y, double z);

    /// <summary>The same of tensors.</summary>
    Tensor Backward(int input, Tensor gradient, Tensor x, Tensor y, Tensor z);
}

/// <summary>x + value y z; torch.addcmul.</summary>
internal readonly struct Addcmul(double value) : ITernaryOperator
{
    public double Forward(double x, double y, double z) => x + (value * y * z);

    public Tensor Forward(Tensor x, Tensor y, Tensor z) => x + (y * value * z);

    public double Backward(int input, double gradient, double x, double y, double z) =>
        input switch { 0 => gradient, 1 => gradient * (z * value), _ => gradient * (y * value) };

    public Tensor Backward(int input, Tensor gradient, Tensor x, Tensor y, Tensor z) =>
        input switch { 0 => gradient, 1 => gradient * (z * value), _ => gradient * (y * value) };
}

/// <summary>x + value y / z; torch.addcdiv.</summary>
internal readonly struct Addcdiv(double value) : ITernaryOperator
{
    public double Forward(double x, double y, double z) => x + (value * y / z);

    public Tensor Forward(Tensor x, Tensor y, Tensor z) => x + (y * value / z);

    public double Backward(int input, double gradient, double x, double y, double z) =>
        input switch { 0 => gradient, 1 => gradient * (value / z), _ => -gradient * (value * y / (z * z)) };

    public Tensor Backward(int input, Tensor gradient, Tensor x, Tensor y, Tensor z) =>
        input switch { 0 => gradient, 1 => gradient * (value / z), _ => -gradient * (value * y / z / z) };
}

/// <summary>x moved towards y by a part z of their difference; torch.lerp. From the end that is nearer, so that a part of 1 gives exactly y.</summary>
/// <param name="part">The part with all its digits where it is one number.</param>
internal readonly struct Lerp(double? part) : ITernaryOperator
{
    public double Forward(double x, double y, double z)
    {
        double share = part ?? z;
        return share < 0.5 ? x + (share * (y - x)) : y - ((y - x) * (1 - share));
    }

    public Tensor Forward(Tensor x, Tensor y, Tensor z)
    {
        var difference = y - x;
        return Tensor.Where(z.Lt(0.5), x + (z * difference), y - (difference * (1 - z)));
    }

    public double Backward(int input, double gradient, double x, double y, double z) =>
        input switch { 0 => gradient * (1 - (part ?? z)), 1 => gradient * (part ?? z), _ => gradient * (y - x) };

    public Tensor Backward(int input, Tensor gradient, Tensor x, Tensor y, Tensor z) =>
        input switch { 0 => gradient * (1 - z), 1 => gradient * z, _ => gradient * (y - x) };
}
