using System.Numerics;

namespace LinRegPS.Operations;

/// <summary>What holds of two elements.</summary>
internal interface IComparison
{
    static abstract bool Holds<T>(T a, T b)
        where T : struct, INumber<T>;
}

internal readonly struct Equal : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : struct, INumber<T> => a == b;
}

internal readonly struct NotEqual : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : struct, INumber<T> => a != b;
}

internal readonly struct Less : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : struct, INumber<T> => a < b;
}

internal readonly struct LessOrEqual : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : struct, INumber<T> => a <= b;
}

internal readonly struct Greater : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : struct, INumber<T> => a > b;
}

internal readonly struct GreaterOrEqual : IComparison
{
    public static bool Holds<T>(T a, T b)
        where T : struct, INumber<T> => a >= b;
}

/// <summary>Pairs of elements compared, with broadcasting: whole numbers as such, others as float32. There is no gradient.</summary>
internal static class Comparisons
{
    public static Tensor Compare<TComparison>(string operation, Tensor a, Tensor? b)
        where TComparison : struct, IComparison
    {
        if (b is null)
            throw Errors.Null(operation, "the operand");
        var shape = Shape.Broadcast(operation, a.Shape, b.Shape);
        return a.DType == DType.Float32 || b.DType == DType.Float32
            ? Compare<TComparison, float>(a.Float(), b.Float(), shape)
            : Compare<TComparison, long>(a.Long(), b.Long(), shape);
    }

    /// <summary>With a number: as float32 unless both are whole.</summary>
    public static Tensor Compare<TComparison>(string operation, Tensor a, double b)
        where TComparison : struct, IComparison
    {
        bool isWhole = a.DType != DType.Float32 && Math.Floor(b) == b && Math.Abs(b) < 9223372036854775808.0;
        return Compare<TComparison>(operation, a, Tensor.NumberAs(isWhole ? DType.Int64 : DType.Float32, b));
    }

    /// <summary>What a function has of pairs of truth values, with broadcasting.</summary>
    public static Tensor Combine(string operation, Tensor a, Tensor? b, Func<bool, bool, bool> f)
    {
        if (b is null)
            throw Errors.Null(operation, "the operand");
        var shape = Shape.Broadcast(operation, a.Shape, b.Shape);
        ReadOnlySpan<bool> x = a.Bool().ElementsOver<bool>(shape), y = b.Bool().ElementsOver<bool>(shape);
        bool[] result = new bool[shape.Numel];
        for (int i = 0; i < result.Length; i++)
            result[i] = f(x[i], y[i]);
        return Tensor.Of(result, shape);
    }

    /// <summary>Whether something holds of each element, as it does of all whole numbers or of none.</summary>
    public static Tensor Test(Tensor x, Predicate<float> holds)
    {
        bool[] result = new bool[x.Numel];
        if (x.DType != DType.Float32)
        {
            Array.Fill(result, holds(0));
            return Tensor.Of(result, x.Shape);
        }
        var elements = x.Data;
        for (int i = 0; i < result.Length; i++)
            result[i] = holds(elements[i]);
        return Tensor.Of(result, x.Shape);
    }

    /// <summary>Whether all, or any, of the elements along marked dimensions are true.</summary>
    public static Tensor Reduce(Tensor x, bool[] marks, bool keep, bool all)
    {
        var flags = x.Bool().Elements<bool>();
        bool[] result = new bool[Dimensions.Dropped(x.Shape, marks).Numel];
        Array.Fill(result, all);
        int[] strides = Layout.RowMajor(Dimensions.Kept(x.Shape, marks)), position = new int[x.Rank];
        int at = 0;
        for (int i = 0; i < flags.Length; i++)
        {
            result[at] = all ? result[at] && flags[i] : result[at] || flags[i];
            for (int d = x.Rank - 1; d >= 0; d--)
            {
                int step = marks[d] ? 0 : strides[d];
                at += step;
                if (++position[d] < x.Shape[d])
                    break;
                at -= step * position[d];
                position[d] = 0;
            }
        }
        return Tensor.Of(result, Dimensions.Left(x.Shape, marks, keep));
    }

    private static Tensor Compare<TComparison, T>(Tensor a, Tensor b, Shape shape)
        where TComparison : struct, IComparison
        where T : struct, INumber<T>
    {
        bool[] result = new bool[shape.Numel];
        var x = a.ElementsOver<T>(shape);
        if (b.Numel == 1 && result.Length > 0)
        {
            T one = b.Elements<T>()[0];
            for (int i = 0; i < result.Length; i++)
                result[i] = TComparison.Holds(x[i], one);
        }
        else
        {
            var y = b.ElementsOver<T>(shape);
            for (int i = 0; i < result.Length; i++)
                result[i] = TComparison.Holds(x[i], y[i]);
        }
        return Tensor.Of(result, shape);
    }
}
