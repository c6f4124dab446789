namespace LinRegPS.Diagnosis.Lint.Watching;

/// <summary>The two curves of a training: the loss of what it is trained with, and of what it is not.</summary>
internal sealed class ValidationCurve
{
    private readonly List<(int Epoch, double Train, double Validation)> _points = [];

    public IReadOnlyList<(int Epoch, double Train, double Validation)> Points => _points;

    /// <summary>Whether the model is given back the parameters that had the best validation.</summary>
    public bool IsBestRestored { get; set; }

    /// <summary>Every epoch at first, later some: each costs a forward pass.</summary>
    public static bool Wants(int epoch) => epoch <= 100 || epoch % (epoch / 50) == 0;

    public void Add(int epoch, double train, double validation)
    {
        if (double.IsFinite(train) && double.IsFinite(validation))
            _points.Add((epoch, train, validation));
    }
}
