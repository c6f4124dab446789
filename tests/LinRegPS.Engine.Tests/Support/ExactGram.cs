using System.Numerics;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>
/// A'A and A'y of float32 data in whole numbers, and what follows from them: every float32 is a whole multiple of 2^-149.
/// </summary>
internal sealed class ExactGram
{
    private readonly BigInteger[,] _gram;
    private readonly BigInteger[] _products;
    private readonly int _n;

    /// <summary>Of columns that are features, and of ones behind them where there is a bias.</summary>
    public ExactGram(float[][] columns, float[] target, bool bias)
    {
        BigInteger[][] all = [.. columns.Select(column => column.Select(Whole).ToArray()), .. bias ? [target.Select(_ => Whole(1)).ToArray()] : Array.Empty<BigInteger[]>()];
        BigInteger[] y = [.. target.Select(Whole)];
        _n = all.Length;
        _gram = new BigInteger[_n, _n];
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < _n; j++)
                _gram[i, j] = Dot(all[i], all[j]);
        }
        _products = [.. all.Select(column => Dot(column, y))];
    }

    /// <summary>The determinant of A'A is not 0.</summary>
    public bool IsRegular => !Determinant(_gram).IsZero;

    /// <summary>The parameters of the least-squares fit, by Cramer's rule.</summary>
    public double[] Optimum() => [.. Enumerable.Range(0, _n).Select(j =>
    {
        var replaced = (BigInteger[,])_gram.Clone();
        for (int i = 0; i < _n; i++)
            replaced[i, j] = _products[i];
        return Quotient(Determinant(replaced), Determinant(_gram));
    })];

    /// <summary>The sum of the determinants of all principal parts of A'A of a size: of the products of so many eigenvalues.</summary>
    public double EigenvalueProducts(int size)
    {
        BigInteger sum = 0;
        for (int set = 1; set < 1 << _n; set++)
        {
            if (BitOperations.PopCount((uint)set) != size)
                continue;
            int[] kept = [.. Enumerable.Range(0, _n).Where(j => (set >> j & 1) == 1)];
            var part = new BigInteger[size, size];
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                    part[i, j] = _gram[kept[i], kept[j]];
            }
            sum += Determinant(part);
        }
        return Quotient(sum, BigInteger.One << (2 * 149 * size));
    }

    private static BigInteger Whole(float value) => (BigInteger)value == 0 || value != MathF.Floor(value)
        ? (BigInteger)Math.ScaleB(value, 149)
        : (BigInteger)value << 149;

    private static BigInteger Dot(BigInteger[] a, BigInteger[] b) => a.Zip(b).Aggregate(BigInteger.Zero, (sum, pair) => sum + (pair.First * pair.Second));

    private static BigInteger Determinant(BigInteger[,] m) => m.GetLength(0) switch
    {
        1 => m[0, 0],
        2 => (m[0, 0] * m[1, 1]) - (m[0, 1] * m[1, 0]),
        _ => (m[0, 0] * ((m[1, 1] * m[2, 2]) - (m[1, 2] * m[2, 1])))
            - (m[0, 1] * ((m[1, 0] * m[2, 2]) - (m[1, 2] * m[2, 0])))
            + (m[0, 2] * ((m[1, 0] * m[2, 1]) - (m[1, 1] * m[2, 0]))),
    };

    // The nearest double but for its last bit, however large both are.
    private static double Quotient(BigInteger a, BigInteger b)
    {
        int shift = 64 + (int)(b.GetBitLength() - a.GetBitLength());
        var scaled = shift >= 0 ? (a << shift) / b : a / (b << -shift);
        return Math.ScaleB((double)scaled, -shift);
    }
}
