namespace LinRegPS;

/// <summary>
/// Parts of a data set for training, testing and, where there are three, validation. Orders are those of
/// torch.utils.data.random_split for the same seed; rows in a file stay there, and in its order.
/// </summary>
public sealed class DataSplit : IComparable
{
    private readonly DataSet _data;
    private DataSet? _train, _validation, _test;

    private DataSplit(DataSet data, int[][] parts, int fold)
    {
        (_data, Fold) = (data, fold);
        // A file is read from its beginning to its end; which rows are in a part is the same.
        if (data.IsInFile)
            Array.ForEach(parts, Array.Sort);
        (TrainRows, ValidationRows, TestRows) = (parts[0], parts.Length > 2 ? parts[1] : [], parts[^1]);
    }

    /// <summary>Which of several splits it is, from 1; 0 where it is the only one.</summary>
    public int Fold { get; }

    /// <summary>The rows to train with. Those of folds are copied whenever they are asked for: the copies of many folds at once would be the data many times.</summary>
    public DataSet Train => Part(ref _train, TrainRows);

    /// <summary>The rows to compare settings with while training; null where there are two parts.</summary>
    public DataSet? Validation => ValidationRows.Count == 0 ? null : Part(ref _validation, ValidationRows);

    /// <summary>The rows to test with at the end.</summary>
    public DataSet Test => Part(ref _test, TestRows);

    /// <summary>The numbers of the rows of <see cref="Train"/> in the whole, from 0.</summary>
    public IReadOnlyList<int> TrainRows { get; }

    /// <summary>The numbers of the rows of <see cref="Validation"/>.</summary>
    public IReadOnlyList<int> ValidationRows { get; }

    /// <summary>The numbers of the rows of <see cref="Test"/>.</summary>
    public IReadOnlyList<int> TestRows { get; }

    /// <summary>Splits at random into parts of these lengths; torch.utils.data.random_split.</summary>
    /// <param name="data">The whole.</param>
    /// <param name="lengths">Two or three numbers of rows: train, validation where there are three, test. Their sum is that of all.</param>
    /// <param name="generator">Where the order comes from; torch's global one where null.</param>
    /// <exception cref="InvalidValueException">Other numbers.</exception>
    public static DataSplit Random(DataSet data, IReadOnlyList<int> lengths, Generator? generator = null)
    {
        Check(data, lengths);
        return new DataSplit(data, Cut(Permutation(data.Count, generator), lengths), fold: 0);
    }

    /// <summary>Splits without changing the order, as data that follow each other in time need it.</summary>
    /// <inheritdoc cref="Random"/>
    /// <exception cref="InvalidValueException">Other numbers than those of all rows.</exception>
    public static DataSplit InOrder(DataSet data, IReadOnlyList<int> lengths)
    {
        Check(data, lengths);
        return new DataSplit(data, Cut([.. Enumerable.Range(0, data.Count)], lengths), fold: 0);
    }

    /// <summary>Splits at random so that each part has of each class the share that the whole has, to a row.</summary>
    /// <param name="data">The whole.</param>
    /// <param name="classes">The class of each row, whatever it is.</param>
    /// <param name="lengths">Two or three numbers of rows, as with <see cref="Random"/>.</param>
    /// <param name="generator">Where the order comes from; torch's global one where null.</param>
    /// <exception cref="InvalidValueException">Other numbers, or not a class for each row.</exception>
    public static DataSplit Stratified(DataSet data, IReadOnlyList<object> classes, IReadOnlyList<int> lengths, Generator? generator = null)
    {
        Check(data, classes, nameof(classes));
        Check(data, lengths);
        int[] order = Permutation(data.Count, generator);
        // Each class spread evenly from beginning to end: then any stretch has its share.
        var spread = order.GroupBy(row => classes[row])
            .SelectMany(rows => rows.Select((row, i) => (Row: row, Place: (i + 0.5) / rows.Count())))
            .OrderBy(item => item.Place);
        return new DataSplit(data, Cut([.. spread.Select(item => item.Row)], lengths), fold: 0);
    }

    /// <summary>Splits at random so that rows of one group stay together: then the parts' lengths are only near what is asked for.</summary>
    /// <param name="data">The whole.</param>
    /// <param name="groups">The group of each row, whatever it is.</param>
    /// <param name="lengths">Two or three numbers of rows, as with <see cref="Random"/>.</param>
    /// <param name="generator">Where the order of the groups comes from; torch's global one where null.</param>
    /// <exception cref="InvalidValueException">Other numbers, not a group for each row, or fewer groups than parts.</exception>
    public static DataSplit Grouped(DataSet data, IReadOnlyList<object> groups, IReadOnlyList<int> lengths, Generator? generator = null)
    {
        Check(data, groups, nameof(groups));
        Check(data, lengths);
        int[][] together = [.. Enumerable.Range(0, data.Count).GroupBy(row => groups[row]).Select(rows => rows.ToArray())];
        if (together.Length < lengths.Count)
            throw Errors.FewGroups(together.Length, lengths.Count);
        var parts = lengths.Select(_ => new List<int>()).ToArray();
        int[] order = Permutation(together.Length, generator);
        for (int i = 0; i < order.Length; i++)
        {
            // To the part that lacks the most, but so that none is left without a group.
            int empty = parts.Count(part => part.Count == 0), left = order.Length - i;
            int to = Enumerable.Range(0, parts.Length).Where(p => left > empty || parts[p].Count == 0)
                .MaxBy(p => lengths[p] - parts[p].Count);
            parts[to].AddRange(together[order[i]]);
        }
        return new DataSplit(data, [.. parts.Select(part => part.ToArray())], fold: 0);
    }

    /// <summary>Splits so often that each row is once among those tested; cross-validation.</summary>
    /// <param name="data">The whole.</param>
    /// <param name="folds">How often, at least 2.</param>
    /// <param name="classes">The class of each row, of which each part is to have its share; null where that does not matter.</param>
    /// <param name="shuffle">Whether the rows are put into a random order first.</param>
    /// <param name="generator">Where the order comes from; torch's global one where null.</param>
    /// <exception cref="InvalidValueException">Fewer than two folds, more than rows, or not a class for each row.</exception>
    public static IReadOnlyList<DataSplit> Folds(
        DataSet data, int folds, IReadOnlyList<object>? classes = null, bool shuffle = true, Generator? generator = null)
    {
        if (folds < 2 || folds > Errors.Given(data, nameof(DataSplit)).Count)
            throw Errors.Folds(folds, data.Count);
        if (classes is not null)
            Check(data, classes, nameof(classes));
        int[] order = shuffle ? Permutation(data.Count, generator) : [.. Enumerable.Range(0, data.Count)];
        // Dealt out like cards, class after class; without classes in stretches, which an order may matter to.
        int[] fold = new int[data.Count];
        if (classes is not null)
            order = [.. order.GroupBy(row => classes[row]).SelectMany(rows => rows)];
        for (int i = 0; i < order.Length; i++)
            fold[order[i]] = classes is not null ? i % folds : (int)(i * (long)folds / order.Length);
        return [.. Enumerable.Range(0, folds).Select(f => new DataSplit(
            data, [[.. order.Where(row => fold[row] != f)], [.. order.Where(row => fold[row] == f)]], f + 1))];
    }

    /// <summary>Numbers of rows for shares of them; those of torch's random_split, but that no part is empty.</summary>
    /// <param name="count">The rows of the whole.</param>
    /// <param name="shares">Two or three shares above 0, whose sum is 1.</param>
    /// <exception cref="InvalidValueException">Other shares.</exception>
    public static int[] Lengths(int count, IReadOnlyList<double> shares)
    {
        if (Errors.Given(shares, nameof(DataSplit)).Count is < 2 or > 3 || shares.Any(share => !(share > 0)) || Math.Abs(shares.Sum() - 1) > 1e-9)
            throw Errors.Shares(shares);
        // What a share in binary is short of: 0.3 of 10 is 3.
        int[] lengths = [.. shares.Select(share => (int)Math.Floor((count * share) + 1e-9))];
        for (int i = 0, left = count - lengths.Sum(); i < left; i++)
            lengths[i % lengths.Length]++;
        // torch leaves a part empty, with a warning; nothing can be tested with that.
        for (int i = 0; i < lengths.Length && count >= lengths.Length; i++)
        {
            if (lengths[i] == 0)
                (lengths[i], lengths[Array.IndexOf(lengths, lengths.Max())]) = (1, lengths.Max() - 1);
        }
        return lengths;
    }

    /// <inheritdoc/>
    public override string ToString() => ValidationRows.Count == 0
        ? $"DataSplit(train {TrainRows.Count}, test {TestRows.Count})"
        : $"DataSplit(train {TrainRows.Count}, validation {ValidationRows.Count}, test {TestRows.Count})";

    /// <summary>0 for the same rows of the same data; else an order that says no more than that they differ.</summary>
    public int CompareTo(object? obj)
    {
        if (obj is not DataSplit other)
            return 1;
        int order = Fold.CompareTo(other.Fold);
        order = order != 0 ? order : Train.CompareTo(other.Train);
        return order != 0 ? order : Test.CompareTo(other.Test);
    }

    private DataSet Part(ref DataSet? kept, IReadOnlyList<int> rows) => Fold == 0 ? kept ??= _data.Part((int[])rows) : _data.Part((int[])rows);

    private static int[] Permutation(int count, Generator? generator)
    {
        int[] order = new int[count];
        (generator ?? Generator.Default).Source.FillPermutation(order);
        return order;
    }

    private static int[][] Cut(int[] order, IReadOnlyList<int> lengths)
    {
        int first = 0;
        return [.. lengths.Select(length => order[first..(first += length)])];
    }

    private static void Check(DataSet data, IReadOnlyList<int> lengths)
    {
        Errors.Given(data, nameof(DataSplit));
        if (Errors.Given(lengths, nameof(DataSplit)).Count is < 2 or > 3 || lengths.Any(length => length < 1) || lengths.Sum(length => (long)length) != data.Count)
            throw Errors.SplitLengths(lengths, data.Count);
    }

    private static void Check(DataSet data, IReadOnlyList<object> labels, string name)
    {
        Errors.Given(data, nameof(DataSplit));
        if (Errors.Given(labels, nameof(DataSplit), name).Count != data.Count)
            throw Errors.SplitLabels(labels.Count, data.Count);
    }
}
