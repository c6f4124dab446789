namespace LinRegPS.Engine.Tests.Operations;

// Products of vectors and matrices.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Products =>
    [
        new("dot", (x, _) => x[0].Dot(x[1]), new([[5], [5]]), new([[1], [1]])),
        new("outer", (x, _) => x[0].Reshape(-1, 1).MatMul(x[1].Reshape(1, -1)), new Sample([[3], [4]])),
        new("matmul", MatMul,
            new([[3, 4], [4, 5]]), new([[3, 4], [4, 1]]), new([[1, 4], [4, 1]]), new([[3, 1], [1, 2]]), new([[4], [4]]),
            new([[3, 4], [4]]), new([[3], [3, 4]]), new([[2, 3, 4], [4, 2]]), new([[2, 1, 3, 4], [5, 4, 2]]),
            new([[2, 3, 4], [4]]), new([[4], [2, 4, 3]]), new([[3, 4], [5, 4]], """{"transpose_b": true}"""), new([[4, 3]])),
        new("linear", (x, _) => new LinRegPS.Operations.Linear(x[0], x[1], x.ElementAtOrDefault(2)).Apply(),
            new([[5, 3], [2, 3], [2]]), new([[5, 3], [2, 3]]), new([[3], [2, 3], [2]]), new([[2, 3, 4], [5, 4], [5]]),
            new([[4, 1], [1, 1], [1]])),
    ];

    private static Outcome MatMul(Tensor[] x, Attributes a) =>
        x.Length == 1 ? x[0].T.MatMul(x[0]) : x[0].MatMul(a.Flag("transpose_b") ? x[1].Transpose(0, 1) : x[1]);
}
