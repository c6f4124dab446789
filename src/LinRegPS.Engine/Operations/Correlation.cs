using LinRegPS.Kernels.LinearAlgebra.Convolutions;

namespace LinRegPS.Operations;

/// <summary>
/// A large convolution: of weight, x and y, the one that two others make. Each is linear in both, and the gradients are the other two.
/// </summary>
internal sealed class Correlation : Operation
{
    private readonly Setting _setting;
    private readonly Part _part;
    private readonly bool _isBiased;

    private Correlation(Setting setting, Part part, Tensor first, Tensor second)
        : base(first, second) => (_setting, _part) = (setting, part);

    private Correlation(Setting setting, Tensor weight, Tensor x, Tensor bias)
        : base(weight, x, bias) => (_setting, _part, _isBiased) = (setting, Part.Products, true);

    /// <summary>What is computed, of which two others.</summary>
    private enum Part
    {
        /// <summary>y, of weight and x.</summary>
        Products,

        /// <summary>x, of weight and y: the transpose.</summary>
        Images,

        /// <summary>The weight, of x and y.</summary>
        Weights,
    }

    /// <summary>How many multiplications it is.</summary>
    public long Multiplications => (long)_setting.Weight.Numel * _setting.Y.Numel / _setting.Y[-_setting.Dimensions - 1];

    protected override string Label => _part == Part.Products ? _setting.Name : _setting.Name + "Transposed";

    private protected override bool WholeGrows => true;

    /// <summary>y of weight and x, and a bias [channels of y] that is added where there is one.</summary>
    public static Tensor Apply(Setting setting, Tensor weight, Tensor x, Tensor? bias) => bias is null
        ? Apply(setting, Part.Products, weight, x)
        : new Correlation(setting, weight, x, bias).Apply();

    /// <summary>x of weight and y.</summary>
    public static Tensor Transposed(Setting setting, Tensor weight, Tensor y) => Apply(setting, Part.Images, weight, y);

    private static Tensor Apply(Setting setting, Part part, Tensor first, Tensor second) => LeavesNoTrace(first, second)
        ? Run(setting, part, first, second)
        : new Correlation(setting, part, first, second).Apply();

    protected override bool Saves(int input) => input < 2 && Needs(1 - input);

    protected override Tensor Forward() => Run(_setting, _part, Input(0), Input(1), _isBiased ? Input(2) : null);

    protected override void Backward(Tensor gradient)
    {
        if (Needs(0))
        {
            GiveNew(0, _part switch
            {
                Part.Products => Apply(_setting, Part.Weights, Input(1), gradient),
                Part.Images => Apply(_setting, Part.Weights, gradient, Input(1)),
                _ => Apply(_setting, Part.Images, gradient, Input(1)),
            });
        }
        if (Needs(1))
        {
            GiveNew(1, _part switch
            {
                Part.Products => Apply(_setting, Part.Images, Input(0), gradient),
                Part.Images => Apply(_setting, Part.Products, Input(0), gradient),
                _ => Apply(_setting, Part.Products, gradient, Input(0)),
            });
        }
        if (_isBiased && Needs(2))
            GiveNew(2, Broadcasting.SumTo(gradient, new Shape([InputShape(2).Numel, .. Enumerable.Repeat(1, _setting.Dimensions)])).Reshape(InputShape(2).Numel));
    }

    private static Tensor Run(Setting setting, Part part, Tensor first, Tensor second, Tensor? bias = null)
    {
        var result = new Tensor(part switch { Part.Products => setting.Y, Part.Images => setting.X, _ => setting.Weight });
        if (part == Part.Products)
            DirectConvolution.Multiply(setting.Convolution, first.Data, second.Data, bias is null ? default : bias.Data, result.Data);
        else if (part == Part.Images)
            DirectConvolution.MultiplyTransposed(setting.Convolution, first.Data, second.Data, result.Data);
        else
            DirectConvolution.Correlate(setting.Convolution, first.Data, second.Data, result.Data);
        return result;
    }

    /// <summary>What a convolution goes over.</summary>
    /// <param name="Name">The operation, for grad_fn.</param>
    /// <param name="Dimensions">1 for sequences, 2 for images.</param>
    /// <param name="Convolution">Its sizes.</param>
    /// <param name="Weight">The weight's shape.</param>
    /// <param name="X">The shape of what the windows lie over.</param>
    /// <param name="Y">The shape of the products.</param>
    internal sealed record Setting(string Name, int Dimensions, ConvolutionShape Convolution, Shape Weight, Shape X, Shape Y);
}
