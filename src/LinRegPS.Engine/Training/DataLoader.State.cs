namespace LinRegPS.Training;

// What lets a training that goes on have the orders that it would have had.
public sealed partial class DataLoader
{
    /// <summary>The rows of a batch; null where the one batch is the data as they are.</summary>
    internal int? BatchSize => IsWhole ? null : _size;

    /// <summary>Where the orders come from, in words.</summary>
    internal string Order => _blocks is null ? RowOrder : $"{RowOrder} in blocks of {BlockSize}";

    private string RowOrder => _shuffle is null ? "as they are" : ReferenceEquals(_shuffle, Generator.Default) ? "random" : FormattableString.Invariant($"random by seed {_shuffle.Seed}");

    /// <summary>What the next orders depend on; null where the rows keep theirs.</summary>
    internal byte[]? Draws => _shuffle?.GetState();

    /// <summary>Goes on after an epoch at whose end <see cref="Draws"/> gave this; no epoch is passed over then.</summary>
    /// <exception cref="InvalidValueException">The bytes are no state.</exception>
    internal void GoOn(byte[]? draws)
    {
        SetDraws(draws);
        _hasBegun = true;
    }

    /// <summary>The next orders are those of the loader that gave <see cref="Draws"/>.</summary>
    /// <exception cref="InvalidValueException">The bytes are no state.</exception>
    internal void SetDraws(byte[]? draws)
    {
        if (draws is not null)
            _shuffle?.SetState(draws);
    }
}
