namespace LinRegPS;

// Errors of processes that work together.
internal static partial class Errors
{
    internal static Exception OtherRank(int rank, string text) => new InvalidValueException(
        "OtherRank", $"Rank {rank} of the process group ended the work of all: {text}", operation: "ProcessGroup", place: $"rank {rank}");

    internal static Exception RankStopped(int rank) => new InvalidValueException(
        "OtherRank", $"Rank {rank} of the process group was stopped, and with it the work of all.", operation: "ProcessGroup", place: $"rank {rank}");

    internal static Exception RanksDiffer(int rank, string what) => new InvalidValueException(
        "RanksDiffer", $"Rank {rank} of the process group has other {what} than rank 0.", "All ranks run the same script on the same data; only what is written differs.",
        operation: "ProcessGroup", place: $"rank {rank}");

    internal static Exception ParametersDiffer(int rank, int epoch) => new InvalidValueException(
        "RanksDiffer", $"The parameters of rank {rank} are not those of rank 0 before epoch {epoch}.",
        "Something changes them on one rank alone: a callback, for instance. Let all ranks do the same.", operation: "ProcessGroup", place: $"rank {rank}");

    internal static Exception NoSuchRank(int rank, int size) => new InvalidValueException(
        "NoSuchRank", $"There is no rank {rank} in a process group of {size}: they are numbered from 0.", name: "Root", value: rank);

    internal static Exception FewParts(int parts, int size) => new InvalidValueException(
        "FewParts", $"Part is {parts}, but the process group has {size} ranks: {size - parts} would have nothing to do.", "Cut batches into at least as many parts as there are ranks.",
        name: "Part", value: parts);

    internal static Exception ManyParts(int parts, int rows) => new InvalidValueException(
        "ManyParts", $"Part is {parts}, but a batch has {rows} rows: a part has at least one.", name: "Part", value: parts);

    internal static Exception LossOfParts(string loss) => new InvalidValueException(
        "LossOfParts", $"{loss} of a batch is neither the mean nor the sum of its rows' losses, so that the parts of a batch can't be put together.",
        "Take such a loss, or train in one process.", operation: "Training", name: loss);

    internal static Exception NoRowCount(double rows) => new InvalidValueException(
        "NoRows", FormattableString.Invariant($"RowCount is {rows} on a rank, and 0 in sum or not finite: there is nothing to weigh by."), name: "RowCount", value: rows);
}
