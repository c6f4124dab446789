using System.Collections;
using LinRegPS.Conversion;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Commands;

// What a model is trained on.
public abstract partial class TrainingCmdlet
{
    /// <summary>The rows that are trained with, of those that are given.</summary>
    private protected virtual (Tensor Input, Tensor Target) ToTrainOn(Tensor input, Tensor target) => (input, target);

    /// <summary>The same of rows in a file.</summary>
    private protected virtual DataSet ToTrainOn(DataSet data) => data;

    /// <summary>Rows that are not trained with, whose columns and classes are those trained with by their names.</summary>
    private protected DataSet ToUnseen(object given, TrainingLoop loop)
    {
        var rows = DataArgument.Read(given, ToData, "ValidationData");
        WarnOfScale(loop.Data.Names, rows.Names);
        return loop.Data.Names?.Order(rows) ?? rows;
    }

    private DataLoader ToLoader()
    {
        object? given = Rows ?? Unwrap(InputObject);
        if (given is DataLoader { IsWhole: false } loader)
            return Whole(loader);
        int? batchSize = IsBound(nameof(BatchSize)) ? BatchSize : null;
        var shuffle = !Shuffle ? null : IsBound(nameof(Seed)) ? new Generator(Seed) : Generator.Default;
        if (DataArgument.Rows(given) is { IsInFile: true } stored)
        {
            RequireNone("a data set", nameof(Target), nameof(Property));
            return new DataLoader(ToTrainOn(stored), batchSize ?? throw Errors.BatchSizeNeeded(stored.InputRows!), shuffle);
        }
        var (input, target, names) = ToRows(given);
        (input, target) = ToTrainOn(input, target);
        return new DataLoader(input, target, batchSize, shuffle) { Names = names };
    }

    private (Tensor Input, Tensor Target, DataNames? Names) ToRows(object? given)
    {
        if (given is DataLoader or LinRegPS.DataSet)
        {
            RequireNone("a data set", nameof(Target), nameof(Property));
            return given is DataLoader loader ? (loader.AllInput, loader.AllTarget, loader.Names) : given is LinRegPS.DataSet rows ? (rows.Input, rows.Target, rows.Names) : default;
        }
        if (given is Batch || _piped.Exists(item => Unwrap(item) is Batch))
            throw CallErrors.BatchesToTrainOn();
        if (Property is { } columns)
            return FromObjects(columns);
        if (given is null && !IsBound(nameof(InputObject)))
            throw CallErrors.DataMissing();
        if (!IsBound(nameof(Target)))
            throw TargetMissing();
        if (IsNumberForTarget())
            throw CallErrors.NumberForTarget(Unwrap(Target)!, $"{MyInvocation.MyCommand.Name} $model $X $Y", Target, Epoch);
        return (ToData(InputObject, nameof(InputObject)), ToData(Target, nameof(Target)), null);
    }

    // It has batches and orders of its own.
    private DataLoader Whole(DataLoader loader)
    {
        RequireNone("a data loader", nameof(Target), nameof(Property), nameof(BatchSize), nameof(Shuffle), nameof(Seed), "ValidationShare");
        return loader;
    }

    // Where data come down the pipeline, or are a data set, what was meant for later parameters stands in places before them.
    private Exception EpochMissing()
    {
        string call = $"{MyInvocation.MyCommand.Name} $model";
        if (IsBound(nameof(Model)))
            _ = ToModel(Model);
        if (IsNull(nameof(InputObject)))
            return CallErrors.InputNull();
        object? rate = IsBound(nameof(LearningRate)) ? LearningRate : null;
        if (MyInvocation.ExpectingInput && IsBound(nameof(Model)) && IsBound(nameof(InputObject)))
        {
            return Unwrap(InputObject) is ValueType
                ? CallErrors.EpochMissing("data from the pipeline", $"$data | {call}", InputObject, Unwrap(Target) is ValueType ? Target : rate)
                : CallErrors.EpochMissing("data from the pipeline", $"$X | {call} -Target $Y", Target, rate);
        }
        if (IsNumberForTarget())
            return CallErrors.NumberForTarget(Unwrap(Target)!, $"{call} $X $Y", Target, rate);
        return DataArgument.Rows(InputObject) is null ? CallErrors.EpochMissing() : CallErrors.EpochMissing("a data set", $"{call} -Data $data", Target, rate);
    }

    // One number for several rows: a learning rate, where the target was forgotten.
    private bool IsNumberForTarget() => Property is null && !AllowBroadcast && Unwrap(Target) is ValueType && Unwrap(InputObject) is Tensor { Numel: > 1 } or IList { Count: > 1 };

    private void RequireNone(string data, params ReadOnlySpan<string> parameters)
    {
        foreach (string parameter in parameters)
        {
            if (IsBound(parameter))
                throw CallErrors.HasItsOwn(data, parameter);
        }
    }

    // Faults of rows are told one by one, the last of them by the error that ends the training.
    private (Tensor Input, Tensor Target, DataNames? Names) FromObjects(string[] columns)
    {
        string target = Unwrap(Target) as string ?? throw CallErrors.TargetName(Unwrap(Target));
        var rows = new List<double[]>();
        var reader = TrainingData.Read(InputObject, columns, target, Culture, rows);
        if (!reader.IsSound)
        {
            var faults = reader.Faults().ToList();
            foreach (var (error, record) in faults.SkipLast(1))
                WriteFault(error, record);
            WarnOfUntold(reader);
            throw faults[^1].Error;
        }
        if (rows.Count == 0)
            throw CallErrors.NoData(nameof(InputObject));
        double[] numbers = [.. rows.SelectMany(row => row)];
        MergedNumbers.Warn(numbers, numbers.Length, columns.Length + 1, column => $"Property '{(column < columns.Length ? columns[column] : target)}'", WriteWarning);
        return (TrainingData.Matrix(rows, 0, columns.Length), TrainingData.Matrix(rows, columns.Length, 1), new(columns, [target], []));
    }
}
