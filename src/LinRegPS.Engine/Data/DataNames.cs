namespace LinRegPS;

/// <summary>What the columns and classes of data are called, and how other data are brought to the same places.</summary>
/// <param name="Features">The names of the input's columns.</param>
/// <param name="Targets">The names of the target's columns.</param>
/// <param name="ClassNames">What classes are called, by their number.</param>
internal sealed record DataNames(IReadOnlyList<string> Features, IReadOnlyList<string> Targets, IReadOnlyList<string> ClassNames)
{
    private const string Column = "column", TargetColumn = "target";

    /// <summary>Whether a scaler has brought the columns to its scale.</summary>
    public bool IsScaled { get; init; }

    /// <summary>The same rows with the columns and the numbers of classes that these names say. Where one of the two has no names, places count.</summary>
    /// <exception cref="InvalidValueException">A column or a class is missing.</exception>
    public DataSet Order(DataSet data)
    {
        // What has to be moved is read into memory.
        if (data.IsInFile)
        {
            bool isInOrder = Places(Column, Features, data.Features) is null && Places(TargetColumn, Targets, data.Targets) is null
                && (ClassNames.Count == 0 || data.ClassNames.Count == 0 || ClassNames.SequenceEqual(data.ClassNames, StringComparer.Ordinal));
            return isInOrder ? data : Order(data.Load());
        }
        using var unrecorded = GradMode.NoGrad();
        var (input, target) = (data.Input, data.Target);
        bool isByColumn = target.Rank == 2 && data.ClassNames.Count > 1 && target.Shape[1] == data.ClassNames.Count;
        if (input.Rank == 2 && input.Shape[1] == data.Features.Count && Places(Column, Features, data.Features) is { } features)
            input = Select(input, features);
        if (ClassNames.Count > 0 && data.ClassNames.Count > 0)
            target = ClassNames.SequenceEqual(data.ClassNames, StringComparer.Ordinal) ? target : isByColumn ? ClassColumns(target, data.ClassNames) : ClassNumbers(target, data.ClassNames);
        if (!isByColumn && Places(TargetColumn, Targets, data.Targets) is { } targets && target.Rank == 2 && target.Shape[1] == data.Targets.Count)
            target = Select(target, targets);
        return ReferenceEquals(input, data.Input) && ReferenceEquals(target, data.Target) ? data
            : new DataSet(input, target, Features, Targets) { ClassNames = ClassNames, IsScaled = data.IsScaled };
    }

    /// <summary>Where each feature is among columns that are called so; null where they are in their places already, or have no names.</summary>
    /// <exception cref="InvalidValueException">One is missing.</exception>
    public int[]? FeaturePlaces(IReadOnlyList<string> names) => Places(Column, Features, names);

    private static int[]? Places(string what, IReadOnlyList<string> names, IReadOnlyList<string> has)
    {
        if (names.Count == 0 || has.Count == 0 || names.SequenceEqual(has, StringComparer.OrdinalIgnoreCase))
            return null;
        if ((Repeated(names) ?? Repeated(has)) is { } repeated)
            throw Errors.RepeatedColumn(what, repeated);
        return [.. names.Select(name => Place(name, has) is var place && place >= 0 ? place : throw Errors.OtherNames(what, name, has))];
    }

    private static string? Repeated(IReadOnlyList<string> names) => names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;

    // As the scaler finds them: by the same letters first.
    private static int Place(string name, IReadOnlyList<string> has)
    {
        string[] names = [.. has];
        int place = Array.IndexOf(names, name);
        return place >= 0 ? place : Array.FindIndex(names, other => other.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static Tensor Select(Tensor table, int[] places) => table.IndexSelect(1, Tensor.FromInt64([.. places.Select(place => (long)place)]));

    // What is no number of a class, as that of rows that a loss ignores, stays.
    private Tensor ClassNumbers(Tensor target, IReadOnlyList<string> has)
    {
        int[] places = [.. has.Select(name => ClassNames.ToList().IndexOf(name))];
        float[] numbers = target.ToArray();
        for (int row = 0; row < numbers.Length; row++)
        {
            if (!(numbers[row] >= 0 && numbers[row] < places.Length) || numbers[row] != MathF.Floor(numbers[row]))
                continue;
            int place = places[(int)numbers[row]];
            numbers[row] = place >= 0 ? place : throw Errors.OtherClass(has[(int)numbers[row]], row + 1, ClassNames);
        }
        return target.DType == DType.Float32 ? Tensor.From(numbers, [.. target.Shape]) : Tensor.FromInt64(Array.ConvertAll(numbers, number => (long)number), [.. target.Shape]);
    }

    // A column for each class, of 0 where no row can have it.
    private Tensor ClassColumns(Tensor target, IReadOnlyList<string> has)
    {
        float[] given = target.ToArray();
        int rows = target.Shape[0];
        float[] shares = new float[rows * ClassNames.Count];
        for (int column = 0; column < has.Count; column++)
        {
            int place = ClassNames.ToList().IndexOf(has[column]);
            for (int row = 0; row < rows; row++)
            {
                float share = given[(row * has.Count) + column];
                if (place >= 0)
                    shares[(row * ClassNames.Count) + place] = share;
                else if (share != 0)
                    throw Errors.OtherClass(has[column], row + 1, ClassNames);
            }
        }
        return Tensor.From(shares, rows, ClassNames.Count);
    }
}
