using LinRegPS.Operations;

namespace LinRegPS;

// Losses of sequences whose steps have no labels of their own.
public static partial class Loss
{
    /// <summary>
    /// Connectionist temporal classification: the negative logarithm of the probability of a sequence of labels over all ways to write it
    /// step by step, each label once or several times, with blanks between; torch.nn.functional.ctc_loss. The gradient is that with
    /// respect to the logarithms as they are; behind a LogSoftmax it is PyTorch's.
    /// </summary>
    /// <param name="prediction">Logarithms of probabilities, as of LogSoftmax: [steps,rows,classes], or [steps,classes].</param>
    /// <param name="target">The numbers of the labels' classes: [rows,labels], padded with anything; or all rows' one after the other, [labels].</param>
    /// <param name="inputLengths">How many steps of each row count, [rows]; all where null.</param>
    /// <param name="targetLengths">How many labels each row has, [rows]; all of [rows,labels] where null.</param>
    /// <param name="reduction">How the rows' losses are put together; for a mean each is divided by the number of its labels first.</param>
    /// <param name="blank">The class that stands for nothing, which is no label.</param>
    /// <param name="zeroInfinity">Whether a row with too few steps for its labels counts 0, rather than infinity.</param>
    /// <exception cref="ShapeMismatchException">Other shapes, or there are not as many lengths as rows.</exception>
    /// <exception cref="InvalidValueException">A length that is not there, a class that does not exist, a label that is the blank, or a mean of no rows.</exception>
    /// <exception cref="AutogradException">Labels or lengths require a gradient.</exception>
    public static Tensor Ctc(
        Tensor prediction, Tensor target, Tensor? inputLengths = null, Tensor? targetLengths = null, Reduction reduction = Reduction.Mean, int blank = 0, bool zeroInfinity = false)
    {
        const string name = "CtcLoss";
        if (prediction is null || target is null)
            throw Errors.Null(name, prediction is null ? "operand 1" : "operand 2");
        Reductions.Checked(name, reduction);
        bool isOne = prediction.Rank == 2;
        if (prediction.Rank is not (2 or 3) || target.Rank is not (1 or 2) || (isOne && target.Rank != 1))
            throw Errors.SequenceTarget(prediction.Shape, target.Shape);
        if (target.RequiresGrad)
            throw Errors.ClassGradient(name, "target", "numbers of classes");
        var sequences = isOne ? prediction.Unsqueeze(1) : prediction;
        int steps = sequences.Shape[0], rows = sequences.Shape[1], classes = sequences.Shape[2];
        if (blank < 0 || blank >= classes)
            throw Errors.OutOfRange("Blank", blank, $"from 0 to {classes - 1}");
        int[] counted = inputLengths is null ? [.. Enumerable.Repeat(steps, rows)] : Lengths("inputLengths", inputLengths, rows, steps);
        var labels = new int[rows][];
        bool isPadded = target.Rank == 2;
        if (isPadded && target.Shape[0] != rows)
            throw Errors.SequenceTarget(prediction.Shape, target.Shape);
        int[] lengths = targetLengths is not null ? Lengths("targetLengths", targetLengths, rows, isPadded ? target.Shape[1] : target.Numel)
            : isPadded || rows == 1 ? [.. Enumerable.Repeat(target.Shape[^1], rows)] : throw Errors.SequenceTarget(prediction.Shape, target.Shape);
        if (!isPadded && lengths.Sum(length => (long)length) != target.Numel)
            throw Errors.CountMismatch(name, "labels", target.Numel, "targetLengths", (int)Math.Min(lengths.Sum(length => (long)length), int.MaxValue));
        long[] numbers = Indices.Of(name, target);
        for (int row = 0, start = 0; row < rows; start += isPadded ? target.Shape[1] : lengths[row], row++)
            labels[row] = [.. Enumerable.Range(start, lengths[row]).Select(i => Label(i))];
        var losses = new CtcLoss(sequences, labels, counted, blank, zeroInfinity).Apply();
        if (reduction == Reduction.Mean)
            losses /= Tensor.From(Array.ConvertAll(lengths, length => (float)Math.Max(length, 1)));
        return isOne && reduction == Reduction.None ? losses.Squeeze(0) : losses.Reduced(reduction);

        int Label(int place) => numbers[place] >= 0 && numbers[place] < classes && numbers[place] != blank
            ? (int)numbers[place] : throw Errors.Label(place, numbers[place], classes, blank);

        static int[] Lengths(string argument, Tensor given, int rows, int most)
        {
            if (given.RequiresGrad)
                throw Errors.ClassGradient(name, argument, "lengths");
            if (given.Numel != rows || given.Rank > 1)
                throw Errors.ParameterShape($"{name}: {argument}", new Shape(rows), given.Shape);
            long[] lengths = Indices.Of(name, given);
            return Array.FindIndex(lengths, length => length < 0 || length > most) is >= 0 and var first
                ? throw Errors.OutOfRange($"{argument}[{first}]", lengths[first], $"from 0 to {most}")
                : Array.ConvertAll(lengths, length => (int)length);
        }
    }
}
