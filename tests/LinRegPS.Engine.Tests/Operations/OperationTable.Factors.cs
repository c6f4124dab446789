using System.Text.Json;

namespace LinRegPS.Engine.Tests.Operations;

// Matrices as products of simpler ones, and vectors with each other.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Factorizations =>
    [
        Prepared("cholesky", Definite, (x, a) => x[0].Cholesky(a.Flag("upper")), new([[3, 3]]), new([[2, 2, 2]], """{"upper": true}"""), new([[1, 1]])),
        new("cholesky_solve", (x, a) => x[0].CholeskySolve(Regular(x[1]), a.Flag("upper")), new([[3, 2], [3, 3]]), new([[2, 3, 1], [2, 3, 3]], """{"upper": true}"""))
        {
            Reference = (x, a) => x[0].CholeskySolve(x[1], a.Flag("upper")),
        },
        Prepared("cholesky_inverse", Regular, (x, a) => x[0].CholeskyInverse(a.Flag("upper")), new([[3, 3]]), new([[2, 2, 2]], """{"upper": true}""")),
        Prepared("qr_q", Tall, (x, _) => x[0].Qr().Q, new([[3, 3]]), new([[4, 2]]), new([[2, 3]]), new([[2, 3, 2]])),
        Prepared("qr_r", Tall, (x, _) => x[0].Qr().R, new([[3, 3]]), new([[4, 2]]), new([[2, 3]]), new([[2, 3, 2]])),
        Prepared("svdvals", Tall, (x, _) => x[0].SvdVals(), new([[3, 3]]), new([[4, 2]]), new([[2, 3]]), new([[2, 3, 2]])),
        Prepared("svd_u", Tall, (x, _) => x[0].Svd().U.Abs(), new([[3, 3]]), new([[4, 2]]), new([[2, 3]])),
        Prepared("svd_v", Tall, (x, _) => x[0].Svd().Vh.Abs(), new([[3, 3]]), new([[4, 2]]), new([[2, 3]]), new([[2, 2, 3]])),
        Prepared("eigvalsh", Spaced, (x, _) => x[0].EigvalsH(), new([[3, 3]]), new([[2, 2, 2]])),
        Prepared("eigh", Spaced, (x, _) => x[0].Eigh().Eigenvectors.Abs(), new([[3, 3]]), new([[2, 2, 2]])),
        new("lstsq", (x, _) => Tall(x[0]).Lstsq(x[1]), new([[4, 2], [4, 2]]), new([[3, 3], [3, 1]]), new([[2, 3], [2, 1]]), new([[3, 2], [2, 3, 1]])) { Reference = (x, _) => x[0].Lstsq(x[1]) },
        Prepared("pinv", Tall, (x, _) => x[0].Pinv(), new([[4, 2]]), new([[2, 3]]), new([[2, 2, 2]])),
        Prepared("slogdet", Regular, (x, _) => x[0].SlogDet().LogAbsDet, new([[3, 3]]), new([[2, 2, 2]])),
        Prepared("logdet", Definite, (x, _) => x[0].LogDet(), new([[3, 3]]), new([[2, 2, 2]])),
        Prepared("matrix_norm", x => x.Rank == 2 ? Tall(x) : x, (x, a) => a.Has("name") ? x[0].MatrixNorm(a.Text("name"), a.Ints("dim"), a.Flag("keepdim")) : x[0].MatrixNorm(a.OrderOfNorm("ord"), a.Ints("dim"), a.Flag("keepdim")),
        [
            .. new[] { "\"name\": \"fro\"", "\"name\": \"nuc\"", "\"ord\": 2", "\"ord\": -2", "\"ord\": 1", "\"ord\": -1", "\"ord\": \"Infinity\"", "\"ord\": \"-Infinity\"" }
                .Select(norm => new Sample([[3, 2]], $"{{{norm}}}")), new([[2, 3, 2]], """{"name": "fro", "dim": [2, 0], "keepdim": true}"""),
        ]),
        new("vector_norm", (x, a) => x[0].VectorNorm(a.OrderOfNorm("ord"), a.Ints("dim")), new([[3, 4]], """{"ord": 2}"""), new([[3, 4]], """{"ord": 1, "dim": 0}""")),
        Prepared("cond", Tall, (x, _) => x[0].Cond(), new([[3, 3]]), new([[4, 2]])),
        new("solve_triangular", (x, a) => Regular(x[0]).SolveTriangular(x[1], a.Flag("upper"), a.Flag("left"), a.Flag("unit")),
            new([[3, 3], [3, 2]], """{"left": true}"""), new([[3, 3], [2, 3]], """{"upper": true}"""), new([[2, 2], [2, 2]], """{"left": true, "unit": true}"""))
        {
            Reference = (x, a) => x[0].SolveTriangular(x[1], a.Flag("upper"), a.Flag("left"), a.Flag("unit")),
        },
        new("vecdot", (x, a) => x[0].Vecdot(x[1], a.Int("dim")), new Sample([[3, 4], [4]], """{"dim": -1}""")),
        new("inner", (x, _) => x[0].Inner(x[1]), new([[3], [3]]), new([[2, 3], [4, 3]]), s_scalarRight),
        new("cov", Covariance, new([[3, 4]]), new([[5]]), new([[2, 4]], """{"fweights": [1, 2, 1, 3], "aweights": [0.5, 1, 2, 1]}""")),
        new("corrcoef", (x, _) => x[0].Corrcoef(), new Sample([[3, 4]])),
        new("combinations", (x, a) => a.Has("r") ? x[0].Combinations(a.Int("r"), a.Flag("with_replacement")) : x[0].Combinations(),
            new([[4]]), new([[3]], """{"r": 3, "with_replacement": true}""")),
        new("cartesian_prod", (x, _) => Tensor.CartesianProd(x), new([[2], [3]]), new([[2], [2], [2]])),
    ];

    // With samples made such that what is taken apart is smooth around them.
    private static OperationUnderTest Prepared(string name, Func<Tensor, Tensor> prepare, Func<Tensor[], Attributes, Outcome> apply, params Sample[] samples) =>
        new(name, (x, a) => apply([prepare(x[0]), .. x[1..]], a), samples) { Reference = apply };

    private static Tensor Definite(Tensor x) => x.MatMul(x.Transpose(-1, -2)) + (4 * Tensor.Eye(x.Shape[^1]));

    // Symmetric, with eigenvalues far from each other.
    private static Tensor Spaced(Tensor x) => x + x.Transpose(-1, -2) + Tensor.From([.. Enumerable.Range(0, x.Shape[^1]).Select(i => 12f * i)]).Diag();

    // Of full rank, with singular values far from each other.
    private static Tensor Tall(Tensor x)
    {
        var diagonal = Tensor.Zeros(x.Shape[^2], x.Shape[^1]);
        for (int i = 0; i < Math.Min(x.Shape[^2], x.Shape[^1]); i++)
            diagonal.Data[(i * x.Shape[^1]) + i] = 5 + (8 * i);
        return x + diagonal;
    }

    private static Outcome Covariance(Tensor[] x, Attributes a)
    {
        return x[0].Cov((int)(a.OptionalNumber("correction") ?? 1), Weights("fweights"), Weights("aweights"));

        Tensor? Weights(string name) => a.Has(name) ? Tensor.From(a.Json.GetProperty(name).Deserialize<float[]>()!) : null;
    }
}
