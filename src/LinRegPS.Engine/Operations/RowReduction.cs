namespace LinRegPS.Operations;

/// <summary>
/// A reduction over marked dimensions: they are put behind the others, so that what becomes one number stands in a row, and the
/// kernels need to know rows alone.
/// </summary>
internal abstract class RowReduction(Tensor x, bool[] dimensions, Shape shape) : Operation(x)
{
    /// <summary>The elements of a row.</summary>
    protected int Count => Dimensions.Count(InputShape(0), dimensions);

    /// <summary>The result with the reduced dimensions of size 1, so that it broadcasts.</summary>
    protected Tensor KeptOutput => Reshape.Apply(Output, KeptShape);

    /// <summary>x's shape with the reduced dimensions of size 1.</summary>
    protected Shape KeptShape => Dimensions.Kept(InputShape(0), dimensions);

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var y = new Tensor(shape);
        Reduce(Rows(Input(0)).Data, y.Data);
        return y;
    }

    protected override void Backward(Tensor gradient) =>
        GiveNew(0, GradMode.IsEnabled ? Recorded(gradient) : ByRows(gradient));

    /// <summary>The number of each row.</summary>
    protected abstract void Reduce(ReadOnlySpan<float> x, Span<float> y);

    /// <summary>The gradient with respect to x, in rows, from one number for each; where passes that are not recorded have no kernel, <see cref="Backward"/> is another.</summary>
    protected virtual void Differentiate(ReadOnlySpan<float> gradient, ReadOnlySpan<float> x, Span<float> dx) => throw new NotSupportedException();

    /// <summary>The gradient with respect to x in operations on tensors, for a pass that is recorded.</summary>
    protected abstract Tensor Recorded(Tensor gradient);

    /// <summary>A tensor of the result's shape laid over x's.</summary>
    protected Tensor Restored(Tensor gradient) => Sum.Restore(gradient, InputShape(0), dimensions);

    /// <summary>A tensor of x's shape with the reduced dimensions behind the others.</summary>
    protected Tensor Rows(Tensor x) => IsInOrder ? x : Permute.Apply(x, Order());

    /// <summary>The reverse of <see cref="Rows"/>.</summary>
    protected Tensor Unrows(Tensor rows)
    {
        int[] order = Order();
        return IsInOrder ? rows : Permute.Apply(rows, [.. order.Select((_, d) => Array.IndexOf(order, d))]);
    }

    private bool IsInOrder => Array.IndexOf(dimensions, true) is var first && (first < 0 || Array.IndexOf(dimensions, false, first) < 0);

    private Tensor ByRows(Tensor gradient)
    {
        var rows = Rows(Input(0));
        var dx = new Tensor(rows.Shape);
        Differentiate(gradient.Data, rows.Data, dx.Data);
        return Unrows(dx);
    }

    private int[] Order() => [.. Enumerable.Range(0, dimensions.Length).OrderBy(d => dimensions[d])];
}
