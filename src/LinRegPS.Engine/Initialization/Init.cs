using LinRegPS.Initialization;

namespace LinRegPS;

/// <summary>
/// Fills tensors for a training to start from, in place and unrecorded, with PyTorch's numbers for the same seed; torch.nn.init.
/// Each gives the tensor. Without a generator draws come from <see cref="Generator.Default"/>:
/// <code>
/// [void][LinRegPS.Init]::XavierUniform($model.Weight)
/// </code>
/// </summary>
public static class Init
{
    /// <summary>Draws from [low, high); uniform_.</summary>
    /// <exception cref="InvalidValueException">The bounds are not finite, or low is above high.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor Uniform(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
    {
        using var unrecorded = GradMode.NoGrad();
        return Errors.Given(tensor, "Init").Uniform_(low, high, generator);
    }

    /// <summary>Draws from the normal distribution; normal_.</summary>
    /// <exception cref="InvalidValueException">Mean or deviation is not finite, or the deviation negative.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor Normal(Tensor tensor, double mean = 0, double deviation = 1, Generator? generator = null)
    {
        using var unrecorded = GradMode.NoGrad();
        return Errors.Given(tensor, "Init").Normal_(mean, deviation, generator);
    }

    /// <summary>
    /// Draws from the normal distribution between two bounds; trunc_normal_. Right where the mean is at most two deviations
    /// outside of them.
    /// </summary>
    /// <exception cref="InvalidValueException">The deviation is not above 0, the bounds are not finite, or low is above high.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor TruncNormal(
        Tensor tensor, double mean = 0, double deviation = 1, double low = -2, double high = 2, Generator? generator = null)
    {
        if (!(deviation > 0 && float.IsFinite((float)deviation)))
            throw Errors.NotAboveZero("StandardDeviation", deviation);
        if (!float.IsFinite((float)high - (float)low) || low > high)
            throw Errors.EmptyRange(low, high);
        if (!float.IsFinite((float)mean))
            throw Errors.NonFinite("Mean", mean);
        Uniform(tensor, ErrorFunction.Of((low - mean) / deviation / Math.Sqrt(2)), ErrorFunction.Of((high - mean) / deviation / Math.Sqrt(2)), generator);
        // Each operation rounded, as PyTorch does them one after the other.
        float scale = (float)(deviation * Math.Sqrt(2)), shift = (float)mean;
        foreach (ref float element in tensor.Data)
        {
            float scaled = (float)ErrorFunction.Inverse(element) * scale;
            element = Math.Clamp(scaled + shift, (float)low, (float)high);
        }
        tensor.MarkChanged();
        return tensor;
    }

    /// <summary>One value everywhere; constant_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor Constant(Tensor tensor, double value)
    {
        using var unrecorded = GradMode.NoGrad();
        return Errors.Given(tensor, "Init").Fill_(value);
    }

    /// <summary>All ones; ones_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor Ones(Tensor tensor) => Constant(tensor, 1);

    /// <summary>All zeros; zeros_.</summary>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor Zeros(Tensor tensor) => Constant(tensor, 0);

    /// <summary>Ones where row and column have the same number, zeros else; eye_.</summary>
    /// <exception cref="ShapeMismatchException">The tensor is no matrix.</exception>
    /// <exception cref="InvalidValueException">The tensor is not of float32.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor Eye(Tensor tensor)
    {
        if (Errors.Given(tensor, "Init").Rank != 2)
            throw Errors.NeedsMatrix("Init.Eye", tensor.Shape);
        if (tensor.DType != DType.Float32)
            throw Errors.WrongDType("Init.Eye", DType.Float32, tensor.DType);
        Zeros(tensor);
        for (int i = 0; i < Math.Min(tensor.Shape[0], tensor.Shape[1]); i++)
            tensor.Data[(i * tensor.Shape[1]) + i] = 1;
        tensor.MarkChanged();
        return tensor;
    }

    /// <summary>U(-a, a) with a = gain √(6 / (fan in + fan out)); Glorot and Bengio 2010; xavier_uniform_.</summary>
    /// <exception cref="ShapeMismatchException">The tensor has less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">The gain is negative or not finite.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor XavierUniform(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        double bound = Math.Sqrt(3) * XavierDeviation(tensor, gain, nameof(XavierUniform));
        return Uniform(tensor, -bound, bound, generator);
    }

    /// <summary>N(0, d²) with d = gain √(2 / (fan in + fan out)); Glorot and Bengio 2010; xavier_normal_.</summary>
    /// <exception cref="ShapeMismatchException">The tensor has less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">The gain is negative or not finite.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor XavierNormal(Tensor tensor, double gain = 1, Generator? generator = null) =>
        Normal(tensor, 0, XavierDeviation(tensor, gain, nameof(XavierNormal)), generator);

    /// <summary>U(-a, a) with a = gain √(3 / fan), where the gain is the nonlinearity's; He et al. 2015; kaiming_uniform_.</summary>
    /// <param name="tensor">[out, in, ...].</param>
    /// <param name="slope">The slope of LeakyRelu below 0; of no effect for others.</param>
    /// <param name="mode">Whether the size of signals, or that of gradients, is to stay.</param>
    /// <param name="nonlinearity">What comes after the layer.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="ShapeMismatchException">The tensor has less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">The slope is not finite.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor KaimingUniform(
        Tensor tensor, double slope = 0, FanMode mode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyRelu, Generator? generator = null)
    {
        double bound = Math.Sqrt(3) * KaimingDeviation(tensor, slope, mode, nonlinearity, nameof(KaimingUniform));
        return Uniform(tensor, -bound, bound, generator);
    }

    /// <summary>N(0, d²) with d = gain / √fan, where the gain is the nonlinearity's; He et al. 2015; kaiming_normal_.</summary>
    /// <param name="tensor">[out, in, ...].</param>
    /// <param name="slope">The slope of LeakyRelu below 0; of no effect for others.</param>
    /// <param name="mode">Whether the size of signals, or that of gradients, is to stay.</param>
    /// <param name="nonlinearity">What comes after the layer.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="ShapeMismatchException">The tensor has less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">The slope is not finite.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor KaimingNormal(
        Tensor tensor, double slope = 0, FanMode mode = FanMode.FanIn, Nonlinearity nonlinearity = Nonlinearity.LeakyRelu, Generator? generator = null) =>
        Normal(tensor, 0, KaimingDeviation(tensor, slope, mode, nonlinearity, nameof(KaimingNormal)), generator);

    /// <summary>Rows, or columns where there are more rows, that are orthogonal and of length gain; Saxe et al. 2013; orthogonal_.</summary>
    /// <param name="tensor">[rows, ...]; what follows the first dimension counts as columns.</param>
    /// <param name="gain">What the orthogonal matrix is multiplied by.</param>
    /// <param name="generator">Where the numbers come from; <see cref="Generator.Default"/> where null.</param>
    /// <exception cref="ShapeMismatchException">The tensor has less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">The gain is not finite.</exception>
    /// <exception cref="AutogradException">The tensor is the result of a recorded operation.</exception>
    public static Tensor Orthogonal(Tensor tensor, double gain = 1, Generator? generator = null)
    {
        if (Errors.Given(tensor, "Init").Rank < 2)
            throw Errors.NeedsTwoDimensions("Init.Orthogonal", tensor.Shape);
        if (!float.IsFinite((float)gain))
            throw Errors.NonFinite("Gain", gain);
        if (tensor.Numel == 0)
            return tensor;
        Normal(tensor, 0, 1, generator);
        Orthogonalization.Run(tensor.Data, tensor.Shape[0], tensor.Numel / tensor.Shape[0], (float)gain);
        tensor.MarkChanged();
        return tensor;
    }

    /// <summary>What keeps the size of signals through a nonlinearity; calculate_gain.</summary>
    /// <param name="nonlinearity">What comes after the layer.</param>
    /// <param name="slope">The slope of LeakyRelu below 0; of no effect for others.</param>
    public static double CalculateGain(Nonlinearity nonlinearity, double slope = 0.01) => nonlinearity switch
    {
        Nonlinearity.Tanh => 5.0 / 3,
        Nonlinearity.Relu => Math.Sqrt(2),
        Nonlinearity.LeakyRelu => Math.Sqrt(2 / (1 + (slope * slope))),
        Nonlinearity.Selu => 0.75,
        _ => 1,
    };

    private static double XavierDeviation(Tensor tensor, double gain, string method)
    {
        var (fanIn, fanOut) = Fan.Of(tensor, method);
        if (!float.IsFinite((float)gain))
            throw Errors.NonFinite("Gain", gain);
        return gain < 0 ? throw Errors.Negative("Gain", gain) : tensor.Numel == 0 ? 0 : gain * Math.Sqrt(2.0 / (fanIn + fanOut));
    }

    private static double KaimingDeviation(Tensor tensor, double slope, FanMode mode, Nonlinearity nonlinearity, string method)
    {
        var (fanIn, fanOut) = Fan.Of(tensor, method);
        if (!float.IsFinite((float)slope))
            throw Errors.NonFinite("Slope", slope);
        return tensor.Numel == 0 ? 0 : CalculateGain(nonlinearity, slope) / Math.Sqrt(mode == FanMode.FanIn ? fanIn : fanOut);
    }
}
