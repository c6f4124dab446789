using LinRegPS.Memory;

namespace LinRegPS;

// Tensors of other elements than float32.
public sealed partial class Tensor
{
    /// <summary>A vector of these whole numbers, int64, which are copied; torch.tensor.</summary>
    public static Tensor FromInt64(long[] elements) => FromInt64(Errors.Given(elements, nameof(FromInt64)), elements.Length);

    /// <summary>A tensor of these whole numbers, int64, row by row, which are copied; torch.tensor.</summary>
    /// <param name="elements">As many as the shape holds.</param>
    /// <param name="sizes">The shape's sizes, outermost first; none for a number.</param>
    /// <exception cref="ShapeMismatchException">The shape holds another number of elements.</exception>
    /// <exception cref="InvalidValueException">A size is negative, or there are more than 64.</exception>
    public static Tensor FromInt64(long[] elements, params int[] sizes) => Checked([.. Errors.Given(elements, nameof(FromInt64))], sizes);

    /// <summary>A vector of these truth values, bool, which are copied; torch.tensor.</summary>
    public static Tensor FromBool(bool[] elements) => FromBool(Errors.Given(elements, nameof(FromBool)), elements.Length);

    /// <summary>A tensor of these truth values, bool, row by row, which are copied; torch.tensor.</summary>
    /// <param name="elements">As many as the shape holds.</param>
    /// <param name="sizes">The shape's sizes, outermost first; none for one alone.</param>
    /// <exception cref="ShapeMismatchException">The shape holds another number of elements.</exception>
    /// <exception cref="InvalidValueException">A size is negative, or there are more than 64.</exception>
    public static Tensor FromBool(bool[] elements, params int[] sizes) => Checked([.. Errors.Given(elements, nameof(FromBool))], sizes);

    /// <summary>The same elements as float32: the tensor itself where they are; Tensor.float.</summary>
    public Tensor Float() => To(DType.Float32);

    /// <summary>The elements as int64, cut off towards 0: the tensor itself where they are; Tensor.long.</summary>
    /// <exception cref="InvalidValueException">An element is NaN, infinite or too large for int64.</exception>
    public Tensor Long() => To(DType.Int64);

    /// <summary>Whether each element is another than 0: the tensor itself where it is bool; Tensor.bool. NaN is true.</summary>
    public Tensor Bool() => To(DType.Bool);

    /// <summary>
    /// The elements as another type, without a history: the tensor itself where it has the type; Tensor.to. Float32 is cut off
    /// towards 0 where it becomes int64, and rounded where int64 becomes float32.
    /// </summary>
    /// <exception cref="InvalidValueException">An element is NaN, infinite or too large for int64.</exception>
    public Tensor To(DType dtype)
    {
        if (dtype == DType)
            return this;
        switch (dtype, DType)
        {
            case (DType.Int64, DType.Float32):
                return Of(Array.ConvertAll(Data.ToArray(), Truncated), Shape);
            case (DType.Int64, _):
                return Of(Array.ConvertAll(Elements<bool>().ToArray(), b => b ? 1L : 0), Shape);
            case (DType.Bool, DType.Float32):
                return Of(Array.ConvertAll(Data.ToArray(), x => x != 0), Shape);
            case (DType.Bool, _):
                return Of(Array.ConvertAll(Elements<long>().ToArray(), i => i != 0), Shape);
            case (_, DType.Int64):
                return From(Array.ConvertAll(Elements<long>().ToArray(), i => (float)i), Shape.ToArray());
            default:
                var result = new Tensor(Shape);
                Data.CopyTo(result.Data);
                return result;
        }
    }

    /// <summary>As another type where tensors of several types meet: what float32 would round is refused.</summary>
    /// <exception cref="InvalidValueException">An int64 number is none that float32 has.</exception>
    internal Tensor Promoted(DType dtype) => (dtype, DType) is (DType.Float32, DType.Int64) ? From(Data.ToArray(), Shape.ToArray()) : To(dtype);

    /// <summary>The type that has the elements of both: int64 has truth values as 0 and 1, float32 both.</summary>
    internal static DType Common(DType a, DType b) => a == b ? a : a == DType.Float32 || b == DType.Float32 ? DType.Float32 : DType.Int64;

    /// <summary>A tensor of elements that are not copied: as many as the shape has.</summary>
    internal static Tensor Of<T>(T[] elements, Shape shape)
        where T : struct =>
        new(new Storage<T>(elements), shape, typeof(T) == typeof(float) ? null : new Layout(shape, 0, Layout.RowMajor(shape)));

    /// <summary>A tensor whose elements are yet to be written; of int64 and bool they are 0 and false.</summary>
    internal static Tensor Empty(DType dtype, Shape shape) => dtype switch
    {
        DType.Int64 => Of(new long[shape.Numel], shape),
        DType.Bool => Of(new bool[shape.Numel], shape),
        _ => new Tensor(shape),
    };

    private static Tensor Checked<T>(T[] elements, int[] sizes)
        where T : struct
    {
        var shape = new Shape(sizes);
        return shape.Numel == elements.Length ? Of(elements, shape) : throw Errors.DataForShape(elements.Length, shape);
    }

    /// <summary>A number alone as a type, int64 with all of its digits.</summary>
    internal static Tensor NumberAs(DType dtype, double value) => dtype switch
    {
        DType.Int64 => Of([IsExact(value) ? Truncated(value) : throw Errors.RoundedNumber(value)], Shape.Scalar),
        DType.Bool => Of([value != 0], Shape.Scalar),
        _ => Scalar(value),
    };

    /// <summary>Whether a number of a method's is the one that was written: from 2^53 on whole numbers may have been rounded to double.</summary>
    internal static bool IsExact(double value) => !(Math.Abs(value) is >= 1L << 53 and < 9223372036854775808.0);

    private static long Truncated(float x) => Truncated((double)x);

    private static long Truncated(double x) => x is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)x : throw Errors.NotInInt64(x);
}
