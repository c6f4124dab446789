using LinRegPS.Conversion;
using LinRegPS.Data;
using LinRegPS.Reporting;
using LinRegPS.Statistics.Fits;

namespace LinRegPS.Commands;

// What is fitted, from objects or numbers.
public sealed partial class MeasureLinearModelCommand
{
    // A number, that of the level of a factor, or nothing where it is missing and may be.
    private double? Read(object? record, string property, string row)
    {
        object? value = Unwrap(Records.Get(record, property, row));
        if (Missing == MissingRows.Omit && MissingText.Is(FormattableString.Invariant($"{value}").AsSpan().Trim()))
            return null;
        return _variables.TryGetValue(property, out var variable)
            ? variable.Read(value, row)
            : TensorConversion.Double(value, string.Empty, $"{row}, property '{property}'", Culture);
    }

    private void RequireNames(string target)
    {
        if (Names.Length == 0 || Array.Exists(Names, string.IsNullOrEmpty))
            ThrowUnusable(CallErrors.IsRange(target) ? CallErrors.NotANumber($"-{nameof(Target)}", "the value", target) : CallErrors.NoFeatures());
        string? repeated = Names.Append(target).GroupBy(p => p, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1)?.Key;
        if (repeated is not null)
            ThrowUnusable(CallErrors.RepeatedProperty(repeated));
        if (Array.Find(Factor, factor => !Names.Contains(factor, StringComparer.OrdinalIgnoreCase)) is { } foreign)
            ThrowUnusable(CallErrors.NoSuchFactor(foreign, Names));
        if (_variables.Count == 0)
            _variables = Names.ToDictionary(name => name, name => new VariableColumn(name, Factor.Contains(name, StringComparer.OrdinalIgnoreCase), Culture));
    }

    private OrdinaryLeastSquares FromObjects(string target)
    {
        // Without a row nothing has asked for them yet.
        RequireNames(target);
        var variables = new List<ModelVariable>();
        // R's way: without intercept the first factor has a column for each level.
        foreach (var (i, name) in Names.Index())
        {
            variables.Add(_variables[name].ToVariable(_rows.Column(i + 1), hasFirst: NoBias && !variables.Exists(variable => variable.IsFactor)));
            WarnOfMerged(name, _variables[name].Merged);
        }
        if (Degree > 1 && variables.Find(variable => variable.IsFactor) is { } factor)
            throw CallErrors.PowersOfFactor(factor.Name);
        return new OrdinaryLeastSquares
        {
            Features = [.. variables.SelectMany(variable => variable.Features)],
            Variables = variables,
            OmittedRows = _omitted,
            Rows = new ModelRows(_rows, variables, [.. Names.Select(name => _variables[name].Levels)]),
            TargetName = target,
            Target = _rows.Column(0),
            Degree = Degree,
            ConfidenceLevel = ConfidenceLevel,
            Cancellation = Stop,
        };
    }

    private void WarnOfMerged(string name, IReadOnlyList<string> merged)
    {
        if (merged.Count > 0)
            WriteWarning($"Property '{name}': {string.Join(", ", merged)} are the same number, and one level. Where they are names, put a letter before them.");
    }

    private OrdinaryLeastSquares FromNumbers()
    {
        // Rows of numbers that came one by one are one table.
        var data = Given;
        object? features = data?.Input ?? (MyInvocation.ExpectingInput && _numbers.Count != 1 ? _numbers : _numbers[0]);
        var (rows, precision) = NumberTable.Rows(features, "the features");
        double[] target = NumberTable.Column(data?.Target ?? Target, "the target");
        int columns = rows.Count == 0 ? 0 : rows[0].Length;
        if (Names.Length > 0 && Names.Length != columns)
            throw CallErrors.FeatureNames(columns, Names.Length);
        return new OrdinaryLeastSquares
        {
            Features = data is not null ? DataSetObservations.ColumnNames(data, Names, columns) : Names.Length > 0 ? Names : columns == 1 ? ["x"] : [.. Enumerable.Range(1, columns).Select(j => $"x{j}")],
            Rows = rows,
            TargetName = data?.Targets is [var name] ? name : "y",
            Target = target,
            Precision = precision,
            Degree = Degree,
            ConfidenceLevel = ConfidenceLevel,
            Cancellation = Stop,
        };
    }

    private void RequireCompatible()
    {
        if (NewObject is not null && IsBound(nameof(View)))
            throw CallErrors.Conflict(nameof(NewObject), nameof(View));
        if (From is not null && IsBound(nameof(Degree)))
            throw CallErrors.Conflict(nameof(From), nameof(Degree));
        if (ParameterSetName != FileSet && Given is null && !IsBound(nameof(Target)))
            throw TargetMissing();
        if (Given is not null && IsBound(nameof(Target)))
            throw CallErrors.OwnTarget();
        if (ParameterSetName != FileSet && _reader is null && (Factor.Length > 0 || Missing != MissingRows.Refuse))
            throw CallErrors.OfObjects(Factor.Length > 0 ? nameof(Factor) : nameof(Missing));
        // Whether there is a bias is the model's to say.
        if (From is not null && NoBias)
            throw CallErrors.Conflict(nameof(From), nameof(NoBias));
    }
}
