using LinRegPS.Operations;

namespace LinRegPS;

// Operators, and the functions of each element.
public sealed partial class Tensor
{
    /// <summary>The sum, element by element, with broadcasting; torch.add.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => new Add(a, b).Apply();

    /// <summary>A number added to each element.</summary>
    public static Tensor operator +(Tensor a, double b) => a + Scalar(b);

    /// <summary>A number added to each element.</summary>
    public static Tensor operator +(double a, Tensor b) => Scalar(a) + b;

    /// <summary>The difference, element by element, with broadcasting; torch.sub.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => new Sub(a, b).Apply();

    /// <summary>A number subtracted from each element.</summary>
    public static Tensor operator -(Tensor a, double b) => a - Scalar(b);

    /// <summary>Each element subtracted from a number.</summary>
    public static Tensor operator -(double a, Tensor b) => Scalar(a) - b;

    /// <summary>The product, element by element, with broadcasting; torch.mul. For the matrix product see MatMul.</summary>
    public static Tensor operator *(Tensor a, Tensor b) => new Mul(a, b).Apply();

    /// <summary>Each element times a number.</summary>
    public static Tensor operator *(Tensor a, double b) => a * Scalar(b);

    /// <summary>Each element times a number.</summary>
    public static Tensor operator *(double a, Tensor b) => Scalar(a) * b;

    /// <summary>The quotient, element by element, with broadcasting; torch.div.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => new Div(a, b).Apply();

    /// <summary>Each element divided by a number.</summary>
    public static Tensor operator /(Tensor a, double b) => a / Scalar(b);

    /// <summary>A number divided by each element.</summary>
    public static Tensor operator /(double a, Tensor b) => Scalar(a) / b;

    /// <summary>Each element negated; torch.neg.</summary>
    public static Tensor operator -(Tensor a) => a.Neg();

    /// <summary>Each element negated; torch.neg.</summary>
    public Tensor Neg() => new Unary<Kernels.Neg>(this).Apply();

    /// <summary>Each element to the power of a number; torch.pow.</summary>
    public Tensor Pow(double exponent) => new Unary<Kernels.PowScalar>(this, new Kernels.PowScalar((float)exponent)).Apply();

    /// <summary>Each element to the power of another tensor's, with broadcasting; torch.pow.</summary>
    public Tensor Pow(Tensor exponent) => new Pow(this, exponent).Apply();

    /// <summary>Each element squared; torch.square.</summary>
    public Tensor Square() => new Unary<Kernels.Square>(this).Apply();

    /// <summary>Magnitudes; torch.abs.</summary>
    public Tensor Abs() => new Unary<Kernels.Abs>(this).Apply();

    /// <summary>e to the power of each element; torch.exp.</summary>
    public Tensor Exp() => new Unary<Kernels.Exp>(this).Apply();

    /// <summary>Natural logarithms; torch.log.</summary>
    public Tensor Log() => new Unary<Kernels.Log>(this).Apply();

    /// <summary>Square roots; torch.sqrt.</summary>
    public Tensor Sqrt() => new Unary<Kernels.Sqrt>(this).Apply();

    /// <summary>max(x, 0) of each element; torch.relu.</summary>
    public Tensor Relu() => new Unary<Kernels.Relu>(this).Apply();

    /// <summary>Hyperbolic tangents; torch.tanh.</summary>
    public Tensor Tanh() => new Unary<Kernels.Tanh>(this).Apply();

    /// <summary>1 / (1 + exp(-x)) of each element; torch.sigmoid.</summary>
    public Tensor Sigmoid() => new Unary<Kernels.Sigmoid>(this).Apply();

    /// <summary>
    /// x times the normal distribution's cumulative probability of x; torch.nn.functional.gelu. Approximated by a
    /// hyperbolic tangent where <paramref name="approximate"/> says so: gelu's approximate='tanh'.
    /// </summary>
    public Tensor Gelu(bool approximate = false) =>
        approximate ? new Unary<Kernels.GeluTanh>(this).Apply() : new Unary<Kernels.Gelu>(this).Apply();
}
