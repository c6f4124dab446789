namespace LinRegPS.Training;

/// <summary>Where a training is between two steps of its optimizer, and where it goes on.</summary>
/// <param name="Epoch">The epoch of the next step, from 1.</param>
/// <param name="Step">The next step in it, a batch, from 1; one more than there are batches where only the end of the epoch is left.</param>
/// <param name="LossSum">What the losses of the epoch's rows before come to, of which its loss is the mean.</param>
public readonly record struct TrainingPosition(int Epoch, int Step = 1, double LossSum = 0);
