using LinRegPS.Kernels.Losses;

namespace LinRegPS.Operations;

/// <summary>torch.nn.functional.ctc_loss of [steps,rows,classes], a loss for each row, [rows]: in float64, rounded once.</summary>
/// <param name="logs">Logarithms of probabilities.</param>
/// <param name="labels">What is to be read of each row.</param>
/// <param name="steps">How many steps of each row count.</param>
/// <param name="blank">The class that stands for nothing.</param>
/// <param name="zeroInfinity">Whether a row that can't be read so counts 0.</param>
internal sealed class CtcLoss(Tensor logs, int[][] labels, int[] steps, int blank, bool zeroInfinity) : Operation(logs)
{
    private int Rows => InputShape(0)[1];

    private int Classes => InputShape(0)[2];

    protected override bool Saves(int input) => true;

    protected override bool SavesOutput => true;

    protected override Tensor Forward()
    {
        var losses = new Tensor(new Shape(Rows));
        for (int row = 0; row < Rows; row++)
        {
            double loss = Row(row).Forward(Logs(row));
            losses.Data[row] = double.IsPositiveInfinity(loss) && zeroInfinity ? 0 : (float)loss;
        }
        return losses;
    }

    protected override void Backward(Tensor gradient)
    {
        if (GradMode.IsEnabled)
        {
            Give(0, Tensor.Stack([.. Enumerable.Range(0, Rows).Select(row => Recorded(row) * -gradient.Select(0, row))], 1));
            return;
        }
        var slopes = Tensor.Zeros([.. InputShape(0)]);
        for (int row = 0; row < Rows; row++)
        {
            if (!IsLeftOut(row))
                Row(row).Posteriors(Logs(row), Classes, -gradient.Data[row], slopes.Data[(row * Classes)..]);
        }
        GiveNew(0, slopes);
    }

    private ConnectionistTemporal Row(int row) => new(Rows * Classes, steps[row], labels[row], blank);

    private ReadOnlySpan<float> Logs(int row) => steps[row] == 0 ? [] : Input(0).Data[(row * Classes)..];

    private bool IsLeftOut(int row) => steps[row] == 0 || (zeroInfinity && Output.Data[row] == 0 && double.IsInfinity(Row(row).Forward(Logs(row))));

    // How probable each class is at each step, [steps,classes], by the kernel's recurrences in operations on tensors.
    private Tensor Recorded(int row)
    {
        int length = InputShape(0)[0];
        if (IsLeftOut(row))
            return Tensor.Zeros(length, Classes);
        // A blank before each label, and one behind all.
        int[] classes = [.. labels[row].SelectMany(label => (int[])[blank, label]), blank];
        int states = classes.Length;
        var hot = Tensor.Zeros(states, Classes);
        for (int s = 0; s < states; s++)
            hot.Data[(s * Classes) + classes[s]] = 1;
        var emitted = Input(0).Select(1, row).IndexSelect(1, Tensor.FromInt64([.. classes.Select(c => (long)c)], states));
        var (starts, ends) = (new Tensor[steps[row]], new Tensor[steps[row]]);
        // No number is so far down that a difference of two was NaN.
        Tensor skips = Bars(s => s > 1 && s % 2 == 1 && classes[s] != classes[s - 2]), turned = skips.Flip(0);
        for (int t = 0; t < starts.Length; t++)
            starts[t] = (t == 0 ? Bars(s => s < 2) : Come(starts[t - 1], skips)) + emitted.Select(0, t);
        // From the end the states are in the reverse order; what a step has is not in what follows it.
        for (int t = ends.Length - 1; t >= 0; t--)
            ends[t] = t == ends.Length - 1 ? Bars(s => s < 2) : Come(ends[t + 1] + emitted.Select(0, t + 1).Flip(0), Bars(s => s > 1 && turned.Data[s - 2] == 0));
        var last = starts[^1];
        var total = last.Slice(0, Math.Max(states - 2, 0), states).LogSumExp(0);
        var posteriors = Tensor.Stack([.. starts.Zip(ends, (start, end) => start + end.Flip(0) - total)]).Exp().MatMul(hot);
        return starts.Length == length ? posteriors : Tensor.Cat([posteriors, Tensor.Zeros(length - starts.Length, Classes)]);

        Tensor Come(Tensor before, Tensor skipping) => Tensor.Stack([before, Moved(before, 1), Moved(before, 2) + skipping]).LogSumExp(0);

        Tensor Moved(Tensor x, int by) => Tensor.Cat([Tensor.Full(Bar, Math.Min(by, states)), x.Slice(0, 0, Math.Max(states - by, 0))]);

        Tensor Bars(Func<int, bool> isOpen) => Tensor.From([.. Enumerable.Range(0, states).Select(s => isOpen(s) ? 0 : Bar)]);
    }

    // The logarithm of next to nothing, which stays finite over any number of steps.
    private const float Bar = -1e30f;
}
