using System.Globalization;
using System.Text;

namespace LinRegPS;

/// <summary>
/// A tensor as text, by the rules of PyTorch's printing (torch/_tensor_str.py): four decimals, whole numbers with a
/// point alone, powers of ten where sizes differ by more than 1000, at most 1000 elements, lines of 80 characters.
/// </summary>
internal static class TensorText
{
    private const int Threshold = 1000, Edge = 3, LineWidth = 80;
    private const string Start = "tensor(";

    public static string Format(Tensor tensor)
    {
        var text = new StringBuilder(Start);
        bool elided = tensor.Numel > Threshold;
        if (tensor.Numel == 0)
            text.Append("[]");
        else
            Append(text, Elements(tensor, elided), 0, tensor.Shape, 0, elided, Start.Length);
        if (elided || (tensor.Numel == 0 && tensor.Rank != 1))
            AppendNote(text, $"size=({string.Join(", ", tensor.Shape)})");
        if (tensor.Numel == 0 && tensor.DType != DType.Float32)
            AppendNote(text, tensor.DType == DType.Int64 ? "dtype=torch.int64" : "dtype=torch.bool");
        if (tensor.GradFn is { } made)
            AppendNote(text, $"grad_fn=<{made.Name}>");
        else if (tensor.RequiresGrad)
            AppendNote(text, "requires_grad=True");
        return text.Append(')').ToString();
    }

    // The texts of the elements, all of one width.
    private static Texts Elements(Tensor tensor, bool elided)
    {
        var visible = Visible(tensor.Shape, elided);
        switch (tensor.DType)
        {
            case DType.Int64:
                long[] integers = tensor.ToInt64Array();
                return new(visible.Max(i => Whole(i).Length), Whole);
                string Whole(int i) => integers[i].ToString(CultureInfo.InvariantCulture);
            case DType.Bool:
                bool[] flags = tensor.ToBoolArray();
                return new(visible.Max(i => Truth(i).Length), Truth);
                string Truth(int i) => flags[i] ? "True" : "False";
            default:
                float[] floats = tensor.Data.ToArray();
                var numbers = Numbers.For(visible.ConvertAll(i => floats[i]));
                return new(numbers.Width, i => numbers.Format(floats[i]));
        }
    }

    // What stands behind the numbers goes to a line of its own where the last is full.
    private static void AppendNote(StringBuilder text, string note)
    {
        int onLine = text.Length - text.ToString().LastIndexOf('\n') + 1;
        text.Append(onLine + note.Length + 2 > LineWidth ? ",\n" + new string(' ', Start.Length) : ", ").Append(note);
    }

    private static void Append(
        StringBuilder text, Texts elements, int start, Shape shape, int dimension, bool elided, int indent)
    {
        if (dimension == shape.Rank)
        {
            text.Append(elements.Of(start).PadLeft(elements.Width));
            return;
        }
        int size = shape[dimension], stride = shape.Product(dimension + 1, shape.Rank);
        bool innermost = dimension == shape.Rank - 1;
        int perLine = Math.Max(1, (LineWidth - indent) / (elements.Width + 2));
        string newLine = new string('\n', innermost ? 1 : shape.Rank - dimension - 1) + new string(' ', indent + 1);
        text.Append('[');
        int shown = 0;
        for (int i = 0; i < size; i++)
        {
            bool gap = elided && size > 2 * Edge && i == Edge;
            if (i > 0)
                text.Append(innermost && shown % perLine != 0 ? ", " : "," + newLine);
            if (gap)
            {
                text.Append(innermost ? " ..." : "...");
                i = size - Edge - 1;
            }
            else
                Append(text, elements, start + (i * stride), shape, dimension + 1, elided, indent + 1);
            shown++;
        }
        text.Append(']');
    }

    // Where the elements are that will be printed: their range decides the format.
    private static List<int> Visible(Shape shape, bool elided)
    {
        var visible = new List<int>();
        Add(0, 0);
        return visible;

        void Add(int start, int dimension)
        {
            if (dimension == shape.Rank)
            {
                visible.Add(start);
                return;
            }
            int size = shape[dimension], stride = shape.Product(dimension + 1, shape.Rank);
            for (int i = 0; i < size; i++)
            {
                if (elided && size > 2 * Edge && i == Edge)
                    i = size - Edge;
                Add(start + (i * stride), dimension + 1);
            }
        }
    }

    /// <summary>The text of the element at an index, and how wide the widest is.</summary>
    private sealed record Texts(int Width, Func<int, string> Of);

    /// <summary>One format for all numbers of a tensor, decided by those that are finite and not 0.</summary>
    private sealed record Numbers(bool Whole, bool Scientific, int Width)
    {
        public static Numbers For(List<float> values)
        {
            values.RemoveAll(v => v == 0 || !float.IsFinite(v));
            if (values.Count == 0)
                return new Numbers(Whole: true, Scientific: false, Width: 1);
            bool whole = values.TrueForAll(v => v == MathF.Ceiling(v));
            double greatest = values.Max(MathF.Abs), smallest = values.Min(MathF.Abs);
            bool scientific = greatest / smallest > 1000 || greatest > 1e8 || (!whole && smallest < 1e-4);
            var numbers = new Numbers(whole, scientific, 0);
            return numbers with { Width = values.Max(v => numbers.Format(v).Length) };
        }

        public string Format(float value)
        {
            string text;
            if (!float.IsFinite(value))
                text = float.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
            else if (Scientific)
                text = PowerOfTen(value);
            else if (Whole)
                text = value.ToString("F0", CultureInfo.InvariantCulture) + ".";
            else
                text = Math.Round((double)value, 4).ToString("F4", CultureInfo.InvariantCulture);
            return text;
        }

        // A half goes to the even digit, as in Python, where .NET rounds it away from 0.
        private static string PowerOfTen(double value)
        {
            string longer = value.ToString("0.00000e+00", CultureInfo.InvariantCulture);
            int last = longer.IndexOf('e') - 1;
            bool halfAboveEven = longer[last] == '5' && longer[last - 1] % 2 == 0
                && double.Parse(longer, CultureInfo.InvariantCulture) == value;
            return halfAboveEven ? longer.Remove(last, 1) : value.ToString("0.0000e+00", CultureInfo.InvariantCulture);
        }
    }
}
