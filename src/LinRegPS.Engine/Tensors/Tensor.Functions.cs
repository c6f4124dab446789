using LinRegPS.Operations;

namespace LinRegPS;

// More functions of each element.
public sealed partial class Tensor
{
    /// <summary>Sines of angles in radians; torch.sin.</summary>
    public Tensor Sin() => new Unary<Kernels.Sin>(this).Apply();

    /// <summary>Cosines of angles in radians; torch.cos.</summary>
    public Tensor Cos() => new Unary<Kernels.Cos>(this).Apply();

    /// <summary>Tangents of angles in radians; torch.tan.</summary>
    public Tensor Tan() => new Unary<Kernels.Tan>(this).Apply();

    /// <summary>Arc sines, in radians from -pi/2 to pi/2; NaN beyond -1 and 1; torch.asin.</summary>
    public Tensor Asin() => new Unary<Kernels.Asin>(this).Apply();

    /// <summary>Arc cosines, in radians from 0 to pi; NaN beyond -1 and 1; torch.acos.</summary>
    public Tensor Acos() => new Unary<Kernels.Acos>(this).Apply();

    /// <summary>Arc tangents, in radians from -pi/2 to pi/2; torch.atan.</summary>
    public Tensor Atan() => new Unary<Kernels.Atan>(this).Apply();

    /// <summary>Hyperbolic sines; torch.sinh.</summary>
    public Tensor Sinh() => new Unary<Kernels.Sinh>(this).Apply();

    /// <summary>Hyperbolic cosines; torch.cosh.</summary>
    public Tensor Cosh() => new Unary<Kernels.Cosh>(this).Apply();

    /// <summary>Area hyperbolic sines; torch.asinh.</summary>
    public Tensor Asinh() => new Unary<Kernels.Asinh>(this).Apply();

    /// <summary>Area hyperbolic cosines; NaN below 1; torch.acosh.</summary>
    public Tensor Acosh() => new Unary<Kernels.Acosh>(this).Apply();

    /// <summary>Area hyperbolic tangents; NaN beyond -1 and 1; torch.atanh.</summary>
    public Tensor Atanh() => new Unary<Kernels.Atanh>(this).Apply();

    /// <summary>2 to the power of each element; torch.exp2.</summary>
    public Tensor Exp2() => new Unary<Kernels.Exp2>(this).Apply();

    /// <summary>exp(x) - 1 of each element, with all digits where x is small; torch.expm1.</summary>
    public Tensor Expm1() => new Unary<Kernels.Expm1>(this).Apply();

    /// <summary>Logarithms to base 2; torch.log2.</summary>
    public Tensor Log2() => new Unary<Kernels.Log2>(this).Apply();

    /// <summary>Logarithms to base 10; torch.log10.</summary>
    public Tensor Log10() => new Unary<Kernels.Log10>(this).Apply();

    /// <summary>log(1 + x) of each element, with all digits where x is small; torch.log1p.</summary>
    public Tensor Log1p() => new Unary<Kernels.Log1p>(this).Apply();

    /// <summary>The error function of each element; torch.erf.</summary>
    public Tensor Erf() => new Unary<Kernels.Erf>(this).Apply();

    /// <summary>1 - erf(x) of each element, with all digits where that is small; torch.erfc.</summary>
    public Tensor Erfc() => new Unary<Kernels.Erfc>(this).Apply();

    /// <summary>1 / x of each element; torch.reciprocal.</summary>
    public Tensor Reciprocal() => new Unary<Kernels.Reciprocal>(this).Apply();

    /// <summary>1 / sqrt(x) of each element; torch.rsqrt.</summary>
    public Tensor Rsqrt() => new Unary<Kernels.Rsqrt>(this).Apply();

    /// <summary>Cube roots, of negative elements too; C's cbrt.</summary>
    public Tensor Cbrt() => new Unary<Kernels.Cbrt>(this).Apply();

    /// <summary>The greatest whole numbers up to each element; torch.floor.</summary>
    public Tensor Floor() => new Unary<Kernels.Floor>(this).Apply();

    /// <summary>The least whole numbers from each element on; torch.ceil.</summary>
    public Tensor Ceil() => new Unary<Kernels.Ceil>(this).Apply();

    /// <summary>The nearest whole numbers, of two the even one; torch.round.</summary>
    public Tensor Round() => new Unary<Kernels.Round>(this).Apply();

    /// <summary>The whole numbers towards 0; torch.trunc.</summary>
    public Tensor Trunc() => new Unary<Kernels.Trunc>(this).Apply();
}
