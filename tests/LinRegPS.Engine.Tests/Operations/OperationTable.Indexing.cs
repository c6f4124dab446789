namespace LinRegPS.Engine.Tests.Operations;

// Elements by index and mask, in order, and in other places.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Indexing =>
    [
        new("eq", (x, _) => x[0].Eq(x[1]).Float()),
        new("ne", (x, _) => x[0].Ne(x[1]).Float()),
        new("lt", (x, _) => x[0].Lt(x[1]).Float()),
        new("le", (x, _) => x[0].Le(x[1]).Float()),
        new("gt", (x, _) => x[0].Gt(x[1]).Float()),
        new("ge", (x, _) => x[0].Ge(x[1]).Float()),
        new("argmax", (x, a) => x[0].ArgMax(a.Int("dim"))),
        new("argmin", (x, a) => x[0].ArgMin(a.Int("dim"))),

        // Indices are not drawn: without some, a few that repeat.
        new("gather", (x, a) => x[0].Gather(a.Int("dim"), x.ElementAtOrDefault(1) ?? Drawn(x[0], a.Int("dim"))), s_indexed),
        new("take_along_dim", (x, a) => x[0].TakeAlongDim(Tensor.FromInt64([2, 0, 2], Along(x[0], a.Int("dim"), 3)), a.Int("dim")), s_indexed),
        new("take", (x, _) => x[0].Take(Tensor.FromInt64([5, -1, 0, 5], 2, 2)), new Sample([[2, 3]])),
        new("index_select", (x, a) => x[0].IndexSelect(a.Int("dim"), x.ElementAtOrDefault(1) ?? Tensor.FromInt64([2, 0, 2])), s_indexed),
        new("index_put", (x, _) => x[0].At(x.ElementAtOrDefault(1) ?? Tensor.FromInt64([1, 0, 1]), x.ElementAtOrDefault(2) ?? Tensor.FromInt64([0, 2, -3])),
            new([[2, 3]]), new([[2, 3, 2]])),
        new("index_apart", (x, _) => x[0].At(Tensor.FromInt64([1, 0], 2, 1), ":", Tensor.FromInt64([0, 2, 2])), new Sample([[2, 3, 3]])),
        new("index_mask", (x, _) => x[0].At(":", Tensor.FromBool([true, false, true])), new Sample([[2, 3, 2]])),
        new("scatter", (x, a) => x[0].Scatter(a.Int("dim"), Once(x[1], a.Int("dim")), x[1]),
            new([[3, 4], [2, 3]], """{"dim": 1}"""), new([[3, 4], [3, 4]], """{"dim": 0}""")),
        new("scatter_add", (x, a) => x[0].ScatterAdd(a.Int("dim"), Drawn(x[1], a.Int("dim")), x[1]), new Sample([[3, 4], [3, 4]], """{"dim": 1}""")),
        new("index_add", (x, a) => x[0].IndexAdd(a.Int("dim"), Tensor.FromInt64([2, 0, 2]), x[1], alpha: 1.5), new Sample([[3, 4], [3, 3]], """{"dim": 1}""")),
        new("index_copy", (x, a) => x[0].IndexCopy(a.Int("dim"), Tensor.FromInt64([2, 0]), x[1]), new Sample([[3, 4], [2, 4]], """{"dim": 0}""")),
        new("index_fill", (x, a) => x[0].IndexFill(a.Int("dim"), Tensor.FromInt64([2, 0, 2]), 1.5), s_indexed),
        new("index_put_into", (x, _) => x[0].IndexPut([Tensor.FromInt64([1, 0]), ":"], x[1]), new([[2, 3], [3]]), new([[3, 2], [2, 2]])),
        new("index_put_added", (x, _) => x[0].IndexPut([Tensor.FromInt64([1, 1])], x[1], accumulate: true), new Sample([[2, 3], [2, 3]])),

        new("masked_fill", (x, _) => x[0].MaskedFill(x.ElementAtOrDefault(1) ?? Checked(x[0]), -9), new([[2, 3]]), new([[]])),
        new("masked_select", (x, _) => x[0].MaskedSelect(x.ElementAtOrDefault(1) ?? Checked(x[0])), new([[2, 3]]), new([[3, 1, 2]])),
        new("masked_select_wide", (x, _) => x[0].MaskedSelect(Tensor.FromBool([true, false, true, true, false, false], 2, 3)), new([[3]]), new([[2, 1]])),
        new("masked_scatter", (x, _) => x[0].MaskedScatter(Checked(x[0]), x[1]), new Sample([[2, 3], [5]])),
        new("where", (x, _) => x.Length > 2 ? Tensor.Where(x[0], x[1], x[2]) : x[0].Where(Tensor.FromBool([true, false], 2, 1), x[1]),
            new([[2, 3], [2, 3]]), new([[3], [2, 1]]), new([[], []])),
        new("triu", (x, a) => x[0].Triu(a.Ints("diagonal")?[0] ?? 0), new([[3, 4]]), new([[2, 3, 3]], """{"diagonal": -1}""")),
        new("tril", (x, a) => x[0].Tril(a.Int("diagonal")), new([[3, 4]], """{"diagonal": 1}"""), new([[2, 3, 3]], """{"diagonal": 0}""")),
        new("diag", (x, a) => x[0].Diag(a.Int("diagonal")), new([[3]], """{"diagonal": -1}"""), new([[3, 2]], """{"diagonal": 0}""")),

        new("sort", (x, a) => x[0].Sort(a.Int("dim"), a.Flag("descending")), new([[3, 4]], """{"dim": 1}"""), new([[3, 4]], """{"dim": 0, "descending": true}"""), new([[]], """{"dim": -1}""")),
        new("topk", (x, a) => x[0].TopK(2, a.Int("dim"), largest: !a.Flag("smallest")), new([[3, 4]], """{"dim": 1}"""), new([[3, 4]], """{"dim": 0, "smallest": true}""")),
        new("kthvalue", (x, a) => x[0].KthValue(2, a.Int("dim"), a.Flag("keepdim")), new([[3, 4]], """{"dim": 1}"""), new([[3, 4]], """{"dim": 0, "keepdim": true}""")),
        new("median", (x, a) => a.Ints("dim") is { } d ? x[0].Median(d[0], a.Flag("keepdim")) : x[0].Median(), new([[3, 4]]), new([[]]), new([[3, 4]], """{"dim": 1}""")),

        new("flip", (x, a) => x[0].Flip(a.Ints("dims")!), new([[2, 3]], """{"dims": [1]}"""), new([[2, 3, 2]], """{"dims": [0, -1]}"""), new([[2, 3]], """{"dims": []}""")),
        new("roll", (x, a) => a.Ints("dims") is { } d ? x[0].Roll(a.Ints("shifts")!, d) : x[0].Roll(a.Int("shifts")),
            new([[2, 3]], """{"shifts": -2}"""), new([[2, 3]], """{"shifts": [1, 5], "dims": [0, 1]}""")),
        new("repeat", (x, a) => x[0].Repeat(a.Ints("repeats")!),
            new([[2, 2]], """{"repeats": [2, 3]}"""), new([[3]], """{"repeats": [2, 1, 2]}"""), new([[]], """{"repeats": [3]}"""), new([[2, 3]], """{"repeats": [1, 1]}""")),
        new("tile", (x, a) => x[0].Tile(a.Ints("dims")!), new([[2, 3]], """{"dims": [2]}"""), new([[2]], """{"dims": [2, 2]}""")),
        new("repeat_interleave", (x, _) => x[0].RepeatInterleave(2, 1), new Sample([[2, 3]])),
        new("repeat_interleave_each", (x, _) => x[0].RepeatInterleave(Tensor.FromInt64([2, 0, 1]), 1), new Sample([[2, 3]])),
        new("pad", (x, a) => x[0].Pad(a.Ints("pad")!, a.Number("value")), new([[2, 3]], """{"pad": [1, 2, 0, 1], "value": 0.5}"""), new([[2, 3]], """{"pad": [-1, 2], "value": 0}""")),
        new("pad_mirrored", (x, a) => x[0].Pad([2, 1], a.Text("mode")),
            new([[2, 3]], """{"mode": "reflect"}"""), new([[2, 3]], """{"mode": "replicate"}"""), new([[2, 3]], """{"mode": "circular"}""")),
    ];

    private static int[] Along(Tensor x, int dim, int size)
    {
        int[] sizes = [.. x.Shape.Select(_ => 1)];
        sizes[dim < 0 ? dim + sizes.Length : dim] = size;
        return sizes;
    }

    // Indices of a dimension in the shape of the tensor, some of them twice.
    private static Tensor Drawn(Tensor x, int dim)
    {
        int size = x.Shape[dim];
        return Tensor.FromInt64([.. Enumerable.Range(0, x.Numel).Select(i => (long)(i * 7 % 5 % size))], x.Shape.ToArray());
    }

    // Each index of the dimension once.
    private static Tensor Once(Tensor x, int dim) =>
        Tensor.FromInt64([.. Enumerable.Range(0, x.Shape[dim]).Select(i => (long)(x.Shape[dim] - 1 - i))], Along(x, dim, x.Shape[dim])).Expand(x.Shape.ToArray());

    private static Tensor Checked(Tensor x) => Tensor.FromBool([.. Enumerable.Range(0, x.Numel).Select(i => i % 3 != 1)], x.Shape.ToArray());
}
