using LinRegPS.Kernels;
using LinRegPS.Kernels.Threading;

namespace LinRegPS;

/// <summary>
/// Makes gradients smaller between the backward pass and the step, so that no step is too long; torch.nn.utils.clip_grad_norm_ and
/// clip_grad_value_:
/// <code>
/// $norm = [LinRegPS.Clip]::GradNorm($model, 1)
/// </code>
/// </summary>
public static class Clip
{
    // Keeps a norm of 0 from dividing.
    private const float Epsilon = 1e-6f;

    /// <summary>Scales all gradients of a model alike, where their norm, as that of one vector, is above a largest one.</summary>
    /// <param name="model">Whose gradients; parameters without one are left out.</param>
    /// <param name="maxNorm">The largest norm, above 0.</param>
    /// <param name="normType">The norm's order: 2, 1, ..., or infinity for the largest element.</param>
    /// <param name="errorIfNonfinite">Whether a norm that is not finite is an error; else the gradients become NaN, or 0.</param>
    /// <returns>The norm before; 0 without any gradient.</returns>
    /// <exception cref="InvalidValueException">The largest norm or the order is not above 0; or the norm is not finite, and that is to be an error.</exception>
    public static float GradNorm(Module model, double maxNorm, double normType = 2, bool errorIfNonfinite = false) =>
        GradNorm([.. Errors.Given(model, nameof(Clip)).Parameters()], maxNorm, normType, errorIfNonfinite);

    /// <summary>The same for tensors.</summary>
    /// <param name="parameters">Whose gradients; those without one are left out.</param>
    /// <param name="maxNorm">The largest norm, above 0.</param>
    /// <param name="normType">The norm's order: 2, 1, ..., or infinity for the largest element.</param>
    /// <param name="errorIfNonfinite">Whether a norm that is not finite is an error; else the gradients become NaN, or 0.</param>
    /// <returns>The norm before; 0 without any gradient.</returns>
    /// <exception cref="InvalidValueException">The largest norm or the order is not above 0; or the norm is not finite, and that is to be an error.</exception>
    public static float GradNorm(Tensor[] parameters, double maxNorm, double normType = 2, bool errorIfNonfinite = false)
    {
        CheckLimit("MaxNorm", maxNorm);
        if (!(normType > 0))
            throw Errors.NotAboveZero("NormType", normType);
        Tensor[] gradients = [.. Errors.Given(parameters, nameof(Clip)).Select(parameter => parameter.Grad).OfType<Tensor>()];
        if (gradients.Length == 0)
            return 0;
        float[] norms = [.. gradients.Select(gradient => Norm(gradient.Data, normType))];
        float total = Norm(norms, normType);
        if (errorIfNonfinite && !float.IsFinite(total))
            throw Errors.NonFiniteNorm(normType, total);
        Watcher.Current?.Clipping("norm", maxNorm, total / maxNorm);
        // As PyTorch computes it: a number over a tensor is the reciprocal times the number.
        float factor = 1 / (total + Epsilon) * (float)maxNorm;
        if (!(factor >= 1))
            Change(gradients, new Scaled(factor));
        return total;
    }

    /// <summary>Makes each element of a model's gradients that is beyond a value that value.</summary>
    /// <exception cref="InvalidValueException">The value is not above 0.</exception>
    public static void GradValue(Module model, double clipValue) => GradValue([.. Errors.Given(model, nameof(Clip)).Parameters()], clipValue);

    /// <summary>The same for tensors.</summary>
    /// <exception cref="InvalidValueException">The value is not above 0.</exception>
    public static void GradValue(Tensor[] parameters, double clipValue)
    {
        CheckLimit("ClipValue", clipValue);
        Tensor[] gradients = [.. Errors.Given(parameters, nameof(Clip)).Select(parameter => parameter.Grad).OfType<Tensor>()];
        Watcher.Current?.Clipping("value", clipValue, Median(gradients) / clipValue);
        Change(gradients, new Limited((float)clipValue));
    }

    /// <summary>Throws where it is no largest norm or value.</summary>
    internal static void CheckLimit(string name, double limit)
    {
        if (!(limit > 0 && float.IsFinite((float)limit)))
            throw Errors.NotAboveZero(name, limit);
    }

    // Of the elements' sizes, without the zeros.
    private static double Median(Tensor[] gradients)
    {
        float[] sizes = [.. gradients.SelectMany(gradient => gradient.ToArray()).Where(g => g != 0).Select(Math.Abs).Order()];
        return sizes.Length == 0 ? 0 : sizes[sizes.Length / 2];
    }

    // A gradient that two parameters share is changed once.
    private static void Change<TFunction>(Tensor[] gradients, TFunction f)
        where TFunction : struct, IBinaryFunction
    {
        foreach (var gradient in gradients.Distinct<object>(ReferenceEqualityComparer.Instance).Cast<Tensor>())
        {
            using var whole = Interruption.Whole();
            var elements = gradient.Data;
            Elementwise.Forward(f, elements, [0], elements);
            gradient.MarkChanged();
        }
    }

    // In double, rounded once.
    private static float Norm(ReadOnlySpan<float> elements, double order)
    {
        double norm = 0;
        foreach (float element in elements)
        {
            double size = Math.Abs(element);
            norm = double.IsPositiveInfinity(order) ? Math.Max(norm, size)
                : norm + (order == 2 ? size * size : order == 1 ? size : Math.Pow(size, order));
        }
        return (float)(order == 2 ? Math.Sqrt(norm) : order == 1 || double.IsPositiveInfinity(order) ? norm : Math.Pow(norm, 1 / order));
    }
}
