namespace LinRegPS.Engine.Tests.Operations;

// Shapes, views, indices and masks.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Shaping =>
    [
        new("transpose", (x, a) => x[0].Transpose(a.Int("dim0"), a.Int("dim1")),
            new([[3, 4]], """{"dim0": 0, "dim1": 1}"""), new([[2, 3, 4]], """{"dim0": -1, "dim1": 0}""")),
        new("permute", (x, a) => x[0].Permute(a.Ints("dims")!),
            new([[2, 3, 4]], """{"dims": [2, 0, 1]}"""), new([[]], """{"dims": []}""")),
        new("reshape", (x, a) => x[0].Reshape(a.Ints("shape")!),
            new([[3, 4]], """{"shape": [-1, 2]}"""), new([[1, 1]], """{"shape": []}""")),
        new("flatten", (x, a) => x[0].Flatten(a.Int("start_dim")), new Sample([[2, 3, 4]], """{"start_dim": 1}""")),
        new("squeeze", (x, a) => x[0].Squeeze(a.Int("dim")), new Sample([[3, 1, 4]], """{"dim": 1}""")),
        new("unsqueeze", (x, a) => x[0].Unsqueeze(a.Int("dim")), new Sample([[3, 4]], """{"dim": -1}""")),
        new("expand", (x, a) => x[0].Expand(a.Ints("shape")!),
            new([[3, 1]], """{"shape": [2, 3, 4]}"""), new([[]], """{"shape": [2, 3]}""")),
        new("slice", (x, a) => a.Slices().Index().Aggregate(x[0], (t, s) => s.Item is [var start, var end, var step]
            ? t.Slice(s.Index, start, end, step) : t),
            new Sample([[5, 4]], """{"slices": [[0, 5, 2], [1, 4, 1]]}""")),
        new("index", (x, a) => x[0].Select(a.Int("dim"), a.Int("index")),
            new([[4, 3]], """{"dim": 0, "index": 1}"""), new([[2, 4, 3]], """{"dim": 1, "index": -1}""")),
        new("diagonal", (x, _) => x[0].Diagonal(), new([[3, 4]]), new([[3, 2, 2]])),
        new("diagonal_of", (x, a) => x[0].Diagonal(a.Int("offset"), a.Int("dim1"), a.Int("dim2")),
            new([[3, 2, 4]], """{"offset": -1, "dim1": -1, "dim2": 0}"""), new([[2, 3]], """{"offset": 1, "dim1": 0, "dim2": 1}""")),
        new("split", (x, a) => x[0].Split(a.Int("size"), a.Int("dim"))[a.Int("part")],
            new([[2, 5]], """{"size": 2, "dim": 1, "part": 2}"""), new([[5, 2]], """{"size": 3, "dim": -2, "part": 0}""")),
        new("pixel_shuffle", (x, a) => x[0].PixelShuffle(a.Int("factor")), new([[4, 2, 1]], """{"factor": 2}"""), new([[2, 4, 1, 2]], """{"factor": 2}""")),
        new("pixel_unshuffle", (x, a) => x[0].PixelUnshuffle(a.Int("factor")), new Sample([[2, 2, 4]], """{"factor": 2}""")),
        new("vstack", (x, _) => Tensor.VStack(x), new([[3], [2, 3]]), new([[], []])),
        new("hstack", (x, _) => Tensor.HStack(x), new([[3], [2]]), new([[2, 3], [2, 1]]), new([[], []])),
        new("move_dim", (x, a) => x[0].MoveDim(a.Ints("source")!, a.Ints("destination")!),
            new([[2, 3, 4]], """{"source": [0], "destination": [-1]}"""), new([[2, 3, 2]], """{"source": [2, 0], "destination": [0, 1]}""")),
        new("fliplr", (x, _) => x[0].FlipLR(), new Sample([[2, 3]])),
        new("flipud", (x, _) => x[0].FlipUD(), new Sample([[2, 3]])),
        new("rot90", (x, a) => x[0].Rot90(a.Int("k"), a.Ints("dims")), new([[2, 3]], """{"k": 1}"""), new([[2, 3, 4]], """{"k": -1, "dims": [2, 0]}""")),
        new("diag_embed", (x, a) => x[0].DiagEmbed(a.Int("offset"), a.Int("dim1"), a.Int("dim2")),
            new([[2, 3]], """{"offset": 1, "dim1": 0, "dim2": -1}"""), new([[3]], """{"offset": -1, "dim1": -1, "dim2": -2}""")),
        new("tensor_split", (x, a) => a.Ints("indices") is { } at ? x[0].TensorSplit(at, a.Int("dim"))[a.Int("part")] : x[0].TensorSplit(a.Int("sections"), a.Int("dim"))[a.Int("part")],
            new([[5, 2]], """{"sections": 3, "dim": 0, "part": 1}"""), new([[2, 5]], """{"indices": [1, -1], "dim": 1, "part": 1}""")),
    ];
}
