using LinRegPS.Operations;

namespace LinRegPS;

// More ways to put tensors together, and to take them apart.
public sealed partial class Tensor
{
    /// <summary>At least one dimension: of a number a vector of one; torch.atleast_1d.</summary>
    public Tensor AtLeast1d() => Rank == 0 ? Reshape(1) : this;

    /// <summary>At least two dimensions: of a vector a row; torch.atleast_2d.</summary>
    public Tensor AtLeast2d() => Rank < 2 ? Reshape(1, Numel) : this;

    /// <summary>At least three dimensions: [1,n,1] of a vector, [n,m,1] of a matrix; torch.atleast_3d.</summary>
    public Tensor AtLeast3d() => Rank switch
    {
        0 or 1 => Reshape(1, Numel, 1),
        2 => Unsqueeze(-1),
        _ => this,
    };

    /// <summary>Tensors side by side, numbers and vectors as columns; torch.column_stack.</summary>
    /// <exception cref="ShapeMismatchException">The other sizes differ.</exception>
    /// <exception cref="InvalidValueException">There is none, or one is null.</exception>
    public static Tensor ColumnStack(Tensor[] tensors)
    {
        Joining.Check("ColumnStack", tensors);
        return Cat([.. tensors.Select(t => t.Rank < 2 ? t.Reshape(t.Numel, 1) : t)], 1);
    }

    /// <summary>Tensors one behind the other along the third dimension; torch.dstack.</summary>
    /// <exception cref="ShapeMismatchException">The other sizes differ.</exception>
    /// <exception cref="InvalidValueException">There is none, or one is null.</exception>
    public static Tensor DStack(Tensor[] tensors)
    {
        Joining.Check("DStack", tensors);
        return Cat([.. tensors.Select(t => t.AtLeast3d())], 2);
    }

    /// <summary>Views of parts side by side, along the second dimension or a vector's only one; torch.hsplit.</summary>
    /// <exception cref="ShapeMismatchException">There are no dimensions.</exception>
    /// <exception cref="InvalidValueException">There are not so many equal parts.</exception>
    public Tensor[] HSplit(int sections) => EqualParts("HSplit", sections, Rank == 1 ? 0 : 1, 1);

    /// <summary>Views of parts side by side, which end before each of the indices; torch.hsplit.</summary>
    /// <exception cref="ShapeMismatchException">There are no dimensions.</exception>
    /// <exception cref="InvalidValueException">The indices are null.</exception>
    public Tensor[] HSplit(int[] indices) => Ranked("HSplit", 1).TensorSplit(Errors.Given(indices, "HSplit"), Rank == 1 ? 0 : 1);

    /// <summary>Views of parts one below the other, along the first dimension; torch.vsplit.</summary>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">There are not so many equal parts.</exception>
    public Tensor[] VSplit(int sections) => EqualParts("VSplit", sections, 0, 2);

    /// <summary>Views of parts one below the other, which end before each of the indices; torch.vsplit.</summary>
    /// <exception cref="ShapeMismatchException">There are less than two dimensions.</exception>
    /// <exception cref="InvalidValueException">The indices are null.</exception>
    public Tensor[] VSplit(int[] indices) => Ranked("VSplit", 2).TensorSplit(Errors.Given(indices, "VSplit"), 0);

    /// <summary>Views of parts one behind the other, along the third dimension; torch.dsplit.</summary>
    /// <exception cref="ShapeMismatchException">There are less than three dimensions.</exception>
    /// <exception cref="InvalidValueException">There are not so many equal parts.</exception>
    public Tensor[] DSplit(int sections) => EqualParts("DSplit", sections, 2, 3);

    /// <summary>Views of parts one behind the other, which end before each of the indices; torch.dsplit.</summary>
    /// <exception cref="ShapeMismatchException">There are less than three dimensions.</exception>
    /// <exception cref="InvalidValueException">The indices are null.</exception>
    public Tensor[] DSplit(int[] indices) => Ranked("DSplit", 3).TensorSplit(Errors.Given(indices, "DSplit"), 2);

    /// <summary>The same of a list of objects, as dynamic languages have them: those would take the list for one tensor; torch.block_diag.</summary>
    /// <exception cref="ShapeMismatchException">One has more than two dimensions.</exception>
    /// <exception cref="InvalidValueException">There is no tensor, or one of them is none.</exception>
    public static Tensor BlockDiag(object[] tensors) => BlockDiag(Tensors("BlockDiag", "tensors", tensors));

    /// <summary>Matrices along the diagonal of one among zeros, vectors as rows; torch.block_diag.</summary>
    /// <exception cref="ShapeMismatchException">One has more than two dimensions.</exception>
    /// <exception cref="InvalidValueException">There is none, or one is null.</exception>
    public static Tensor BlockDiag(params Tensor[] tensors)
    {
        Joining.Check("BlockDiag", tensors);
        if (Array.Find(tensors, t => t.Rank > 2) is { } higher)
            throw Errors.OperandRank("BlockDiag", "a tensor", 2, higher.Shape);
        Tensor[] blocks = [.. tensors.Select(t => t.AtLeast2d())];
        int columns = blocks.Sum(block => block.Shape[1]), before = 0;
        return Cat([.. blocks.Select(block =>
        {
            var row = block.Pad([before, columns - before - block.Shape[1]]);
            before += block.Shape[1];
            return row;
        })], 0);
    }

    /// <summary>A matrix with all elements on a diagonal among zeros; torch.diagflat.</summary>
    /// <param name="offset">Which diagonal: above the main one, or below it where it is negative.</param>
    public Tensor DiagFlat(int offset = 0) => Reshape(Numel).Diag(offset);

    /// <summary>The same of a list of objects, as dynamic languages have them: those would take the list for one tensor; torch.broadcast_tensors.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">There is no tensor, or one of them is none.</exception>
    public static Tensor[] BroadcastTensors(object[] tensors) => BroadcastTensors(Tensors("BroadcastTensors", "tensors", tensors));

    /// <summary>Views of tensors in the shape that they broadcast to together; torch.broadcast_tensors.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    /// <exception cref="InvalidValueException">There is none, or one is null.</exception>
    public static Tensor[] BroadcastTensors(params Tensor[] tensors)
    {
        Joining.Check("BroadcastTensors", tensors);
        var all = tensors.Select(t => t.Shape).Aggregate((a, b) => Shape.Broadcast("BroadcastTensors", a, b));
        return [.. tensors.Select(t => Operations.Expand.Apply(t, all))];
    }

    /// <summary>Where a matrix has its lower triangle: the rows and the columns, int64, [2,elements]; torch.tril_indices.</summary>
    /// <exception cref="InvalidValueException">A size is negative.</exception>
    public static Tensor TrilIndices(int row, int col, int offset = 0) => Ones(row, col).Tril(offset).NonZero().Transpose(0, 1).Clone();

    /// <summary>Where a matrix has its upper triangle: the rows and the columns, int64, [2,elements]; torch.triu_indices.</summary>
    /// <exception cref="InvalidValueException">A size is negative.</exception>
    public static Tensor TriuIndices(int row, int col, int offset = 0) => Ones(row, col).Triu(offset).NonZero().Transpose(0, 1).Clone();

    /// <summary>The powers of each element of a vector as a row, the highest first; torch.vander.</summary>
    /// <param name="n">How many; as many as there are elements where null.</param>
    /// <param name="increasing">Whether the lowest comes first.</param>
    /// <exception cref="ShapeMismatchException">The tensor is no vector.</exception>
    /// <exception cref="InvalidValueException">The number is negative.</exception>
    public Tensor Vander(int? n = null, bool increasing = false)
    {
        Ranked("Vander", "the tensor", 1, this);
        int count = n ?? Numel;
        if (count < 0)
            throw Errors.Negative("N", count);
        if (count == 0)
            return Zeros(Numel, 0);
        var powers = Cat([OnesLike(this).Unsqueeze(1), Unsqueeze(1).Expand(Numel, count - 1)], 1).CumProd(1);
        return increasing ? powers : powers.Flip(1);
    }

    /// <summary>Groups of channels dealt out in turns, [rows,channels,...]; torch.nn.functional.channel_shuffle.</summary>
    /// <exception cref="ShapeMismatchException">There are less than three dimensions.</exception>
    /// <exception cref="InvalidValueException">There are not so many equal groups.</exception>
    public Tensor ChannelShuffle(int groups)
    {
        Ranked("ChannelShuffle", 3);
        int channels = Shape[1];
        if (groups < 1 || channels % groups != 0)
            throw Errors.OutOfRange("Groups", groups, $"at least 1, and divide the {channels} channels");
        int[] behind = [.. Shape.Skip(2)];
        return Reshape([Shape[0], groups, channels / groups, .. behind]).Transpose(1, 2).Reshape(Shape.ToArray());
    }

    private Tensor[] EqualParts(string operation, int sections, int dimension, int rank)
    {
        int size = Ranked(operation, rank).Shape[dimension];
        return sections >= 1 && size % sections == 0
            ? TensorSplit(sections, dimension) : throw Errors.OutOfRange("Sections", sections, $"at least 1, and divide the size {size}");
    }

    private Tensor Ranked(string operation, int least) => Rank >= least ? this : throw Errors.OperandRank(operation, "the tensor", least, Shape);
}
