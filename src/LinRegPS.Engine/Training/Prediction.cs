namespace LinRegPS.Training;

/// <summary>What a model makes of the rows of a data set.</summary>
internal static class Prediction
{
    // Of the input, as much as is in memory at a time.
    private const int MostElements = 1 << 20;

    /// <summary>The model's output for all rows. Of rows in a file no more than this is in memory, and some of them at a time.</summary>
    /// <exception cref="ShapeMismatchException">The model does not give a row for each.</exception>
    public static Tensor Of(Module model, DataSet data)
    {
        if (!data.IsInFile)
            return model.Invoke(data.Input);
        float[] numbers = [];
        Shape? shape = null;
        int done = 0;
        foreach (var block in data.Blocks(MostElements))
        {
            var output = model.Invoke(block.Input);
            if (output.Rank == 0 || output.Shape[0] != block.Count)
                throw Errors.RowOutput(model.GetType().Name, block.Count, output.Shape);
            if (shape is null)
                numbers = new float[(shape = output.Shape.With(0, data.Count)).Numel];
            output.ToArray().CopyTo(numbers, done);
            done += output.Numel;
        }
        return Tensor.From(numbers, [.. shape!]);
    }
}
