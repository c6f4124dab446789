namespace LinRegPS.Engine.Tests.Operations;

// Products of vectors and matrices.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Products =>
    [
        new("dot", (x, _) => x[0].Dot(x[1]), new([[5], [5]]), new([[1], [1]])),
        new("bilinear", (x, _) => Tensor.Bilinear(x[0], x[1], x[2], x.ElementAtOrDefault(3)), new([[2, 3], [2, 2], [4, 3, 2], [4]]), new([[2, 3], [2, 1], [2, 3, 1]])),
        new("outer", (x, _) => x[0].Outer(x[1]), new Sample([[3], [4]])),
        new("matmul", MatMul,
            new([[3, 4], [4, 5]]), new([[3, 4], [4, 1]]), new([[1, 4], [4, 1]]), new([[3, 1], [1, 2]]), new([[4], [4]]),
            new([[3, 4], [4]]), new([[3], [3, 4]]), new([[2, 3, 4], [4, 2]]), new([[2, 1, 3, 4], [5, 4, 2]]),
            new([[2, 3, 4], [4]]), new([[4], [2, 4, 3]]), new([[3, 4], [5, 4]], """{"transpose_b": true}"""), new([[4, 3]])),
        new("linear", (x, _) => new LinRegPS.Operations.Linear(x[0], x[1], x.ElementAtOrDefault(2)).Apply(),
            new([[5, 3], [2, 3], [2]]), new([[5, 3], [2, 3]]), new([[3], [2, 3], [2]]), new([[2, 3, 4], [5, 4], [5]]),
            new([[4, 1], [1, 1], [1]])),
        new("mm", (x, _) => x[0].Mm(x[1]), new Sample([[3, 4], [4, 2]])),
        new("mv", (x, _) => x[0].Mv(x[1]), new Sample([[3, 4], [4]])),
        new("bmm", (x, _) => x[0].Bmm(x[1]), new Sample([[2, 3, 4], [2, 4, 2]])),
        new("addmm", (x, a) => x[0].Addmm(x[1], x[2], a.Number("beta"), a.Number("alpha")), new Sample([[2], [3, 4], [4, 2]], """{"beta": 0.5, "alpha": -2}""")),
        new("addmv", (x, _) => x[0].Addmv(x[1], x[2]), new Sample([[3], [3, 4], [4]])),
        new("baddbmm", (x, _) => x[0].Baddbmm(x[1], x[2]), new Sample([[2, 3, 2], [2, 3, 4], [2, 4, 2]])),
        new("kron", (x, _) => x[0].Kron(x[1]), new([[2, 3], [3, 2]]), new([[3], [2, 2]]), s_scalars),
        new("matrix_power", (x, a) => x[0].MatrixPower(a.Int("n")), new([[3, 3]], """{"n": 1}"""), new([[2, 2, 2]], """{"n": 3}"""), new([[2, 2]], """{"n": 5}""")),
        new("solve", (x, _) => Regular(x[0]).Solve(x[1]), new([[3, 3], [3, 2]]), new([[3, 3], [3]]), new([[2, 2, 2], [2, 1]]), new([[2, 2, 2], [2, 2]])) { Reference = (x, _) => x[0].Solve(x[1]) },
        new("inverse", (x, _) => Regular(x[0]).Inverse(), new([[3, 3]]), new([[2, 2, 2]])) { Reference = (x, _) => x[0].Inverse() },
        new("det", (x, _) => Regular(x[0]).Det(), new([[3, 3]]), new([[2, 2, 2]])) { Reference = (x, _) => x[0].Det() },
        new("trace", (x, _) => x[0].Trace(), new([[3, 4]]), new([[4, 2]])),
        new("cross", (x, a) => x[0].Cross(x[1], (int?)a.OptionalNumber("dim")), new([[2, 3], [2, 3]], """{"dim": 1}"""), new([[3, 4], [3, 1]])),
        new("tensordot", (x, a) => a.Ints("left") is { } left ? Tensor.Tensordot(x[0], x[1], left, a.Ints("right")!) : Tensor.Tensordot(x[0], x[1], a.Int("dims")),
            new([[2, 3, 4], [4, 2]], """{"dims": 1}"""), new([[2, 3, 4], [4, 2, 5]], """{"left": [2, 0], "right": [0, 1]}""")),
        new("einsum", (x, a) => Tensor.Einsum(a.Text("equation"), x),
            new([[2, 3], [3, 4]], """{"equation": "ij,jk"}"""), new([[3, 2, 3]], """{"equation": "iji->j"}"""),
            new([[2, 3, 4], [4, 2]], """{"equation": "...ij,jk->...ki"}"""), new([[2, 3], [4, 3, 2], [2, 2]], """{"equation": "bn,anm,bm->ba"}"""),
            new([[2, 1], [3]], """{"equation": "ij,j->ij"}"""), new([[2, 1], [3, 4]], """{"equation": "ij,jk->ik"}""")),
    ];

    // Far from singular.
    private static Tensor Regular(Tensor x) => x + (4 * Tensor.Eye(x.Shape[^1]));

    private static Outcome MatMul(Tensor[] x, Attributes a) =>
        x.Length == 1 ? x[0].T.MatMul(x[0]) : x[0].MatMul(a.Flag("transpose_b") ? x[1].Transpose(0, 1) : x[1]);
}
