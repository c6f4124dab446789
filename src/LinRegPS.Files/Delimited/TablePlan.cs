namespace LinRegPS.Files.Delimited;

/// <summary>Which columns of a file are read, and what becomes of each.</summary>
internal static class TablePlan
{
    /// <summary>The columns in the order of the tensors: features, then target.</summary>
    public static List<TableColumn> Make(string file, string[] names, TableOptions options)
    {
        if (options.Like is { } like)
            return [.. Known(names, like.Sources).Select(column => column with { Field = Find(file, names, column.Name), Categories = column.Categories is { } known ? new Categories(known.Texts) : null })];
        int[] target = [.. options.Target.SelectMany(pattern => Match(file, names, pattern, options)).Distinct()];
        int[] features = options.Columns is null
            ? [.. Enumerable.Range(0, names.Length).Except(target)]
            : [.. options.Columns.SelectMany(pattern => WithoutTarget(file, names, pattern, target, options)).Distinct()];
        if (features.Length == 0)
            throw FileErrors.Table(file, "no column is left for the features", "Name some.");
        var codes = Chosen(file, names, options.Code, [.. features, .. target], options);
        var oneHot = Chosen(file, names, options.OneHot, [.. features, .. target], options);
        if (codes.Intersect(oneHot).Select(i => names[i]).FirstOrDefault() is { } both)
            throw FileErrors.Table(file, $"column '{both}' is to be one-hot and codes at once", "Choose one.");
        return [.. features.Select(field => Describe(field, false)), .. target.Select(field => Describe(field, true))];

        TableColumn Describe(int field, bool isTarget)
        {
            var kind = codes.Contains(field) ? ColumnKind.Code : oneHot.Contains(field) ? ColumnKind.OneHot : ColumnKind.Number;
            return new(names[field], field, isTarget, kind, kind == ColumnKind.Number ? null : new Categories());
        }
    }

    // Of what is to be predicted the answer is not there yet; of several answers all are.
    private static IEnumerable<TableColumn> Known(string[] names, IReadOnlyList<TableColumn> columns) =>
        columns.Any(column => column.IsTarget && names.Contains(column.Name)) ? columns : columns.Where(column => !column.IsTarget);

    private static int Find(string file, string[] names, string name)
    {
        int field = Array.IndexOf(names, name);
        return field >= 0 ? field : throw FileErrors.NoSuchName(file, "column", name, names);
    }

    // A name first, for it may have the characters of patterns.
    private static IReadOnlyList<int> Match(string file, string[] names, string pattern, TableOptions options)
    {
        int named = Array.FindIndex(names, name => name.Equals(pattern, StringComparison.OrdinalIgnoreCase));
        if (Array.IndexOf(names, pattern) is >= 0 and var exact)
            named = exact;
        int[] found = named >= 0 ? [named] : [.. Enumerable.Range(0, names.Length).Where(field => options.Matches(pattern, names[field]))];
        return found.Length > 0 ? found : throw FileErrors.NoSuchName(file, "column", pattern, names);
    }

    // A pattern for the features never means the target; its name is a mistake.
    private static IEnumerable<int> WithoutTarget(string file, string[] names, string pattern, int[] target, TableOptions options)
    {
        var found = Match(file, names, pattern, options);
        if (found is [var one] && target.Contains(one))
            throw FileErrors.Table(file, $"column '{names[one]}' is both feature and target", "Name it once.");
        return found.Except(target);
    }

    private static HashSet<int> Chosen(string file, string[] names, IEnumerable<string> patterns, int[] read, TableOptions options)
    {
        var chosen = patterns.SelectMany(pattern => Match(file, names, pattern, options)).ToHashSet();
        int[] others = [.. chosen.Except(read)];
        return others.Length == 0 ? chosen : throw FileErrors.Table(file, $"column '{names[others[0]]}' is a category, but is not read", "Name it among the columns.");
    }
}
