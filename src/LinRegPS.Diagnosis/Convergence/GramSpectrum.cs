using LinRegPS.Kernels.LinearAlgebra;
using LinRegPS.Kernels.Threading;
using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.Convergence;

/// <summary>
/// Eigenvalues and eigenvectors of A'A, each as exact as if the columns of A were of one size: an eigenvalue is not lost
/// beside one that is larger by more than 1 / eps, as with columns of Unix times beside ones. A pivoted Cholesky factor
/// in double-double shows the rank; one-sided Jacobi rotations of it give what is not 0 (Demmel and Veselić 1992; Drmač
/// and Veselić 2008).
/// </summary>
internal sealed partial class GramSpectrum
{
    private const int MaxSweeps = 60;

    // Of a column of norm 1, squared: far above the rounding of double-double sums, and below what float32 data leave but by chance.
    private const double Nothing = 1e-26;

    // A'A = L L', L by the rows of the parameters, in the units of A, its columns in the order of the pivots.
    private readonly DoubleDouble[][] _lower;
    private readonly int[] _pivot;

    private GramSpectrum(DoubleDouble[][] lower, int[] pivot, double[] values, double[][] vectors, int rank) =>
        (_lower, _pivot, Values, Vectors, Rank) = (lower, pivot, values, vectors, rank);

    /// <summary>The eigenvalues, the largest first; those from <see cref="Rank"/> on are 0.</summary>
    public double[] Values { get; }

    /// <summary>The eigenvectors, of length 1.</summary>
    public double[][] Vectors { get; }

    /// <summary>How many eigenvalues are not 0.</summary>
    public int Rank { get; }

    /// <summary>The largest eigenvalue; 0 where all are.</summary>
    public double Largest => Values[0];

    /// <summary>The smallest eigenvalue that is not 0; 0 where all are.</summary>
    public double Smallest => Values[Math.Max(Rank - 1, 0)];

    /// <summary>Takes apart A'A, whose sums are exact to double-double.</summary>
    /// <param name="gram">A'A.</param>
    /// <param name="design">A, where it is at hand: columns that are collinear but for the last bits of their numbers are told from those that are so exactly.</param>
    public static GramSpectrum Decompose(DoubleDouble[,] gram, double[,]? design = null)
    {
        int n = gram.GetLength(0);
        double[] scales = [.. Enumerable.Range(0, n).Select(j => gram[j, j].High is > 0 and var square ? Math.ScaleB(1, -Math.ILogB(Math.Sqrt(square))) : 1)];
        var (lower, pivot, rank) = Factorize(gram, scales, design);
        double[][] empty = Null(lower, pivot, rank, scales);
        for (int j = 0; j < n; j++)
        {
            for (int k = 0; k < rank; k++)
                lower[j][k] /= scales[j];
        }
        double[][] columns = [.. Enumerable.Range(0, rank).Select(k => lower.Select(row => (double)row[k]).ToArray())];
        for (int sweep = 0; sweep < MaxSweeps && Sweep(columns); sweep++)
        {
        }
        var found = columns
            .Select(column => (Column: column, Norm: Math.Sqrt(Float64Vectors.Dot(column, column))))
            .OrderByDescending(item => item.Norm)
            .ToArray();
        return new GramSpectrum(
            lower, pivot,
            [.. found.Select(item => item.Norm * item.Norm), .. new double[n - rank]],
            [.. found.Select(item => Array.ConvertAll(item.Column, x => x / item.Norm)), .. empty],
            rank);
    }

    /// <summary>The solution of A'A x = b of the least length, for a b that has one.</summary>
    public double[] Solve(DoubleDouble[] b)
    {
        // L z = b by the rows of the pivots; then x = L w with L'L w = z, or L'x = z where there is one x alone.
        var z = new DoubleDouble[Rank];
        for (int k = 0; k < Rank; k++)
        {
            z[k] = b[_pivot[k]];
            for (int i = 0; i < k; i++)
                z[k] -= _lower[_pivot[k]][i] * z[i];
            z[k] /= _lower[_pivot[k]][k];
        }
        return Rank == _pivot.Length ? SolveTransposed(z) : LeastLength(z);
    }

    private double[] SolveTransposed(DoubleDouble[] z)
    {
        double[] x = new double[z.Length];
        for (int k = Rank - 1; k >= 0; k--)
        {
            z[k] /= _lower[_pivot[k]][k];
            x[_pivot[k]] = (double)z[k];
            for (int i = 0; i < k; i++)
                z[i] -= _lower[_pivot[k]][i] * z[k];
        }
        return x;
    }

    private double[] LeastLength(DoubleDouble[] z)
    {
        var products = new DoubleDouble[Rank, Rank];
        for (int i = 0; i < Rank; i++)
        {
            Interruption.CheckLong();
            for (int j = 0; j <= i; j++)
            {
                DoubleDouble sum = 0;
                foreach (var row in _lower)
                    sum += row[i] * row[j];
                products[i, j] = products[j, i] = sum;
            }
        }
        double[] x = new double[_pivot.Length];
        if (Rank == 0)
            return x;
        // Of full rank: no further than this.
        double[] w = Decompose(products).Solve(z);
        for (int j = 0; j < x.Length; j++)
        {
            DoubleDouble sum = 0;
            for (int k = 0; k < Rank; k++)
                sum += _lower[j][k] * w[k];
            x[j] = (double)sum;
        }
        return x;
    }

    // The column of which most is left comes next; the rank is reached where nothing is left of any.
    private static (DoubleDouble[][] Lower, int[] Pivot, int Rank) Factorize(DoubleDouble[,] gram, double[] scales, double[,]? design)
    {
        int n = scales.Length;
        int[] pivot = [.. Enumerable.Range(0, n)];
        DoubleDouble[][] lower = [.. pivot.Select(_ => new DoubleDouble[n])];
        DoubleDouble[] left = [.. pivot.Select(j => gram[j, j] * scales[j] * scales[j])];
        bool[] gone = new bool[n];
        for (int k = 0; k < n; k++)
        {
            Interruption.CheckLong();
            // Of nearly collinear columns the sums of products have lost what is left; the columns have it.
            bool mayLook = design is not null && (long)design.Length * k <= MostProducts;
            var rest = new DoubleDouble[]?[n];
            foreach (int j in pivot.Skip(k).Where(j => mayLook && left[j].High < NearlyNothing && !gone[j]))
            {
                rest[j] = Rest(design!, scales, lower, pivot, k, j);
                left[j] = Dot(rest[j]!, rest[j]!);
                gone[j] = left[j].High <= NothingOfColumns;
            }
            // In the columns' own units, so that the columns of L fall in size: only then do rotations keep the small ones.
            int most = Enumerable.Range(k, n - k).MaxBy(i => IsNothing(pivot[i]) ? -1 : left[pivot[i]].High / (scales[pivot[i]] * scales[pivot[i]]));
            (pivot[k], pivot[most]) = (pivot[most], pivot[k]);
            int p = pivot[k];
            if (IsNothing(p))
                return (lower, pivot, k);
            lower[p][k] = DoubleDouble.Sqrt(left[p]);
            foreach (int j in pivot.Skip(k + 1))
            {
                var product = rest[p] is { } column ? Dot(rest[j] ?? Column(design!, scales, j), column) : gram[j, p] * scales[j] * scales[p];
                for (int i = 0; rest[p] is null && i < k; i++)
                    product -= lower[j][i] * lower[p][i];
                lower[j][k] = product / lower[p][k];
                left[j] -= lower[j][k] * lower[j][k];
            }

            bool IsNothing(int j) => gone[j] || (rest[j] is null && left[j].High <= Nothing);
        }
        return (lower, pivot, n);
    }

    // For each column that the pivots' ones make up, how; orthogonal to each other, of length 1.
    private static double[][] Null(DoubleDouble[][] lower, int[] pivot, int rank, double[] scales)
    {
        var found = new List<double[]>();
        foreach (int j in pivot.Skip(rank).Order())
        {
            Interruption.CheckLong();
            var rest = (DoubleDouble[])lower[j].Clone();
            double[] vector = new double[pivot.Length];
            vector[j] = scales[j];
            for (int k = rank - 1; k >= 0; k--)
            {
                var part = rest[k] / lower[pivot[k]][k];
                vector[pivot[k]] = -(double)part * scales[pivot[k]];
                for (int i = 0; i < k; i++)
                    rest[i] -= lower[pivot[k]][i] * part;
            }
            double largest = vector.Max(Math.Abs);
            vector = Array.ConvertAll(vector, x => x / largest);
            // Twice: what is left of one that is nearly parallel to another is orthogonal too.
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] other in found)
                    Float64Vectors.AddScaled(-Float64Vectors.Dot(vector, other), other, vector);
                double norm = Math.Sqrt(Float64Vectors.Dot(vector, vector));
                vector = Array.ConvertAll(vector, x => x / norm);
            }
            found.Add(vector);
        }
        return [.. found];
    }

    // One rotation for each pair of columns; false when all are orthogonal to each other.
    private static bool Sweep(double[][] columns)
    {
        bool rotated = false;
        for (int p = 0; p < columns.Length - 1; p++)
        {
            Interruption.CheckLong();
            for (int q = p + 1; q < columns.Length; q++)
            {
                double a = Float64Vectors.Dot(columns[p], columns[p]), b = Float64Vectors.Dot(columns[q], columns[q]);
                double c = Float64Vectors.Dot(columns[p], columns[q]);
                if (Math.Abs(c) <= Math.Pow(2, -51) * Math.Sqrt(a) * Math.Sqrt(b))
                    continue;
                rotated = true;
                double theta = (b - a) / (2 * c);
                double t = double.IsInfinity(theta * theta)
                    ? 0.5 / theta
                    : (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
                double cosine = 1 / Math.Sqrt((t * t) + 1);
                Float64Vectors.Rotate(columns[p], columns[q], cosine, t * cosine);
            }
        }
        return rotated;
    }
}
