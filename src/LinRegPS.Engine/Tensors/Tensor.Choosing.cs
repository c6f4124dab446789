using LinRegPS.Operations;

namespace LinRegPS;

// One of two elements, and signs.
public sealed partial class Tensor
{
    /// <summary>The greater of each pair of elements, with broadcasting; the other where one is NaN; torch.fmax. Of equals this one has the gradient.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The other tensor is null.</exception>
    public Tensor Fmax(Tensor other) => Where(Ge(Given("Fmax", "other", other)).LogicalOr(other.IsNan()), this, other);

    /// <summary>The smaller of each pair of elements, with broadcasting; the other where one is NaN; torch.fmin. Of equals this one has the gradient.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The other tensor is null.</exception>
    public Tensor Fmin(Tensor other) => Where(Le(Given("Fmin", "other", other)).LogicalOr(other.IsNan()), this, other);

    /// <summary>0 where an element is below 0, 1 above, and a value at 0, with broadcasting; 0 of NaN, as in PyTorch; torch.heaviside. There is no gradient.</summary>
    /// <param name="values">What it is at 0.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The values are null.</exception>
    public Tensor Heaviside(Tensor values)
    {
        var x = Detach();
        return Where(x.Eq(0), Given("Heaviside", "values", values).Detach(), x.Gt(0).Float());
    }

    /// <summary>Each element's size with the sign of another tensor's, with broadcasting; torch.copysign. The gradient at 0 is 0.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The other tensor is null.</exception>
    public Tensor Copysign(Tensor other)
    {
        var signs = Where(Given("Copysign", "other", other).SignBit(), Scalar(-1), Scalar(1));
        return Abs() * signs;
    }

    /// <summary>Each element's size with the sign of a number; torch.copysign. The gradient at 0 is 0.</summary>
    public Tensor Copysign(double other) => Copysign(Scalar(other));

    /// <summary>Whether each element has a sign, as -0 has, and NaN has not; torch.signbit.</summary>
    public Tensor SignBit() => Comparisons.Test(this, static x => float.IsNegative(x) && !float.IsNaN(x));

    /// <summary>Whether each element is infinite and above 0; torch.isposinf.</summary>
    public Tensor IsPosInf() => Comparisons.Test(this, float.IsPositiveInfinity);

    /// <summary>Whether each element is infinite and below 0; torch.isneginf.</summary>
    public Tensor IsNegInf() => Comparisons.Test(this, float.IsNegativeInfinity);

    /// <summary>Each element times 2 to the power of another tensor's, with broadcasting; torch.ldexp.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">The other tensor is null.</exception>
    public Tensor Ldexp(Tensor other) => this * Given("Ldexp", "other", other).Exp2();

    /// <summary>Whether each element is one of others; torch.isin.</summary>
    /// <param name="elements">What is looked for.</param>
    /// <param name="testElements">What it may be.</param>
    /// <param name="assumeUnique">Of no effect; PyTorch is told by it that no element is there twice.</param>
    /// <param name="invert">Whether to say of each that it is none of them.</param>
    /// <returns>bool, in the elements' shape.</returns>
    /// <exception cref="InvalidValueException">A tensor is null.</exception>
    public static Tensor IsIn(Tensor elements, Tensor testElements, bool assumeUnique = false, bool invert = false)
    {
        const string name = "IsIn";
        _ = assumeUnique;
        Given(name, "elements", elements);
        bool isWhole = elements.DType != DType.Float32 && Given(name, "testElements", testElements).DType != DType.Float32;
        return isWhole ? Of(Found(elements.Long().ToInt64Array(), testElements.Long().ToInt64Array()), elements.Shape)
            : Of(Found(elements.Float().ToArray(), Given(name, "testElements", testElements).Float().ToArray()), elements.Shape);

        bool[] Found<T>(T[] wanted, T[] there)
            where T : IEquatable<T>
        {
            // NaN is nothing that it could be found by.
            var set = there.Where(item => item is not float.NaN).ToHashSet();
            return Array.ConvertAll(wanted, item => set.Contains(item) != invert);
        }
    }
}
