using System.Runtime.CompilerServices;
using LinRegPS.Diagnosis.Lint.Watching;

namespace LinRegPS.Diagnosis.Lint.Rules;

/// <summary>
/// An optimizer that is made anew for a few steps each time, of parameters that go on from where they are: what it keeps of the steps before
/// is lost. Where the parameters are put back or replaced, each is the beginning of a training.
/// </summary>
internal sealed class NewOptimizer : LintRule
{
    private const int Fewest = 5, MostSteps = 10;

    // By the first parameter that they hold: one after the other, none again after the next.
    private readonly ConditionalWeakTable<Tensor, Line> _lines = [];
    private readonly List<(Tensor Parameter, Line Line)> _all = [];

    public override void OptimizerSteps(Optimizer optimizer)
    {
        if (optimizer.NeedsClosure || optimizer.IsPlainGradientDescent || First(optimizer) is not { } parameter)
            return;
        if (!_lines.TryGetValue(parameter, out var line))
        {
            _lines.Add(parameter, line = new());
            _all.Add((parameter, line));
        }
        line.Step(optimizer, Lint.Known(parameter)?.Restarts ?? 0, Math.Max(Lint.Step, 1));
    }

    public override IEnumerable<TrainingFinding> Findings() => _all.Where(all => all.Line is { IsBroken: false, Count: >= Fewest }).Take(1).Select(all => Found(
        all.Line.Name, all.Line.SecondAt, all.Line.Count,
        $"{all.Line.Name} is made anew for every {(all.Line.Most == 1 ? "step" : "few steps")}: what it has learned of the gradients, its running means, is lost each time.",
        $"{all.Line.Count} of them have stepped {Lint.NameOf(all.Parameter)} one after the other, none more than {Plural(all.Line.Most, "time", "times")}.",
        "Make the optimizer once, before the loop: $optimizer = New-Optimizer ... $model; in the loop only $optimizer.ZeroGrad() and $optimizer.Step()."));

    private static Tensor? First(Optimizer optimizer) => optimizer.ParameterGroups.SelectMany(group => group.Parameters).FirstOrDefault()?.Value;

    /// <summary>The optimizers that have stepped a parameter.</summary>
    private sealed class Line
    {
        private readonly HashSet<Optimizer> _before = [];
        private Optimizer? _now;
        private int _steps, _held, _restarts;

        public string Name => _now!.GetType().Name;

        public int Count => _before.Count;

        public int Most { get; private set; }

        public int SecondAt { get; private set; }

        /// <summary>Whether they are no line of the same: of other kinds, rates or parameters, from a new start, or for long.</summary>
        public bool IsBroken { get; private set; }

        public void Step(Optimizer optimizer, int restarts, int step)
        {
            if (!ReferenceEquals(optimizer, _now))
            {
                int held = optimizer.ParameterGroups.Sum(group => group.Parameters.Count);
                IsBroken |= _now is not null && (_now.GetType() != optimizer.GetType() || _now.LearningRate != optimizer.LearningRate
                    || held != _held || restarts != _restarts || _before.Contains(optimizer) || optimizer.KeepsState);
                if (_before.Count == 1)
                    SecondAt = step;
                _before.Add(optimizer);
                (_now, _held, _restarts, _steps) = (optimizer, held, restarts, 0);
            }
            Most = Math.Max(Most, ++_steps);
            IsBroken |= Most > MostSteps;
        }
    }
}
