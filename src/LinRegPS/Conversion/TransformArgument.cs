using System.Globalization;
using System.Management.Automation;
using LinRegPS.Reporting;
using LinRegPS.Training;

namespace LinRegPS.Conversion;

/// <summary>What is done to batches, from what people type: scalers, and script blocks of input and target.</summary>
internal static class TransformArgument
{
    /// <summary>The transform that an argument stands for.</summary>
    /// <param name="argument">A scaler, or a script block that writes the new input, or input and target.</param>
    /// <param name="features">What the columns of the data set's input are called.</param>
    public static Func<Batch, Batch> Read(object? argument, IReadOnlyList<string> features) => Wrapping.Unwrap(argument) switch
    {
        Scaler scaler => batch => batch with { Input = Scaled(scaler, batch, features) },
        ScriptBlock script => batch => Run(script, batch),
        var other => throw CallErrors.NotATransform(other),
    };

    /// <summary>What tells it from others, in words.</summary>
    public static string Text(object? argument) => Wrapping.Unwrap(argument) is Scaler scaler
        ? FormattableString.Invariant($"{scaler} of {string.Join(' ', scaler.Center.Concat(scaler.Scale).Select(number => number.ToString("R", CultureInfo.InvariantCulture)))}") : $"{Wrapping.Unwrap(argument)}";

    // A transform before this one may have made other columns, which the names are not those of.
    private static Tensor Scaled(Scaler scaler, Batch batch, IReadOnlyList<string> features) => batch.Input.Rank == 2 && batch.Input.Shape[1] == features.Count
        ? scaler.Transform(new DataSet(batch.Input, batch.Target, features)).Input
        : scaler.Transform(batch.Input);

    private static Batch Run(ScriptBlock script, Batch batch)
    {
        object?[] written = [.. script.Invoke(batch.Input, batch.Target).Select(Wrapping.Unwrap)];
        return written switch
        {
            [Tensor input] => batch with { Input = input },
            [Tensor input, Tensor target] => new Batch(input, target),
            [Batch changed] => changed,
            _ => throw CallErrors.TransformResult(written),
        };
    }
}
