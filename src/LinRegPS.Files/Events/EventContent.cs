using System.Buffers.Binary;
using System.Text;
using LinRegPS.Files.Formats;

namespace LinRegPS.Files.Events;

/// <summary>An event of TensorBoard, as far as it is numbers: when, at which step, and numbers by their tags.</summary>
/// <param name="Time">Seconds since 1970.</param>
/// <param name="Step">The step.</param>
/// <param name="Restarts">Whether a training goes on from this step: what was logged of it and later ones before no longer counts.</param>
/// <param name="Scalars">The numbers.</param>
internal sealed record EventContent(double Time, long Step, bool Restarts, List<(string Tag, double Value)> Scalars)
{
    private const int TimeField = 1, StepField = 2, VersionField = 3, SummaryField = 5, SessionField = 7;
    private const int ValueField = 1, TagField = 1, SimpleField = 2, HistogramField = 5, TensorField = 8;
    private const int KindField = 1, ShapeField = 2, ContentField = 4, FloatsField = 5, DoublesField = 6, IntsField = 7, LongsField = 10, HalvesField = 13;
    private const int Float32 = 1, Float64 = 2, Int32 = 3, Int64 = 9, BFloat16 = 14, Float16 = 19;
    private const int StatusField = 1, Start = 1;
    private const string Version = "brain.Event:2";

    /// <summary>The first event of a file.</summary>
    public static ProtobufMessage Opening(double time) => new ProtobufMessage().Add(TimeField, time).Add(VersionField, Version);

    /// <summary>That a training begins or goes on.</summary>
    public static ProtobufMessage Starting(double time, long step) =>
        new ProtobufMessage().Add(TimeField, time).Add(StepField, step).Add(SessionField, new ProtobufMessage().Add(StatusField, Start));

    /// <summary>What is logged at a step.</summary>
    public static ProtobufMessage Of(double time, long step, ProtobufMessage summary) =>
        new ProtobufMessage().Add(TimeField, time).Add(StepField, step).Add(SummaryField, summary);

    /// <summary>Adds a number to a summary.</summary>
    public static void AddScalar(ProtobufMessage summary, string tag, float value) =>
        summary.Add(ValueField, new ProtobufMessage().Add(TagField, tag).Add(SimpleField, value));

    /// <summary>Adds a histogram to a summary.</summary>
    public static void AddHistogram(ProtobufMessage summary, string tag, ProtobufMessage histogram) =>
        summary.Add(ValueField, new ProtobufMessage().Add(TagField, tag).Add(HistogramField, histogram));

    /// <summary>What a record holds.</summary>
    public static EventContent Read(ReadOnlySpan<byte> record)
    {
        var (time, step, restarts, scalars) = (0.0, 0L, false, new List<(string, double)>());
        var fields = new ProtobufReader(record);
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case TimeField:
                    time = fields.Double;
                    break;
                case StepField:
                    step = (long)fields.Number;
                    break;
                case SummaryField:
                    ReadSummary(fields.Bytes, scalars);
                    break;
                case SessionField:
                    var session = new ProtobufReader(fields.Bytes);
                    while (session.Read())
                        restarts |= session is { Field: StatusField, Number: Start };
                    break;
            }
        }
        return new(time, step, restarts, scalars);
    }

    private static void ReadSummary(ReadOnlySpan<byte> message, List<(string Tag, double Value)> scalars)
    {
        var values = new ProtobufReader(message);
        while (values.Read())
        {
            if (values.Field != ValueField)
                continue;
            string tag = string.Empty;
            double? number = null;
            var value = new ProtobufReader(values.Bytes);
            while (value.Read())
            {
                if (value.Field == TagField)
                    tag = Encoding.UTF8.GetString(value.Bytes);
                else if (value.Field == SimpleField)
                    number = value.Single;
                else if (value.Field == TensorField)
                    number = ReadTensor(value.Bytes);
            }
            if (number is { } known)
                scalars.Add((tag, known));
        }
    }

    // A tensor of one number; null of others, and of texts.
    private static double? ReadTensor(ReadOnlySpan<byte> message)
    {
        int kind = 0;
        bool hasOne = true;
        ReadOnlySpan<byte> content = default;
        double? number = null;
        var fields = new ProtobufReader(message);
        while (fields.Read())
        {
            switch (fields.Field)
            {
                case KindField:
                    kind = (int)fields.Number;
                    break;
                case ShapeField:
                    hasOne = fields.Bytes.IsEmpty;
                    break;
                case ContentField:
                    content = fields.Bytes;
                    break;
                case FloatsField:
                    number = fields.Bytes.IsEmpty ? fields.Single : Number(Float32, fields.Bytes);
                    break;
                case DoublesField:
                    number = fields.Bytes.IsEmpty ? fields.Double : Number(Float64, fields.Bytes);
                    break;
                case IntsField or LongsField:
                    number = (long)fields.FirstVarint();
                    break;
                case HalvesField:
                    number = Bits(kind, (ushort)fields.FirstVarint());
                    break;
            }
        }
        return !hasOne ? null : content.IsEmpty ? number : Number(kind, content);
    }

    private static double? Number(int kind, ReadOnlySpan<byte> bytes) => (kind, bytes.Length) switch
    {
        (Float32, sizeof(float)) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (Float64, sizeof(double)) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        (Int32, sizeof(int)) => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        (Int64, sizeof(long)) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        (Float16 or BFloat16, sizeof(ushort)) => Bits(kind, BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
        _ => null,
    };

    private static double? Bits(int kind, ushort bits) => kind switch
    {
        Float16 => (double)BitConverter.UInt16BitsToHalf(bits),
        BFloat16 => BitConverter.UInt32BitsToSingle((uint)bits << 16),
        _ => null,
    };
}
