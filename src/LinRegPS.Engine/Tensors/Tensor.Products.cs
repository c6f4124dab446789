using LinRegPS.Operations;

namespace LinRegPS;

// Products by their names, all of them made of MatMul; contractions.
public sealed partial class Tensor
{
    /// <summary>The product of two matrices; torch.mm.</summary>
    /// <exception cref="ShapeMismatchException">They are not matrices, or the inner sizes differ.</exception>
    public Tensor Mm(Tensor mat2) => Ranked("Mm", "the first tensor", 2, this).MatMul(Ranked("Mm", "the second tensor", 2, mat2));

    /// <summary>The product of a matrix and a vector; torch.mv.</summary>
    /// <exception cref="ShapeMismatchException">They are not a matrix and a vector, or the inner sizes differ.</exception>
    public Tensor Mv(Tensor vec) => Ranked("Mv", "the matrix", 2, this).MatMul(Ranked("Mv", "the vector", 1, vec));

    /// <summary>The products of as many matrices of two tensors, [batch,n,k] and [batch,k,m]; torch.bmm, the batched matmul.</summary>
    /// <exception cref="ShapeMismatchException">The tensors have other than three dimensions, other batches, or the inner sizes differ.</exception>
    public Tensor Bmm(Tensor mat2)
    {
        Ranked("Bmm", "the first tensor", 3, this);
        Ranked("Bmm", "the second tensor", 3, mat2);
        return Shape[0] == mat2.Shape[0] ? MatMul(mat2) : throw Errors.BatchSizes("Bmm", Shape, mat2.Shape);
    }

    /// <summary>beta times this plus alpha times the product of two matrices; torch.addmm.</summary>
    /// <exception cref="ShapeMismatchException">They are not matrices, the inner sizes differ, or this does not broadcast to the product.</exception>
    public Tensor Addmm(Tensor mat1, Tensor mat2, double beta = 1, double alpha = 1) => Plus("Addmm", Given("Addmm", "mat1", mat1).Mm(mat2), beta, alpha);

    /// <summary>beta times this plus alpha times the product of a matrix and a vector; torch.addmv.</summary>
    /// <exception cref="ShapeMismatchException">They are not a matrix and a vector, the inner sizes differ, or this does not broadcast to the product.</exception>
    public Tensor Addmv(Tensor mat, Tensor vec, double beta = 1, double alpha = 1) => Plus("Addmv", Given("Addmv", "mat", mat).Mv(vec), beta, alpha);

    /// <summary>beta times this plus alpha times the products of as many matrices; torch.baddbmm.</summary>
    /// <exception cref="ShapeMismatchException">The tensors have other than three dimensions, other batches, the inner sizes differ, or this does not broadcast to the products.</exception>
    public Tensor Baddbmm(Tensor batch1, Tensor batch2, double beta = 1, double alpha = 1) => Plus("Baddbmm", Given("Baddbmm", "batch1", batch1).Bmm(batch2), beta, alpha);

    /// <summary>The products of each element of a vector with each of another, [n,m]; torch.outer.</summary>
    /// <exception cref="ShapeMismatchException">They are not vectors.</exception>
    public Tensor Outer(Tensor vec2) =>
        Ranked("Outer", "the first tensor", 1, this).Unsqueeze(1) * Ranked("Outer", "the second tensor", 1, vec2).Unsqueeze(0);

    /// <summary>Each element of the one times the whole of the other: blocks side by side; torch.kron.</summary>
    /// <returns>For [a,b] and [c,d] the shape [a c,b d].</returns>
    public Tensor Kron(Tensor other)
    {
        int rank = Math.Max(Rank, Given("Kron", "other", other).Rank);
        int[] left = Padded(Shape), right = Padded(other.Shape);
        var product = Reshape([.. left.SelectMany(size => (int[])[size, 1])]) * other.Reshape([.. right.SelectMany(size => (int[])[1, size])]);
        return product.Reshape([.. left.Zip(right, (a, b) => a * b)]);

        int[] Padded(Shape shape) => [.. Enumerable.Repeat(1, rank - shape.Rank), .. shape];
    }

    /// <summary>The product of n times the same square matrix, or of each of a batch; torch.matrix_power. The identity for 0, powers of the inverse below.</summary>
    /// <exception cref="ShapeMismatchException">The last two dimensions are not a square matrix.</exception>
    /// <exception cref="InvalidValueException">n is negative, and the matrix is singular.</exception>
    public Tensor MatrixPower(int n)
    {
        if (Rank < 2 || Shape[^1] != Shape[^2])
            throw Errors.NotSquare("MatrixPower", Shape);
        if (n < 0)
            return n == int.MinValue ? throw Errors.OutOfRange("Power", n, "above -2147483648") : Inverse().MatrixPower(-n);
        if (n == 1)
            return Clone();
        Tensor? result = null;
        for (var square = this; n > 0; n >>= 1)
        {
            if ((n & 1) == 1)
                result = result is null ? square : result.MatMul(square);
            if (n > 1)
                square = square.MatMul(square);
        }
        // Whatever the matrix, so that its gradient is 0.
        return result ?? (Identity() + Binary<Gate>.Apply(this, Scalar(0)));

        Tensor Identity()
        {
            var whole = Zeros([.. Shape]);
            int size = Shape[^1];
            for (int i = 0; i < whole.Numel; i++)
                whole.Data[i] = i / size % size == i % size ? 1 : 0;
            return whole;
        }
    }

    /// <summary>The sum of a matrix's diagonal; torch.trace.</summary>
    /// <exception cref="ShapeMismatchException">The tensor is not a matrix.</exception>
    public Tensor Trace()
    {
        Ranked("Trace", "the tensor", 2, this);
        return new Operations.Trace(this).Apply();
    }

    /// <summary>The cross product of vectors of three along a dimension, the first of size 3 where none is given; torch.cross.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast, or the dimension has another size.</exception>
    /// <exception cref="InvalidValueException">The dimension does not exist.</exception>
    public Tensor Cross(Tensor other, int? dim = null)
    {
        var both = Shape.Broadcast("Cross", Shape, Given("Cross", "other", other).Shape);
        int d = dim is { } given ? both.Dimension("Cross", given) : Math.Max(0, Array.IndexOf(both.ToArray(), 3));
        if (both.Rank == 0 || both[d] != 3)
            throw Errors.CrossSize(d, both);
        return Operations.Cross.Apply(Operations.Expand.Apply(this, both), Operations.Expand.Apply(other, both), d);
    }

    /// <summary>Sums of products over the last dimensions of the one and the first of the other; torch.tensordot.</summary>
    /// <exception cref="ShapeMismatchException">Sizes of dimensions that are summed over differ.</exception>
    /// <exception cref="InvalidValueException">There are not as many dimensions.</exception>
    public static Tensor Tensordot(Tensor a, Tensor b, int dims = 2) => Given("Tensordot", "a", a) is not null && dims >= 0
        ? Tensordot(a, b, [.. Enumerable.Range(a.Rank - dims, dims)], [.. Enumerable.Range(0, dims)])
        : throw Errors.Negative("Dims", dims);

    /// <summary>Sums of products over dimensions of the one and of the other, pair by pair; torch.tensordot.</summary>
    /// <returns>The dimensions of a that are left, then those of b.</returns>
    /// <exception cref="ShapeMismatchException">Sizes of dimensions that are summed over differ.</exception>
    /// <exception cref="InvalidValueException">A dimension does not exist or is named twice, or there are more of one tensor.</exception>
    public static Tensor Tensordot(Tensor a, Tensor b, int[] dimsA, int[] dimsB)
    {
        Given("Tensordot", "a", a);
        Given("Tensordot", "b", b);
        if (Errors.Given(dimsA, "Tensordot").Length != Errors.Given(dimsB, "Tensordot").Length)
            throw Errors.ContractedCount("Tensordot", dimsA.Length, dimsB.Length);
        int[] left = [.. dimsA.Select(d => a.Shape.Dimension("Tensordot", d))], right = [.. dimsB.Select(d => b.Shape.Dimension("Tensordot", d))];
        foreach (var (dims, given) in new[] { (left, dimsA), (right, dimsB) })
        {
            if (dims.Distinct().Count() != dims.Length)
                throw Errors.RepeatedDimension("Tensordot", given);
        }
        for (int i = 0; i < left.Length; i++)
        {
            if (a.Shape[left[i]] != b.Shape[right[i]])
                throw Errors.ContractedSizes("Tensordot", left[i], a.Shape, right[i], b.Shape);
        }
        int[] freeA = [.. Enumerable.Range(0, a.Rank).Except(left)], freeB = [.. Enumerable.Range(0, b.Rank).Except(right)];
        int inner = left.Aggregate(1, (size, d) => size * a.Shape[d]);
        int rows = freeA.Aggregate(1, (size, d) => size * a.Shape[d]), columns = freeB.Aggregate(1, (size, d) => size * b.Shape[d]);
        var product = a.Permute([.. freeA, .. left]).Reshape(rows, inner).MatMul(b.Permute([.. right, .. freeB]).Reshape(inner, columns));
        return product.Reshape([.. freeA.Select(d => a.Shape[d]), .. freeB.Select(d => b.Shape[d])]);
    }

    /// <summary>
    /// Sums of products, written with a subscript for each dimension: <c>Einsum("ij,jk->ik", a, b)</c> is the matrix product,
    /// "ii" a trace, "...ij->...ji" matrices transposed, "i,j" an outer product; torch.einsum.
    /// </summary>
    /// <param name="equation">
    /// Letters for the dimensions of each tensor, with a comma between tensors; behind an arrow those of the result. Without an arrow
    /// the result has what stands once, in alphabetical order. What is not in the result is summed over.
    /// </param>
    /// <param name="operands">A tensor for each term.</param>
    /// <exception cref="InvalidValueException">The equation can't be read, or does not fit the tensors.</exception>
    /// <exception cref="ShapeMismatchException">A subscript stands for different sizes, of which none is 1.</exception>
    public static Tensor Einsum(string equation, params Tensor[] operands) => Operations.Einsum.Apply(equation, operands);

    /// <summary>Sums of products of tensors in a list of objects, as dynamic languages have them: those would take the list for one tensor; torch.einsum.</summary>
    /// <exception cref="InvalidValueException">An operand is no tensor, the equation can't be read, or does not fit the tensors.</exception>
    /// <exception cref="ShapeMismatchException">A subscript stands for different sizes, of which none is 1.</exception>
    public static Tensor Einsum(string equation, object[] operands) => Einsum(equation, Tensors("Einsum", "operands", operands));

    private static Tensor[] Tensors(string operation, string name, object[] items) =>
        [.. Errors.Given(items, operation, name).Select((item, i) => WrapperAttribute.Unwrap(item) as Tensor ?? throw Errors.NotTensor(operation, $"{name}[{i}]", item))];

    private static Tensor Ranked(string operation, string name, int rank, Tensor x) =>
        x is null ? throw Errors.Null(operation, name) : x.Rank == rank ? x : throw Errors.OperandRank(operation, name, rank, x.Shape);

    // A beta of 0 leaves this out, infinities and NaN too, as PyTorch does; 0 times them would be NaN.
    private Tensor Plus(string operation, Tensor product, double beta, double alpha)
    {
        if (!Shape.TryBroadcast(Shape, product.Shape, out Shape? both) || !both.Equals(product.Shape))
            throw Errors.NotToProduct(operation, Shape, product.Shape);
        return (beta == 0 ? Binary<Gate>.Apply(this, Scalar(0)) : Scaled(this, beta)) + Scaled(product, alpha);
    }

    /// <summary>x1ᵀ A x2 + b of vectors along the last dimensions; torch.nn.functional.bilinear.</summary>
    /// <param name="input1">[*, in1].</param>
    /// <param name="input2">[*, in2].</param>
    /// <param name="weight">A, [out, in1, in2].</param>
    /// <param name="bias">b, [out], or null.</param>
    /// <returns>[*, out].</returns>
    /// <exception cref="ShapeMismatchException">The shapes do not belong together.</exception>
    /// <exception cref="InvalidValueException">A tensor is null.</exception>
    public static Tensor Bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null)
    {
        const string name = "Bilinear";
        Given(name, "input1", input1);
        Given(name, "input2", input2);
        if (Given(name, "weight", weight).Rank != 3)
            throw Errors.OperandRank(name, "the weight", 3, weight.Shape);
        int[] sizes = weight.Shape.ToArray();
        if (input1.Rank == 0 || input2.Rank == 0 || input1.Shape[^1] != sizes[1] || input2.Shape[^1] != sizes[2]
            || !input1.Shape.SkipLast(1).SequenceEqual(input2.Shape.SkipLast(1)))
            throw Errors.BilinearShapes(input1.Shape, input2.Shape, weight.Shape);
        if (input1.Rank == 2 && Operations.Contraction.IsSmall([(input1, "ni"), (input2, "nj"), (weight, "oij")]))
        {
            var sums = new Operations.Contraction(
                name, [input1, input2, weight], ["ni", "nj", "oij"], "no", new Shape(input1.Shape[0], sizes[0])).Apply();
            return bias is null ? sums : sums + bias;
        }
        var products = (input1.Unsqueeze(-1) * input2.Unsqueeze(-2)).Flatten(-2);
        return new Operations.Linear(products, weight.Reshape(sizes[0], sizes[1] * sizes[2]), bias).Apply();
    }
}
