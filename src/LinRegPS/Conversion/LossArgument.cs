using System.Management.Automation;
using LinRegPS.Reporting;

namespace LinRegPS.Conversion;

/// <summary>A loss from what people type: a name, a loss object, or a script block.</summary>
internal static class LossArgument
{
    /// <summary>The loss that an argument stands for.</summary>
    public static LossFunction Read(object? argument, bool allowBroadcast)
    {
        object? loss = Wrapping.Unwrap(argument);
        if (loss is not (LossFunction or ScriptBlock))
            return LossFunction.Named($"{loss}", allowBroadcast);
        if (allowBroadcast)
            throw CallErrors.Conflict("AllowBroadcast", "Loss");
        return loss as LossFunction ?? new LossFunction("ScriptBlock", (prediction, target) =>
        {
            var results = ((ScriptBlock)loss).Invoke(prediction, target);
            return results.Count == 1 && Wrapping.Unwrap(results[0]) is Tensor result
                ? result
                : throw CallErrors.LossResult(results.Count == 0 ? null : Wrapping.Unwrap(results[^1]));
        });
    }
}
