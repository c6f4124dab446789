using System.Management.Automation;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>A loss from what people type: a name, a loss object, or a script block.</summary>
internal static class LossArgument
{
    /// <summary>The word for weights by which each class counts alike.</summary>
    public const string Balanced = "Balanced";

    /// <summary>The loss that an argument stands for.</summary>
    /// <param name="argument">What was given.</param>
    /// <param name="allowBroadcast">Whether shapes may differ.</param>
    /// <param name="classWeight">What each class counts: numbers, or a word; or null.</param>
    /// <param name="target">The targets of all rows; null where they are not known.</param>
    public static LossFunction Read(object? argument, bool allowBroadcast, object? classWeight, Tensor? target)
    {
        if (classWeight is null)
            return Read(argument, allowBroadcast);
        if (Wrapping.Unwrap(argument) is not string name)
            throw CallErrors.ClassWeightOfName(Wrapping.Unwrap(argument));
        if (allowBroadcast)
            throw CallErrors.Conflict("AllowBroadcast", "ClassWeight");
        return LossFunction.Weighted(name, Weights(classWeight, target));
    }

    /// <summary>What a loss is called; a script block has no name.</summary>
    public static string NameOf(object? argument) => Wrapping.Unwrap(argument) switch
    {
        LossFunction { Name: var name } => name,
        string name => LossFunction.NameOf(name),
        var other => $"{other}",
    };

    /// <summary>The name that an argument is.</summary>
    public static string Name(object? argument) => Wrapping.Unwrap(argument) as string ?? throw CallErrors.NotAName("Loss", "a loss", Wrapping.Unwrap(argument));

    private static ClassWeights Weights(object argument, Tensor? target) =>
        Wrapping.Unwrap(argument) is not string word ? ClassWeights.Of(TensorConversion.From(argument, "-ClassWeight").ToArray())
        : !word.Equals(Balanced, StringComparison.OrdinalIgnoreCase) ? throw CallErrors.NotAClassWeight(word)
        : ClassWeights.Balanced(target ?? throw CallErrors.NothingToBalance());

    /// <summary>The loss that an argument stands for.</summary>
    public static LossFunction Read(object? argument, bool allowBroadcast)
    {
        object? loss = Wrapping.Unwrap(argument);
        if (loss is not (LossFunction or ScriptBlock))
            return LossFunction.Named(Name(loss), allowBroadcast);
        if (allowBroadcast)
            throw CallErrors.Conflict("AllowBroadcast", "Loss");
        return loss as LossFunction ?? new LossFunction("ScriptBlock", (prediction, target) =>
        {
            var results = ((ScriptBlock)loss).Invoke(prediction, target);
            return results.Count == 1 && Wrapping.Unwrap(results[0]) is Tensor result
                ? result
                : throw CallErrors.LossResult(results.Count == 0 ? null : Wrapping.Unwrap(results[^1]));
        }, $"the block {{{loss}}}");
    }
}
