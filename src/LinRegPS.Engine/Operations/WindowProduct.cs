using LinRegPS.Kernels.LinearAlgebra;

namespace LinRegPS.Operations;

/// <summary>
/// A convolution's windows times its weight, or the transpose, as one operation: each is the other's gradient, and between product and sum
/// nothing is rounded. For small ones; of large ones the parts are faster apart.
/// </summary>
/// <param name="weight">[groups,inner,planes times elements of a window].</param>
/// <param name="x">What is taken from, of the shape of the picks; of the transpose [rows,groups,inner,windows].</param>
/// <param name="picks">The windows, taken as [rows,groups,planes times elements,windows].</param>
/// <param name="transposed">Whether products are added up where the windows stand.</param>
internal sealed class WindowProduct(Tensor weight, Tensor x, Picks picks, bool transposed) : Operation(weight, x)
{
    // Multiplications: up to here a product in float64 takes hardly longer than one in float32 whose parts are put in memory.
    private const long Large = 1 << 15;

    protected override string Label => picks.Name;

    private protected override bool WholeGrows => true;

    /// <summary>How many numbers its windows hold.</summary>
    public long Windows => picks.To.Numel;

    /// <summary>How many multiplications it is.</summary>
    public long Multiplications => InputShape(0)[1] * Windows;

    /// <summary>Whether a product of so many multiplications is small enough.</summary>
    public static bool IsSmall(Shape weight, Picks picks) => (long)weight[1] * picks.To.Numel < Large;

    /// <summary>weight times the windows of x, [rows,groups,inner,windows]; or the transpose, of the shape of the picks.</summary>
    public static Tensor Apply(Tensor weight, Tensor x, Picks picks, bool transposed = false) => LeavesNoTrace(weight, x)
        ? Run(weight, x, picks, transposed)
        : new WindowProduct(weight, x, picks, transposed).Apply();

    protected override bool Saves(int input) => Needs(1 - input);

    protected override Tensor Forward() => Run(Input(0), Input(1), picks, transposed);

    protected override void Backward(Tensor gradient)
    {
        if (Needs(0))
        {
            var (products, windows) = transposed ? (Input(1), Pick.Apply(gradient, picks)) : (gradient, Pick.Apply(Input(1), picks));
            GiveNew(0, (GradMode.IsEnabled ? null : RepeatedProduct.OfLeft(products, products.Shape, windows, windows.Shape, InputShape(0)))
                ?? Broadcasting.SumTo(products.MatMul(windows.Transpose(-1, -2)), InputShape(0)));
        }
        if (Needs(1))
            GiveNew(1, Apply(Input(0), gradient, picks, !transposed));
    }

    private static Tensor Run(Tensor weight, Tensor x, Picks picks, bool transposed)
    {
        if (!transposed)
            return weight.MatMul(picks.Take(x));
        var (groups, windows, y) = (weight.Shape[0], x.Shape[^1], new Tensor(picks.From));
        int elements = windows == 0 ? 1 : picks.Map.Length / windows, planes = weight.Shape[2] / elements;
        WindowSums.Add(weight.Data, x.Data, picks.Map, windows, groups, weight.Shape[1], planes, y.Data, picks.Planes == 0 ? 0 : y.Numel / picks.Planes);
        return y;
    }
}
