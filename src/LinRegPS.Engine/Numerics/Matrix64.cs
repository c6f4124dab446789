using System.Runtime.CompilerServices;
using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.Threading;

namespace LinRegPS.Numerics;

/// <summary>A small matrix in float64, row by row.</summary>
internal sealed class Matrix64(int rows, int columns, double[] elements) : IMatrices<Matrix64>
{
    public Matrix64(int rows, int columns)
        : this(rows, columns, new double[checked(rows * columns)])
    {
    }

    public int Rows => rows;

    public int Columns => columns;

    public ref double this[int row, int column] => ref elements[(row * columns) + column];

    public Matrix64 Turned => Filled(columns, rows, (i, j) => this[j, i]);

    public Matrix64 HalfLower => Filled(rows, columns, (i, j) => i > j ? this[i, j] : i == j ? this[i, j] / 2 : 0);

    public Matrix64 LowerInverse
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get
        {
            var inverse = new Matrix64(rows, rows);
            for (int i = 0; i < rows; i++)
            {
                Interruption.CheckLong();
                var row = inverse.Row(i);
                row[i] = 1;
                for (int k = 0; k < i; k++)
                    Float64Vectors.AddScaled(-this[i, k], inverse.Row(k), row);
                foreach (ref double element in row)
                    element /= this[i, i];
            }
            return inverse;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Matrix64 operator *(Matrix64 a, Matrix64 b)
    {
        var product = new Matrix64(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            Interruption.CheckLong();
            for (int k = 0; k < a.Columns; k++)
                Float64Vectors.AddScaled(a[i, k], b.Row(k), product.Row(i));
        }
        return product;
    }

    public static Matrix64 operator +(Matrix64 a, Matrix64 b) => Filled(a.Rows, a.Columns, (i, j) => a[i, j] + b[i, j]);

    public static Matrix64 operator -(Matrix64 a, Matrix64 b) => Filled(a.Rows, a.Columns, (i, j) => a[i, j] - b[i, j]);

    public static Matrix64 operator -(Matrix64 a) => a.Scaled(-1);

    /// <summary>A matrix of a tensor's, of as many as its dimensions before the last two hold.</summary>
    public static Matrix64 Of(Tensor x, int index)
    {
        var (m, n) = (x.Rank < 2 ? 1 : x.Shape[^2], x.Shape[^1]);
        var data = x.Data.Slice(index * m * n, m * n);
        var matrix = new Matrix64(m, n);
        for (int i = 0; i < data.Length; i++)
            matrix.All[i] = data[i];
        return matrix;
    }

    public Matrix64 Scaled(double factor) => Filled(rows, columns, (i, j) => this[i, j] * factor);

    public Matrix64 TimesColumns(Matrix64 factors) => Filled(rows, columns, (i, j) => this[i, j] * factors[0, j]);

    public Matrix64 OverColumns(Matrix64 divisors) => Filled(rows, columns, (i, j) => this[i, j] / divisors[0, j]);

    public Matrix64 OverGaps(Matrix64 values) => Filled(rows, columns, (i, j) => i == j ? 0 : this[i, j] / (values[0, j] - values[0, i]));

    public Matrix64 OverSquaredGaps(Matrix64 values) =>
        Filled(rows, columns, (i, j) => i == j ? 0 : this[i, j] / ((values[0, j] - values[0, i]) * (values[0, j] + values[0, i])));

    /// <summary>All elements, row by row.</summary>
    public double[] All => elements;

    public Span<double> Row(int index) => elements.AsSpan(index * columns, columns);

    /// <summary>Writes the elements, each rounded once, as one of a tensor's matrices.</summary>
    public void Round(Tensor to, int index)
    {
        var data = to.Data.Slice(index * elements.Length, elements.Length);
        for (int i = 0; i < data.Length; i++)
            data[i] = (float)elements[i];
    }

    public static Matrix64 Filled(int rows, int columns, Func<int, int, double> element)
    {
        var filled = new Matrix64(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                filled[i, j] = element(i, j);
        }
        return filled;
    }
}
