using LinRegPS.Search;

namespace LinRegPS.Formatting;

/// <summary>A way to train that Search-Training has tried.</summary>
public sealed class SearchResult : IComparable
{
    internal SearchResult(int rank, SearchTrial trial, string layer)
    {
        (Rank, Layer, Optimizer, BatchSize) = (rank, layer, trial.Setting.Optimizer, trial.Setting.BatchSize);
        (LearningRate, ValidationLoss, Deviation, Loss) = (trial.Setting.LearningRate, trial.ValidationLoss, trial.Deviation, trial.Loss);
        (Epoch, Status, Error, Model) = (trial.Epoch, trial.Status, trial.Error?.Message, trial.Models is [var model] ? model : null);
    }

    /// <summary>Its place, from 1 for the best.</summary>
    public int Rank { get; }

    /// <summary>The loss on rows that were not trained with; with folds the mean over them.</summary>
    public double ValidationLoss { get; }

    /// <summary>The standard deviation of that over the folds; null without.</summary>
    public double? Deviation { get; }

    /// <summary>The loss of the last epoch on the rows that were trained with.</summary>
    public double Loss { get; }

    /// <summary>How many epochs were run.</summary>
    public int Epoch { get; }

    /// <summary>Whether it finished, was stopped among the worse half, diverged or failed.</summary>
    public SearchStatus Status { get; }

    /// <summary>The optimizer.</summary>
    public string Optimizer { get; }

    /// <summary>Its rate; null for the usual one.</summary>
    public double? LearningRate { get; }

    /// <summary>The rows of a step; null for all.</summary>
    public int? BatchSize { get; }

    /// <summary>The layers, as they were written.</summary>
    public string Layer { get; }

    /// <summary>Why it failed; or null.</summary>
    public string? Error { get; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Rank}: validation loss {ValidationLoss}, loss {Loss}, epoch {Epoch}, {Status}, {Optimizer}, rate {LearningRate}, batch {BatchSize}, {Layer}");

    /// <summary>By the text; else an order that says no more than that they differ.</summary>
    public int CompareTo(object? obj) => obj is SearchResult other ? string.CompareOrdinal(ToString(), other.ToString()) : 1;

    /// <summary>The model, as far as it was trained; null with folds, of which each has one.</summary>
    public Module? Model { get; }
}
