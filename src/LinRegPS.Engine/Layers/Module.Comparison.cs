namespace LinRegPS;

// Models beside models, for what finds the same: two are, where their classes, names and numbers are.
public abstract partial class Module : IComparable
{
    /// <summary>
    /// 0 for a model of the same class, parameters and buffers; else an order that says no more than that they differ. Equals
    /// asks whether it is the same object.
    /// </summary>
    public int CompareTo(object? obj)
    {
        if (ReferenceEquals(this, obj))
            return 0;
        if (obj is not Module other)
            return 1;
        int order = string.CompareOrdinal(ToString(), other.ToString());
        return order != 0 ? order : ModelParameter.Compare([.. new ModuleContents(this).State], [.. new ModuleContents(other).State]);
    }
}
