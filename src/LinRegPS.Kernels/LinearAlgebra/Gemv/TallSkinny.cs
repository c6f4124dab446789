using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using LinRegPS.Kernels.LinearAlgebra.Planning;
using LinRegPS.Kernels.Reductions;

namespace LinRegPS.Kernels.LinearAlgebra.Gemv;

/// <summary>
/// Work on a tall-skinny matrix X of at most sixteen columns, eight rows at a time and turned: a vector for each column, in which the
/// rows are side by side. A row's sum X w is made of four chains, of every fourth column; a column's sum Xᵀ g of chains of
/// every eighth of 112 rows, in float32, and in float64 beyond.
/// </summary>
internal static unsafe class TallSkinny
{
    private const int Group = Lanes.Count, TileRows = 112, MostColumns = ProductPlan.TallSkinnyColumns;

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

    /// <summary>y = X w, each row's products added up in order and fused.</summary>
    public static void MultiplyInOrder(ReadOnlySpan<float> x, ReadOnlySpan<float> w, Span<float> y, int rows, int columns)
    {
        fixed (float* px = x[..(rows * columns)], pw = w[..columns], py = y[..rows])
            Run(new InOrderProducts(new(py)), px, pw, rows, columns, px + (rows * columns), null);
    }

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
        switch ((columns + 1) / 2)
        {
            case 1:
                Tiles<TStep, FirstTwo, NoColumns, NoColumns, NoColumns>(step, x, w, rows, columns, end, totals);
                break;
            case 2:
                Tiles<TStep, AllFour, NoColumns, NoColumns, NoColumns>(step, x, w, rows, columns, end, totals);
                break;
            case 3:
                Tiles<TStep, AllFour, FirstTwo, NoColumns, NoColumns>(step, x, w, rows, columns, end, totals);
                break;
            case 4:
                Tiles<TStep, AllFour, AllFour, NoColumns, NoColumns>(step, x, w, rows, columns, end, totals);
                break;
            case 5:
                Tiles<TStep, AllFour, AllFour, FirstTwo, NoColumns>(step, x, w, rows, columns, end, totals);
                break;
            case 6:
                Tiles<TStep, AllFour, AllFour, AllFour, NoColumns>(step, x, w, rows, columns, end, totals);
                break;
            case 7:
                Tiles<TStep, AllFour, AllFour, AllFour, FirstTwo>(step, x, w, rows, columns, end, totals);
                break;
            default:
                Tiles<TStep, AllFour, AllFour, AllFour, AllFour>(step, x, w, rows, columns, end, totals);
                break;
        }
    }

    [SkipLocalsInit]
    private static void Tiles<TStep, T0, T1, T2, T3>(TStep step, float* x, float* w, int rows, int columns, float* end, double* totals)
        where TStep : struct, IStep
        where T0 : struct, IFour
        where T1 : struct, IFour
        where T2 : struct, IFour
        where T3 : struct, IFour
    {
        const int copied = (Group * MostColumns) + 4;
        // The weights, and after them a mask that leaves out what a last column without a second has of the next row.
        var weights = stackalloc Vector256<float>[MostColumns + 1];
        var sums = stackalloc Vector512<double>[MostColumns];
        float* copy = stackalloc float[copied];
        for (int c = 0; c < MostColumns; c++)
        {
            weights[c] = Vector256.Create(TStep.NeedsProduct && c < columns ? w[c] : 0);
            sums[c] = default;
        }
        weights[MostColumns] = Vector256.Create(columns % 2 == 0 ? -1 : 0).AsSingle();

        int row = 0;
        while (row < rows)
        {
            // A row is read to the end of its last four columns.
            long readable = (end - x - ((columns + 3) / 4 * 4) + columns) / columns;
            int whole = (int)Math.Min(Math.Min(TileRows, rows - row), readable) / Group * Group;
            if (whole > 0)
            {
                Tile<TStep, T0, T1, T2, T3>(step, x, weights, row, whole, columns, sums);
                row += whole;
                x += whole * (nint)columns;
            }
            else
            {
                int count = Math.Min(Group, rows - row);
                new Span<float>(copy, copied).Clear();
                new Span<float>(x, count * columns).CopyTo(new(copy, copied));
                Tile<Some<TStep>, T0, T1, T2, T3>(new(step, count), copy, weights, row, Group, columns, sums);
                row += count;
                x += count * (nint)columns;
            }
        }
        for (int c = 0; TStep.NeedsSums && c < columns; c++)
            totals[c] += Float64Sum.Across(Float64Sum.Halves(sums[c]));
    }

    [MethodImpl(Kernel.Hot)]
    private static void Tile<TStep, T0, T1, T2, T3>(
        TStep step, float* x, Vector256<float>* w, nint row, nint rows, nint columns, Vector512<double>* totals)
        where TStep : struct, IStep
        where T0 : struct, IFour
        where T1 : struct, IFour
        where T2 : struct, IFour
        where T3 : struct, IFour
    {
        FourColumns s0 = default, s1 = default, s2 = default, s3 = default;
        for (nint last = row + rows; row < last; row += Group)
        {
            float* x1 = x + columns, x2 = x1 + columns, x3 = x2 + columns, x4 = x3 + columns;
            float* x5 = x4 + columns, x6 = x5 + columns, x7 = x6 + columns;
            FourColumns c0, c1 = default, c2 = default, c3 = default, products = default;
            Vector256<float> sum = default;
            c0 = FourColumns.Load(x, x1, x2, x3, x4, x5, x6, x7, 0);
            if (!T1.HasTwo)
                c0.Keep<T0>(w + MostColumns);
            if (TStep.NeedsProduct)
                Multiply<TStep, T0>(c0, w, ref products, ref sum);
            if (T1.HasTwo)
            {
                c1 = FourColumns.Load(x, x1, x2, x3, x4, x5, x6, x7, 4);
                if (!T2.HasTwo)
                    c1.Keep<T1>(w + MostColumns);
                if (TStep.NeedsProduct)
                    Multiply<TStep, T1>(c1, w + 4, ref products, ref sum);
            }
            if (T2.HasTwo)
            {
                c2 = FourColumns.Load(x, x1, x2, x3, x4, x5, x6, x7, 8);
                if (!T3.HasTwo)
                    c2.Keep<T2>(w + MostColumns);
                if (TStep.NeedsProduct)
                    Multiply<TStep, T2>(c2, w + 8, ref products, ref sum);
            }
            if (T3.HasTwo)
            {
                c3 = FourColumns.Load(x, x1, x2, x3, x4, x5, x6, x7, 12);
                c3.Keep<T3>(w + MostColumns);
                if (TStep.NeedsProduct)
                    Multiply<TStep, T3>(c3, w + 12, ref products, ref sum);
            }
            var g = step.Run(row, TStep.IsInOrder ? sum : products.Total);
            x = x7 + columns;
            if (!TStep.NeedsSums)
                continue;
            s0.Add<T0>(c0, g);
            if (T1.HasTwo)
                s1.Add<T1>(c1, g);
            if (T2.HasTwo)
                s2.Add<T2>(c2, g);
            if (T3.HasTwo)
                s3.Add<T3>(c3, g);
        }
        if (!TStep.NeedsSums)
            return;
        s0.AddTo<T0>(totals);
        if (T1.HasTwo)
            s1.AddTo<T1>(totals + 4);
        if (T2.HasTwo)
            s2.AddTo<T2>(totals + 8);
        if (T3.HasTwo)
            s3.AddTo<T3>(totals + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<TStep, TFour>(in FourColumns columns, Vector256<float>* w, ref FourColumns products, ref Vector256<float> sum)
        where TStep : struct, IStep
        where TFour : struct, IFour
    {
        if (TStep.IsInOrder)
            sum = columns.AddTo<TFour>(sum, w);
        else
            products.Add<TFour>(columns, w);
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

    /// <summary>y = X w in order.</summary>
    private readonly struct InOrderProducts(Products products) : IStep
    {
        public static bool NeedsProduct => true;

        public static bool IsInOrder => true;

        public static bool NeedsSums => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Run(nint row, Vector256<float> product) => products.Run(row, product);

        public Vector256<float> RunSome(nint row, int count, Vector256<float> product) => products.RunSome(row, count, product);
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
}
