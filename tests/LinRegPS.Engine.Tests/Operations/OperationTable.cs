namespace LinRegPS.Engine.Tests.Operations;

/// <summary>
/// Every operation of the engine, once: the way into both checks. A new operation is registered here, under the name
/// that op_reference.json has for it, or its own where PyTorch's reference has no case. The rows are in a file for each room.
/// </summary>
internal static partial class OperationTable
{
    private static readonly Sample s_same = new([[3, 4], [3, 4]]), s_row = new([[3, 4], [4]]);
    private static readonly Sample s_scalarRight = new([[3, 4], []]), s_scalarLeft = new([[], [3, 4]]);
    private static readonly Sample s_middle = new([[2, 1, 4], [5, 1]]), s_scalars = new([[], []]);
    private static readonly Sample[] s_pairs = [s_same, s_row, s_scalarRight, s_scalarLeft, s_middle, s_scalars];
    private static readonly Sample[] s_singles = [new([[3, 5]]), new([[]]), new([[17]])];
    private static readonly Sample[] s_positive = [.. s_singles.Select(s => s with { Positive = true })];

    private static readonly Sample[] s_indexed = [new([[3, 4]], """{"dim": 1}"""), new([[4, 2, 3]], """{"dim": -3}""")];

    private static readonly Sample[] s_alongOne =
    [
        new([[3, 5]], """{"dim": 1}"""), new([[3, 5]], """{"dim": 0}"""), new([[2, 3, 4]], """{"dim": -2}"""),
        new([[]], """{"dim": 0}"""), new([[17]], """{"dim": 0}"""),
    ];

    public static IReadOnlyDictionary<string, OperationUnderTest> All { get; } =
        new[] { Elementwise, Activations, Functions, Reductions, Statistics, Products, Factorizations, Shaping, Indexing, Joining, Losses, Bags, Special, Windows }.SelectMany(room => room).ToDictionary(o => o.Name);

    /// <summary>The operations of op_reference.json that the engine does not have yet.</summary>
    public static string[] NotYet { get; } =
        [];

    private static Sample[] With(Sample[] samples, string attributes) =>
        [.. samples.Select(s => s with { Attributes = attributes })];

    private static Sample[] Reducing(string dimensions) =>
    [
        new([[3, 4]]), new([[]]), new([[3, 4]], """{"dim": 0}"""), new([[3, 4]], """{"dim": -1, "keepdim": true}"""),
        new([[2, 3, 2]], $$"""{"dim": {{dimensions}}, "keepdim": true}"""), new([[2, 3, 2]], $$"""{"dim": {{dimensions}}}"""),
    ];
}
