using System.Runtime.InteropServices;
using LinRegPS.Data;
using LinRegPS.Groups;
using LinRegPS.Kernels.LinearAlgebra.LeastSquares;
using LinRegPS.Kernels.Reductions;
using LinRegPS.Numerics;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Statistics.Streaming;

/// <summary>
/// What one pass over observations keeps of them: how many there are, and the sums of the products of all columns, ones and the target, in
/// twice the precision of double. A factor has a column for each level that comes.
/// </summary>
internal sealed class ProductSums
{
    // A factor has fewer; what has more are names or numbers that are no levels.
    private const int MostLevels = 10_000;

    private readonly ObservationSource _source;
    private readonly int[] _numbers;
    private readonly int[] _factors;
    private readonly double[] _factorsOfTwo;
    // Of the numbers, ones and the target.
    private readonly DoubleDouble[,] _products;
    // Of each factor's levels with these.
    private readonly List<DoubleDouble[]>[] _levels;
    private readonly Dictionary<(int, int), long>[,] _pairs;
    private readonly double[] _ones = new double[ObservationBlock.Capacity];

    private ProductSums(ObservationSource source, int[] exponents)
    {
        _source = source;
        int[] variables = [.. Enumerable.Range(0, source.Names.Count)];
        _numbers = Array.FindAll(variables, i => source.Levels(i) is null);
        _factors = Array.FindAll(variables, i => source.Levels(i) is not null);
        _factorsOfTwo = Array.ConvertAll(exponents, exponent => Math.ScaleB(1, -exponent));
        _products = new DoubleDouble[_numbers.Length + 2, _numbers.Length + 2];
        _levels = Array.ConvertAll(_factors, _ => new List<DoubleDouble[]>());
        _pairs = new Dictionary<(int, int), long>[_factors.Length, _factors.Length];
        for (int f = 0; f < _factors.Length; f++)
        {
            for (int g = 0; g < f; g++)
                _pairs[f, g] = [];
        }
        int count = source.Names.Count + 1;
        Most = new double[count];
        Least = [.. Enumerable.Repeat(double.PositiveInfinity, count)];
        Greatest = [.. Enumerable.Repeat(double.NegativeInfinity, count)];
        Array.Fill(_ones, 1);
    }

    /// <summary>The number of observations.</summary>
    public long Count { get; private set; }

    /// <summary>The largest size of each variable's numbers, and of the target's, as they are in the data.</summary>
    public double[] Most { get; }

    /// <summary>The least of each.</summary>
    public double[] Least { get; }

    /// <summary>The greatest of each.</summary>
    public double[] Greatest { get; }

    /// <summary>Goes over all observations, those of all ranks where there are several; null where there are none.</summary>
    /// <param name="source">The observations.</param>
    /// <param name="exponents">The powers of two by which each variable and the target are divided.</param>
    /// <param name="cancellation">Ends it.</param>
    public static ProductSums? Of(ObservationSource source, int[] exponents, CancellationToken cancellation)
    {
        if (source is not GroupObservations { Group: var group } all)
            return OfThis(source, exponents, cancellation);
        bool isFirst = !all.IsJoined;
        var own = group.Agree(() => OfThis(source, exponents, cancellation));
        int[][] numbers = isFirst ? all.Join(own is not null) : [];
        var sums = own ?? new ProductSums(source, exponents);
        sums.Renumber(numbers);
        sums.AddOthers(group);
        return sums.Count == 0 ? null : sums;
    }

    /// <summary>The levels of a factor that have observations; null of a variable that is numbers.</summary>
    public IReadOnlyList<string>? Levels(int variable)
    {
        int factor = Array.IndexOf(_factors, variable);
        return factor < 0 ? null : [.. _source.Levels(variable)!.Where((_, level) => level < _levels[factor].Count && _levels[factor][level][_numbers.Length].High > 0)];
    }

    /// <summary>The sum of the products of two columns.</summary>
    public DoubleDouble this[Column a, Column b]
    {
        get
        {
            if (a.Level < 0 && b.Level < 0)
                return _products[Slot(a), Slot(b)];
            if (a.Level < 0)
                (a, b) = (b, a);
            int f = Array.IndexOf(_factors, a.Variable), g = Array.IndexOf(_factors, b.Variable);
            if (b.Level < 0)
                return _levels[f][a.Level][Slot(b)];
            if (f == g)
                return a.Level == b.Level ? _levels[f][a.Level][_numbers.Length] : 0;
            return f > g ? _pairs[f, g].GetValueOrDefault((a.Level, b.Level)) : _pairs[g, f].GetValueOrDefault((b.Level, a.Level));
        }
    }

    private static ProductSums? OfThis(ObservationSource source, int[] exponents, CancellationToken cancellation)
    {
        ProductSums? sums = null;
        foreach (var block in source.Read(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            sums ??= new ProductSums(source, exponents);
            sums.Add(block);
        }
        return sums;
    }

    // As many levels as all ranks have, in their order.
    private void Renumber(int[][] numbers)
    {
        for (int f = 0; f < _factors.Length; f++)
        {
            int count = _source.Levels(_factors[f])!.Count;
            if (count > MostLevels)
                throw StatisticsErrors.ManyLevels(_source.Names[_factors[f]], MostLevels);
            DoubleDouble[][] levels = [.. Enumerable.Range(0, count).Select(_ => new DoubleDouble[_numbers.Length + 2])];
            foreach (var (level, sums) in _levels[f].Index())
                levels[NumberOf(f, level)] = sums;
            _levels[f] = [.. levels];
            for (int g = 0; g < f; g++)
                _pairs[f, g] = _pairs[f, g].ToDictionary(pair => (NumberOf(f, pair.Key.Item1), NumberOf(g, pair.Key.Item2)), pair => pair.Value);
        }

        int NumberOf(int factor, int level) => numbers.Length == 0 ? level : numbers[_factors[factor]][level];
    }

    // What is largest is so of all ranks' largest.
    private void AddOthers(ProcessGroup group)
    {
        int width = _products.GetLength(0);
        var sums = group.Sum([Count, .. _products.Cast<DoubleDouble>(), .. _levels.SelectMany(levels => levels).SelectMany(level => level)]);
        Count = (long)sums[0].High;
        for (int i = 0; i < width * width; i++)
            _products[i / width, i % width] = sums[i + 1];
        int at = 1 + (width * width);
        foreach (var level in _levels.SelectMany(levels => levels))
        {
            sums.AsSpan(at, width).CopyTo(level);
            at += width;
        }
        for (int f = 0; f < _factors.Length; f++)
        {
            for (int g = 0; g < f; g++)
                _pairs[f, g] = Pairs(group, _pairs[f, g]);
        }
        for (int i = 0; i < Most.Length; i++)
        {
            Most[i] = group.AllGather(Most[i]).Max();
            Least[i] = group.AllGather(Least[i]).Min();
            Greatest[i] = group.AllGather(Greatest[i]).Max();
        }
    }

    private static Dictionary<(int, int), long> Pairs(ProcessGroup group, Dictionary<(int, int), long> mine)
    {
        byte[] bytes = MemoryMarshal.AsBytes<long>([.. mine.SelectMany(pair => (long[])[pair.Key.Item1, pair.Key.Item2, pair.Value])]).ToArray();
        var all = new Dictionary<(int, int), long>();
        for (int rank = 0; rank < group.Size; rank++)
        {
            var given = MemoryMarshal.Cast<byte, long>(group.BroadcastAny(bytes, rank));
            for (int i = 0; i < given.Length; i += 3)
            {
                var pair = ((int)given[i], (int)given[i + 1]);
                all[pair] = all.GetValueOrDefault(pair) + given[i + 2];
            }
        }
        return all;
    }

    private int Slot(Column column) => column == Column.Ones ? _numbers.Length : column == Column.Target ? _numbers.Length + 1 : Array.IndexOf(_numbers, column.Variable);

    private void Add(ObservationBlock block)
    {
        Count += block.Count;
        for (int i = 0; i < block.Columns.Length; i++)
        {
            var numbers = block.Columns[i].AsSpan(0, block.Count);
            var (least, greatest) = Extremes.Of(numbers);
            (Least[i], Greatest[i]) = (Math.Min(Least[i], least), Math.Max(Greatest[i], greatest));
            Most[i] = Math.Max(Most[i], Math.Max(Math.Abs(least), Math.Abs(greatest)));
            if (_factorsOfTwo[i] != 1)
            {
                for (int row = 0; row < numbers.Length; row++)
                    numbers[row] *= _factorsOfTwo[i];
            }
        }
        double[][] columns = [.. _numbers.Select(i => block.Columns[i]), _ones, block.Columns[^1]];
        for (int i = 0; i < columns.Length; i++)
        {
            for (int j = i; j < columns.Length; j++)
            {
                double high = CompensatedDot.Compute(columns[i].AsSpan(0, block.Count), columns[j], out double low);
                _products[i, j] = _products[j, i] = _products[i, j] + new DoubleDouble(high, low);
            }
        }
        for (int f = 0; f < _factors.Length; f++)
            AddLevels(block, f, columns);
    }

    private void AddLevels(ObservationBlock block, int factor, double[][] columns)
    {
        double[] levels = block.Columns[_factors[factor]];
        for (int row = 0; row < block.Count; row++)
        {
            int level = (int)levels[row];
            while (_levels[factor].Count <= level)
            {
                if (level >= MostLevels)
                    throw StatisticsErrors.ManyLevels(_source.Names[_factors[factor]], MostLevels);
                _levels[factor].Add(new DoubleDouble[columns.Length]);
            }
            var sums = _levels[factor][level];
            for (int i = 0; i < columns.Length; i++)
                sums[i] += columns[i][row];
            for (int other = 0; other < factor; other++)
            {
                var pair = (level, (int)block.Columns[_factors[other]][row]);
                _pairs[factor, other][pair] = _pairs[factor, other].GetValueOrDefault(pair) + 1;
            }
        }
    }
}

/// <summary>A column of a linear model, as it is made of a variable.</summary>
/// <param name="Variable">Which variable; less than 0 for none.</param>
/// <param name="Level">Which of its levels the column tells, by the number that stands for it; less than 0 of numbers.</param>
internal readonly record struct Column(int Variable, int Level = -1)
{
    /// <summary>What an intercept is of.</summary>
    public static Column Ones => new(-1);

    /// <summary>The target.</summary>
    public static Column Target => new(-2);

    /// <summary>The columns of variables.</summary>
    public static IEnumerable<Column> Of(IReadOnlyList<ModelVariable> variables, ObservationSource source)
    {
        for (int i = 0; i < variables.Count; i++)
        {
            if (!variables[i].IsFactor)
            {
                yield return new(i);
                continue;
            }
            string[] levels = [.. source.Levels(i)!];
            foreach (string level in variables[i].Levels.Skip(variables[i].HasFirst ? 0 : 1))
                yield return new(i, Array.IndexOf(levels, level));
        }
    }
}
