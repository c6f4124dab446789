using LinRegPS.Kernels.LinearAlgebra;

namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>A product of square matrices into a reused buffer, of them as they are or with one transposed.</summary>
internal sealed class SquareProduct(int size, string transposed)
    : Case($"matmul-{size}-{transposed}", $"matrix product {size}{(transposed == "none" ? "" : $", {transposed} one transposed")}")
{
    public override Match Match(Setting setting)
    {
        var a = setting.Data.Normal("a", 1, size, size);
        var b = setting.Data.Normal("other", 1, size, size);
        float[] c = new float[size * size];
        Action multiply = transposed switch
        {
            "left" => () => MatrixProduct.MultiplyLeftTransposed(a.Values, b.Values, c, size, size, size),
            "right" => () => MatrixProduct.MultiplyRightTransposed(a.Values, b.Values, c, size, size, size),
            _ => () => MatrixProduct.Multiply(a.Values, b.Values, c, size, size, size),
        };
        var arguments = new { a = a.Argument, b = b.Argument, transposed };
        return new Match(setting.Ours(Check, multiply), [
            setting.Against("numpy", "NumPy", new TimesAsFast(1), "matrix_product", arguments),
            setting.Against("torch", "PyTorch", new TimesAsFast(1), "matrix_product", arguments),
            setting.Against("torchsharp", "TorchSharp", new TimesAsFast(1), "matrix_product", arguments),
        ]);

        double[] Check()
        {
            multiply();
            return [.. c.Take(8).Concat(c.TakeLast(8)).Select(x => (double)x), c.Average(x => (double)Math.Abs(x))];
        }
    }
}
