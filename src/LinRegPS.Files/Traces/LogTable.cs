using LinRegPS.Files.Delimited;
using LinRegPS.Training;

namespace LinRegPS.Files.Traces;

/// <summary>
/// What trainers log as a table: Keras a row for each epoch, Lightning a row for each thing that is logged, in which the other
/// columns are empty. Both count epochs and steps from 0.
/// </summary>
internal static class LogTable
{
    private const string EpochColumn = "epoch", StepColumn = "step";

    // Beyond it float32 has not every whole number.
    private const float MostCounted = 1 << 24;

    private static readonly string[] s_epochLoss = ["train_loss_epoch", "train_loss", "train/loss_epoch", "train/loss", "training_loss", "loss_epoch", "loss"];
    private static readonly string[] s_stepLoss = ["train_loss_step", "train_loss", "train/loss_step", "train/loss", "training_loss", "loss_step", "loss"];
    private static readonly string[] s_validation = ["val_loss", "val/loss", "valid_loss", "validation_loss"];

    public static IReadOnlyList<TrainingRecord> Read(TensorTable table, string? loss, bool bySteps)
    {
        int key = Find(table, bySteps ? StepColumn : EpochColumn) ?? throw new UnreadableException($"it is no log of a training: it has no column '{(bySteps ? StepColumn : EpochColumn)}'; it has {FileErrors.List(table.Column)}");
        int lossColumn = Find(table, loss is not null ? [loss] : bySteps ? s_stepLoss : s_epochLoss)
            ?? throw new UnreadableException($"it has no column '{loss ?? "loss"}'; it has {FileErrors.List(table.Column)}");
        var rows = new SortedDictionary<int, float[]>();
        int columns = table.Column.Count;
        for (int row = 0; row < table.Rows; row++)
        {
            var cells = table.Input.Data.Slice(row * columns, columns);
            if (bySteps && float.IsNaN(cells[lossColumn]))
                continue;
            int number = Whole(cells[key], table.Column[key], row);
            if (!rows.TryGetValue(number, out float[]? merged))
                rows[number] = merged = [.. Enumerable.Repeat(float.NaN, columns)];
            // What is logged later in an epoch is its last.
            for (int i = 0; i < columns; i++)
                merged[i] = float.IsNaN(cells[i]) ? merged[i] : cells[i];
        }
        int? rate = Enumerable.Range(0, columns).Cast<int?>().FirstOrDefault(i => IsRate(table.Column[i!.Value]));
        return rows.Count == 0
            ? throw new UnreadableException($"no row of it has a '{table.Column[lossColumn]}'")
            : [.. rows.Select(row => Record(row.Key, row.Value, table.Column, key, lossColumn, rate))];
    }

    private static TrainingRecord Record(int number, float[] cells, IReadOnlyList<string> names, int key, int loss, int? rate)
    {
        var columns = new List<RecordColumn>();
        for (int i = 0; i < cells.Length; i++)
        {
            if (i != key && i != loss && i != rate && !float.IsNaN(cells[i]))
                columns.Add(new(Title(names[i]), cells[i]));
        }
        return new TrainingRecord(number + 1, cells[loss], TimeSpan.Zero, [], rate is { } column && !float.IsNaN(cells[column]) ? cells[column] : null) { Columns = columns };
    }

    private static string Title(string name) =>
        s_validation.Contains(name, StringComparer.OrdinalIgnoreCase) ? "ValidationLoss" : TrainingRecord.IsTaken(name) ? "logged." + name : name;

    private static bool IsRate(string name) =>
        name.Equals("lr", StringComparison.OrdinalIgnoreCase) || name.Equals("learning_rate", StringComparison.OrdinalIgnoreCase) || name.StartsWith("lr-", StringComparison.OrdinalIgnoreCase);

    private static int? Find(TensorTable table, params string[] names)
    {
        foreach (string name in names)
        {
            for (int i = 0; i < table.Column.Count; i++)
            {
                if (table.Column[i].Equals(name, StringComparison.OrdinalIgnoreCase))
                    return i;
            }
        }
        return null;
    }

    private static int Whole(float number, string column, int row) => number >= 0 && number < MostCounted && number == MathF.Floor(number)
        ? (int)number
        : throw new UnreadableException(FormattableString.Invariant($"'{column}' of row {row + 1} is {number}, which counts nothing"));
}
