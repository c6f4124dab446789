using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using LinRegPS.Data;
using LinRegPS.Files.Formats;
using LinRegPS.Training;

namespace LinRegPS.Files.Models;

/// <summary>How a training is set up, in texts by name: all that its bits depend on and that is in no state.</summary>
internal static class TrainingSettings
{
    private const string None = "none", ModelKey = "model", DataKey = "data", ValidationKey = "validation data";
    private const string ColumnsKey = "columns", TargetsKey = "target columns", ClassesKey = "classes";

    // What a message shows of a block.
    private const int Shown = 60;

    /// <summary>The settings of a training that has not begun.</summary>
    public static OrderedDictionary<string, string> Of(TrainingLoop loop, LearningRateSchedule? schedule, EarlyStopping? stopping, DataSet? validation)
    {
        var optimizer = loop.Optimizer;
        var settings = new OrderedDictionary<string, string>
        {
            [ModelKey] = string.Join('\n', loop.Parameters.Where(parameter => !parameter.Value.RequiresGrad).Select(parameter => $"frozen {parameter.Name}").Prepend($"{loop.Model}")),
            ["Forward of the model"] = string.Join('\n', new ModuleContents(loop.Model).Modules.OfType<CustomModel>().Select(custom => custom.Setup ?? nameof(CustomModel))),
            [DataKey] = Rows(loop.Data.InFile, () => (loop.Data.RawInput, loop.Data.RawTarget)),
            [ColumnsKey] = Text(loop.Data.Names?.Features),
            [TargetsKey] = Text(loop.Data.Names?.Targets),
            [ClassesKey] = Text(loop.Data.Names?.ClassNames),
            ["transforms"] = loop.Data.TransformTexts.Count == 0 ? Text(loop.Data.Transforms.Count) : Text(loop.Data.TransformTexts),
            [ValidationKey] = validation is null ? None : Rows(validation.IsInFile ? validation : null, () => (validation.Input, validation.Target)),
            ["BatchSize"] = Text(loop.Data.BatchSize),
            ["order of the rows"] = loop.Data.Order,
            ["AccumulationStep"] = Text(loop.AccumulationSteps),
            ["Loss"] = loop.Loss.Setup,
            ["LossScale"] = Text(loop.LossScale),
            ["ClipNorm"] = Text(loop.ClipNorm),
            ["ClipValue"] = Text(loop.ClipValue),
            ["Patience"] = Text(stopping?.Patience),
            ["Optimizer"] = optimizer.GetType().Name,
            ["Schedule"] = schedule?.GetType().Name ?? None,
        };
        foreach (var property in LinRegPS.Optimizer.Settings(optimizer.GetType()))
        {
            // A schedule changes these, and starts from rates of its own.
            if (schedule is null || property.Name is not (nameof(LinRegPS.Optimizer.LearningRate) or nameof(Sgd.Momentum) or nameof(Adam.Beta1)))
                settings[property.Name] = Text(property.GetValue(optimizer));
        }
        settings["first rates"] = schedule is null ? Text(optimizer.ParameterGroups.Select(group => group.LearningRate)) : Text(schedule.BaseRates);
        settings["weight decay of groups"] = Text(optimizer.ParameterGroups.Select(group => group.WeightDecay));
        return settings;
    }

    /// <summary>In what two differ, as a sentence goes on after "it is of a training with".</summary>
    public static List<string> Differences(IDictionary saved, OrderedDictionary<string, string> given)
    {
        var differences = new List<string>();
        foreach (var (name, text) in given)
        {
            // A file of before this was asked does not say.
            string before = saved[name] as string ?? text;
            // Names that the one does not know make no other numbers.
            if (before != text && !(name is ColumnsKey or TargetsKey or ClassesKey && (before == None || text == None)))
                differences.Add(name switch
                {
                    ModelKey => OtherModel(before.Split('\n'), text.Split('\n')),
                    DataKey or ValidationKey => before.Split(", ")[0] == text.Split(", ")[0] ? $"other numbers in the {name}, or rows in another order" : $"{name} {before.Split(", ")[0]}, not {text.Split(", ")[0]}",
                    _ => $"{name} {Short(before, text)}, not {Short(text, before)}",
                });
        }
        return differences;
    }

    /// <summary>The numbers, words and flags that a schedule has, and those in it.</summary>
    public static string Fields(LearningRateSchedule? schedule)
    {
        var texts = new List<string>();
        for (var type = schedule?.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).OrderBy(field => field.Name, StringComparer.Ordinal))
                texts.Add($"{field.Name}={Text(field.GetValue(schedule))}");
        }
        return string.Join(' ', texts);
    }

    private static string OtherModel(string[] before, string[] now)
    {
        int line = Enumerable.Range(0, Math.Max(before.Length, now.Length)).First(i => before.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"another model: {before.ElementAtOrDefault(line)?.Trim() ?? "nothing"}, not {now.ElementAtOrDefault(line)?.Trim() ?? "nothing"}";
    }

    private static string Text(object? value) => value switch
    {
        null => None,
        LearningRateSchedule schedule => $"{schedule.GetType().Name}({Fields(schedule)})",
        string text => text,
        // 0.1 and 0.10000000000000001 are one number.
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        bool flag => flag ? "True" : "False",
        IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Text)),
        ITuple tuple => string.Join('/', Enumerable.Range(0, tuple.Length).Select(i => Text(tuple[i]))),
        _ => value.GetType().Name,
    };

    // A block may be as long as a page: a little before the first difference begins what is shown.
    private static string Short(string text, string other)
    {
        int same = text.AsSpan().CommonPrefixLength(other), first = text.Length > Shown && same > Shown / 2 ? same - (Shown / 2) : 0;
        string shown = text[first..].ReplaceLineEndings(" ");
        return text.Length == 0 ? None : $"{(first > 0 ? "..." : "")}{(shown.Length > Shown ? shown[..Shown] + "..." : shown)}";
    }

    private static string Rows(DataSet? stored, Func<(Tensor Input, Tensor Target)> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (stored is { InputRows: { } input, TargetRows: { } target })
        {
            Append(hash, input);
            Append(hash, target);
            return $"{input.ShapeText} and {target.ShapeText}, {Convert.ToHexString(hash.GetHashAndReset())}";
        }
        var (x, y) = tensors();
        hash.AppendData(StoredArray.Bytes(x));
        hash.AppendData(StoredArray.Bytes(y));
        return $"{x.Shape} and {y.Shape}, {Convert.ToHexString(hash.GetHashAndReset())}";
    }

    private static void Append(IncrementalHash hash, StoredRows rows)
    {
        const int elements = 1 << 20;
        int size = Math.Max(elements / Math.Max(rows.RowShape.Numel, 1), 1);
        for (int first = 0; first < rows.Count; first += size)
            hash.AppendData(StoredArray.Bytes(rows.Load(first, Math.Min(size, rows.Count - first))));
    }
}
