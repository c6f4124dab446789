using LinRegPS.Numerics;

namespace LinRegPS.Operations;

/// <summary>A part of what the matrices of a tensor, [...,m,n], fall into: found in float64 before, and rounded once here.</summary>
/// <typeparam name="T">What one matrix falls into.</typeparam>
internal abstract class MatrixFunction<T>(string label, Tensor x, T[] factors, Shape shape) : Operation(x)
{
    private T[]? _factors = factors;

    protected override string Label => label;

    /// <summary>What each matrix fell into.</summary>
    protected T[] Factors => _factors!;

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var result = new Tensor(shape);
        for (int i = 0; i < Factors.Length; i++)
            Result(Factors[i]).Round(result, i);
        return result;
    }

    /// <summary>The operation's part of one matrix.</summary>
    protected abstract Matrix64 Result(T factors);

    /// <summary>The gradient of one matrix by that of the part.</summary>
    protected abstract Matrix64 Slope(T factors, int index, Matrix64 gradient);

    /// <summary>The same of all matrices, to be recorded.</summary>
    protected abstract RecordedMatrices Slope(Tensor x, RecordedMatrices gradient);

    protected override void Backward(Tensor gradient)
    {
        // A row for each matrix whose part is a vector.
        bool isVector = shape.Rank < InputShape(0).Rank;
        if (GradMode.IsEnabled)
        {
            Give(0, Slope(Input(0), new(isVector ? gradient.Unsqueeze(-2) : gradient)).Value);
            return;
        }
        var slopes = new Tensor(InputShape(0));
        var rows = isVector ? gradient.Reshape([.. shape.SkipLast(1), 1, shape[^1]]) : gradient;
        for (int i = 0; i < Factors.Length; i++)
            Slope(Factors[i], i, Matrix64.Of(rows, i)).Round(slopes, i);
        GiveNew(0, slopes);
    }

    protected override void Free() => _factors = null;
}

/// <summary>Matrices of a tensor in the formulas of derivatives, recorded.</summary>
internal readonly struct RecordedMatrices(Tensor value) : IMatrices<RecordedMatrices>
{
    public Tensor Value => value;

    public RecordedMatrices Turned => new(value.Transpose(-1, -2));

    public RecordedMatrices HalfLower => new(value.Tril() - (0.5 * value * Tensor.Eye(value.Shape[^1])));

    public RecordedMatrices LowerInverse => new(value.Inverse());

    public static RecordedMatrices operator *(RecordedMatrices a, RecordedMatrices b) => new(a.Value.MatMul(b.Value));

    public static RecordedMatrices operator +(RecordedMatrices a, RecordedMatrices b) => new(a.Value + b.Value);

    public static RecordedMatrices operator -(RecordedMatrices a, RecordedMatrices b) => new(a.Value - b.Value);

    public static RecordedMatrices operator -(RecordedMatrices a) => new(-a.Value);

    public RecordedMatrices Scaled(double factor) => new(value * factor);

    public RecordedMatrices TimesColumns(RecordedMatrices factors) => new(value * factors.Value);

    public RecordedMatrices OverColumns(RecordedMatrices divisors) => new(value / divisors.Value);

    public RecordedMatrices OverGaps(RecordedMatrices values) => Over(values.Value - values.Turned.Value);

    public RecordedMatrices OverSquaredGaps(RecordedMatrices values)
    {
        var (columns, rows) = (values.Value, values.Turned.Value);
        return Over((columns - rows) * (columns + rows));
    }

    // 0 on the diagonal, where there is no gap.
    private RecordedMatrices Over(Tensor gaps)
    {
        var diagonal = Tensor.Eye(gaps.Shape[^1]);
        return new(value * (1 - diagonal) / (gaps + diagonal));
    }
}
