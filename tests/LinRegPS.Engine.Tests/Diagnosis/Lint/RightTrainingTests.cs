using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LinRegPS.Engine.Tests.Support;
using static LinRegPS.Engine.Tests.Diagnosis.Lint.LintCase;

namespace LinRegPS.Engine.Tests.Diagnosis.Lint;

/// <summary>Trainings that are right, of random data: not one finding.</summary>
public sealed class RightTrainingTests
{
    // Any optimizer, data of one scale as a model needs them, constant, duplicate and collinear columns among them: from one row to
    // forty, whole and in batches.
    [Property(MaxTest = 300)]
    public Property RightTrainingsAreSilent() => Prop.ForAll(Right.ToArbitrary(), run => Silent(Found(run)));

    private static Gen<TrainingRun> Right =>
        from rows in Gen.Elements(1, 2, 3, 8, 40)
        from seed in Gen.Choose(0, int.MaxValue)
        from kinds in Gen.Choose(0, 5).ArrayOf(3)
        from bias in Gen.Elements(true, false)
        from power in Gen.Choose(-12, 12)
        from optimizer in Gen.Elements("Sgd", "Sgd", "Adam", "RMSprop")
        from batch in Gen.Elements<int?>(null, null, 4)
        select Make(rows, new Random(seed), kinds, bias, power, optimizer, batch);

    private static TrainingRun Make(int rows, Random random, int[] kinds, bool bias, int power, string optimizer, int? batch)
    {
        // With a bias the ones are of scale 1; without one, all columns may be of any, and a rate fits it. Adam's does not.
        double scale = bias || optimizer != "Sgd" ? 1 : Math.Pow(10, power);
        var columns = new List<double[]>();
        foreach (int kind in kinds)
        {
            columns.Add(kind switch
            {
                0 when columns.Count > 0 => [.. Enumerable.Repeat(scale * (0.5 + random.NextDouble()), rows)],
                1 when columns.Count > 0 => columns[0],
                2 when columns.Count > 0 => [.. columns[0].Select(x => 2 * x)],
                3 when columns.Count > 1 => [.. columns[0].Zip(columns[1], (a, b) => (a + b) / 2)],
                // On either side of 0, as centred columns are.
                _ => [.. Enumerable.Range(0, rows).Select(row => scale * (row % 2 == 0 ? 1 : -1) * (0.5 + random.NextDouble()))],
            });
        }
        float[] x = [.. Enumerable.Range(0, rows).SelectMany(row => columns.Select(column => (float)column[row]))];
        float[] y = [.. Enumerable.Range(0, rows).Select(row => (float)((columns[0][row] / scale) + random.NextDouble()))];
        // The trace of the Hessian is at least its largest eigenvalue; of a batch of one row too.
        double trace = 2 * Enumerable.Range(0, rows).Max(row => columns.Sum(column => column[row] * column[row]) + (bias ? 1 : 0));
        return new TrainingRun(new Linear(3, 1, bias, new Generator(random.Next())), Tensor.From(x, rows, 3), Tensor.From(y, rows, 1))
        {
            LearningRate = optimizer == "Sgd" ? 0.5 / trace : 0.01,
            Optimizer = optimizer,
            Epochs = 30,
            BatchSize = batch,
        };
    }
}
