using System.Runtime.InteropServices;
using LinRegPS.Memory;

namespace LinRegPS;

// The elements as .NET has them.
public sealed partial class Tensor
{
    /// <summary>The number in a tensor of one element, whatever its rank; Tensor.item. 1 for true and 0 for false.</summary>
    /// <exception cref="InvalidValueException">The tensor has another number of elements than one, or an int64 number that float32 has not.</exception>
    public float Item()
    {
        CheckOne("Item()");
        return DType == DType.Float32 ? Data[0] : AsFloat32("Item()")[0];
    }

    /// <summary>A copy of the elements, row by row; 1 for true and 0 for false.</summary>
    /// <exception cref="InvalidValueException">An int64 number is none that float32 has.</exception>
    public float[] ToArray()
    {
        if (_requiresGrad)
            Watcher.Current?.Read(this, "ToArray()");
        return (DType == DType.Float32 ? Data : AsFloat32("ToArray()")).ToArray();
    }

    /// <summary>A copy of the elements of an int64 tensor, row by row.</summary>
    /// <exception cref="InvalidValueException">The tensor has elements of another type.</exception>
    public long[] ToInt64Array() => ElementsOf<long>("ToInt64Array", DType.Int64).ToArray();

    /// <summary>A copy of the elements of a bool tensor, row by row.</summary>
    /// <exception cref="InvalidValueException">The tensor has elements of another type.</exception>
    public bool[] ToBoolArray() => ElementsOf<bool>("ToBoolArray", DType.Bool).ToArray();

    /// <summary>
    /// The elements as PowerShell's arrays: a number, an array of numbers, or arrays of arrays; Tensor.tolist. Numbers are float,
    /// long or bool as the tensor's are.
    /// </summary>
    public object ToNestedArrays()
    {
        return DType switch
        {
            DType.Int64 => Nest<long>(0, 0),
            DType.Bool => Nest<bool>(0, 0),
            _ => Nest<float>(0, 0),
        };

        object Nest<T>(int dimension, int start)
            where T : struct
        {
            if (dimension == Rank)
                return Elements<T>()[start];
            int size = Shape[dimension], stride = Shape.Product(dimension + 1, Rank);
            if (dimension == Rank - 1)
                return Elements<T>().Slice(start, size).ToArray();
            object[] rows = new object[size];
            for (int i = 0; i < size; i++)
                rows[i] = Nest<T>(dimension + 1, start + (i * stride));
            return rows;
        }
    }

    /// <summary>The elements as one number, a list, or lists in lists, whose text is all of them: for what goes through properties, JSON and tables of text.</summary>
    public object Values => NumberList.Of(this);

    /// <summary>The number in a tensor of one element.</summary>
    /// <exception cref="InvalidValueException">The tensor has another number of elements than one, or an int64 number that float32 has not.</exception>
    public static explicit operator float(Tensor tensor) => (tensor ?? throw Errors.Null("Item", "the tensor")).Item();

    /// <summary>The number in a tensor of one element.</summary>
    /// <exception cref="InvalidValueException">The tensor has another number of elements than one.</exception>
    public static explicit operator double(Tensor tensor) => (tensor ?? throw Errors.Null("Item", "the tensor")).Value() switch
    {
        long integer => integer,
        bool flag => flag ? 1 : 0,
        var number => (float)number,
    };

    /// <summary>The whole number in a tensor of one element; nothing is cut off.</summary>
    /// <exception cref="InvalidValueException">The tensor has another number of elements than one, or the number is no int64.</exception>
    public static explicit operator long(Tensor tensor) => (tensor ?? throw Errors.Null("Item", "the tensor")).Whole<long>();

    /// <summary>Whether the number in a tensor of one element is another than 0.</summary>
    /// <exception cref="InvalidValueException">The tensor has another number of elements than one.</exception>
    public static explicit operator bool(Tensor tensor) => (bool)(tensor ?? throw Errors.Null("Item", "the tensor")).Bool().Value();

    /// <summary>The number in a tensor of one element, as the float, long or bool that it is.</summary>
    internal object Value()
    {
        CheckOne("Item()");
        return DType switch { DType.Int64 => Elements<long>()[0], DType.Bool => Elements<bool>()[0], _ => Data[0] };
    }

    /// <summary>A copy of the elements, row by row, as the float, long or bool that they are.</summary>
    internal Array ToTypedArray() => DType switch { DType.Int64 => ToInt64Array(), DType.Bool => ToBoolArray(), _ => ToArray() };

    /// <summary>The elements, row by row, of a tensor whose elements are of this type; only to be read.</summary>
    internal ReadOnlySpan<T> Elements<T>()
        where T : struct
    {
        if (typeof(T) == typeof(float))
            return MemoryMarshal.Cast<float, T>(Data);
        var storage = (Storage<T>)_storage!;
        return _layout!.IsPacked ? storage.Elements.AsSpan(_layout.Offset, Numel) : _layout.Pack(storage);
    }

    /// <summary>The elements of a packed tensor, to be written.</summary>
    internal Span<T> Written<T>()
        where T : struct => typeof(T) == typeof(float)
        ? MemoryMarshal.Cast<float, T>(Data)
        : ((Storage<T>)_storage!).Elements.AsSpan(StorageOffset, Numel);

    /// <summary>The same where the elements must be of a type.</summary>
    internal ReadOnlySpan<T> ElementsOf<T>(string operation, DType dtype)
        where T : struct => DType == dtype ? Elements<T>() : throw Errors.WrongDType(operation, dtype, DType);

    private void CheckOne(string method)
    {
        if (Numel != 1)
            throw Errors.NotOneElement(Shape);
        if (_requiresGrad)
            Watcher.Current?.Read(this, method);
    }

    private static bool IsInFloat32(long integer) => (Int128)(float)integer == integer;

    private Span<float> AsFloat32(string method)
    {
        if (DType == DType.Int64)
        {
            foreach (long integer in Elements<long>())
            {
                if (!IsInFloat32(integer))
                    throw Errors.NotInFloat32(method, integer);
            }
        }
        return Data;
    }
}
