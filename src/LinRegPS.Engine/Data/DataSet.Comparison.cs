namespace LinRegPS;

// Data sets beside data sets, for what finds the same: two are, where their numbers and names are.
public sealed partial class DataSet : IComparable
{
    /// <summary>0 for the same numbers and names; else an order that says no more than that they differ. Equals asks whether it is the same object.</summary>
    public int CompareTo(object? obj)
    {
        if (ReferenceEquals(this, obj))
            return 0;
        if (obj is not DataSet other)
            return 1;
        int order = string.CompareOrdinal(Names(this), Names(other));
        if (order != 0)
            return order;
        // What is in files is not read for it.
        if (IsInFile || other.IsInFile)
            return 1;
        return ModelParameter.Compare([new("input", Input), new("target", Target)], [new("input", other.Input), new("target", other.Target)]);

        static string Names(DataSet data) => string.Join('\n', [.. data.Features, "", .. data.Targets, "", .. data.ClassNames]);
    }
}
