namespace LinRegPS
{
    /// <summary>What an initialisation keeps the size of; torch.nn.init's mode.</summary>
    public enum FanMode
    {
        /// <summary>The size of signals in the forward pass.</summary>
        FanIn,

        /// <summary>The size of gradients in the backward pass.</summary>
        FanOut,
    }

    /// <summary>What comes after a layer, for <see cref="Init.CalculateGain"/>; torch.nn.init's nonlinearity.</summary>
    public enum Nonlinearity
    {
        /// <summary>Nothing; of a convolution too.</summary>
        Linear,

        /// <summary>The logistic function.</summary>
        Sigmoid,

        /// <summary>The hyperbolic tangent.</summary>
        Tanh,

        /// <summary>max(x, 0).</summary>
        Relu,

        /// <summary>x, and below 0 x times a slope.</summary>
        LeakyRelu,

        /// <summary>The scaled exponential linear unit.</summary>
        Selu,
    }
}

namespace LinRegPS.Initialization
{
    /// <summary>How many inputs make an output, and how many outputs an input goes to.</summary>
    internal static class Fan
    {
        /// <summary>Of a weight [out, in, ...]: what follows are the sizes of a convolution's kernel.</summary>
        /// <exception cref="ShapeMismatchException">The weight has less than two dimensions.</exception>
        public static (long In, long Out) Of(Tensor weight, string method)
        {
            if (Errors.Given(weight, "Init." + method, "tensor").Rank < 2)
                throw Errors.NeedsTwoDimensions("Init." + method, weight.Shape);
            long field = weight.Shape.Product(2, weight.Rank);
            return (weight.Shape[1] * field, weight.Shape[0] * field);
        }
    }
}
