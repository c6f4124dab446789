using LinRegPS.Kernels.Threading;

namespace LinRegPS;

// Random numbers, PyTorch's for the same seed. Without a generator they come from the default one.
public sealed partial class Tensor
{
    /// <summary>Draws from [0, 1); torch.rand.</summary>
    /// <exception cref="InvalidValueException">The sizes make no shape.</exception>
    public static Tensor Rand(params int[] sizes) => Uniform(null, 0, 1, sizes);

    /// <summary>Draws from the normal distribution; torch.randn.</summary>
    /// <exception cref="InvalidValueException">The sizes make no shape.</exception>
    public static Tensor RandN(params int[] sizes) => Normal(null, 0, 1, sizes);

    /// <summary>Draws from [low, high); torch.rand for 0 and 1, Tensor.uniform_ else.</summary>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <param name="low">The least.</param>
    /// <param name="high">Above all of them.</param>
    /// <param name="sizes">The shape.</param>
    /// <exception cref="InvalidValueException">The bounds are not finite, or low is above high; or the sizes make no shape.</exception>
    public static Tensor Uniform(Generator? generator, double low, double high, params int[] sizes) =>
        new Tensor(new Shape(sizes)).FillUniform(low, high, generator);

    /// <summary>Draws from the normal distribution; torch.randn for 0 and 1, torch.normal else.</summary>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <param name="mean">Their mean.</param>
    /// <param name="deviation">Their standard deviation, not negative.</param>
    /// <param name="sizes">The shape.</param>
    /// <exception cref="InvalidValueException">Mean or deviation is not finite, or the deviation negative; or the sizes make no shape.</exception>
    public static Tensor Normal(Generator? generator, double mean, double deviation, params int[] sizes) =>
        new Tensor(new Shape(sizes)).FillNormal(mean, deviation, generator);

    /// <summary>Whole numbers from low to below high, of int64; torch.randint.</summary>
    /// <param name="low">The least.</param>
    /// <param name="high">Above all of them.</param>
    /// <param name="sizes">The shape.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="InvalidValueException">There is no whole number from low to below high; or the sizes make no shape.</exception>
    public static Tensor RandInt(long low, long high, int[] sizes, Generator? generator = null)
    {
        long[] drawn = new long[new Shape(sizes).Numel];
        if (low >= high)
            throw Errors.NoIntegers(low, high);
        (generator ?? Generator.Default).Source.FillIntegers(drawn, low, (ulong)high - (ulong)low);
        return FromInt64(drawn, sizes);
    }

    /// <summary>Draws from [0, 1) in another tensor's shape; torch.rand_like.</summary>
    /// <exception cref="InvalidValueException">The tensor is null.</exception>
    public static Tensor RandLike(Tensor input, Generator? generator = null) => Uniform(generator, 0, 1, Given("RandLike", "input", input).Shape.ToArray());

    /// <summary>Draws from the normal distribution in another tensor's shape; torch.randn_like.</summary>
    /// <exception cref="InvalidValueException">The tensor is null.</exception>
    public static Tensor RandNLike(Tensor input, Generator? generator = null) => Normal(generator, 0, 1, Given("RandNLike", "input", input).Shape.ToArray());

    /// <summary>Whole numbers from low to below high in another tensor's shape, of int64; torch.randint_like.</summary>
    /// <exception cref="InvalidValueException">The tensor is null, or there is no whole number from low to below high.</exception>
    public static Tensor RandIntLike(Tensor input, long low, long high, Generator? generator = null) =>
        RandInt(low, high, Given("RandIntLike", "input", input).Shape.ToArray(), generator);

    /// <summary>The numbers from 0 to below n in a random order, of int64; torch.randperm.</summary>
    /// <exception cref="InvalidValueException">The count is negative.</exception>
    public static Tensor RandPerm(int n, Generator? generator = null)
    {
        int[] order = new int[new Shape(n).Numel];
        (generator ?? Generator.Default).Source.FillPermutation(order);
        return FromInt64([.. order.Select(place => (long)place)]);
    }

    /// <summary>1 with the probability of each element, and 0 else; torch.bernoulli.</summary>
    /// <exception cref="InvalidValueException">A probability below 0, above 1, or NaN.</exception>
    public Tensor Bernoulli(Generator? generator = null)
    {
        foreach (float probability in Data)
            CheckProbability(probability);
        var drawn = new Tensor(Shape);
        (generator ?? Generator.Default).Source.FillBernoulli(drawn.Data, Data);
        return drawn;
    }

    /// <summary>Places by their weights, which need not sum to 1; torch.multinomial.</summary>
    /// <param name="samples">How many places to draw, of each row where there are rows.</param>
    /// <param name="replacement">Whether a place may be drawn again.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <returns>[samples], or [rows, samples], of int64.</returns>
    /// <exception cref="ShapeMismatchException">The weights are neither a vector nor rows.</exception>
    /// <exception cref="InvalidValueException">Less than one sample, or more than a tensor holds; a weight that is negative or not finite; or too few above 0.</exception>
    public Tensor Multinomial(int samples, bool replacement = false, Generator? generator = null)
    {
        if (Rank is not (1 or 2))
            throw Errors.NotWeights(Shape);
        if (samples < 1)
            throw Errors.NotPositive("Samples", samples);
        int columns = Shape[^1], rows = Rank == 1 ? 1 : Shape[0], needed = replacement ? 1 : samples;
        var weights = Data;
        foreach (float weight in weights)
        {
            if (!(weight >= 0 && float.IsFinite(weight)))
                throw Errors.Weight(weight);
        }
        for (int row = 0; row < rows; row++)
        {
            var part = weights.Slice(row * columns, columns);
            int usable = columns - part.Count(0f);
            if (usable < needed)
                throw Errors.TooFewWeights(usable, needed);
        }
        int[] sizes = Rank == 1 ? [samples] : [rows, samples];
        long[] chosen = new long[new Shape(sizes).Numel];
        var source = (generator ?? Generator.Default).Source;
        if (!replacement)
        {
            Kernels.Random.Multinomial.DrawDistinct(source, weights, columns, chosen, samples);
        }
        else
        {
            for (int row = 0; row < rows; row++)
                Kernels.Random.Multinomial.Draw(source, weights.Slice(row * columns, columns), chosen.AsSpan(row * samples, samples));
        }
        return FromInt64(chosen, sizes);
    }

    /// <summary>Overwrites the elements with draws from [low, high); Tensor.uniform_.</summary>
    /// <exception cref="InvalidValueException">The bounds are not finite, or low is above high; or the tensor is not of float32.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or requires a gradient while operations are recorded.</exception>
    public Tensor Uniform_(double low = 0, double high = 1, Generator? generator = null)
    {
        CheckDraw(nameof(Uniform_));
        using var whole = Interruption.Whole();
        FillUniform(low, high, generator);
        MarkChanged();
        return this;
    }

    /// <summary>Overwrites the elements with draws from the normal distribution; Tensor.normal_.</summary>
    /// <exception cref="InvalidValueException">Mean or deviation is not finite, or the deviation negative; or the tensor is not of float32.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or requires a gradient while operations are recorded.</exception>
    public Tensor Normal_(double mean = 0, double deviation = 1, Generator? generator = null)
    {
        CheckDraw(nameof(Normal_));
        using var whole = Interruption.Whole();
        FillNormal(mean, deviation, generator);
        MarkChanged();
        return this;
    }

    /// <summary>Overwrites the elements with 1 with a probability, and with 0 else; Tensor.bernoulli_.</summary>
    /// <exception cref="InvalidValueException">A probability below 0, above 1, or NaN; or the tensor is not of float32.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or requires a gradient while operations are recorded.</exception>
    public Tensor Bernoulli_(double probability = 0.5, Generator? generator = null)
    {
        CheckProbability(probability);
        CheckDraw(nameof(Bernoulli_));
        using var whole = Interruption.Whole();
        (generator ?? Generator.Default).Source.FillBernoulli(Data, probability, 1);
        MarkChanged();
        return this;
    }

    /// <summary>Overwrites the elements with draws from the exponential distribution; Tensor.exponential_.</summary>
    /// <param name="lambda">Its rate, above 0 and finite: 1 over its mean.</param>
    /// <param name="generator">Where draws come from; the default one where null.</param>
    /// <exception cref="InvalidValueException">Another rate, or the tensor is not of float32.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation, or requires a gradient while operations are recorded.</exception>
    public Tensor Exponential_(double lambda = 1, Generator? generator = null)
    {
        if (!((float)lambda > 0 && float.IsFinite((float)lambda)))
            throw Errors.NotAboveZero("Lambda", lambda);
        CheckDraw(nameof(Exponential_));
        using var whole = Interruption.Whole();
        (generator ?? Generator.Default).Source.FillExponential(Data, lambda);
        MarkChanged();
        return this;
    }

    /// <summary>
    /// Probabilities along a dimension as <see cref="Softmax"/> gives them, of scores with noise, so that the greatest is drawn by
    /// its probability; torch.nn.functional.gumbel_softmax.
    /// </summary>
    /// <param name="tau">The temperature, above 0 and finite: the lower, the nearer to one choice.</param>
    /// <param name="hard">Whether the result is the choice, 1 for it and 0 else, with the gradient of the probabilities.</param>
    /// <param name="dim">The dimension.</param>
    /// <param name="generator">Where draws come from; the default one where null.</param>
    /// <exception cref="InvalidValueException">Another temperature, or the dimension does not exist or is empty.</exception>
    public Tensor GumbelSoftmax(double tau = 1, bool hard = false, int dim = -1, Generator? generator = null)
    {
        if (!((float)tau > 0 && float.IsFinite((float)tau)))
            throw Errors.NotAboveZero("Tau", tau);
        int d = Shape.Dimension("GumbelSoftmax", dim);
        var noise = Zeros([.. Shape]).Exponential_(1, generator).Log();
        var soft = ((this - noise) / tau).Softmax(d);
        if (!hard)
            return soft;
        var choice = Zeros([.. Shape]).Scatter(d, soft.ArgMax(d, keepdim: true), 1.0);
        return choice - soft.Detach() + soft;
    }

    private void CheckDraw(string method)
    {
        CheckInPlace(method);
        if (DType != DType.Float32)
            throw Errors.WrongDType(method, DType.Float32, DType);
    }

    private Tensor FillUniform(double low, double high, Generator? generator)
    {
        if (!float.IsFinite((float)high - (float)low) || low > high)
            throw Errors.EmptyRange(low, high);
        (generator ?? Generator.Default).Source.FillUniform(Data, (float)low, (float)high);
        return this;
    }

    private Tensor FillNormal(double mean, double deviation, Generator? generator)
    {
        if (!float.IsFinite((float)mean))
            throw Errors.NonFinite("Mean", mean);
        if (!float.IsFinite((float)deviation))
            throw Errors.NonFinite("StandardDeviation", deviation);
        if (deviation < 0)
            throw Errors.Negative("StandardDeviation", deviation);
        (generator ?? Generator.Default).Source.FillNormal(Data, mean, deviation);
        return this;
    }

    private static void CheckProbability(double value)
    {
        if (value is not (>= 0 and <= 1))
            throw Errors.Probability(value);
    }
}
