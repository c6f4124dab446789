using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LinRegPS.Kernels;

/// <summary>
/// Work on a matrix X of at most sixteen columns, eight rows at a time and turned: a vector for each column, in which the
/// rows are side by side. A row's sum X w is made of four chains, of every fourth column; a column's sum Xᵀ g of chains of
/// every eighth of 112 rows, in float32, and in float64 beyond.
/// </summary>
internal static unsafe class NarrowRows
{
    private const int Group = Lanes.Count, TileRows = 112, MostColumns = 16;

    /// <summary>What is done with eight rows.</summary>
    internal interface IStep
    {
        /// <summary>Whether X w is needed.</summary>
        static abstract bool NeedsProduct { get; }

        /// <summary>Whether X w is added up column after column, each sum fused and rounded, as PyTorch does it.</summary>
        static virtual bool IsInOrder => false;

        /// <summary>Whether Xᵀ g is needed.</summary>
        static abstract bool NeedsSums { get; }

        /// <summary>Takes X w of eight rows, and returns their g.</summary>
        Vector256<float> Run(nint row, Vector256<float> product);

        /// <summary>The same for fewer, with zeros behind their g.</summary>
        Vector256<float> RunSome(nint row, int count, Vector256<float> product);
    }

    private interface ICount
    {
        static abstract int Value { get; }
    }

    /// <summary>Whether a matrix is narrow.</summary>
    public static bool Fits(int columns) => columns is > 0 and <= MostColumns;

    /// <summary>Runs a step over rows of X that begin at x.</summary>
    /// <param name="step">What is done.</param>
    /// <param name="x">The first row.</param>
    /// <param name="w">Columns; unless no product is needed.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">One to sixteen.</param>
    /// <param name="end">Behind X: nothing is read from there on.</param>
    /// <param name="totals">Columns, to which the sums are added; unless none are needed.</param>
    public static void Run<TStep>(TStep step, float* x, float* w, int rows, int columns, float* end, double* totals)
        where TStep : struct, IStep
    {
        switch ((columns + 3) / 4)
        {
            case 1:
                Tiles<TStep, One>(step, x, w, rows, columns, end, totals);
                break;
            case 2:
                Tiles<TStep, Two>(step, x, w, rows, columns, end, totals);
                break;
            case 3:
                Tiles<TStep, Three>(step, x, w, rows, columns, end, totals);
                break;
            default:
                Tiles<TStep, Four>(step, x, w, rows, columns, end, totals);
                break;
        }
    }

    [SkipLocalsInit]
    private static void Tiles<TStep, TFours>(TStep step, float* x, float* w, int rows, int columns, float* end, double* totals)
        where TStep : struct, IStep
        where TFours : struct, ICount
    {
        const int copied = (Group * MostColumns) + 4;
        // The weights, and after them what of the last four columns is X's.
        var weights = stackalloc Vector256<float>[MostColumns + 3];
        double* sums = stackalloc double[MostColumns];
        float* copy = stackalloc float[copied];
        int rest = columns - (4 * (TFours.Value - 1));
        for (int c = 0; c < MostColumns; c++)
        {
            weights[c] = Vector256.Create(TStep.NeedsProduct && c < columns ? w[c] : 0);
            sums[c] = 0;
        }
        for (int c = 0; c < 3; c++)
            weights[MostColumns + c] = Vector256.Create(c + 1 < rest ? -1 : 0).AsSingle();

        int row = 0;
        while (row < rows)
        {
            // A row is read to the end of its last four columns.
            long readable = (end - x - (4 * TFours.Value) + columns) / columns;
            int whole = (int)Math.Min(Math.Min(TileRows, rows - row), readable) / Group * Group;
            if (whole > 0)
            {
                Tile<TStep, TFours>(step, x, weights, row, whole, columns, sums);
                row += whole;
                x += whole * (nint)columns;
            }
            else
            {
                int count = Math.Min(Group, rows - row);
                new Span<float>(copy, copied).Clear();
                new Span<float>(x, count * columns).CopyTo(new(copy, copied));
                Tile<Some<TStep>, TFours>(new(step, count), copy, weights, row, Group, columns, sums);
                row += count;
                x += count * (nint)columns;
            }
        }
        for (int c = 0; TStep.NeedsSums && c < columns; c++)
            totals[c] += sums[c];
    }

    [MethodImpl(Kernel.Hot)]
    private static void Tile<TStep, TFours>(
        TStep step, float* x, Vector256<float>* w, nint row, nint rows, nint columns, double* totals)
        where TStep : struct, IStep
        where TFours : struct, ICount
    {
        FourColumns s0 = default, s1 = default, s2 = default, s3 = default;
        for (nint last = row + rows; row < last; row += Group)
        {
            float* x1 = x + columns, x2 = x1 + columns, x3 = x2 + columns, x4 = x3 + columns;
            float* x5 = x4 + columns, x6 = x5 + columns, x7 = x6 + columns;
            FourColumns c0, c1 = default, c2 = default, c3 = default, products = default;
            Vector256<float> sum = default;
            c0 = FourColumns.Load(x, x1, x2, x3, x4, x5, x6, x7, 0);
            if (TFours.Value == 1)
                c0.Keep(w + MostColumns);
            if (TStep.NeedsProduct)
                Multiply<TStep>(c0, w, ref products, ref sum);
            if (TFours.Value > 1)
            {
                c1 = FourColumns.Load(x, x1, x2, x3, x4, x5, x6, x7, 4);
                if (TFours.Value == 2)
                    c1.Keep(w + MostColumns);
                if (TStep.NeedsProduct)
                    Multiply<TStep>(c1, w + 4, ref products, ref sum);
            }
            if (TFours.Value > 2)
            {
                c2 = FourColumns.Load(x, x1, x2, x3, x4, x5, x6, x7, 8);
                if (TFours.Value == 3)
                    c2.Keep(w + MostColumns);
                if (TStep.NeedsProduct)
                    Multiply<TStep>(c2, w + 8, ref products, ref sum);
            }
            if (TFours.Value > 3)
            {
                c3 = FourColumns.Load(x, x1, x2, x3, x4, x5, x6, x7, 12);
                c3.Keep(w + MostColumns);
                if (TStep.NeedsProduct)
                    Multiply<TStep>(c3, w + 12, ref products, ref sum);
            }
            var g = step.Run(row, TStep.IsInOrder ? sum : products.Sum);
            x = x7 + columns;
            if (!TStep.NeedsSums)
                continue;
            s0.Add(c0, g);
            if (TFours.Value > 1)
                s1.Add(c1, g);
            if (TFours.Value > 2)
                s2.Add(c2, g);
            if (TFours.Value > 3)
                s3.Add(c3, g);
        }
        if (!TStep.NeedsSums)
            return;
        s0.AddTo(totals);
        if (TFours.Value > 1)
            s1.AddTo(totals + 4);
        if (TFours.Value > 2)
            s2.AddTo(totals + 8);
        if (TFours.Value > 3)
            s3.AddTo(totals + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TStep>(in FourColumns columns, Vector256<float>* w, ref FourColumns products, ref Vector256<float> sum)
        where TStep : struct, IStep
    {
        if (TStep.IsInOrder)
            sum = columns.AddTo(sum, w);
        else
            products.Add(columns, w);
    }

    /// <summary>y = X w.</summary>
    internal readonly struct Products(float* y) : IStep
    {
        public static bool NeedsProduct => true;

        public static bool NeedsSums => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Run(nint row, Vector256<float> product)
        {
            product.Store(y + row);
            return product;
        }

        public Vector256<float> RunSome(nint row, int count, Vector256<float> product)
        {
            Lanes.Store(product, ref *y, (nuint)row, count);
            return product;
        }
    }

    /// <summary>A step for the last rows, of which there are fewer than eight.</summary>
    private readonly struct Some<TStep>(TStep step, int count) : IStep
        where TStep : struct, IStep
    {
        public static bool NeedsProduct => TStep.NeedsProduct;

        public static bool IsInOrder => TStep.IsInOrder;

        public static bool NeedsSums => TStep.NeedsSums;

        public Vector256<float> Run(nint row, Vector256<float> product) => step.RunSome(row, count, product);

        public Vector256<float> RunSome(nint row, int some, Vector256<float> product) => step.RunSome(row, some, product);
    }

    private readonly struct One : ICount
    {
        public static int Value => 1;
    }

    private readonly struct Two : ICount
    {
        public static int Value => 2;
    }

    private readonly struct Three : ICount
    {
        public static int Value => 3;
    }

    private readonly struct Four : ICount
    {
        public static int Value => 4;
    }
}
