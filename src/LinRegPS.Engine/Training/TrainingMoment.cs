namespace LinRegPS.Training;

/// <summary>Where a training is, for whoever is called back.</summary>
public sealed class TrainingMoment
{
    private readonly TrainingLoop _loop;

    internal TrainingMoment(TrainingLoop loop, int epoch, int step, float loss) =>
        (_loop, Epoch, Step, Loss) = (loop, epoch, step, loss);

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch, counted through all epochs from 1.</summary>
    public int Step { get; }

    /// <summary>The loss of the epoch, or of the batch, times the loss scale.</summary>
    public float Loss { get; }

    /// <summary>The model, with the gradients of the last step.</summary>
    public Module Model => _loop.Model;

    /// <summary>What steps the model, and has its learning rate.</summary>
    public Optimizer Optimizer => _loop.Optimizer;

    /// <summary>Ends the training after this epoch.</summary>
    public void Stop() => _loop.Stop();
}
