using LinRegPS.Kernels.LinearAlgebra;

namespace LinRegPS.Operations;

/// <summary>torch.linalg.solve, of as many square matrices as right sides, [...,n,n] and [...,n,columns]: in float64, rounded once.</summary>
internal sealed class Solve(string label, Tensor matrix, Tensor right) : Operation(matrix, right)
{
    protected override string Label => label;

    protected override bool Saves(int input) => input == 0 || Needs(0);

    protected override Tensor Forward()
    {
        int n = InputShape(0)[^1], size = n * Columns;
        var result = new Tensor(InputShape(1));
        for (int i = 0; i < Count; i++)
            Round(Factors(Input(0).Data.Slice(i * n * n, n * n), i, transposed: false).Solve(Input(1).Data.Slice(i * size, size), Columns), result.Data.Slice(i * size, size));
        return result;
    }

    protected override void Backward(Tensor gradient)
    {
        if (GradMode.IsEnabled)
        {
            var (a, b) = (Input(0), Needs(0) ? Input(1) : null);
            var ofRight = new Solve(label, a.Transpose(-1, -2), gradient).Apply();
            if (b is not null)
                Give(0, -ofRight.MatMul(new Solve(label, a, b).Apply().Transpose(-1, -2)));
            if (Needs(1))
                Give(1, ofRight);
            return;
        }
        int n = InputShape(0)[^1], columns = Columns;
        var (matrices, rights) = (Needs(0) ? new Tensor(InputShape(0)) : null, Needs(1) ? new Tensor(InputShape(1)) : null);
        for (int i = 0; i < Count; i++)
        {
            var matrix = Input(0).Data.Slice(i * n * n, n * n);
            double[] turned = Factors(matrix, i, transposed: true).Solve(gradient.Data.Slice(i * n * columns, n * columns), columns);
            if (rights is not null)
                Round(turned, rights.Data.Slice(i * turned.Length, turned.Length));
            if (matrices is null)
                continue;
            double[] solved = Factors(matrix, i, transposed: false).Solve(Input(1).Data.Slice(i * turned.Length, turned.Length), columns);
            var slopes = matrices.Data.Slice(i * n * n, n * n);
            for (int j = 0; j < slopes.Length; j++)
                slopes[j] = (float)-Float64Product(turned.AsSpan(j / n * columns, columns), solved.AsSpan(j % n * columns, columns));
        }
        if (matrices is not null)
            GiveNew(0, matrices);
        if (rights is not null)
            GiveNew(1, rights);
    }

    private int Columns => InputShape(1)[^1];

    private int Count => InputShape(0).Product(0, InputShape(0).Rank - 2);

    private LuFactors Factors(ReadOnlySpan<float> matrix, int index, bool transposed)
    {
        var factors = new LuFactors(matrix, InputShape(0)[^1], transposed);
        return factors.IsSingular ? throw Errors.Singular(label, InputShape(0), index) : factors;
    }

    private static double Float64Product(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    private static void Round(ReadOnlySpan<double> from, Span<float> to)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = (float)from[i];
    }
}

/// <summary>torch.det, of square matrices: in float64, rounded once. The gradient of a singular one can't be differentiated again.</summary>
internal sealed class Det(Tensor x) : Operation(x)
{
    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var shape = InputShape(0);
        int n = shape[^1];
        var result = new Tensor(new Shape([.. shape.SkipLast(2)]));
        for (int i = 0; i < result.Numel; i++)
            result.Data[i] = (float)new LuFactors(Input(0).Data.Slice(i * n * n, n * n), n, transposed: false).Determinant;
        return result;
    }

    protected override void Backward(Tensor gradient)
    {
        var x = Input(0);
        if (!GradMode.IsEnabled)
        {
            int n = x.Shape[^1];
            var dx = new Tensor(x.Shape);
            for (int i = 0; i < gradient.Numel; i++)
                Cofactors.Find(x.Data.Slice(i * n * n, n * n), n, gradient.Data[i], dx.Data.Slice(i * n * n, n * n));
            GiveNew(0, dx);
            return;
        }
        // The determinant times the transposed inverse; of the product alone the numbers stay within float32.
        var scaled = (gradient * new Det(x).Apply()).Unsqueeze(-1).Unsqueeze(-1) * Tensor.Eye(x.Shape[^1]);
        Give(0, new Solve(Label, x.Transpose(-1, -2), scaled).Apply());
    }
}

/// <summary>The logarithm of a determinant, or of its size; torch.logdet, torch.slogdet: in float64, rounded once. The gradient of a singular one is refused.</summary>
internal sealed class LogDet(string label, Tensor x, bool isSigned) : Operation(x)
{
    protected override string Label => label;

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var shape = InputShape(0);
        int n = shape[^1];
        var result = new Tensor(new Shape([.. shape.SkipLast(2)]));
        for (int i = 0; i < result.Numel; i++)
        {
            var factors = new LuFactors(Input(0).Data.Slice(i * n * n, n * n), n, transposed: false);
            result.Data[i] = isSigned && factors.Sign < 0 ? float.NaN : (float)factors.LogSize;
        }
        return result;
    }

    // The transposed inverse.
    protected override void Backward(Tensor gradient)
    {
        var x = Input(0);
        Give(0, new Solve(Label, x.Transpose(-1, -2), gradient.Unsqueeze(-1).Unsqueeze(-1) * Tensor.Eye(x.Shape[^1])).Apply());
    }
}
