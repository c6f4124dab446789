using LinRegPS.Operations;

namespace LinRegPS
{
    public sealed partial class Tensor
    {
        /// <summary>Tensors of one shape one beside the other along a new dimension; torch.stack.</summary>
        /// <param name="tensors">At least one.</param>
        /// <param name="dim">Where the new dimension goes; -1 is behind the last.</param>
        /// <returns>For n tensors of shape [a,b] the shape [n,a,b], or with n in another place.</returns>
        /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
        /// <exception cref="InvalidValueException">There is no tensor or one is null, the dimension does not exist, or no dimension more is possible.</exception>
        public static Tensor Stack(Tensor[] tensors, int dim = 0)
        {
            Joining.Check("Stack", tensors);
            var shape = tensors[0].Shape;
            int d = dim < 0 ? dim + shape.Rank + 1 : dim;
            if (d < 0 || d > shape.Rank)
                throw Errors.NewDimension("Stack", dim, shape);
            for (int i = 1; i < tensors.Length; i++)
            {
                if (!tensors[i].Shape.Equals(shape))
                    throw Errors.StackShapes(shape, i, tensors[i].Shape);
            }
            int[] sizes = shape.ToArray();
            return new Joining("Stack", tensors, new Shape([.. sizes[..d], tensors.Length, .. sizes[d..]]), d).Apply();
        }

        /// <summary>Tensors one behind the other along a dimension that they have; torch.cat. Tensors of shape [0] count for nothing.</summary>
        /// <param name="tensors">At least one.</param>
        /// <param name="dim">The dimension; negative ones count from the end.</param>
        /// <returns>For shapes [a,b] and [c,b], along the first dimension, the shape [a+c,b].</returns>
        /// <exception cref="ShapeMismatchException">The shapes differ in another dimension, or one is a number.</exception>
        /// <exception cref="InvalidValueException">There is no tensor or one is null, the dimension does not exist, or the result is too large.</exception>
        public static Tensor Cat(Tensor[] tensors, int dim = 0)
        {
            Joining.Check("Cat", tensors);
            var shape = Array.Find(tensors, t => !Joining.IsNothing(t.Shape))?.Shape ?? tensors[0].Shape;
            int d = shape.Dimension("Cat", dim);
            long size = 0;
            for (int i = 0; i < tensors.Length; i++)
            {
                var other = tensors[i].Shape;
                if (Joining.IsNothing(other))
                    continue;
                if (shape.Rank == 0 || other.Rank != shape.Rank || !other.With(d, shape[d]).Equals(shape))
                    throw Errors.CatShapes(shape, d, i, other);
                size += other[d];
            }
            return size <= Array.MaxLength
                ? new Joining("Cat", tensors, shape.With(d, (int)size), d).Apply()
                : throw Errors.TooManyElements($"of {size} in dimension {d}");
        }
    }
}

namespace LinRegPS.Operations
{
    /// <summary>Tensors side by side along a dimension, each as wide as it has numbers there; torch.stack and torch.cat.</summary>
    internal sealed class Joining(string label, Tensor[] tensors, Shape shape, int dimension) : Operation(tensors)
    {
        private readonly int _count = tensors.Length;

        protected override string Label => label;

        private int Outer => shape.Product(0, dimension);

        private int Inner => shape.Product(dimension + 1, shape.Rank);

        /// <summary>Whether a tensor of a shape is left out, as PyTorch leaves it out whatever the others' shapes.</summary>
        public static bool IsNothing(Shape shape) => shape.Rank == 1 && shape[0] == 0;

        /// <summary>Throws where there is nothing to join.</summary>
        public static void Check(string operation, Tensor[] tensors)
        {
            if (tensors is null or [])
                throw Errors.NothingToJoin(operation);
            int missing = Array.IndexOf(tensors, null);
            if (missing >= 0)
                throw Errors.Null(operation, $"tensor {missing}");
        }

        // Elements of one type stay of it.
        protected override Tensor Forward()
        {
            var dtype = Input(0).DType;
            for (int i = 1; i < _count; i++)
                dtype = Tensor.Common(dtype, Input(i).DType);
            return dtype switch { DType.Int64 => Join<long>(dtype), DType.Bool => Join<bool>(dtype), _ => Join<float>(dtype) };
        }

        private Tensor Join<T>(DType dtype)
            where T : struct
        {
            var result = Tensor.Empty(dtype, shape);
            int outer = Outer, start = 0;
            for (int i = 0; i < _count && result.Numel > 0; i++)
            {
                var from = Input(i).Promoted(dtype).Elements<T>();
                var to = result.Written<T>();
                int run = from.Length / outer;
                for (int o = 0; o < outer; o++)
                    from.Slice(o * run, run).CopyTo(to[((o * (to.Length / outer)) + start)..]);
                start += run;
            }
            return result;
        }

        protected override void Backward(Tensor gradient)
        {
            int start = 0;
            for (int i = 0; i < _count; i++)
            {
                var input = InputShape(i);
                int size = shape.Numel == 0 ? 0 : input.Numel / (Outer * Inner);
                if (Needs(i))
                    Give(i, shape.Numel == 0 ? Tensor.Zeros(input.ToArray()) : Reshape.Apply(gradient.Slice(dimension, start, start + size), input));
                start += size;
            }
        }
    }
}
