using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using LinRegPS.Diagnosis.Lint;

namespace LinRegPS.Completion;

/// <summary>Completes names out of a list.</summary>
public abstract class NameCompleter(IReadOnlyList<string> names) : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var pattern = new WildcardPattern(wordToComplete.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        return names.Where(pattern.IsMatch).Select(name => new CompletionResult(name));
    }
}

/// <summary>Completes the ids of the rules of the training lint.</summary>
public sealed class RuleNameCompleter() : NameCompleter(TrainingLint.RuleIds);

/// <summary>Completes the names of the losses.</summary>
public sealed class LossNameCompleter() : NameCompleter(LossFunction.Names);

/// <summary>Completes what weighs classes besides numbers.</summary>
public sealed class ClassWeightCompleter() : NameCompleter([Conversion.LossArgument.Balanced]);

/// <summary>Completes the names of the metrics.</summary>
public sealed class MetricNameCompleter() : NameCompleter(MetricFunction.Names);

/// <summary>Completes the names of schedules of learning rates.</summary>
public sealed class ScheduleNameCompleter() : NameCompleter(LearningRateSchedule.Names);

/// <summary>Completes the names of the optimizers.</summary>
public sealed class OptimizerNameCompleter() : NameCompleter(Optimizer.Names);

/// <summary>Completes how columns are scaled.</summary>
public sealed class ScalerKindCompleter() : NameCompleter(Enum.GetNames<ScalerKind>());

/// <summary>Completes the formats of files of tensors.</summary>
public sealed class FormatNameCompleter() : NameCompleter(Enum.GetNames<Files.TensorFormat>());

/// <summary>Completes what can be done about missing values.</summary>
public sealed class MissingCompleter() : NameCompleter(Enum.GetNames<Files.Delimited.MissingValues>());

/// <summary>Completes the names of layers.</summary>
public sealed class LayerNameCompleter() : NameCompleter(Conversion.LayerBlock.Names);

/// <summary>Completes the themes of pictures.</summary>
public sealed class ThemeCompleter() : NameCompleter(Enum.GetNames<Plots.Drawing.Theme>());
